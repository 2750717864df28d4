#include "tests/lib/chance.h"
#include "tests/lib/fine.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/date.h"

/* The calculator: days since 1970 by the civil calendar's arithmetic, without the library. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
	int64_t of_march = month > 2 ? month - 3 : month + 9;
	int64_t years = month > 2 ? year : year - 1;

	return years * 365 + years / 4 - years / 100 + years / 400 + (of_march * 153 + 2) / 5 + day - 719469;
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leaps = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leaps);
}

static void every_day_of_the_calendar_is_read_and_the_next_one_is_not(void **state)
{
	(void)state;
	for (int year = 1899; year <= 2101; year++)
		for (int month = 1; month <= 12; month++)
			for (int day = 0; day <= 32; day++) {
				bool exists = day >= 1 && day <= days_in(year, month);
				int64_t at = 77;
				char text[DATE_SIZE];

				snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month, day);
				if ((date_parse_rfc3339(str_of(text), &at) == FAULT_NONE) != exists ||
				    at != (exists ? days_of(year, month, day) * DAY_MS : 77))
					fail_msg("%s", text);
			}
}

/* Both spellings, from the year 1 to 9999, the second one to the second. */
static void any_instant_survives_both_spellings(void **state)
{
	const int64_t low = days_of(1, 1, 1) * DAY_MS, high = days_of(10000, 1, 1) * DAY_MS - 1;
	struct chance chance = { 3339 };

	(void)state;
	for (int round = 0; round < 20000; round++) {
		int64_t at = round == 0 ? low : round == 1 ? high : chance_between(&chance, low, high), again;
		char text[DATE_SIZE];

		date_rfc3339(at, text);
		assert_int_equal(strlen(text), 24);
		assert_fine(date_parse_rfc3339(str_of(text), &again));
		if (again != at)
			fail_msg("%s", text);
		date_rfc2822(at, text);
		assert_int_equal(strlen(text), 31);
		assert_fine(date_parse_rfc2822(str_of(text), &again));
		if (again != at - ((at % 1000) + 1000) % 1000)
			fail_msg("%s", text);
	}
}

static void the_spelling_has_the_weekday_of_the_calendar(void **state)
{
	static const char days[] = "ThuFriSatSunMonTueWed";
	char text[DATE_SIZE];

	(void)state;
	for (int day = 0; day < 800; day++) {
		date_rfc2822(day * DAY_MS, text);
		assert_memory_equal(text, days + day % 7 * 3, 3);
	}
	date_rfc2822(-1, text);
	assert_string_equal(text, "Wed, 31 Dec 1969 23:59:59 +0000");
}

static const struct {
	const char *text;
	int64_t at;
} understood[] = {
	{ "1970-01-01", 0 },
	{ "1970-01-01T00:00:01Z", 1000 },
	{ "1970-01-01t00:00:01z", 1000 },
	{ "1970-01-01 00:00:01Z", 1000 },
	{ "1970-01-01T00:00:00.1Z", 100 },
	{ "1970-01-01T00:00:00.12Z", 120 },
	{ "1970-01-01T00:00:00.1239999999999999999999999Z", 123 },
	{ "1970-01-01T00:00:00.001+00:00", 1 },
	{ "1970-01-01T02:00:00+02:00", 0 },
	{ "1969-12-31T18:00:00-06:00", 0 },
	{ "1970-01-01T05:45:00+05:45", 0 },
	{ "1970-01-01T14:00:00+14:00", 0 },
	{ "1969-12-31T18:00:00-0600", 0 },
	{ "1970-01-01T23:59:59Z", DAY_MS - 1000 },
};

static void fractions_and_offsets_are_understood(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(understood); i++) {
		int64_t at = 77;

		if (date_parse_rfc3339(str_of(understood[i].text), &at) || at != understood[i].at)
			fail_msg("%s is not %lld", understood[i].text, (long long)at);
	}
}

static void what_is_no_rfc3339_is_refused_and_changes_nothing(void **state)
{
	static const char *const wrong[] = {
		"0", "2026", "2026-01", "20260102", "2026-01-02T", "2026-01-02Z", "2026-01-02x", "2026/01/02",
		"2026-01-02T03Z", "2026-01-02T03:04:05 Z", "2026-01-02T03:04:05Zulu", "2026-01-02T03:04:05+",
		"2026-01-02T03:04:05+2", "2026-01-02T03:04:05+15:00", "2026-01-02T03:04:05+02:60",
		"2026-01-02T03:04:05+02:00Z", "2026-01-02T24:00:00Z", "2026-01-02T23:60:00Z", "2026-01-02T23:59:61Z",
		"2026-00-01", "2026-01-00", "2025-02-29", "2100-02-29", "2026-04-31", "2026-01-02T03:04:05Z ",
		"2026-01-02T03:04:05.000000000000000000000000000000000000000000000000000000000000000000Z",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		int64_t at = 77;

		if (date_parse_rfc3339(str_of(wrong[i]), &at) != FAULT_INVALID || at != 77)
			fail_msg("%s", wrong[i]);
	}
}

static void what_is_no_rfc2822_is_refused_and_changes_nothing(void **state)
{
	static const char *const wrong[] = {
		"", ",", "Sun,", "22 Nov 2026", "Sun, 22 Nov 2026", "Sun, 22 Nov 2026 03:14 +0000",
		"Sun, 22 nov 2026 03:14:42 +0000", "Sun, 22 anF 2026 03:14:42 +0000", "Sun, 22 No 2026 03:14:42 +0000",
		"Sun, 22 November 2026 03:14:42 +0000", "Sun, 31 Nov 2026 03:14:42 +0000", "Sun, 22 Nov 2026 24:14:42 +0000",
		"Sun, 22 Nov 2026 03:60:42 +0000", "Sun, 22 Nov 2026 03:14:42 EST", "Sun, 22 Nov 2026 03:14:42 +0000 x",
		"Sun, 22 Nov 2026 03:14:42 +00000", "Sun, 22 Nov 2026 03:14:42 0000", "Sun, Nov 22 2026 03:14:42 +0000",
		"Sun, 22 Nov 2026 03:14:42 +0000                                                                   ",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		int64_t at = 77;

		if (date_parse_rfc2822(str_of(wrong[i]), &at) != FAULT_INVALID || at != 77)
			fail_msg("%s", wrong[i]);
	}
}

static void all_twelve_months_and_the_old_spellings_are_read(void **state)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	static const char *const same[] = { "Sun, 22 Nov 2026 03:14:42 +0000", "22 Nov 2026 03:14:42 +0000",
					    "Sun, 22 Nov 2026 03:14:42 GMT", "Sat, 21 Nov 2026 21:14:42 -0600" };
	int64_t at;

	(void)state;
	for (int i = 0; i < 12; i++) {
		char text[DATE_SIZE];

		snprintf(text, sizeof(text), "Sun, 02 %s 2026 00:00:00 +0000", months[i]);
		assert_fine(date_parse_rfc2822(str_of(text), &at));
		assert_int_equal(at, days_of(2026, i + 1, 2) * DAY_MS);
	}
	for (size_t i = 0; i < COUNT_OF(same); i++) {
		assert_fine(date_parse_rfc2822(str_of(same[i]), &at));
		assert_int_equal(at, 1795317282000);
	}
}

/* What scanf would take for two digits and the standard does not. */
static void a_date_has_every_digit_and_nothing_else(void **state)
{
	static const struct str wrong[] = {
		STR("-026-01-02"), STR("+026-01-02"), STR(" 026-01-02"), STR("2026-+1-02"), STR("2026- 1- 2"),
		STR("2026-01-02T 3:04:05Z"), STR("2026-01-02T3:04:05Z"), STR("2026-01-02T03:+4:05Z"),
		STR("2026-01-02T03:04:5Z"), STR("2026-01-02T03:04:-0Z"), STR("2026-01-02T03:04:05.Z"),
		STR("2026-01-02T03:04:05+2:00"), STR("2026-01-02T03:04:05+02:0"), STR("2026-01-02T03:04:05+ 2:00"),
		STR("2026-01-02T03:04:05+-0:30"), STR("2026-01-02\0"), STR("2026-01-02T03:04:05Z\0x"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		int64_t at = 77;

		if (date_parse_rfc3339(wrong[i], &at) != FAULT_INVALID || at != 77)
			fail_msg("%.*s", STR_ARG(wrong[i]));
	}
}

/* A year out of the calendar is written whole and never past its room. */
static void the_ends_of_time_are_written_within_their_room(void **state)
{
	static const int64_t ends[] = { NEVER, NEVER - 1, -NEVER, 253402300800000, -62167219200001 };
	char text[DATE_SIZE + 1];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		text[DATE_SIZE] = '~';
		date_rfc3339(ends[i], text);
		assert_true(strlen(text) < DATE_SIZE && text[strlen(text) - 1] == 'Z');
		date_rfc2822(ends[i], text);
		assert_true(strlen(text) < DATE_SIZE);
		assert_int_equal(text[DATE_SIZE], '~');
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_of_the_calendar_is_read_and_the_next_one_is_not),
		cmocka_unit_test(any_instant_survives_both_spellings),
		cmocka_unit_test(the_spelling_has_the_weekday_of_the_calendar),
		cmocka_unit_test(fractions_and_offsets_are_understood),
		cmocka_unit_test(what_is_no_rfc3339_is_refused_and_changes_nothing),
		cmocka_unit_test(what_is_no_rfc2822_is_refused_and_changes_nothing),
		cmocka_unit_test(all_twelve_months_and_the_old_spellings_are_read),
		cmocka_unit_test(a_date_has_every_digit_and_nothing_else),
		cmocka_unit_test(the_ends_of_time_are_written_within_their_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
