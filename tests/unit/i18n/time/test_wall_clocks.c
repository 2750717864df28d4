/* Wall clocks of the odd places: half hours, jumps at midnight, a day that never was. */
#include "tests/lib/chance.h"
#include "tests/lib/fine.h"
#include "tests/lib/instant.h"

#include <stdio.h>

#include "base/clock.h"
#include "i18n/time/ical.h"
#include "i18n/time/zone.h"

static const char *const places[] = {
	"America/Chicago", "America/St_Johns", "Australia/Lord_Howe", "Australia/Adelaide", "Asia/Kathmandu",
	"Asia/Kolkata", "Pacific/Chatham", "Pacific/Apia", "Pacific/Kiritimati", "Africa/Casablanca",
	"Antarctica/Troll", "America/Sao_Paulo", "Asia/Beirut", "Asia/Tehran", "Europe/Dublin", "UTC",
};

static const struct zone *zone_of(const char *name)
{
	const struct zone *zone = zone_find(str_of(name));

	if (!zone)
		fail_msg("%s is unknown", name);
	return zone;
}

static bool is_reading(const struct zone_time *a, const struct zone_time *b)
{
	return a->year == b->year && a->month == b->month && a->day == b->day && a->minute == b->minute;
}

static int64_t minutes_of(const struct zone_time *time)
{
	/* days of the civil calendar, by their distance from a Sunday long ago */
	int64_t year = time->year - (time->month <= 2), era = year / 400, of_era = year % 400;
	int64_t of_year = (153 * (time->month + (time->month > 2 ? -3 : 9)) + 2) / 5 + time->day - 1;
	int64_t days = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;

	return days * 1440 + time->minute;
}

/* Every quarter of an hour for a year that has each kind of change: a reading leads back to
 * the instant, or to the first of the two that show it. */
static void a_reading_leads_back_to_the_first_instant_that_shows_it(void **state)
{
	(void)state;
	for (size_t place = 0; place < COUNT_OF(places); place++) {
		const struct zone *zone = zone_of(places[place]);
		int64_t from_at = at("2011-01-01T00:00:00Z");

		for (int64_t now = from_at; now < from_at + 400 * DAY_MS; now += 15 * MINUTE_MS) {
			struct zone_time time = zone_read(zone, now), back;
			int64_t first = zone_instant(zone, time.year, time.month, time.day, time.minute);

			if (first != now && (first > now || now - first > 24 * HOUR_MS))
				fail_msg("%s: %lld became %lld", places[place], (long long)now, (long long)first);
			back = zone_read(zone, first);
			assert_true(is_reading(&time, &back));
		}
	}
}

/* What the clock jumps over counts as the first minute behind the jump, however long it is:
 * half an hour at Lord Howe, a whole day in Samoa. */
static void a_time_that_never_was_is_the_first_behind_the_jump(void **state)
{
	static const struct {
		const char *zone;
		int year, month, day, minute;
		const char *behind;
	} rows[] = {
		{ "America/Chicago", 2026, 3, 8, 120, "2026-03-08T08:00:00Z" },
		{ "America/Chicago", 2026, 3, 8, 179, "2026-03-08T08:00:00Z" },
		{ "America/St_Johns", 2026, 3, 8, 150, "2026-03-08T05:30:00Z" },
		{ "Australia/Lord_Howe", 2026, 10, 4, 120, "2026-10-03T15:30:00Z" },
		{ "Australia/Lord_Howe", 2026, 10, 4, 149, "2026-10-03T15:30:00Z" },
		{ "Pacific/Chatham", 2026, 9, 27, 170, "2026-09-26T14:00:00Z" },
		{ "Pacific/Apia", 2011, 12, 30, 0, "2011-12-30T10:00:00Z" },
		{ "Pacific/Apia", 2011, 12, 30, 1439, "2011-12-30T10:00:00Z" },
		{ "Asia/Beirut", 2026, 3, 29, 30, "2026-03-28T22:00:00Z" },
		{ "America/Sao_Paulo", 2018, 11, 4, 15, "2018-11-04T03:00:00Z" },
		{ "Antarctica/Troll", 2026, 3, 29, 90, "2026-03-29T01:00:00Z" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int64_t found = zone_instant(zone_of(rows[i].zone), rows[i].year, rows[i].month, rows[i].day,
					     rows[i].minute);

		if (found != at(rows[i].behind))
			fail_msg("%s %d-%d %d: %lld, not %s", rows[i].zone, rows[i].month, rows[i].day,
				 rows[i].minute, (long long)found, rows[i].behind);
	}
}

/* Of two instants that show it the first: a family is not kept waiting an hour longer. */
static void a_time_that_comes_twice_is_the_first_of_them(void **state)
{
	static const struct {
		const char *zone;
		int year, month, day, minute;
		const char *first;
	} rows[] = {
		{ "America/Chicago", 2026, 11, 1, 60, "2026-11-01T06:00:00Z" },
		{ "America/Chicago", 2026, 11, 1, 119, "2026-11-01T06:59:00Z" },
		{ "America/St_Johns", 2026, 11, 1, 90, "2026-11-01T04:00:00Z" },
		{ "Australia/Lord_Howe", 2026, 4, 5, 100, "2026-04-04T14:40:00Z" },
		{ "Pacific/Chatham", 2026, 4, 5, 200, "2026-04-04T13:35:00Z" },
		{ "Asia/Beirut", 2026, 10, 24, 1410, "2026-10-24T20:30:00Z" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct zone *zone = zone_of(rows[i].zone);
		int64_t found = zone_instant(zone, rows[i].year, rows[i].month, rows[i].day, rows[i].minute);

		if (found != at(rows[i].first))
			fail_msg("%s: %lld, not %s", rows[i].zone, (long long)found, rows[i].first);
	}
}

/* Behind one another on the wall is never before one another in time. */
static void later_on_the_wall_is_never_earlier(void **state)
{
	struct chance chance = { 11 };

	(void)state;
	for (int round = 0; round < 20000; round++) {
		const struct zone *zone = zone_of(places[chance_below(&chance, COUNT_OF(places))]);
		int year = (int)chance_between(&chance, 1995, 2035), day = (int)chance_between(&chance, -40, 400);
		int minute = (int)chance_between(&chance, 0, 1439);
		int further = (int)chance_between(&chance, 1, 90);
		int64_t one = zone_instant(zone, year, 1, day, minute);
		int64_t other = zone_instant(zone, year, 1, day, minute + further);

		assert_true(one <= other);
		assert_true(other - one <= (further + 24 * 60) * MINUTE_MS);
	}
}

/* A date out of range is the date that counting on comes to. */
static void days_and_months_out_of_range_are_counted_on(void **state)
{
	static const struct { int year, month, day; int is_year, is_month, is_day; } rows[] = {
		{ 2026, 1, 32, 2026, 2, 1 },   { 2026, 1, 0, 2025, 12, 31 }, { 2028, 2, 30, 2028, 3, 1 },
		{ 2026, 2, 29, 2026, 3, 1 },   { 2026, 1, 366, 2027, 1, 1 }, { 2026, 12, 400, 2028, 1, 4 },
		{ 2026, 1, -30, 2025, 12, 1 }, { 2100, 2, 29, 2100, 3, 1 },  { 2000, 2, 29, 2000, 2, 29 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct zone *zone = zone_of("America/Chicago");
		struct zone_time time = zone_read(zone, zone_instant(zone, rows[i].year, rows[i].month,
								     rows[i].day, 720));

		assert_int_equal(time.year, rows[i].is_year);
		assert_int_equal(time.month, rows[i].is_month);
		assert_int_equal(time.day, rows[i].is_day);
	}
}

/* Four hundred years of dates, one after the other, and their weekdays in their round. */
static void the_days_follow_one_another(void **state)
{
	const struct zone *zone = zone_of("UTC");
	int64_t now = zone_instant(zone, 1900, 1, 1, 0), before = 0;
	int weekday = -1;

	(void)state;
	for (int day = 0; day < 146097; day++, now += DAY_MS) {
		struct zone_time time = zone_read(zone, now);

		assert_true(day == 0 || minutes_of(&time) - before == 1440);
		assert_true(weekday < 0 || time.weekday == (weekday + 1) % 7);
		assert_int_equal(time.minute, 0);
		before = minutes_of(&time);
		weekday = time.weekday;
	}
}

/* --- school calendars over a change of the clock -------------------------------------------- */

static size_t read_event(const char *zone, const char *lines, struct arena *arena, struct ical *ical)
{
	const struct ical_horizon horizon = { zone_of(zone), at("2026-01-01T00:00:00Z"), at("2027-12-31T00:00:00Z") };
	struct note note = { .text = "" };
	AUTO(buf) text;

	buf_init(&text, 4000);
	buf_add_format(&text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:t\r\nBEGIN:VEVENT\r\nUID:a\r\n"
			      "SUMMARY:x\r\n%sEND:VEVENT\r\nEND:VCALENDAR\r\n", lines);
	if (ical_read(buf_str(&text), &horizon, arena, ical, &note))
		fail_msg("%s: %s", note.text, buf_text(&text));
	return ical->count;
}

/* Whole days are whole on the wall: 23, 24 or 25 hours, or 24 and a half. */
static void a_closed_day_is_as_long_as_its_clock_makes_it(void **state)
{
	static const struct { const char *zone, *date; int minutes; } rows[] = {
		{ "America/Chicago", "20260308", 23 * 60 },     { "America/Chicago", "20261101", 25 * 60 },
		{ "America/Chicago", "20260309", 24 * 60 },     { "Australia/Lord_Howe", "20260405", 24 * 60 + 30 },
		{ "Australia/Lord_Howe", "20261004", 23 * 60 + 30 }, { "Asia/Beirut", "20260329", 23 * 60 },
		{ "Asia/Kathmandu", "20260308", 24 * 60 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct ical ical;
		char lines[80];
		AUTO(arena) arena;

		arena_init(&arena, 1 << 20);
		snprintf(lines, sizeof(lines), "DTSTART;VALUE=DATE:%s\r\n", rows[i].date);
		assert_int_equal(read_event(rows[i].zone, lines, &arena, &ical), 1);
		assert_true(ical.closures[0].is_all_day);
		assert_int_equal((ical.closures[0].to_at - ical.closures[0].from_at) / MINUTE_MS, rows[i].minutes);
	}
}

/* What repeats is at the same hour on the wall, on both sides of the change. */
static void an_early_dismissal_is_at_the_same_hour_all_year(void **state)
{
	static const struct { const char *rule; size_t count; } rows[] = {
		{ "RRULE:FREQ=WEEKLY;COUNT=40\r\n", 40 },
		{ "RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20261215T000000Z\r\n", 24 },
		{ "RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=10\r\n", 10 },
		{ "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=60\r\n", 60 },
		{ "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=12\r\n", 12 },
		{ "RRULE:FREQ=YEARLY;COUNT=2\r\n", 2 },
		{ "RDATE;TZID=America/St_Johns:20260401T133000,20261201T133000\r\n", 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct ical ical;
		char lines[300];
		AUTO(arena) arena;

		arena_init(&arena, 1 << 20);
		/* a Wednesday, the second of its month, in the winter */
		snprintf(lines, sizeof(lines), "DTSTART;TZID=America/St_Johns:20260114T133000\r\nDURATION:PT90M\r\n%s",
			 rows[i].rule);
		read_event("America/St_Johns", lines, &arena, &ical);
		if (i != 4)
			assert_int_equal(ical.count, rows[i].count);
		for (size_t n = 0; n < ical.count; n++) {
			struct zone_time from = zone_read(zone_of("America/St_Johns"), ical.closures[n].from_at);

			assert_int_equal(from.minute, 13 * 60 + 30);
			assert_true(ical.closures[n].to_at - ical.closures[n].from_at == 90 * MINUTE_MS);
		}
	}
}

/* Chicago's rules as a program writes them into its file, under a name of its own. */
#define OUR_CHICAGO                                                                                  \
	"BEGIN:VTIMEZONE\r\nTZID:Our Chicago\r\nBEGIN:STANDARD\r\nDTSTART:20071104T020000\r\n"           \
	"RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0600\r\n"            \
	"END:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:20070311T020000\r\n"                                  \
	"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nTZOFFSETFROM:-0600\r\nTZOFFSETTO:-0500\r\n"             \
	"END:DAYLIGHT\r\nEND:VTIMEZONE\r\n"

static int64_t begins_at(const char *zone, const char *time)
{
	const struct ical_horizon horizon = { zone_of("America/Denver"), at("2026-01-01T00:00:00Z"),
					      at("2050-01-01T00:00:00Z") };
	struct note note = { .text = "" };
	struct ical ical;
	AUTO(arena) arena;
	AUTO(buf) text;

	arena_init(&arena, 1 << 20);
	buf_init(&text, 4000);
	buf_add_format(&text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:t\r\n" OUR_CHICAGO "BEGIN:VEVENT\r\nUID:a\r\n"
			      "SUMMARY:x\r\nDTSTART;TZID=%s:%s\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
		       zone, time);
	if (ical_read(buf_str(&text), &horizon, &arena, &ical, &note))
		fail_msg("%s: %s", note.text, buf_text(&text));
	assert_int_equal(ical.count, 1);
	return ical.closures[0].from_at;
}

static void a_zone_of_the_file_decides_jumps_as_every_zone_does(void **state)
{
	static const char *const times[] = {
		"20260115T120000", "20260715T120000", "20260308T015900", "20260308T020000", "20260308T023000",
		"20260308T025900", "20260308T030000", "20261101T005900", "20261101T010000", "20261101T013000",
		"20261101T015959", "20261101T020000", "20390715T120000", "20390313T023000", "20391106T013000",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(times); i++) {
		int64_t own = begins_at("Our Chicago", times[i]), system = begins_at("America/Chicago", times[i]);

		if (own != system)
			fail_msg("%s: %lld, not %lld", times[i], (long long)own, (long long)system);
	}
}

/* A name with no place in it is what the file says it is; an abbreviation that no file
 * explains is no zone. */
static void a_word_is_the_zone_that_the_file_describes(void **state)
{
	const struct ical_horizon horizon = { zone_of("UTC"), at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z") };
	static const struct { const char *tzid, *described; int64_t hour; } rows[] = {
		{ "Cuba", "Cuba", 12 - 9 }, { "Cuba", "Peru", 12 + 5 }, { "EST5EDT", "EST5EDT", 12 - 9 },
		{ "EST", "EST", 12 - 9 },   { "EST", "Peru", -1 },      { "/x.org/1/America/Havana", "Peru", 12 + 5 },
		{ "Eastern Standard Time", "Eastern Standard Time", 12 + 5 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct note note = { .text = "" };
		struct ical ical;
		AUTO(arena) arena;
		AUTO(buf) text;
		enum fault fault;

		arena_init(&arena, 1 << 20);
		buf_init(&text, 4000);
		buf_add_format(&text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:t\r\nBEGIN:VTIMEZONE\r\nTZID:%s\r\n"
				      "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0900\r\n"
				      "TZOFFSETTO:+0900\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:a\r\n"
				      "DTSTART;TZID=%s:20260115T120000\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
			       rows[i].described, rows[i].tzid);
		fault = ical_read(buf_str(&text), &horizon, &arena, &ical, &note);
		assert_int_equal(fault, rows[i].hour < 0 ? FAULT_INVALID : FAULT_NONE);
		if (!fault && ical.closures[0].from_at != at("2026-01-15T00:00:00Z") + rows[i].hour * HOUR_MS)
			fail_msg("%s beside %s: %lld", rows[i].tzid, rows[i].described, (long long)ical.closures[0].from_at);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reading_leads_back_to_the_first_instant_that_shows_it),
		cmocka_unit_test(a_time_that_never_was_is_the_first_behind_the_jump),
		cmocka_unit_test(a_time_that_comes_twice_is_the_first_of_them),
		cmocka_unit_test(later_on_the_wall_is_never_earlier),
		cmocka_unit_test(days_and_months_out_of_range_are_counted_on),
		cmocka_unit_test(the_days_follow_one_another),
		cmocka_unit_test(a_closed_day_is_as_long_as_its_clock_makes_it),
		cmocka_unit_test(an_early_dismissal_is_at_the_same_hour_all_year),
		cmocka_unit_test(a_zone_of_the_file_decides_jumps_as_every_zone_does),
		cmocka_unit_test(a_word_is_the_zone_that_the_file_describes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
