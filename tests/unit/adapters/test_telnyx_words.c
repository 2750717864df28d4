/* Statuses and codes, row by row as adapters/telnyx/wire.md §2 and §3 have them, said once more here. */
#include "tests/lib/test.h"

#include "adapters/telnyx/telnyx_advice.h"
#include "adapters/telnyx/telnyx_errors.h"
#include "adapters/telnyx/telnyx_status.h"
#include "domain/delivery.h"

static const struct {
	const char *word;
	enum delivery_event event;
	bool is_handed_over;
	enum remedy remedy;
} statuses[] = {
	{ "scheduled", ON_ACCEPTED, false, REMEDY_RETRY }, { "queued", ON_ACCEPTED, false, REMEDY_RETRY },
	{ "sending", ON_ACCEPTED, false, REMEDY_RETRY }, { "sent", ON_ACCEPTED, true, REMEDY_RETRY },
	{ "delivered", ON_DELIVERED, true, REMEDY_RETRY }, { "read", ON_READ, true, REMEDY_RETRY },
	{ "sending_failed", ON_UNDELIVERED, false, REMEDY_LATER }, { "expired", ON_UNDELIVERED, false, REMEDY_LATER },
	{ "delivery_failed", ON_UNDELIVERED, true, REMEDY_LATER },
	/* it may be on the phone: no failure, no evidence */
	{ "delivery_unconfirmed", ON_ACCEPTED, true, REMEDY_RETRY },
	{ "cancelled", ON_UNDELIVERED, false, REMEDY_NEVER },
};

static const struct {
	enum remedy remedy;
	int codes[40];
} wanted[] = {
	{ REMEDY_CONFIG, { 10009, 20002, 20006, 10010, 20012, 20013, 20014, 20016, 20017, 20015, 20100, 40333 } },
	{ REMEDY_SENDER, { 40010, 40019, 40329, 40330, 40013, 40100, 40150, 40151, 40155, 40305, 40306, 40307, 40311, 40312,
			   40313, 40314, 40315, 40320, 40321, 40323 } },
	{ REMEDY_ROUTE, { 40003 } },
	{ REMEDY_DESTINATION, { 40309, 40331 } },
	{ REMEDY_RETRY, { 10011, 10007, 10008, 40008 } },
	{ REMEDY_BAD_NUMBER, { 10001, 10002, 10016, 40310, 40001 } },
	{ REMEDY_NEVER, { 10003, 10004, 10015, 10005, 10006, 40004, 40301, 40319 } },
	{ REMEDY_CONTENT, { 40002, 40015, 40017, 40009, 40322, 40302, 40328, 40304, 40316, 40317, 40308 } },
	{ REMEDY_LATER, { 40005, 40006, 40011, 40018, 40016, 40020, 40012, 40014 } },
	{ REMEDY_STOPPED, { 40300 } },
	{ REMEDY_LINE, { 40318 } },
};

static bool is_wanted(int code)
{
	for (size_t i = 0; i < COUNT_OF(wanted); i++)
		for (size_t k = 0; wanted[i].codes[k]; k++)
			if (wanted[i].codes[k] == code)
				return true;
	return false;
}

static void every_code_has_its_remedy(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(wanted); i++)
		for (size_t k = 0; wanted[i].codes[k]; k++) {
			enum remedy remedy = REMEDY_COUNT;

			if (!telnyx_errors_remedy(wanted[i].codes[k], &remedy) || remedy != wanted[i].remedy)
				fail_msg("%d: %s", wanted[i].codes[k], remedy_word(remedy));
		}
}

/* No range of the table covers a code that the sheet does not name. */
static void strangers_are_tried_once_more_only_if_they_were_taken(void **state)
{
	(void)state;
	for (int code = 0; code < 100000; code++) {
		enum remedy remedy = REMEDY_COUNT;

		if (is_wanted(code))
			continue;
		if (telnyx_errors_remedy(code, &remedy))
			fail_msg("%d is in the table", code);
		assert_int_equal(remedy, code >= 40000 && code < 40200 ? REMEDY_LATER : REMEDY_NEVER);
	}
}

static void a_wrong_key_says_what_to_do(void **state)
{
	(void)state;
	assert_non_null(strstr(telnyx_advice(10009), "api_key_file"));
	assert_non_null(strstr(telnyx_advice(40309), "country"));
	assert_string_equal(telnyx_advice(1), "");
	for (int code = 0; code < 100000; code++)
		assert_true(strlen(telnyx_advice(code)) < 200);
}

static void read(const char *status, const char *errors, json_t **message, struct receipt *receipt)
{
	*message = json_pack("{s:s, s:[{s:s}]}", "id", "m-1", "to", "status", status);
	if (errors)
		json_object_set_new(*message, "errors", json_loads(errors, 0, NULL));
	telnyx_status_read(*message, receipt);
}

static void every_status_with_every_code(void **state)
{
	(void)state;
	for (size_t s = 0; s < COUNT_OF(statuses); s++)
		for (int code = 10000; code < 40400; code = code == 10020 ? 20000 : code == 20110 ? 40000 : code + 1) {
			enum remedy remedy = REMEDY_COUNT;
			AUTO_JSON *message = NULL;
			struct receipt receipt;
			char errors[64];

			snprintf(errors, sizeof(errors), "[{\"code\":\"%d\",\"title\":\"x\"}]", code);
			read(statuses[s].word, errors, &message, &receipt);
			(void)telnyx_errors_remedy(code, &remedy);
			assert_true(receipt.is_known);
			assert_true(str_is(receipt.id, "m-1"));
			assert_int_equal(receipt.token.size, 0);
			assert_int_equal(receipt.event, statuses[s].event);
			assert_int_equal(receipt.is_handed_over, statuses[s].is_handed_over);
			assert_int_equal(receipt.code, code);
			assert_int_equal(receipt.remedy, remedy);
		}
}

static void without_a_code_the_status_brings_its_remedy(void **state)
{
	static const char *const none[] = { NULL, "[]", "null", "{}", "[{}]", "[null]", "[{\"code\":\"S1\"}]",
					    "[{\"code\":\"-5\"}]", "[{\"code\":\"99999999999999999999\"}]", "[{\"code\":true}]",
					    "[{\"code\":\"0\"}]", "[{\"code\":1000000}]" };

	(void)state;
	for (size_t s = 0; s < COUNT_OF(statuses); s++)
		for (size_t i = 0; i < COUNT_OF(none); i++) {
			AUTO_JSON *message = NULL;
			struct receipt receipt;

			read(statuses[s].word, none[i], &message, &receipt);
			assert_int_equal(receipt.code, 0);
			assert_int_equal(receipt.event, statuses[s].event);
			assert_int_equal(receipt.remedy, statuses[s].remedy);
		}
}

static void a_code_may_come_as_a_number(void **state)
{
	AUTO_JSON *message = NULL;
	struct receipt receipt;

	(void)state;
	read("delivery_failed", "[{\"code\":40001}]", &message, &receipt);
	assert_int_equal(receipt.code, 40001);
	assert_int_equal(receipt.remedy, REMEDY_BAD_NUMBER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_has_its_remedy),
		cmocka_unit_test(a_wrong_key_says_what_to_do),
		cmocka_unit_test(strangers_are_tried_once_more_only_if_they_were_taken),
		cmocka_unit_test(every_status_with_every_code),
		cmocka_unit_test(without_a_code_the_status_brings_its_remedy),
		cmocka_unit_test(a_code_may_come_as_a_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
