#include "tests/lib/test.h"

#include "adapters/twilio/twilio.h"
#include "adapters/twilio/twilio_advice.h"
#include "adapters/twilio/twilio_errors.h"

/* twilio-wire.md §2, said a second time and in its own order. */
static const struct {
	enum remedy remedy;
	int codes[32];
} actions[] = {
	{ REMEDY_CONFIG, { 20003, 20005, 10001, 30002 } },
	{ REMEDY_SENDER, { 21210, 21212, 21213, 21601, 21603, 21606, 21607, 21616, 21701, 21702, 21703, 21704,
			   21705, 30032, 30034, 63001, 63002, 63004, 63007, 63008, 63020 } },
	{ REMEDY_ROUTE, { 30018, 30024, 30450, 63015 } },
	{ REMEDY_DESTINATION, { 21608, 21219, 21215, 21408, 13227 } },
	{ REMEDY_NEVER, { 20404, 20409, 20422, 20001, 21216, 13225, 21220, 21612, 30004,
			  30409, 30640, 30039 } },
	{ REMEDY_RETRY, { 20429, 20500, 20503, 30008, 30017, 30410, 63017 } },
	{ REMEDY_LATER, { 10004, 30001, 30003, 30005, 30023, 30027, 30036, 30610, 63038 } },
	{ REMEDY_LINE, { 21611, 30022, 63018 } },
	{ REMEDY_BAD_NUMBER, { 21201, 21211, 21214, 21217, 21401, 21421, 13223, 13224, 21614,
			       21635, 30006, 63003, 63024, 63032 } },
	{ REMEDY_STOPPED, { 21610, 63014, 63033 } },
	{ REMEDY_CONTENT, { 21602, 21604, 21609, 21617, 21618, 21619, 21624, 21910, 21620, 21621,
			    21622, 21623, 11751, 63019, 21654, 21655, 21656, 63027, 63028, 63041,
			    30010, 30019, 30011, 63016, 30007 } },
};

static void every_code_of_the_wire_sheet_has_its_remedy(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(actions); i++) {
		for (size_t c = 0; c < COUNT_OF(actions[i].codes) && actions[i].codes[c]; c++) {
			enum remedy remedy = REMEDY_COUNT;

			if (!twilio_errors_remedy(actions[i].codes[c], &remedy) ||
			    remedy != actions[i].remedy)
				fail_msg("code %d", actions[i].codes[c]);
		}
	}
}

static void a_code_nobody_knows_is_judged_by_its_kind(void **state)
{
	static const struct {
		int code;
		enum remedy remedy;
	} strangers[] = {
		{ 0, REMEDY_NEVER },     { -1, REMEDY_NEVER },    { 21999, REMEDY_NEVER },
		{ 30999, REMEDY_LATER }, { 63999, REMEDY_LATER }, { 20999, REMEDY_NEVER },
		{ 11200, REMEDY_NEVER }, { 70001, REMEDY_NEVER }, { 999999, REMEDY_NEVER },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(strangers); i++) {
		enum remedy remedy = REMEDY_COUNT;

		assert_false(twilio_errors_remedy(strangers[i].code, &remedy));
		assert_int_equal(remedy, strangers[i].remedy);
	}
}

/* An opt-out wrongly read stops a family's messages; one overlooked breaks the law. */
static void only_three_codes_mean_stop(void **state)
{
	int stops = 0;

	(void)state;
	for (int code = 0; code < 100000; code++) {
		enum remedy remedy;

		(void)twilio_errors_remedy(code, &remedy);
		assert_true(remedy < REMEDY_COUNT);
		stops += remedy == REMEDY_STOPPED;
	}
	assert_int_equal(stops, 3);
}

/* G18: what pauses a line at once is short, and known by name. */
static void only_faults_of_the_account_pause_at_once(void **state)
{
	static const int account[] = { 10001, 20003, 20005, 30002 };

	(void)state;
	for (int code = -1; code < 100000; code++) {
		enum remedy remedy;
		bool is_account = false;

		(void)twilio_errors_remedy(code, &remedy);
		for (size_t i = 0; i < COUNT_OF(account); i++)
			is_account |= code == account[i];
		if ((remedy == REMEDY_CONFIG) != is_account)
			fail_msg("%d", code);
	}
}

/* What makes an operator act says how. */
static void what_is_told_to_operators_says_what_to_do(void **state)
{
	(void)state;
	for (int code = 0; code < 100000; code++) {
		enum remedy remedy;
		const char *words = twilio_advice(code);
		bool is_told = twilio_errors_remedy(code, &remedy) &&
			       (remedy == REMEDY_CONFIG || remedy == REMEDY_SENDER ||
				remedy_is_of_destination(remedy));

		if (is_told && !words[0])
			fail_msg("%d: nothing", code);
		assert_true(strlen(words) < 200);
	}
	assert_non_null(strstr(twilio_advice(20003), "auth_token_file"));
	assert_string_equal(twilio_advice(99999), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_of_the_wire_sheet_has_its_remedy),
		cmocka_unit_test(a_code_nobody_knows_is_judged_by_its_kind),
		cmocka_unit_test(only_three_codes_mean_stop),
		cmocka_unit_test(only_faults_of_the_account_pause_at_once),
		cmocka_unit_test(what_is_told_to_operators_says_what_to_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
