#include "tests/lib/test.h"

#include "base/json_mend.h"

static void one_poisoned_text_costs_a_character_and_hides_nobody(void **state)
{
	static const struct {
		const char *label, *json, *text;
	} rows[] = {
		{ "whole", "{\"a\": \"ma\xc3\xb1" "ana\", \"b\": \"s\"}", "ma\xc3\xb1" "ana" },
		{ "an escaped letter", "{\"a\": \"\\u00e1\", \"b\": \"s\"}", "\xc3\xa1" },
		{ "a pair", "{\"a\": \"\\ud83d\\ude00\", \"b\": \"s\"}", "\xf0\x9f\x98\x80" },
		{ "half a pair", "{\"a\": \"x\\ud83d\", \"b\": \"s\"}", "x\xef\xbf\xbd" },
		{ "the other half", "{\"a\": \"\\ude00x\", \"b\": \"s\"}", "\xef\xbf\xbdx" },
		{ "two first halves", "{\"a\": \"\\ud83d\\ud83d\\ude00\", \"b\": \"s\"}", "\xef\xbf\xbd\xf0\x9f\x98\x80" },
		{ "a NUL", "{\"a\": \"x\\u0000y\", \"b\": \"s\"}", "x\xef\xbf\xbdy" },
		{ "a broken byte", "{\"a\": \"ma\xf1" "ana\", \"b\": \"s\"}", "ma\xef\xbf\xbd" "ana" },
		{ "an escaped backslash before u", "{\"a\": \"\\\\u0000\", \"b\": \"\xff\"}", "\\u0000" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO_JSON *value = NULL;

		if (json_mend_read(str_of(rows[i].json), &value, NULL))
			fail_msg("%s is refused", rows[i].label);
		if (!str_is(json_str(value, "a"), rows[i].text))
			fail_msg("%s: %s", rows[i].label, json_str(value, "a").at);
		assert_true(json_str(value, "b").size > 0);
	}
}

static void what_is_no_json_stays_none_and_is_not_quoted(void **state)
{
	static const char *const texts[] = { "", "secret", "{\"a\": \"secret", "{\"a\": 1}secret", "{\"a\":1,\"a\":2}", "\xff" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		AUTO_JSON *value = NULL;
		struct note note = { .text = "" };

		assert_int_equal(json_mend_read(str_of(texts[i]), &value, &note), FAULT_INVALID);
		assert_null(value);
		assert_true(note.text[0] != '\0');
		assert_null(strstr(note.text, "secret"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_poisoned_text_costs_a_character_and_hides_nobody),
		cmocka_unit_test(what_is_no_json_stays_none_and_is_not_quoted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
