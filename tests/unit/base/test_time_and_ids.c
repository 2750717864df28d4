#include "tests/lib/test.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "base/json.h"

static void a_standing_practice_clock_moves_only_when_advanced(void **state)
{
	struct clock *clock = clock_new_practice(5000, false);

	(void)state;
	assert_int_equal(clock_now(clock), 5000);
	clock_advance(clock, HOUR_MS);
	assert_int_equal(clock_now(clock), 5000 + HOUR_MS);
	assert_true(clock_is_practice(clock));
	clock_free(&clock);
	assert_null(clock);
}

static void a_running_practice_clock_starts_where_it_is_told(void **state)
{
	struct clock *clock = clock_new_practice(1000000, true);
	int64_t now = clock_now(clock);

	(void)state;
	assert_true(now >= 1000000 && now < 1000000 + MINUTE_MS);
	clock_free(&clock);
}

static void ids_rise_even_when_the_clock_steps_back(void **state)
{
	struct id_maker *maker = id_maker_new(3);
	int64_t now = 1767225600000;
	int64_t last = 0;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		int64_t id = id_next(maker, i % 7 == 0 ? now - 5000 : now);

		assert_true(id > last);
		last = id;
	}
	assert_true(id_before(now) < last);
	assert_true(id_before(now + 11) > last);
	assert_true(id_before(0) == 0);
	id_maker_free(&maker);
}

static void ids_are_read_strictly(void **state)
{
	int64_t id = 0;

	(void)state;
	assert_int_equal(id_parse(STR("9223372036854775807"), &id), FAULT_NONE);
	assert_true(id == INT64_MAX);
	assert_int_equal(id_parse(STR("9223372036854775808"), &id), FAULT_INVALID);
	assert_int_equal(id_parse(STR("0"), &id), FAULT_INVALID);
	assert_int_equal(id_parse(STR("-1"), &id), FAULT_INVALID);
	assert_int_equal(id_parse(STR("12a"), &id), FAULT_INVALID);
	assert_int_equal(id_parse(STR(""), &id), FAULT_INVALID);
}

static void dates_survive_both_spellings(void **state)
{
	static const int64_t instants[] = { 0, 1, 951782400000, 1798761599999, -1000 };
	char text[DATE_SIZE];
	int64_t at;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(instants); i++) {
		date_rfc3339(instants[i], text);
		assert_int_equal(date_parse_rfc3339(str_of(text), &at), FAULT_NONE);
		assert_int_equal(at, instants[i]);
	}
	date_rfc2822(1796008482000, text);
	assert_string_equal(text, "Mon, 30 Nov 2026 03:14:42 +0000");
	assert_int_equal(date_parse_rfc2822(str_of(text), &at), FAULT_NONE);
	assert_int_equal(at, 1796008482000);
	assert_int_equal(date_parse_rfc3339(STR("2026-01-02"), &at), FAULT_NONE);
	assert_int_equal(date_parse_rfc3339(STR("2026-01-02T03:04:05+02:00"), &at), FAULT_NONE);
	date_rfc3339(at, text);
	assert_string_equal(text, "2026-01-02T01:04:05.000Z");
}

static void dates_that_do_not_exist_are_refused(void **state)
{
	static const char *const wrong[] = { "2026-02-30", "2026-13-01", "yesterday", "",
					     "2026-01-02T25:00:00Z", "2026-01-02T03:04:05Q",
					     "2026-1-2", "2026-01-02T03:04" };
	int64_t at;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_int_equal(date_parse_rfc3339(str_of(wrong[i]), &at), FAULT_INVALID);
	assert_int_equal(date_parse_rfc2822(STR("Mon, 30 Foo 2026 05:54:42 +0000"), &at),
			 FAULT_INVALID);
	assert_int_equal(date_parse_rfc2822(STR("nonsense"), &at), FAULT_INVALID);
}

static void repeated_keys_in_json_are_refused_with_their_place(void **state)
{
	AUTO_JSON *value = NULL;
	struct note note;

	(void)state;
	assert_int_equal(json_read(STR("{\"a\": 1,\n \"a\": 2}"), &value, &note),
			 FAULT_INVALID);
	assert_non_null(strstr(note.text, "line 2"));
	assert_null(value);
	assert_int_equal(json_read(STR("{\"a\": \"1\", \"b\": \"x\"}"), &value, &note), FAULT_NONE);
	assert_int_equal(json_number(value, "a", 9), 1);
	assert_int_equal(json_number(value, "b", 9), 9);
	assert_int_equal(json_number(value, "c", 9), 9);
}

static void json_never_holds_broken_utf8(void **state)
{
	AUTO_JSON *value = json_object();

	(void)state;
	json_set_str(value, "t", STR("a\xff" "b"));
	assert_string_equal(json_string_value(json_object_get(value, "t")), "a\xef\xbf\xbd" "b");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_standing_practice_clock_moves_only_when_advanced),
		cmocka_unit_test(a_running_practice_clock_starts_where_it_is_told),
		cmocka_unit_test(ids_rise_even_when_the_clock_steps_back),
		cmocka_unit_test(ids_are_read_strictly),
		cmocka_unit_test(dates_survive_both_spellings),
		cmocka_unit_test(dates_that_do_not_exist_are_refused),
		cmocka_unit_test(repeated_keys_in_json_are_refused_with_their_place),
		cmocka_unit_test(json_never_holds_broken_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
