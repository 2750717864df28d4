#include "tests/lib/test.h"

#include <stdio.h>

#include "adapters/carrier/chores.h"
#include "adapters/carrier/dialect_twilio.h"
#include "adapters/carrier/mishaps.h"
#include "adapters/carrier/opt_out.h"

static enum fault add_rule(struct mishaps *mishaps, const char *text)
{
	AUTO_JSON *json = NULL;
	struct note note;
	int64_t id;

	assert_int_equal(json_read(str_of(text), &json, &note), FAULT_NONE);
	return mishaps_add(mishaps, json, &id, &note);
}

static struct mishap judge(struct mishaps *mishaps, enum mishap_request request, const char *to,
			   const char *text, int64_t tried)
{
	struct mishap_case one = { .request = request, .to = str_of(to),
				   .from = STR("+13125550100"), .text = str_of(text),
				   .tried = tried };
	struct mishap mishap;

	mishaps_judge(mishaps, &one, &mishap);
	return mishap;
}

static void without_rules_nothing_goes_wrong(void **state)
{
	struct mishaps *mishaps = mishaps_new(1);
	struct mishap mishap = judge(mishaps, MISHAP_CREATE, "+13125550123", "x", 1);

	(void)state;
	assert_int_equal(mishap.answer, MISHAP_NONE);
	assert_true(mishap.is_accepted);
	assert_int_equal(mishap.flags, 0);
	assert_int_equal(mishap.ending, REFUSAL_NONE);
	mishaps_free(&mishaps);
}

/* Which of five requests with the words "one" … "five" a rule strikes. */
static const struct {
	const char *rule;
	const char *struck;
} rules[] = {
	{ "{\"fault\": \"500\"}", "11111" },
	{ "{\"fault\": \"500\", \"match\": {\"to\": \"*\"}}", "11111" },
	{ "{\"fault\": \"500\", \"match\": {\"to\": \"+13125550123\"}}", "11111" },
	{ "{\"fault\": \"500\", \"match\": {\"to\": \"+13125550124\"}}", "00000" },
	{ "{\"fault\": \"500\", \"match\": {\"nth\": 3}}", "00100" },
	{ "{\"fault\": \"500\", \"times\": 2}", "11000" },
	{ "{\"fault\": \"500\", \"match\": {\"text\": \"o\"}}", "11010" },
	{ "{\"fault\": \"500\", \"match\": {\"text\": \"o\", \"nth\": 2}}", "01000" },
	{ "{\"fault\": \"500\", \"probability\": 0}", "00000" },
	{ "{\"fault\": \"500\", \"match\": {\"request\": \"list\"}}", "00000" },
	{ "{\"fault\": \"500\", \"match\": {\"request\": \"any\"}}", "11111" },
	{ "{\"fault\": \"lost_webhook\"}", "00000" },
};

static void a_rule_strikes_what_it_matches_as_often_as_it_says(void **state)
{
	static const char *const words[] = { "one", "two", "three", "four", "five" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		struct mishaps *mishaps = mishaps_new(1);
		char struck[6] = "00000";

		assert_int_equal(add_rule(mishaps, rules[i].rule), FAULT_NONE);
		for (size_t j = 0; j < COUNT_OF(words); j++)
			if (judge(mishaps, MISHAP_CREATE, "+13125550123", words[j], 1).answer)
				struck[j] = '1';
		print_message("%s\n", rules[i].rule);
		assert_string_equal(struck, rules[i].struck);
		mishaps_free(&mishaps);
	}
}

static void a_seed_replays_the_same_bad_luck(void **state)
{
	struct mishaps *one = mishaps_new(42);
	struct mishaps *two = mishaps_new(42);
	int struck = 0;

	(void)state;
	assert_int_equal(add_rule(one, "{\"fault\": \"429\", \"probability\": 0.3}"), FAULT_NONE);
	assert_int_equal(add_rule(two, "{\"fault\": \"429\", \"probability\": 0.3}"), FAULT_NONE);
	for (int i = 0; i < 1000; i++) {
		struct mishap a = judge(one, MISHAP_CREATE, "+13125550123", "", 1);
		struct mishap b = judge(two, MISHAP_CREATE, "+13125550123", "", 1);

		assert_int_equal(a.answer, b.answer);
		struck += a.answer != MISHAP_NONE;
	}
	assert_in_range(struck, 230, 370);
	mishaps_free(&one);
	mishaps_free(&two);
}

/* What waits for the release: the request, its delay, or the webhook. */
static const struct {
	enum mishap_request request;
	const char *fault;
	bool is_held;
	bool is_delay_held;
	bool is_webhook_held;
} held[] = {
	{ MISHAP_CREATE, "\"held\"", true, false, false },
	{ MISHAP_CREATE, "[\"held\", \"429\"]", true, false, false },
	{ MISHAP_CREATE, "[\"timeout\", \"held\"]", false, true, false },
	{ MISHAP_CREATE, "[\"held\", \"late_accept\"]", false, true, false },
	{ MISHAP_CREATE, "[\"delayed_callbacks\", \"held\"]", false, false, true },
	{ MISHAP_CREATE, "\"timeout\"", false, false, false },
	{ MISHAP_TEXT, "\"held\"", false, false, true },
};

static void what_is_held_waits_for_no_time(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(held); i++) {
		struct mishaps *mishaps = mishaps_new(1);
		struct mishap mishap;
		char rule[200];

		snprintf(rule, sizeof(rule), "{\"match\": {\"request\": \"any\"}, \"fault\": %s}",
			 held[i].fault);
		print_message("%s\n", rule);
		assert_int_equal(add_rule(mishaps, rule), FAULT_NONE);
		mishap = judge(mishaps, held[i].request, "+13125550123", "x", 1);
		assert_int_equal(mishap.is_held, held[i].is_held);
		assert_int_equal(mishap.delay_for >= CHORE_HELD, held[i].is_delay_held);
		assert_int_equal(mishap.chaos_for >= CHORE_HELD, held[i].is_webhook_held);
		mishaps_free(&mishaps);
	}
}

static void mishaps_of_several_rules_come_together(void **state)
{
	struct mishaps *mishaps = mishaps_new(1);
	struct mishap mishap;

	(void)state;
	assert_int_equal(add_rule(mishaps, "{\"fault\": [\"500_accepted\", \"hidden_from_list\"]}"),
			 FAULT_NONE);
	assert_int_equal(add_rule(mishaps, "{\"fault\": \"shuffled_callbacks\", \"delay_ms\": 70}"),
			 FAULT_NONE);
	assert_int_equal(add_rule(mishaps, "{\"fault\": \"unreachable\"}"), FAULT_NONE);
	mishap = judge(mishaps, MISHAP_CREATE, "+13125550123", "", 1);
	assert_int_equal(mishap.answer, MISHAP_REFUSE);
	assert_int_equal(mishap.refusal, REFUSAL_SERVER);
	assert_true(mishap.is_accepted);
	assert_int_equal(mishap.flags, MISHAP_HIDE | MISHAP_SHUFFLE);
	assert_int_equal(mishap.chaos_for, 70);
	assert_int_equal(mishap.ending, REFUSAL_UNREACHABLE);
	mishaps_clear(mishaps);
	assert_int_equal(judge(mishaps, MISHAP_CREATE, "+13125550123", "", 1).answer, MISHAP_NONE);
	mishaps_free(&mishaps);
}

static void a_rule_that_makes_no_sense_is_refused(void **state)
{
	static const char *const bad[] = { "{}", "[]", "{\"fault\": \"meteor\"}",
					   "{\"fault\": []}", "{\"fault\": 429}",
					   "{\"fault\": \"429\", \"match\": {\"request\": \"x\"}}" };
	struct mishaps *mishaps = mishaps_new(1);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(add_rule(mishaps, bad[i]), FAULT_INVALID);
	mishaps_free(&mishaps);
}

static const struct {
	const char *number;
	int64_t tried;
	enum mishap_answer answer;
	enum refusal refusal;
	bool is_accepted;
	enum refusal ending;
	unsigned flags;
} magic[] = {
	{ "+15005550001", 9, MISHAP_REFUSE, REFUSAL_TO_INVALID, false, REFUSAL_NONE, 0 },
	{ "+15005550009", 1, MISHAP_REFUSE, REFUSAL_NOT_MOBILE, false, REFUSAL_NONE, 0 },
	{ "+15005551610", 1, MISHAP_REFUSE, REFUSAL_STOPPED, false, REFUSAL_NONE, 0 },
	{ "+15005551003", 1, MISHAP_NONE, REFUSAL_NONE, true, REFUSAL_UNREACHABLE, 0 },
	{ "+15005551006", 1, MISHAP_NONE, REFUSAL_NONE, true, REFUSAL_LANDLINE, 0 },
	{ "+15005551007", 1, MISHAP_NONE, REFUSAL_NONE, true, REFUSAL_FILTERED, 0 },
	{ "+15005551429", 2, MISHAP_REFUSE, REFUSAL_LIMIT, false, REFUSAL_NONE, 0 },
	{ "+15005551429", 3, MISHAP_NONE, REFUSAL_NONE, true, REFUSAL_NONE, 0 },
	{ "+15005551501", 1, MISHAP_REFUSE, REFUSAL_SERVER, true, REFUSAL_NONE, 0 },
	{ "+15005551503", 1, MISHAP_HANG, REFUSAL_NONE, true, REFUSAL_NONE, 0 },
	{ "+15005551504", 1, MISHAP_CUT, REFUSAL_NONE, false, REFUSAL_NONE, 0 },
	{ "+15005551505", 1, MISHAP_CUT, REFUSAL_NONE, true, REFUSAL_NONE, 0 },
	{ "+15005551505", 2, MISHAP_NONE, REFUSAL_NONE, true, REFUSAL_NONE, 0 },
	{ "+15005551506", 1, MISHAP_LATE, REFUSAL_NONE, false, REFUSAL_NONE, 0 },
	{ "+15005551605", 1, MISHAP_NONE, REFUSAL_NONE, true, REFUSAL_NONE,
	  MISHAP_DUPLICATE | MISHAP_SHUFFLE },
	{ "+15005551607", 1, MISHAP_CUT, REFUSAL_NONE, true, REFUSAL_NONE, MISHAP_HIDE },
	{ "+15005550006", 1, MISHAP_NONE, REFUSAL_NONE, true, REFUSAL_NONE, 0 },
};

static void magic_numbers_do_what_the_readme_says(void **state)
{
	struct mishaps *mishaps = mishaps_new(1);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(magic); i++) {
		struct mishap mishap = judge(mishaps, MISHAP_CREATE, magic[i].number, "",
					     magic[i].tried);

		print_message("%s\n", magic[i].number);
		assert_int_equal(mishap.answer, magic[i].answer);
		assert_int_equal(mishap.answer == MISHAP_REFUSE ? mishap.refusal : REFUSAL_NONE,
				 magic[i].refusal);
		assert_int_equal(mishap.is_accepted, magic[i].is_accepted);
		assert_int_equal(mishap.ending, magic[i].ending);
		assert_int_equal(mishap.flags, magic[i].flags);
	}
	mishaps_free(&mishaps);
}

/* --- errors, words ------------------------------------------------------------------------ */

static void every_error_has_the_provider_s_shape(void **state)
{
	static const struct {
		enum refusal refusal;
		int code, status;
	} rows[] = { { REFUSAL_CREDENTIALS, 20003, 401 }, { REFUSAL_MISSING, 20404, 404 },
		     { REFUSAL_METHOD, 20004, 405 },      { REFUSAL_ON_ITS_WAY, 20009, 409 },
		     { REFUSAL_LIMIT, 20429, 429 },       { REFUSAL_SERVER, 20500, 500 },
		     { REFUSAL_UNAVAILABLE, 20503, 503 }, { REFUSAL_TO_INVALID, 21211, 400 },
		     { REFUSAL_STOPPED, 21610, 400 },     { REFUSAL_TOO_LONG, 21617, 400 } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO_JSON *json = dialect_twilio.refuse(rows[i].refusal, "why");

		assert_int_equal(json_number(json, "code", 0), rows[i].code);
		assert_int_equal(json_number(json, "status", 0), rows[i].status);
		assert_true(str_ends(json_str(json, "message"), STR(": why")));
		assert_true(str_starts(json_str(json, "more_info"), STR("https://")));
	}
}

static void the_provider_hears_its_own_words_alone_and_in_any_case(void **state)
{
	static const struct {
		const char *text;
		enum opt_out_word word;
	} rows[] = { { "STOP", OPT_OUT_STOP }, { " stop\n", OPT_OUT_STOP },
		     { "Quit", OPT_OUT_STOP }, { "optout", OPT_OUT_STOP },
		     { "yes", OPT_OUT_START }, { "UNSTOP", OPT_OUT_START },
		     { "info", OPT_OUT_HELP }, { "stop it", OPT_OUT_NO_WORD },
		     { "STOP!", OPT_OUT_NO_WORD }, { "ALTO", OPT_OUT_NO_WORD },
		     { "", OPT_OUT_NO_WORD } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(opt_out_read(DIALECT_TWILIO, str_of(rows[i].text)), rows[i].word);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_rules_nothing_goes_wrong),
		cmocka_unit_test(a_rule_strikes_what_it_matches_as_often_as_it_says),
		cmocka_unit_test(a_seed_replays_the_same_bad_luck),
		cmocka_unit_test(what_is_held_waits_for_no_time),
		cmocka_unit_test(mishaps_of_several_rules_come_together),
		cmocka_unit_test(a_rule_that_makes_no_sense_is_refused),
		cmocka_unit_test(magic_numbers_do_what_the_readme_says),
		cmocka_unit_test(every_error_has_the_provider_s_shape),
		cmocka_unit_test(the_provider_hears_its_own_words_alone_and_in_any_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
