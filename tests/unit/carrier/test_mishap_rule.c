/* A rule as it is written, and what the carrier understands: all of it, or nothing. */
#include "tests/lib/test.h"

#include "adapters/carrier/mishap_rule.h"
#include "base/clock.h"
#include "tests/lib/fine.h"

static enum fault read_rule(const char *text, struct mishap_rule *rule)
{
	struct note note = { .text = "" };
	AUTO_JSON *json = NULL;
	enum fault fault;

	*rule = (struct mishap_rule){ .id = 1 };
	assert_fine(json_read(str_of(text), &json, &note));
	fault = mishap_rule_read(rule, json, &note);
	assert_int_equal(note.text[0] != '\0', fault != FAULT_NONE);
	return fault;
}

static void what_is_not_said_is_as_usual(void **state)
{
	struct mishap_rule rule;

	(void)state;
	assert_fine(read_rule("{\"fault\": \"500\"}", &rule));
	assert_int_equal(rule.kind_count, 1);
	assert_string_equal(rule.kinds[0]->word, "500");
	assert_int_equal(rule.request, MISHAP_CREATE);
	assert_false(rule.is_any_request);
	assert_int_equal(rule.nth, 0);
	assert_int_equal(rule.times, 0);
	assert_true(rule.probability == 1.0);
	assert_int_equal(rule.delay_for, -1);
	assert_int_equal(rule.retry_after_for, 0);
	assert_int_equal(rule.copies, 3);
}

static void what_is_said_is_kept(void **state)
{
	struct mishap_rule rule;

	(void)state;
	assert_fine(read_rule("{\"fault\": [\"429\", \"dup_callbacks\"], \"times\": 4, \"probability\": 0.25,"
			      " \"delay_ms\": 0, \"copies\": 7, \"retry_after\": 9,"
			      " \"match\": {\"nth\": 5, \"request\": \"list\", \"to\": \"+1\","
			      " \"from\": \"*\", \"text\": \"x\"}}", &rule));
	assert_int_equal(rule.kind_count, 2);
	assert_string_equal(rule.kinds[1]->word, "dup_callbacks");
	assert_int_equal(rule.request, MISHAP_LIST);
	assert_int_equal(rule.nth, 5);
	assert_int_equal(rule.times, 4);
	assert_true(rule.probability == 0.25);
	assert_int_equal(rule.delay_for, 0);
	assert_int_equal(rule.copies, 7);
	assert_int_equal(rule.retry_after_for, 9 * SECOND_MS);
}

static void a_word_says_for_which_requests_it_is(void **state)
{
	static const struct {
		const char *rule;
		enum mishap_request request;
		bool is_any;
	} rows[] = {
		{ "{\"fault\": \"cut\"}", MISHAP_CREATE, false },
		{ "{\"fault\": \"held\"}", MISHAP_CREATE, false },
		{ "{\"fault\": \"lost_webhook\"}", MISHAP_TEXT, false },
		{ "{\"fault\": \"dup_webhook\"}", MISHAP_TEXT, false },
		{ "{\"fault\": \"delayed_webhook\"}", MISHAP_TEXT, false },
		{ "{\"fault\": [\"delayed_webhook\", \"held\"]}", MISHAP_TEXT, false },
		{ "{\"fault\": [\"held\", \"delayed_webhook\"]}", MISHAP_TEXT, false },
		{ "{\"fault\": \"held\", \"match\": {\"request\": \"text\"}}", MISHAP_TEXT, false },
		{ "{\"fault\": \"429\", \"match\": {\"request\": \"fetch\"}}", MISHAP_FETCH, false },
		{ "{\"fault\": \"429\", \"match\": {\"request\": \"create\"}}", MISHAP_CREATE, false },
		{ "{\"fault\": \"429\", \"match\": {\"request\": \"any\"}}", MISHAP_CREATE, true },
		{ "{\"fault\": \"429\", \"match\": {\"request\": \"\"}}", MISHAP_CREATE, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct mishap_rule rule;

		assert_fine(read_rule(rows[i].rule, &rule));
		if (rule.request != rows[i].request || rule.is_any_request != rows[i].is_any)
			fail_msg("%s: request %d", rows[i].rule, rule.request);
	}
}

/* Numbers to the ends of their ranges. */
static void every_number_has_its_range(void **state)
{
	static const struct {
		const char *rule;
		bool is_taken;
	} rows[] = {
		{ "{\"fault\": \"cut\", \"times\": 0}", true },
		{ "{\"fault\": \"cut\", \"times\": 2147483647}", true },
		{ "{\"fault\": \"cut\", \"times\": 2147483648}", false },
		{ "{\"fault\": \"cut\", \"times\": -1}", false },
		{ "{\"fault\": \"cut\", \"times\": 1.0}", false },
		{ "{\"fault\": \"cut\", \"times\": null}", false },
		{ "{\"fault\": \"cut\", \"times\": \"1\"}", false },
		{ "{\"fault\": \"cut\", \"delay_ms\": 604800000}", true },
		{ "{\"fault\": \"cut\", \"delay_ms\": 604800001}", false },
		{ "{\"fault\": \"cut\", \"copies\": 1}", true },
		{ "{\"fault\": \"cut\", \"copies\": 100}", true },
		{ "{\"fault\": \"cut\", \"copies\": 101}", false },
		{ "{\"fault\": \"cut\", \"copies\": 0}", false },
		{ "{\"fault\": \"cut\", \"retry_after\": 86400}", true },
		{ "{\"fault\": \"cut\", \"retry_after\": 86401}", false },
		{ "{\"fault\": \"cut\", \"probability\": 0}", true },
		{ "{\"fault\": \"cut\", \"probability\": 1}", true },
		{ "{\"fault\": \"cut\", \"probability\": 1.0001}", false },
		{ "{\"fault\": \"cut\", \"probability\": -0.1}", false },
		{ "{\"fault\": \"cut\", \"probability\": true}", false },
		{ "{\"fault\": \"cut\", \"match\": {\"nth\": 0}}", true },
		{ "{\"fault\": \"cut\", \"match\": {\"nth\": -1}}", false },
		{ "{\"fault\": \"cut\", \"match\": {\"nth\": \"1\"}}", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct mishap_rule rule;

		if ((read_rule(rows[i].rule, &rule) == FAULT_NONE) != rows[i].is_taken)
			fail_msg("%s", rows[i].rule);
	}
}

/* A rule that nobody understands whole would strike what it should not. */
static void a_misspelt_rule_is_no_rule(void **state)
{
	static const char *const bad[] = {
		"{}", "[]", "[\"cut\"]", "{\"faults\": \"cut\"}", "{\"fault\": \"Cut\"}",
		"{\"fault\": null}", "{\"fault\": []}", "{\"fault\": [[\"cut\"]]}",
		"{\"fault\": [\"cut\", 5]}", "{\"fault\": [\"cut\", \"cut\", \"cut\", \"cut\", \"cut\"]}",
		"{\"fault\": \"cut\", \"time\": 1}", "{\"fault\": \"cut\", \"nth\": 1}",
		"{\"fault\": \"cut\", \"to\": \"+1\"}", "{\"fault\": \"cut\", \"match\": []}",
		"{\"fault\": \"cut\", \"match\": \"+1\"}", "{\"fault\": \"cut\", \"match\": null}",
		"{\"fault\": \"cut\", \"match\": {\"too\": \"+1\"}}",
		"{\"fault\": \"cut\", \"match\": {\"to\": 13125550100}}",
		"{\"fault\": \"cut\", \"match\": {\"to\": [\"+1\"]}}",
		"{\"fault\": \"cut\", \"match\": {\"request\": \"lists\"}}",
		"{\"fault\": \"cut\", \"match\": {\"request\": 1}}",
		"{\"fault\": \"cut\", \"match\": {\"times\": 1}}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct mishap_rule rule;

		if (read_rule(bad[i], &rule) != FAULT_INVALID)
			fail_msg("%s", bad[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_said_is_as_usual),
		cmocka_unit_test(what_is_said_is_kept),
		cmocka_unit_test(a_word_says_for_which_requests_it_is),
		cmocka_unit_test(every_number_has_its_range),
		cmocka_unit_test(a_misspelt_rule_is_no_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
