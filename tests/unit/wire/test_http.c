#include "tests/lib/test.h"

#include "wire/http.h"

static void a_reply_says_what_may_be_done_next(void **state)
{
	static const struct {
		int first, last;
		enum fault fault;
	} rows[] = {
		{ 200, 299, FAULT_NONE }, { 300, 400, FAULT_INVALID }, { 401, 401, FAULT_CONFIG },
		{ 402, 402, FAULT_INVALID }, { 403, 403, FAULT_CONFIG }, { 404, 404, FAULT_MISSING },
		{ 405, 407, FAULT_INVALID }, { 408, 409, FAULT_AGAIN }, { 410, 424, FAULT_INVALID },
		{ 425, 425, FAULT_AGAIN }, { 426, 428, FAULT_INVALID }, { 429, 429, FAULT_AGAIN },
		{ 430, 499, FAULT_INVALID }, { 500, 599, FAULT_AGAIN }, { 0, 0, FAULT_INVALID },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		for (int status = rows[i].first; status <= rows[i].last; status++) {
			struct http_reply reply = { .fate = HTTP_ANSWERED, .status = status };

			assert_int_equal(http_reply_fault(&reply), rows[i].fault);
			/* a status that came before the cut proves nothing */
			reply.fate = HTTP_CUT;
			assert_int_equal(http_reply_fault(&reply), FAULT_AGAIN);
			reply.fate = HTTP_NOT_SENT;
			assert_int_equal(http_reply_fault(&reply), FAULT_AGAIN);
		}
}

static void a_header_is_found_in_any_case_and_the_first_one_counts(void **state)
{
	const struct http_header headers[] = {
		{ STR("Host"), STR("h") }, { STR("X-Signature"), STR("first") },
		{ STR("x-signature"), STR("second") }, { STR("Empty"), STR_NONE },
	};

	(void)state;
	assert_true(str_is(http_header_find(headers, 4, "x-SIGNATURE"), "first"));
	assert_true(str_is(http_header_find(headers, 4, "host"), "h"));
	assert_int_equal(http_header_find(headers, 4, "empty").size, 0);
	assert_int_equal(http_header_find(headers, 4, "x-signatur").size, 0);
	assert_int_equal(http_header_find(headers, 1, "x-signature").size, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reply_says_what_may_be_done_next),
		cmocka_unit_test(a_header_is_found_in_any_case_and_the_first_one_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
