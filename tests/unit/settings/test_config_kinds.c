#include "tests/lib/chance.h"
#include "tests/lib/fine.h"

#include <stdio.h>

#include "base/clock.h"
#include "settings/config_kinds.h"
#include "settings/config_options.h"

static struct str text_of(const struct option *row, const char *text, struct arena *arena)
{
	char *kept = NULL;

	return config_kinds_read(row, str_of(text), arena, &kept) ? STR_NONE : str_of(kept);
}

/* A kind, what is one, and what only looks like one. */
static const struct {
	struct option row;
	const char *right[8];
	const char *wrong[12];
} kinds[] = {
	{ { .kind = OPTION_TEXT, .low = 2, .high = 5 },
	  { "ab", "abcde", "ñé", "a b" }, { "", "a", "abcdef", "a\nb", "a\tb", "\x7f" "b", "a\xff", "ñéñ" } },
	{ { .kind = OPTION_ZONE },
	  { "America/Chicago", "Pacific/Kiritimati", "UTC" }, { "", "America/Chicgo", "Chicago", "CST6", "../etc", " UTC" } },
	{ { .kind = OPTION_LANGUAGE },
	  { "es", "no", "zh-Hans", "hmn", "es-419", "mam" },
	  { "", "e", "espanol", "es-", "-es", "es--x", "e1", "zh_Hans", "es-123456789", "ñe" } },
	{ { .kind = OPTION_PHONE },
	  { "+13125550100", "+525512345678" },
	  { "", "+", "13125550100", "+1 312 555 0100", "+1312555010", "+1312555010000000", "+1312555010a", "911" } },
	{ { .kind = OPTION_REGION },
	  { "US", "MX" }, { "", "us", "USA", "U", "U1", "Us" } },
	{ { .kind = OPTION_TIME },
	  { "00:00", "08:30", "23:59", "24:00" }, { "", "8:30", "24:01", "25:00", "08:60", "08-30", "08:3", "-1:00", "+1:00", "08:30:00" } },
	{ { .kind = OPTION_URL },
	  { "http://h", "https://hear.example.org", "http://[::1]:8090/base", "http://h/a-b_c~d%20" },
	  { "", "http://", "https://", "http:///x", "http://:80", "ftp://h", "HTTP://h", "http://h/", "http://h x", "http://h?q=1", "http://a@h", "//h" } },
	{ { .kind = OPTION_ADDRESS },
	  { "127.0.0.1:8080", "[::1]:80", "localhost:0", "h:65535", "unix:/run/x.sock" },
	  { "", "h", ":80", "h:", "h:65536", "h:-1", "h:8o", "h h:80", "unix:run/x", "unix:/a\nb" } },
	{ { .kind = OPTION_STORE },
	  { "sqlite:/a", "sqlite:a.db", "postgresql://h/db" }, { "", "sqlite:", "sqlite", "/a.db", "mysql://h", "SQLITE:/a", "sqlite:/a\nb" } },
	{ { .kind = OPTION_PATH },
	  { "/a", "a b", "ñ" }, { "", "a\nb", "a\x7f", "a\xff" } },
	{ { .kind = OPTION_NAME },
	  { "main", "a", "a-b_9", "12345678901234567890123456789012" },
	  { "", "Main", "a b", "a/b", "../x", "ñ", "123456789012345678901234567890123" } },
	{ { .kind = OPTION_WORD, .words = "real practice" },
	  { "real", "practice" }, { "", "Real", "rea", "reall", "real practice", " real", "true" } },
};

static void each_kind_takes_its_own_and_nothing_else(void **state)
{
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 100000);
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		for (size_t k = 0; k < COUNT_OF(kinds[i].right) && kinds[i].right[k]; k++)
			if (!str_is(text_of(&kinds[i].row, kinds[i].right[k], &arena), kinds[i].right[k]))
				fail_msg("kind %d refuses \"%s\"", kinds[i].row.kind, kinds[i].right[k]);
		for (size_t k = 0; k < COUNT_OF(kinds[i].wrong) && kinds[i].wrong[k]; k++)
			if (text_of(&kinds[i].row, kinds[i].wrong[k], &arena).at)
				fail_msg("kind %d takes \"%s\"", kinds[i].row.kind, kinds[i].wrong[k]);
	}
}

/* C would end the text there: what was checked and what is used would be two things. */
static void no_kind_takes_a_nul_in_the_middle(void **state)
{
	static const struct { enum option_kind kind; struct str text; } rows[] = {
		{ OPTION_TEXT, STR("a\0b") }, { OPTION_ZONE, STR("UTC\0x") }, { OPTION_LANGUAGE, STR("es\0x") },
		{ OPTION_PHONE, STR("+13125550100\0") }, { OPTION_REGION, STR("U\0") }, { OPTION_TIME, STR("08:3\0") },
		{ OPTION_URL, STR("http://h\0/x") }, { OPTION_ADDRESS, STR("h:80\0") }, { OPTION_ADDRESS, STR("unix:/a\0b") },
		{ OPTION_STORE, STR("sqlite:/a\0b") }, { OPTION_PATH, STR("/a\0b") }, { OPTION_NAME, STR("a\0b") },
		{ OPTION_WORD, STR("real\0") }, { OPTION_SPAN, STR("1\0s") }, { OPTION_NUMBER, STR("1\0") },
		{ OPTION_DECIMAL, STR("1\0") },
	};
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 100000);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct option row = { .kind = rows[i].kind, .low = 0, .high = 1000000, .words = "real" };
		union { char *text; int64_t number; double decimal; } into;

		if (!config_kinds_read(&row, rows[i].text, &arena, &into))
			fail_msg("row %zu", i);
	}
}

static void decimals_are_plain_and_in_range(void **state)
{
	static const struct { const char *text; double number; } rows[] = {
		{ "1", 1 }, { "0.01", 0.01 }, { "1000", 1000 }, { ".5", 0.5 }, { "2.", 2 }, { "0012.50", 12.5 },
		{ "", -1 }, { ".", -1 }, { "1.2.3", -1 }, { "1,5", -1 }, { "-1", -1 }, { "1e2", -1 }, { "0x1", -1 },
		{ "nan", -1 }, { "inf", -1 }, { "0.009", -1 }, { "0", -1 }, { "1000.1", -1 }, { " 1", -1 },
		{ "1.00000000000000000000000001", -1 },
	};
	const struct option row = { .kind = OPTION_DECIMAL, .low = 10, .high = 1000000 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		double number = -1;
		enum fault fault = config_kinds_read(&row, str_of(rows[i].text), NULL, &number);

		if (fault != (rows[i].number < 0 ? FAULT_CONFIG : FAULT_NONE))
			fail_msg("%s", rows[i].text);
		if (!fault)
			assert_true(number > rows[i].number - 1e-9 && number < rows[i].number + 1e-9);
	}
}

/* The calculator: the same span in every unit that it is whole in. */
static void a_span_is_the_same_in_every_unit(void **state)
{
	static const struct { const char *suffix; int64_t factor; } units[] = {
		{ "ms", 1 }, { "s", SECOND_MS }, { "m", MINUTE_MS }, { "h", HOUR_MS },
	};
	struct chance chance = { 120 };

	(void)state;
	for (int round = 0; round < 2000; round++) {
		int64_t span_for = chance_between(&chance, 0, 1000) * units[chance_below(&chance, COUNT_OF(units))].factor;

		for (size_t i = 0; i < COUNT_OF(units); i++) {
			int64_t again = -1;
			char text[40];

			if (span_for % units[i].factor)
				continue;
			snprintf(text, sizeof(text), "%lld%s", (long long)(span_for / units[i].factor), units[i].suffix);
			if (span_for / units[i].factor > 1000000000)
				assert_fault(config_kinds_span(str_of(text), &again, NULL), FAULT_INVALID);
			else
				assert_fine(config_kinds_span(str_of(text), &again, NULL));
			assert_true(again == (span_for / units[i].factor > 1000000000 ? -1 : span_for));
		}
	}
}

static void every_minute_of_the_day_is_read_and_nothing_past_it(void **state)
{
	(void)state;
	for (int hour = 0; hour < 100; hour++)
		for (int minute = 0; minute < 100; minute++) {
			bool exists = minute < 60 && hour * 60 + minute <= 1440;
			char text[32];

			snprintf(text, sizeof(text), "%02d:%02d", hour, minute);
			assert_int_equal(config_kinds_minute(str_of(text)), exists ? hour * 60 + minute : -1);
		}
}

static void texting_hours_are_two_times_the_earlier_first(void **state)
{
	static const struct { const char *text; int from; int to; } rows[] = {
		{ "", 0, 0 }, { "09:00-19:00", 540, 1140 }, { "09:00 - 19:00", 540, 1140 }, { "00:00-24:00", 0, 1440 },
		{ "09:00", -1, -1 }, { "09:00-", -1, -1 }, { "-19:00", -1, -1 }, { "19:00-09:00", -1, -1 },
		{ "09:00-09:00", -1, -1 }, { "9-19", -1, -1 }, { "09:00-19:00-20:00", -1, -1 }, { "-", -1, -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[32];
		struct config config = { .district.texting_hours = text };
		int from, to;

		str_put(text, sizeof(text), str_of(rows[i].text));
		assert_int_equal(config_kinds_texting_hours(&config, &from, &to), rows[i].from >= 0);
		assert_int_equal(from, rows[i].from < 0 ? 0 : rows[i].from);
		assert_int_equal(to, rows[i].to < 0 ? 0 : rows[i].to);
	}
}

static void a_range_is_told_in_the_largest_whole_unit(void **state)
{
	static const struct { struct option row; const char *told; } rows[] = {
		{ { .kind = OPTION_SPAN, .low = 0, .high = DAY_MS }, "0s to 24h" },
		{ { .kind = OPTION_SPAN, .low = 50, .high = 90 * MINUTE_MS }, "50ms to 90m" },
		{ { .kind = OPTION_SPAN, .low = 1500, .high = 61 * SECOND_MS }, "1500ms to 61s" },
		{ { .kind = OPTION_NUMBER, .low = 3, .high = 100 }, "3 to 100" },
		{ { .kind = OPTION_DECIMAL, .low = 10, .high = 1000000 }, "0.01 to 1000" },
		{ { .kind = OPTION_TEXT, .low = 1, .high = 80 }, "1 to 80 bytes" },
		{ { .kind = OPTION_WORD, .words = "real practice" }, "real practice" },
		{ { .kind = OPTION_PATH }, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO(buf) told;
		AUTO(buf) expected;

		buf_init(&told, 200);
		buf_init(&expected, 400);
		config_kinds_range(&rows[i].row, &told);
		assert_string_equal(buf_text(&told), rows[i].told);
		config_kinds_expects(&rows[i].row, &expected);
		assert_true(str_ends(buf_str(&expected), buf_str(&told)) && expected.size > told.size);
	}
}

static void a_value_over_the_arena_is_refused_and_not_cut(void **state)
{
	const struct option row = { .kind = OPTION_PATH };
	char kept_text[] = "kept", *kept = kept_text;
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 16);
	assert_fault(config_kinds_read(&row, STR("0123456789abcdef"), &arena, &kept), FAULT_TOO_LARGE);
	assert_ptr_equal(kept, kept_text);
	assert_fine(config_kinds_read(&row, STR("0123456789abcde"), &arena, &kept));
	assert_string_equal(kept, "0123456789abcde");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_takes_its_own_and_nothing_else),
		cmocka_unit_test(no_kind_takes_a_nul_in_the_middle),
		cmocka_unit_test(decimals_are_plain_and_in_range),
		cmocka_unit_test(a_span_is_the_same_in_every_unit),
		cmocka_unit_test(every_minute_of_the_day_is_read_and_nothing_past_it),
		cmocka_unit_test(texting_hours_are_two_times_the_earlier_first),
		cmocka_unit_test(a_range_is_told_in_the_largest_whole_unit),
		cmocka_unit_test(a_value_over_the_arena_is_refused_and_not_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
