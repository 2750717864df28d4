/* What was asked: bodies, ids and pages of lists, read without a server. */
#include "tests/lib/test.h"

#include <stdio.h>
#include <string.h>

#include "api/http/request_input.h"

static const struct request_field fields[] = {
	{ "text", 8, true },
	{ "note", 8, false },
	{ "count", FIELD_NUMBER, false },
	{ "flag", FIELD_FLAG, false },
	{ "hours", 0, false },
	{ .name = NULL },
};

static void request_init(struct request *request, const char *body, const char *query)
{
	*request = (struct request){ .body = str_of(body) };
	arena_init(&request->arena, 1 << 20);
	assert_int_equal(form_read(str_of(query), 32, &request->arena, &request->query, NULL),
			 FAULT_NONE);
}

static void request_done(struct request *request)
{
	json_decref(request->asked);
	json_decref(request->reply);
	arena_done(&request->arena);
}

static void a_body_has_known_members_of_their_kind_and_what_is_needed(void **state)
{
	static const struct {
		const char *body;
		enum fault fault;
		const char *field;
	} rows[] = {
		{ "{\"text\": \"a\"}", FAULT_NONE, NULL },
		{ "{\"text\": \"12345678\"}", FAULT_NONE, NULL },
		{ "{\"text\": \"a\", \"count\": 5, \"flag\": false, \"hours\": {}}", FAULT_NONE, NULL },
		{ "{\"text\": \"a\", \"hours\": null, \"note\": null}", FAULT_NONE, NULL },
		{ "{\"text\": \"a\", \"count\": \"5\"}", FAULT_NONE, NULL },
		{ "", FAULT_INVALID, "text" },
		{ "{}", FAULT_INVALID, "text" },
		{ "{\"text\": null}", FAULT_INVALID, "text" },
		{ "{\"text\": \" \\n\"}", FAULT_INVALID, "text" },
		{ "{\"text\": 1}", FAULT_INVALID, "text" },
		{ "{\"text\": \"123456789\"}", FAULT_TOO_LARGE, "text" },
		{ "{\"text\": \"a\", \"flag\": 1}", FAULT_INVALID, "flag" },
		{ "{\"text\": \"a\", \"count\": 1.5}", FAULT_INVALID, "count" },
		{ "{\"text\": \"a\", \"hours\": \"18:00\"}", FAULT_INVALID, "hours" },
		{ "{\"text\": \"a\", \"rosa\": 1}", FAULT_INVALID, NULL },
		{ "[]", FAULT_INVALID, NULL },
		{ "{\"text\": \"a\"", FAULT_INVALID, NULL },
		{ "{\"text\": \"a\\u0000b\"}", FAULT_INVALID, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct note note = { .text = "" };
		struct request request;
		enum fault fault;

		request_init(&request, rows[i].body, "");
		fault = request_input_body(&request, fields, &note);
		if (fault != rows[i].fault)
			fail_msg("%s: %s (%s)", rows[i].body, fault_word(fault), note.text);
		if (fault && (request.field == NULL) != (rows[i].field == NULL))
			fail_msg("%s: field %s", rows[i].body, request.field ? request.field : "");
		if (fault && rows[i].field)
			assert_string_equal(request.field, rows[i].field);
		assert_null(strstr(note.text, "rosa"));
		request_done(&request);
	}
}

static void an_id_is_a_number_or_nothing_has_it(void **state)
{
	static const char *const wrong[] = { "", "0", "-1", "rosa", "1x", "99999999999999999999" };
	struct request request;
	int64_t id = 0;

	(void)state;
	request_init(&request, "", "");
	request.id = STR("9223372036854775807");
	assert_int_equal(request_input_id(&request, &id, NULL), FAULT_NONE);
	assert_true(id == INT64_MAX);
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		request.id = str_of(wrong[i]);
		assert_int_equal(request_input_id(&request, &id, NULL), FAULT_MISSING);
		assert_true(id == INT64_MAX);
	}
	request_done(&request);
}

static void a_page_has_a_size_and_begins_at_the_beginning(void **state)
{
	static const struct {
		const char *query;
		size_t most;
		const char *field;
	} rows[] = {
		{ "", PAGE_USUAL, NULL }, { "limit=1", 1, NULL }, { "limit=200", PAGE_MOST, NULL },
		{ "limit=0", 0, "limit" }, { "limit=201", 0, "limit" }, { "limit=x", 0, "limit" },
		{ "cursor=5", 0, "cursor" }, { "cursor=k0000000000000000", 0, "cursor" },
		{ "cursor=kffffffffffffffff", 0, "cursor" }, { "cursor=k00000000000000G1", 0, "cursor" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct request request;
		struct page page;
		enum fault fault;

		request_init(&request, "", rows[i].query);
		fault = request_input_page(&request, 42, sizeof(int), &page, NULL);
		if ((fault == FAULT_NONE) != (rows[i].field == NULL))
			fail_msg("%s: %s", rows[i].query, fault_word(fault));
		if (fault) {
			assert_string_equal(request.field, rows[i].field);
		} else {
			assert_int_equal(page.most, rows[i].most);
			assert_int_equal(page.room, rows[i].most + 1);
			assert_true(page.after == 42 && page.at);
		}
		request_done(&request);
	}
}

/* `next` of one page is where the next one begins; the last has none. */
static void what_next_says_is_where_the_next_page_begins(void **state)
{
	char query[64];
	struct request request;
	struct page page;

	(void)state;
	request_init(&request, "", "limit=2");
	assert_int_equal(request_input_page(&request, 0, sizeof(int), &page, NULL), FAULT_NONE);
	page.count = 3;
	assert_int_equal(request_input_page_shown(&page), 2);
	request_input_page_add(&page, json_integer(1), 900);
	request_input_page_add(&page, json_integer(2), INT64_MAX - 1);
	request_input_page_end(&request, &page);
	assert_int_equal(json_array_size(json_object_get(request.reply, "items")), 2);
	snprintf(query, sizeof(query), "limit=2&cursor=%.*s", STR_ARG(json_str(request.reply, "next")));
	request_done(&request);
	request_init(&request, "", query);
	assert_int_equal(request_input_page(&request, 0, sizeof(int), &page, NULL), FAULT_NONE);
	assert_true(page.after == INT64_MAX - 1);
	page.count = 2;
	request_input_page_end(&request, &page);
	assert_true(json_is_null(json_object_get(request.reply, "next")));
	assert_int_equal(json_array_size(json_object_get(request.reply, "items")), 0);
	request_done(&request);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_body_has_known_members_of_their_kind_and_what_is_needed),
		cmocka_unit_test(an_id_is_a_number_or_nothing_has_it),
		cmocka_unit_test(a_page_has_a_size_and_begins_at_the_beginning),
		cmocka_unit_test(what_next_says_is_where_the_next_page_begins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
