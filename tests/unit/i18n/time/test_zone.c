#include "tests/lib/test.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/date.h"
#include "i18n/language/lang_set.h"
#include "i18n/time/zone.h"

static const struct zone *zone_of(const char *name)
{
	const struct zone *zone = zone_find(str_of(name));

	if (!zone)
		fail_msg("%s is unknown", name);
	return zone;
}

static void an_unknown_zone_is_refused_and_never_taken_for_utc(void **state)
{
	static const char *const unknown[] = {
		"America/Chicgo", "UTC+5", "GMT+5",	  "PST",   "EST", "CST",
		"",		  "Mars/Base", "Etc/Unknown", "chicago", "America/", "/",
		"America/Chicago\x01",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(unknown); i++)
		if (zone_find(str_of(unknown[i])))
			fail_msg("\"%s\" was found", unknown[i]);
	assert_null(zone_find(STR_NONE));
}

static void what_people_write_for_a_zone_is_answered_with_the_place_that_is_meant(void **state)
{
	static const char *const rows[][2] = {
		{ "EST", "America/New_York" }, { "est", "America/New_York" }, { "Eastern", "America/New_York" },
		{ "CST", "America/Chicago" }, { "CT", "America/Chicago" }, { "MST", "America/Phoenix" },
		{ "PDT", "America/Los_Angeles" }, { "HST", "Pacific/Honolulu" }, { "AKST", "America/Anchorage" },
		{ "", "like America/Chicago" }, { "EST CST", "like America/Chicago" }, { " ", "like America/Chicago" },
		{ "Mars/Base", "like America/Chicago" }, { "E", "like America/Chicago" },
		{ "a very long name that is no zone at all", "like America/Chicago" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_null(zone_find(str_of(rows[i][0])));
		if (!strstr(zone_advice(str_of(rows[i][0])), rows[i][1]))
			fail_msg("%s: %s", rows[i][0], zone_advice(str_of(rows[i][0])));
	}
}

static void a_zone_is_found_once_and_keeps_its_name(void **state)
{
	(void)state;
	assert_ptr_equal(zone_of("America/Chicago"), zone_of("America/Chicago"));
	assert_string_equal(zone_name(zone_of("America/Chicago")), "America/Chicago");
	assert_string_equal(zone_name(zone_of("US/Pacific")), "US/Pacific");
	assert_string_equal(zone_name(zone_of("UTC")), "UTC");
}

static const struct {
	const char *zone, *utc, *local; /* weekday, date, time */
} readings[] = {
	{ "UTC", "1970-01-01T00:00:00Z", "4 1970-01-01 00:00:00" },
	{ "UTC", "1969-12-31T23:59:59Z", "3 1969-12-31 23:59:59" },
	{ "UTC", "2000-02-29T12:00:00Z", "2 2000-02-29 12:00:00" },
	{ "UTC", "2100-03-01T00:00:00Z", "1 2100-03-01 00:00:00" },
	{ "America/Chicago", "2026-03-08T07:59:59Z", "0 2026-03-08 01:59:59" },
	{ "America/Chicago", "2026-03-08T08:00:00Z", "0 2026-03-08 03:00:00" },
	{ "America/Chicago", "2026-11-01T06:59:59Z", "0 2026-11-01 01:59:59" },
	{ "America/Chicago", "2026-11-01T07:00:00Z", "0 2026-11-01 01:00:00" },
	{ "America/Phoenix", "2026-07-01T12:00:00Z", "3 2026-07-01 05:00:00" },
	{ "America/Phoenix", "2026-12-01T12:00:00Z", "2 2026-12-01 05:00:00" },
	{ "Pacific/Honolulu", "2026-07-01T05:00:00Z", "2 2026-06-30 19:00:00" },
	{ "Australia/Lord_Howe", "2026-01-01T00:00:00Z", "4 2026-01-01 11:00:00" },
	{ "Australia/Lord_Howe", "2026-07-01T00:00:00Z", "3 2026-07-01 10:30:00" },
	{ "Asia/Kathmandu", "2026-07-01T00:00:00Z", "3 2026-07-01 05:45:00" },
};

static void clocks_are_read_as_they_stand_on_the_wall(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(readings); i++) {
		struct zone_time time;
		char text[80];
		int64_t at;

		assert_int_equal(date_parse_rfc3339(str_of(readings[i].utc), &at), FAULT_NONE);
		time = zone_read(zone_of(readings[i].zone), at);
		snprintf(text, sizeof(text), "%d %04d-%02d-%02d %02d:%02d:%02d", time.weekday,
			 time.year, time.month, time.day, time.minute / 60, time.minute % 60,
			 time.second);
		assert_string_equal(text, readings[i].local);
	}
}

static const struct {
	const char *label, *zone;
	int year, month, day, minute;
	const char *utc;
} instants[] = {
	{ "an ordinary day", "America/Chicago", 2026, 3, 3, 14 * 60 + 30, "2026-03-03T20:30:00.000Z" },
	{ "spring, before", "America/Chicago", 2026, 3, 8, 119, "2026-03-08T07:59:00.000Z" },
	{ "spring, in the gap", "America/Chicago", 2026, 3, 8, 150, "2026-03-08T08:00:00.000Z" },
	{ "spring, gap begins", "America/Chicago", 2026, 3, 8, 120, "2026-03-08T08:00:00.000Z" },
	{ "spring, gap ends", "America/Chicago", 2026, 3, 8, 180, "2026-03-08T08:00:00.000Z" },
	{ "spring, after", "America/Chicago", 2026, 3, 8, 181, "2026-03-08T08:01:00.000Z" },
	{ "autumn, twice", "America/Chicago", 2026, 11, 1, 90, "2026-11-01T06:30:00.000Z" },
	{ "autumn, after", "America/Chicago", 2026, 11, 1, 120, "2026-11-01T08:00:00.000Z" },
	{ "New York, gap", "America/New_York", 2026, 3, 8, 150, "2026-03-08T07:00:00.000Z" },
	{ "New York, twice", "America/New_York", 2026, 11, 1, 60, "2026-11-01T05:00:00.000Z" },
	{ "Phoenix has no gap", "America/Phoenix", 2026, 3, 8, 150, "2026-03-08T09:30:00.000Z" },
	{ "Lord Howe, half an hour's gap", "Australia/Lord_Howe", 2026, 10, 4, 135,
	  "2026-10-03T15:30:00.000Z" },
	{ "Lord Howe, gap ends", "Australia/Lord_Howe", 2026, 10, 4, 150, "2026-10-03T15:30:00.000Z" },
	{ "Lord Howe, twice", "Australia/Lord_Howe", 2026, 4, 5, 105, "2026-04-04T14:45:00.000Z" },
	{ "Apia had no 30 December", "Pacific/Apia", 2011, 12, 30, 720, "2011-12-30T10:00:00.000Z" },
	{ "32 January", "UTC", 2026, 1, 32, 0, "2026-02-01T00:00:00.000Z" },
	{ "0 March", "UTC", 2024, 3, 0, 0, "2024-02-29T00:00:00.000Z" },
	{ "day -30", "UTC", 2026, 1, -30, 0, "2025-12-01T00:00:00.000Z" },
	{ "month 13", "UTC", 2026, 13, 1, 0, "2027-01-01T00:00:00.000Z" },
	{ "month 0", "UTC", 2026, 0, 1, 0, "2025-12-01T00:00:00.000Z" },
};

static void local_times_become_instants_also_where_the_clock_jumps(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(instants); i++) {
		char text[DATE_SIZE];

		date_rfc3339(zone_instant(zone_of(instants[i].zone), instants[i].year,
					  instants[i].month, instants[i].day,
					  instants[i].minute),
			     text);
		if (strcmp(text, instants[i].utc) != 0)
			fail_msg("%s: %s", instants[i].label, text);
	}
}

static void days_with_a_change_of_the_clock_have_23_or_25_hours(void **state)
{
	const struct zone *zone = zone_of("America/Denver");

	(void)state;
	assert_int_equal(zone_instant(zone, 2026, 3, 9, 0) - zone_instant(zone, 2026, 3, 8, 0),
			 23 * HOUR_MS);
	assert_int_equal(zone_instant(zone, 2026, 11, 2, 0) - zone_instant(zone, 2026, 11, 1, 0),
			 25 * HOUR_MS);
}

/* Every quarter of an hour of three years, in zones of all kinds. */
static void reading_what_was_written_gives_the_same_time(void **state)
{
	static const char *const zones[] = { "America/Chicago", "Australia/Lord_Howe",
					     "America/Phoenix", "Africa/Casablanca" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(zones); i++) {
		const struct zone *zone = zone_of(zones[i]);

		for (int64_t at = 1767225600000; at < 1767225600000 + 1096 * DAY_MS;
		     at += 15 * MINUTE_MS) {
			struct zone_time time = zone_read(zone, at);
			int64_t again = zone_instant(zone, time.year, time.month, time.day,
						     time.minute);

			/* the second of two equal times is read as the first */
			if (again != at && (again > at || at - again > HOUR_MS))
				fail_msg("%s: %lld became %lld", zones[i], (long long)at,
					 (long long)again);
		}
	}
}

/* ---- spelling --------------------------------------------------------------------- */

static const struct {
	const char *tag, *spelled;
} spellings[] = {
	{ "en", "Tuesday, March 3 at 2:30 PM" },
	{ "es", "martes, 3 de marzo, 2:30 p. m." },
	{ "ht", "madi 3 mas, 2:30 PM" },
	{ "mww", "hnub Tuesday 3 Lub Peb Hlis, 2:30 PM" },
	{ "fa", "سه\u200cشنبه 3 مارس ساعت 14:30" },
	{ "fr", "mardi 3 mars à 14:30" },
	{ "zh-Hans", "3月3日星期二 14:30" },
	{ "so", "Talaado, Bisha Saddexaad 3 ee 2:30 GD" },
};

static void every_language_spells_a_time_in_its_own_words(void **state)
{
	const struct zone *zone = zone_of("America/Chicago");
	struct lang_set *set;
	struct note note;

	(void)state;
	assert_int_equal(lang_set_load("locales/languages.yaml", &set, &note), FAULT_NONE);
	for (size_t i = 0; i < COUNT_OF(spellings); i++) {
		AUTO(buf) text;

		buf_init(&text, 200);
		zone_spell(zone, lang_find(set, str_of(spellings[i].tag)),
			   zone_instant(zone, 2026, 3, 3, 14 * 60 + 30), &text);
		assert_string_equal(buf_text(&text), spellings[i].spelled);
	}
	lang_set_free(&set);
}

static void no_language_spells_narrow_spaces_foreign_years_or_nothing(void **state)
{
	const struct zone *zone = zone_of("America/Chicago");
	struct lang_set *set;
	struct note note;

	(void)state;
	assert_int_equal(lang_set_load("locales/languages.yaml", &set, &note), FAULT_NONE);
	for (size_t i = 0; i < lang_count(set); i++) {
		AUTO(buf) text;

		buf_init(&text, 200);
		zone_spell(zone, lang_at(set, i), zone_instant(zone, 2026, 11, 21, 30), &text);
		assert_true(text.size > 8);
		assert_int_equal(str_find(buf_str(&text), STR("\u202f")), text.size);
		assert_int_equal(str_find(buf_str(&text), STR("\u00a0")), text.size);
		/* the Gregorian day, in figures that a keypad has */
		if (str_find(buf_str(&text), STR("21")) == text.size)
			fail_msg("%s: %s", lang_at(set, i)->tag, buf_text(&text));
	}
	lang_set_free(&set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unknown_zone_is_refused_and_never_taken_for_utc),
		cmocka_unit_test(what_people_write_for_a_zone_is_answered_with_the_place_that_is_meant),
		cmocka_unit_test(a_zone_is_found_once_and_keeps_its_name),
		cmocka_unit_test(clocks_are_read_as_they_stand_on_the_wall),
		cmocka_unit_test(local_times_become_instants_also_where_the_clock_jumps),
		cmocka_unit_test(days_with_a_change_of_the_clock_have_23_or_25_hours),
		cmocka_unit_test(reading_what_was_written_gives_the_same_time),
		cmocka_unit_test(every_language_spells_a_time_in_its_own_words),
		cmocka_unit_test(no_language_spells_narrow_spaces_foreign_years_or_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
