#include "tests/lib/test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "i18n/time/ical.h"
#include "tests/lib/instant.h"

/* The events inside a calendar, read in Chicago, from 2026 to 2029. */
static enum fault read_in(const char *inside, struct arena *arena, struct ical *ical,
			  struct note *note)
{
	const struct ical_horizon horizon = { zone_find(STR("America/Chicago")),
					      at("2026-01-01T00:00:00Z"), at("2029-01-01T00:00:00Z") };
	AUTO(buf) text;

	buf_init(&text, 8 << 20);
	buf_add_text(&text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n");
	buf_add_text(&text, inside);
	buf_add_text(&text, "END:VCALENDAR\r\n");
	*note = (struct note){ .text = "" };
	return ical_read(buf_str(&text), &horizon, arena, ical, note);
}

/* "from/to from/to" in UTC, to the minute. */
static void spell(const struct ical *ical, struct buf *into)
{
	for (size_t i = 0; i < ical->count; i++) {
		char from[DATE_SIZE], to[DATE_SIZE];

		date_rfc3339(ical->closures[i].from_at, from);
		date_rfc3339(ical->closures[i].to_at, to);
		buf_add_format(into, "%s%.16s/%.16s", i ? " " : "", from, to);
	}
}

#define EVENT(lines) "BEGIN:VEVENT\r\nUID:a\r\n" lines "SUMMARY:x\r\nEND:VEVENT\r\n"
#define CUSTOM_ZONE                                                                   \
	"BEGIN:VTIMEZONE\r\nTZID:Our own\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"   \
	"TZOFFSETFROM:-0500\r\nTZOFFSETTO:-0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"

static void calendars_are_read_as_schools_write_them(void **state)
{
	static const struct {
		const char *what, *text, *closures;
	} rows[] = {
		{ "nothing", "", "" },
		{ "a day", EVENT("DTSTART;VALUE=DATE:20261126\r\nDTEND;VALUE=DATE:20261127\r\n"),
		  "2026-11-26T06:00/2026-11-27T06:00" },
		{ "a day without an end", EVENT("DTSTART;VALUE=DATE:20261126\r\n"),
		  "2026-11-26T06:00/2026-11-27T06:00" },
		{ "a day that ends when it begins",
		  EVENT("DTSTART;VALUE=DATE:20261126\r\nDTEND;VALUE=DATE:20261126\r\n"),
		  "2026-11-26T06:00/2026-11-27T06:00" },
		{ "two weeks", EVENT("DTSTART;VALUE=DATE:20261221\r\nDTEND;VALUE=DATE:20270104\r\n"),
		  "2026-12-21T06:00/2027-01-04T06:00" },
		{ "days by duration", EVENT("DTSTART;VALUE=DATE:20261221\r\nDURATION:P2D\r\n"),
		  "2026-12-21T06:00/2026-12-23T06:00" },
		{ "the day of 23 hours", EVENT("DTSTART;VALUE=DATE:20260308\r\n"),
		  "2026-03-08T06:00/2026-03-09T05:00" },
		{ "the day of 25 hours", EVENT("DTSTART;VALUE=DATE:20261101\r\n"),
		  "2026-11-01T05:00/2026-11-02T06:00" },
		{ "days over the change", EVENT("DTSTART;VALUE=DATE:20260306\r\nDTEND;VALUE=DATE:20260310\r\n"),
		  "2026-03-06T06:00/2026-03-10T05:00" },
		{ "a half-day by the wall clock", EVENT("DTSTART:20261125T120000\r\nDTEND:20261125T160000\r\n"),
		  "2026-11-25T18:00/2026-11-25T22:00" },
		{ "in UTC", EVENT("DTSTART:20261125T180000Z\r\nDURATION:PT90M\r\n"),
		  "2026-11-25T18:00/2026-11-25T19:30" },
		{ "in another zone",
		  EVENT("DTSTART;TZID=America/New_York:20261125T120000\r\n"
			"DTEND;TZID=America/New_York:20261125T160000\r\n"),
		  "2026-11-25T17:00/2026-11-25T21:00" },
		{ "in a zone with its maker's name",
		  EVENT("DTSTART;TZID=/mozilla.org/20050126_1/America/Denver:20261125T120000\r\nDURATION:PT1H\r\n"),
		  "2026-11-25T19:00/2026-11-25T20:00" },
		{ "in Windows' zone",
		  EVENT("DTSTART;TZID=Central Standard Time:20260625T120000\r\nDURATION:PT1H\r\n"),
		  "2026-06-25T17:00/2026-06-25T18:00" },
		{ "in the file's own zone",
		  CUSTOM_ZONE EVENT("DTSTART;TZID=Our own:20260625T120000\r\nDURATION:PT1H\r\n"),
		  "2026-06-25T17:00/2026-06-25T18:00" },
		{ "every week, across the change, but one",
		  EVENT("DTSTART;TZID=America/Chicago:20260225T140000\r\nDTEND;TZID=America/Chicago:20260225T160000\r\n"
			"RRULE:FREQ=WEEKLY;COUNT=4\r\nEXDATE;TZID=America/Chicago:20260304T140000\r\n"),
		  "2026-02-25T20:00/2026-02-25T22:00 2026-03-11T19:00/2026-03-11T21:00"
		  " 2026-03-18T19:00/2026-03-18T21:00" },
		{ "EXDATE in UTC, and as a list",
		  EVENT("DTSTART:20260225T140000\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;UNTIL=20260301T000000Z\r\n"
			"EXDATE:20260225T200000Z,20260226T200000Z\r\n"),
		  "2026-02-27T20:00/2026-02-27T21:00 2026-02-28T20:00/2026-02-28T21:00" },
		{ "EXDATE as a date takes the time of that day",
		  EVENT("DTSTART:20260225T140000\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=2\r\nEXDATE;VALUE=DATE:20260225\r\n"),
		  "2026-02-26T20:00/2026-02-26T21:00" },
		{ "every year since long ago, within the horizon",
		  EVENT("DTSTART;VALUE=DATE:19990704\r\nRRULE:FREQ=YEARLY\r\n"),
		  "2026-07-04T05:00/2026-07-05T05:00 2027-07-04T05:00/2027-07-05T05:00"
		  " 2028-07-04T05:00/2028-07-05T05:00" },
		{ "the fourth Thursday of November",
		  EVENT("DTSTART;VALUE=DATE:20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;UNTIL=20271231\r\n"),
		  "2026-11-26T06:00/2026-11-27T06:00 2027-11-25T06:00/2027-11-26T06:00" },
		{ "single dates more",
		  EVENT("DTSTART;VALUE=DATE:20260501\r\nRDATE;VALUE=DATE:20260508,20260515\r\n"),
		  "2026-05-01T05:00/2026-05-02T05:00 2026-05-08T05:00/2026-05-09T05:00"
		  " 2026-05-15T05:00/2026-05-16T05:00" },
		{ "a whole day, which comes again as one whatever hour is named",
		  EVENT("DTSTART;VALUE=DATE:20260501\r\nRDATE:20260508T120000\r\nRDATE;VALUE=PERIOD:20260515T120000Z/PT1H\r\n"),
		  "2026-05-01T05:00/2026-05-02T05:00 2026-05-08T05:00/2026-05-09T05:00"
		  " 2026-05-15T05:00/2026-05-16T05:00" },
		{ "one of a series moved, one cancelled",
		  EVENT("DTSTART:20260501T120000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n")
		  EVENT("RECURRENCE-ID:20260508T120000\r\nDTSTART:20260509T120000\r\nDURATION:PT2H\r\n")
		  EVENT("RECURRENCE-ID:20260515T120000\r\nSTATUS:CANCELLED\r\nDTSTART:20260515T120000\r\nDURATION:PT1H\r\n"),
		  "2026-05-01T17:00/2026-05-01T18:00 2026-05-09T17:00/2026-05-09T19:00" },
		{ "cancelled, and without any length",
		  EVENT("DTSTART;VALUE=DATE:20260501\r\nSTATUS:CANCELLED\r\n") EVENT("DTSTART:20260501T120000\r\n"), "" },
		{ "the same twice", EVENT("DTSTART;VALUE=DATE:20260501\r\n") EVENT("DTSTART;VALUE=DATE:20260501\r\n"),
		  "2026-05-01T05:00/2026-05-02T05:00" },
		{ "outside of the horizon", EVENT("DTSTART;VALUE=DATE:20250101\r\n") EVENT("DTSTART;VALUE=DATE:20290102\r\n"), "" },
		{ "over its edge, whole", EVENT("DTSTART;VALUE=DATE:20251220\r\nDTEND;VALUE=DATE:20260105\r\n"),
		  "2025-12-20T06:00/2026-01-05T06:00" },
		{ "what others need, folded", "X-WR-CALNAME:Maple\r\n" EVENT("LOCATION:\r\nX-A:b\r\n c\r\nDTSTART;VALUE=DA\r\n TE:20260501\r\n")
		  "BEGIN:VTODO\r\nSUMMARY:x\r\nEND:VTODO\r\n", "2026-05-01T05:00/2026-05-02T05:00" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct note note;
		struct ical ical;
		AUTO(arena) arena;
		AUTO(buf) told;

		arena_init(&arena, 16 << 20);
		buf_init(&told, 1 << 16);
		if (read_in(rows[i].text, &arena, &ical, &note))
			fail_msg("%s: %s", rows[i].what, note.text);
		spell(&ical, &told);
		if (strcmp(buf_text(&told), rows[i].closures) != 0)
			fail_msg("%s: %s, not %s", rows[i].what, buf_text(&told), rows[i].closures);
	}
}

static void what_cannot_be_read_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *reason;
	} rows[] = {
		{ EVENT("DTSTART;VALUE=DATE:2026XX01\r\n"), 6, "DTSTART: this cannot be read" },
		{ EVENT(""), 4, "needs a beginning" },
		{ EVENT("DTSTART:20260501T120000\r\nDTEND:20260501T110000\r\n"), 7, "ends before it begins" },
		{ EVENT("DTSTART:20260501T120000\r\nRRULE:FREQ=OFTEN\r\n"), 7, "RRULE: this cannot be read" },
		{ EVENT("DTSTART:20260501T120000\r\nDURATION:PT1H\r\nRRULE:FREQ=SECONDLY\r\n"), 8, "by days, weeks" },
		{ EVENT("DTSTART:20260501T120000\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY\r\nEXDATE:banana\r\n"), 9, "EXDATE" },
		{ EVENT("DTSTART;TZID=Middle/Earth:20260501T120000\r\nDURATION:PT1H\r\n"), 6, "time zone" },
		{ EVENT("DTSTART;VALUE=DATE:17000101\r\nRRULE:FREQ=DAILY\r\n"), 6, "year" },
		{ EVENT("DTSTART;VALUE=DATE:20260230\r\n"), 6, "no such day or time" },
		{ EVENT("DTSTART;VALUE=DATE:20261301\r\n"), 6, "no such day or time" },
		{ EVENT("DTSTART:20260501T250000\r\nDURATION:PT1H\r\n"), 6, "no such day or time" },
		{ EVENT("DTSTART:20260501T120000\r\nDTEND:20260431T130000\r\n"), 7, "no such day or time" },
		{ EVENT("DTSTART;VALUE=DATE:20260501\r\nSUMMARY:\xff\r\n"), 7, "UTF-8" },
		{ EVENT("DTSTART;VALUE=DATE:20260501\r\n") EVENT("RRULE:FREQ=YEARLY\r\nDTSTART:x\r\n"), 12, "DTSTART" },
		{ "BEGIN:VEVENT\r\nEND:VTODO\r\n", 5, "no BEGIN" },
		{ "nonsense\r\n", 4, "no property" },
		{ "END:VCALENDAR\r\nBEGIN:VCALENDAR\r\n", 5, "one calendar" },
		{ "END:VCALENDAR\r\nX:y\r\n", 5, "behind" },
		{ "BEGIN:A\r\nBEGIN:A\r\nBEGIN:A\r\nBEGIN:A\r\nBEGIN:A\r\nBEGIN:A\r\nBEGIN:A\r\nBEGIN:A\r\n", 11, "inside" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct note note;
		struct ical ical;
		AUTO(arena) arena;

		arena_init(&arena, 16 << 20);
		assert_int_equal(read_in(rows[i].text, &arena, &ical, &note), FAULT_INVALID);
		if (note.line != rows[i].line || !strstr(note.text, rows[i].reason))
			fail_msg("%s: %d %s", rows[i].reason, note.line, note.text);
	}
}

static void what_is_no_calendar_at_all_is_refused(void **state)
{
	static const struct {
		const char *text;
		size_t size;
	} rows[] = {
		{ "", 0 }, { "\n\n", 2 }, { "phone,name\n", 11 }, { "\xEF\xBB\xBF", 3 },
		{ "BEGIN:VCALENDAR\n", 16 }, { "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", 29 },
		{ "END:VCALENDAR\n", 14 }, { "BEGIN:VCALENDAR\0\nEND:VCALENDAR\n", 31 },
	};
	const struct ical_horizon horizon = { zone_find(STR("UTC")), 0, 1 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct note note = { .text = "" };
		struct ical ical;
		AUTO(arena) arena;

		arena_init(&arena, 16 << 20);
		assert_int_equal(ical_read((struct str){ rows[i].text, rows[i].size },
					   &horizon, &arena, &ical, &note),
				 FAULT_INVALID);
		assert_true(note.text[0]);
	}
}

static void what_is_too_much_is_refused_in_time(void **state)
{
	static const char *const rows[] = {
		EVENT("DTSTART;VALUE=DATE:19000101\r\nRRULE:FREQ=DAILY;COUNT=60000\r\n"),
	};
	struct note note;
	struct ical ical;
	AUTO(arena) arena;
	AUTO(buf) text;

	(void)state;
	arena_init(&arena, 64 << 20);
	buf_init(&text, 8 << 20);
	/* 47,000 steps each: the second is one too many */
	buf_add_format(&text, "%s%s", rows[0], rows[0]);
	assert_int_equal(read_in(buf_text(&text), &arena, &ical, &note), FAULT_INVALID);
	assert_non_null(strstr(note.text, "too often"));
	buf_clear(&text);
	for (int i = 0; i <= ICAL_EVENTS; i++)
		buf_add_text(&text, EVENT(""));
	assert_int_equal(read_in(buf_text(&text), &arena, &ical, &note), FAULT_TOO_LARGE);
	buf_clear(&text);
	for (int i = 0; i < 5; i++)
		buf_add_text(&text, EVENT("DTSTART;VALUE=DATE:20251231\r\nRRULE:FREQ=DAILY\r\n"));
	assert_int_equal(read_in(buf_text(&text), &arena, &ical, &note), FAULT_TOO_LARGE);
	buf_clear(&text);
	while (text.size < ICAL_BYTES)
		buf_add_text(&text, "X-LONG:line\r\n");
	assert_int_equal(read_in(buf_text(&text), &arena, &ical, &note), FAULT_TOO_LARGE);
}

static void a_summary_is_cut_between_characters(void **state)
{
	struct note note;
	struct ical ical;
	AUTO(arena) arena;
	AUTO(buf) text;

	(void)state;
	arena_init(&arena, 16 << 20);
	buf_init(&text, 1 << 16);
	buf_add_text(&text, "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260501\r\nSUMMARY:x");
	for (int i = 0; i < 100; i++)
		buf_add_text(&text, "ñ");
	buf_add_text(&text, "\r\nEND:VEVENT\r\n");
	assert_int_equal(read_in(buf_text(&text), &arena, &ical, &note), FAULT_NONE);
	assert_int_equal(ical.count, 1);
	assert_true(ical.closures[0].is_all_day);
	assert_int_equal(ical.closures[0].summary.size, ICAL_SUMMARY - 1);
	assert_true(str_is_utf8(ical.closures[0].summary));
}

static void a_summary_is_one_line_of_what_people_see(void **state)
{
	struct note note;
	struct ical ical;
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 16 << 20);
	assert_int_equal(read_in("BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260501\r\nSUMMARY:No school\\nstaff \u202eday\u202c\r\nEND:VEVENT\r\n",
				 &arena, &ical, &note), FAULT_NONE);
	assert_true(str_is(ical.closures[0].summary, "No school staff day"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calendars_are_read_as_schools_write_them),
		cmocka_unit_test(what_cannot_be_read_is_refused_with_its_line),
		cmocka_unit_test(what_is_no_calendar_at_all_is_refused),
		cmocka_unit_test(what_is_too_much_is_refused_in_time),
		cmocka_unit_test(a_summary_is_cut_between_characters),
		cmocka_unit_test(a_summary_is_one_line_of_what_people_see),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
