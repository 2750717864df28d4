/* Calendars that were written to be slow.  What libical may look at is counted before it
 * looks: these tests count too, and know no clock. */
#include "tests/lib/fine.h"

#include <string.h>

#include "base/buf.h"
#include "i18n/time/ical.h"
#include "i18n/time/ical_scan.h"
#include "i18n/time/ical_weigh.h"
#include "tests/lib/instant.h"

struct read {
	struct arena arena;
	struct buf text;
	struct ical ical;
	struct note note;
	enum fault fault;
};

static void read_init(struct read *read)
{
	*read = (struct read){ .fault = FAULT_NONE };
	arena_init(&read->arena, 16 << 20);
	buf_init(&read->text, ICAL_BYTES);
	buf_add_text(&read->text, "BEGIN:VCALENDAR\r\n");
}

static void read_run(struct read *read)
{
	const struct ical_horizon horizon = { zone_find(STR("America/Chicago")),
					      at("2026-01-01T00:00:00Z"), at("2029-01-01T00:00:00Z") };

	buf_add_text(&read->text, "END:VCALENDAR\r\n");
	assert_false(read->text.is_stale);
	read->fault = ical_read(buf_str(&read->text), &horizon, &read->arena, &read->ical, &read->note);
}

static void read_done(struct read *read)
{
	arena_done(&read->arena);
	buf_done(&read->text);
}

static void add_event(struct read *read, const char *lines)
{
	buf_add_format(&read->text, "BEGIN:VEVENT\r\nUID:a\r\n%sEND:VEVENT\r\n", lines);
}

#define FROM "DTSTART;VALUE=DATE:20260105\r\n"

/* Six hundred times, as an attacker sends it: refused at the event at which it is too much. */
static void repetitions_that_ask_too_much_are_refused_where_they_do(void **state)
{
	static const char *const bombs[] = {
		FROM "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\n",
		FROM "RRULE:FREQ=DAILY;UNTIL=99991231\r\nEXDATE;VALUE=DATE:20260105\r\n",
		FROM "RRULE:FREQ=DAILY;BYDAY=MO,TU;BYMONTHDAY=-31\r\n",
		FROM "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYMONTH=13\r\n",
		FROM "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYMONTH=2;BYMONTHDAY=30\r\n",
		FROM "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5,6;BYMINUTE=1,2,3,4,5,6,7;BYSECOND=1,2,3;BYMONTH=2\r\n",
		FROM "RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12\r\n",
		"DTSTART;VALUE=DATE:19000101\r\nRRULE:FREQ=DAILY;COUNT=1000000;BYMONTH=2\r\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bombs); i++) {
		struct read read;

		read_init(&read);
		for (int n = 0; n < 600; n++)
			add_event(&read, bombs[i]);
		read_run(&read);
		if (read.fault != FAULT_TOO_LARGE && (read.fault != FAULT_INVALID || read.note.line < 2))
			fail_msg("%zu: %s", i, read.note.text);
		assert_true(read.ical.work <= 3 * ICAL_WORK);
		read_done(&read);
	}
}

static void what_libical_would_seek_in_vain_is_refused_at_the_first(void **state)
{
	static const struct {
		const char *rule, *reason;
	} rows[] = {
		{ "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "never such a day" },
		{ "FREQ=MONTHLY;BYMONTHDAY=-31;BYMONTH=4,6", "never such a day" },
		{ "FREQ=MONTHLY;INTERVAL=12;BYMONTH=2", "never such a day" },
		{ "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never such a day" },
		{ "FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=31", "never such a day" },
		{ "FREQ=MONTHLY;BYSETPOS=5", "BYSETPOS" },
		{ "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-5", "BYSETPOS" },
		{ "FREQ=MONTHLY;BYMONTHDAY=1,2,3;BYSETPOS=366", "BYSETPOS" },
		{ "FREQ=YEARLY;BYMONTHDAY=9;BYDAY=SU;BYSETPOS=2", "BYSETPOS" },
		{ "FREQ=MONTHLY;BYDAY=6MO", "BYDAY" },
		{ "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20", "BYDAY" },
		{ "FREQ=YEARLY;BYWEEKNO=20;BYMONTH=12", "one way" },
		{ "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=12", "one way" },
		{ "FREQ=YEARLY;BYWEEKNO=1,2,3,4,5,6,7,8,9;BYDAY=MO,TU,WE", "BYWEEKNO" },
		{ "RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5L", "Gregorian" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct read read;

		read_init(&read);
		buf_add_format(&read.text, "BEGIN:VEVENT\r\n" FROM "RRULE:%s\r\nEND:VEVENT\r\n", rows[i].rule);
		read_run(&read);
		if (read.fault != FAULT_INVALID || !strstr(read.note.text, rows[i].reason) ||
		    read.note.line != 4)
			fail_msg("%s: %s", rows[i].rule, read.note.text);
		assert_int_equal(read.ical.work, 0);
		read_done(&read);
	}
}

/* What schools write: each keeps its days and costs little. */
static void a_districts_repetitions_cost_a_small_part(void **state)
{
	static const struct {
		const char *rule;
		size_t closures;
	} rows[] = {
		{ "FREQ=YEARLY", 3 }, { "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", 3 },
		{ "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;UNTIL=20271231T235959Z", 2 },
		{ "FREQ=WEEKLY;BYDAY=MO,WE", 312 }, { "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", 78 },
		{ "FREQ=MONTHLY;BYDAY=1FR", 35 }, { "FREQ=MONTHLY;BYMONTHDAY=-1", 36 },
		{ "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=1,3", 6 }, { "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", 5 },
		{ "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", 36 },
		{ "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31;COUNT=3", 3 }, { "FREQ=YEARLY;BYYEARDAY=1,-1", 5 },
		{ "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", 1 }, { "FREQ=DAILY;COUNT=5", 5 },
		{ "FREQ=DAILY;INTERVAL=10;UNTIL=20260301", 6 }, { "FREQ=MONTHLY;INTERVAL=3;BYMONTH=4", 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct read read;

		read_init(&read);
		buf_add_format(&read.text, "BEGIN:VEVENT\r\n" FROM "RRULE:%s\r\nEND:VEVENT\r\n", rows[i].rule);
		read_run(&read);
		if (read.fault)
			fail_msg("%s: %s", rows[i].rule, read.note.text);
		if (read.ical.count != rows[i].closures || read.ical.work > ICAL_WORK / 100)
			fail_msg("%s: %zu closures, %lld looks", rows[i].rule, read.ical.count,
				 (long long)read.ical.work);
		read_done(&read);
	}
}

/* Stepping over what lies before the horizon changes no day. */
static void a_series_of_long_ago_keeps_its_days(void **state)
{
	static const char *const rules[] = { "DAILY;INTERVAL=3", "DAILY;INTERVAL=10;BYDAY=MO,TU,WE,TH,FR",
					     "WEEKLY;INTERVAL=2;BYDAY=MO,TH", "WEEKLY;INTERVAL=3;WKST=SU;BYDAY=SU,TU",
					     "WEEKLY;BYDAY=WE;BYMONTH=3,4" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		struct read stepped, counted;

		read_init(&stepped);
		read_init(&counted);
		buf_add_format(&stepped.text, "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:19710311\r\nRRULE:FREQ=%s\r\n"
			       "END:VEVENT\r\n", rules[i]);
		buf_add_format(&counted.text, "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:19710311\r\nRRULE:FREQ=%s;COUNT=99999\r\n"
			       "END:VEVENT\r\n", rules[i]);
		read_run(&stepped);
		read_run(&counted);
		assert_fine(stepped.fault);
		assert_fine(counted.fault);
		assert_true(stepped.ical.count > 10 && stepped.ical.work < counted.ical.work / 5);
		assert_int_equal(stepped.ical.count, counted.ical.count);
		for (size_t n = 0; n < counted.ical.count; n++)
			assert_int_equal(stepped.ical.closures[n].from_at, counted.ical.closures[n].from_at);
		read_done(&stepped);
		read_done(&counted);
	}
}

/* Line, and what of it libical is shown at all. */
static void lines_and_zones_have_ceilings_too(void **state)
{
	static const struct {
		const char *before, *piece, *after, *reason;
		int times, line;
	} rows[] = {
		{ "BEGIN:VEVENT\r\n" FROM "SUMMARY:", "long ", "\r\nEND:VEVENT\r\n", "16 KiB", 4000, 4 },
		{ "BEGIN:VEVENT\r\nDTSTART", ";X-A=b", ":20260105\r\nEND:VEVENT\r\n", "before the colon", 1000, 3 },
		{ "BEGIN:VEVENT\r\nDTSTART", ";X-A=\":\"", ":20260105\r\nEND:VEVENT\r\n", "before the colon", 1000, 3 },
		{ "BEGIN:VEVENT\r\nDTSTART;TZID=", "/a", ":20260105T010000\r\nEND:VEVENT\r\n", "time zone", 400, 3 },
		{ "BEGIN:VEVENT\r\n" FROM "RDATE;VALUE=DATE:20260101", ",20260101", "\r\nEND:VEVENT\r\n",
		  "500 dates", 500, 4 },
		{ "BEGIN:VEVENT\r\n" FROM, "EXDATE;VALUE=DATE:20260101\r\n", "END:VEVENT\r\n", "too many", 3000, 4 },
		{ "BEGIN:VEVENT\r\n" FROM, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\n", "END:VEVENT\r\n",
		  "looks at days", 1000, 4 },
		{ "BEGIN:VEVENT\r\n" FROM, "UID:\r\n", "END:VEVENT\r\n", "100,000 lines", 100001, 100003 },
		{ "BEGIN:VEVENT\r\n" FROM, "RRULE:FREQ=DAILY\r\n", "END:VEVENT\r\n", "6,000 repetitions", 6001, 6004 },
		{ "BEGIN:VTIMEZONE\r\nTZID:a\r\nBEGIN:STANDARD\r\nDTSTART:", "0001", "0101T000000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
		  "not before 1600", 1, 5 },
		{ "BEGIN:VTIMEZONE\r\nTZID:a\r\nBEGIN:STANDARD\r\nDTSTART:", " +", "10101T000000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
		  "not before 1600", 1, 5 },
		{ "", "BEGIN:VTIMEZONE\r\nTZID:a\r\nEND:VTIMEZONE\r\n", "", "64 time zones", 65, 194 },
		{ "BEGIN:VTIMEZONE\r\nTZID:a\r\nBEGIN:STANDARD\r\nRRULE:FREQ=", "SECOND",
		  "LY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n", "FREQ=YEARLY", 1, 5 },
		{ "BEGIN:VTIMEZONE\r\nTZID:a\r\nBEGIN:DAYLIGHT\r\n", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n",
		  "END:DAYLIGHT\r\nEND:VTIMEZONE\r\n", "100 rules", 101, 105 },
		{ "BEGIN:VTIMEZONE\r\nTZID:a\r\nBEGIN:STANDARD\r\nRRULE:FREQ=YEARLY;BYYEARDAY=", "366,",
		  "366\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n", "too long", 400, 5 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct read read;

		read_init(&read);
		buf_add_text(&read.text, rows[i].before);
		for (int n = 0; n < rows[i].times; n++)
			buf_add_text(&read.text, rows[i].piece);
		buf_add_text(&read.text, rows[i].after);
		read_run(&read);
		if (read.fault != FAULT_INVALID || !strstr(read.note.text, rows[i].reason) ||
		    read.note.line != rows[i].line)
			fail_msg("%zu: line %d: %s", i, read.note.line, read.note.text);
		read_done(&read);
	}
}

static void what_nobody_asks_for_costs_nothing(void **state)
{
	struct read read;
	int begun = 0;

	(void)state;
	read_init(&read);
	buf_add_text(&read.text, "BEGIN:VEVENT\r\n" FROM "DESCRIPTION:");
	while (read.text.size < 1 << 20)
		buf_add_text(&read.text, "a line of a meeting's invitation\r\n  and on");
	buf_add_text(&read.text, "\r\nSUMMARY:kept\r\n");
	for (; begun < 10000; begun++)
		buf_add_text(&read.text, "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nRRULE:FREQ=SECONDLY\r\nEND:VALARM\r\n");
	buf_add_text(&read.text, "END:VEVENT\r\nBEGIN:VTODO\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VTODO\r\n");
	read_run(&read);
	if (read.fault)
		fail_msg("%s", read.note.text);
	assert_int_equal(read.ical.count, 1);
	assert_int_equal(read.ical.events, 1);
	assert_true(str_is(read.ical.closures[0].summary, "kept"));
	read_done(&read);
}

/* Each name once; what many names cost is counted. */
static void time_zones_are_looked_up_once_each(void **state)
{
	struct read same, many;

	(void)state;
	read_init(&same);
	read_init(&many);
	for (int i = 0; i < 2000; i++) {
		buf_add_text(&same.text, "BEGIN:VEVENT\r\nDTSTART;TZID=Central Standard Time:20260105T010000\r\n"
			     "DURATION:PT1H\r\nEND:VEVENT\r\n");
		buf_add_format(&many.text, "BEGIN:VEVENT\r\nDTSTART;TZID=/%d/America/Chicago:20260105T010000\r\n"
			       "DURATION:PT1H\r\nEND:VEVENT\r\n", i);
	}
	read_run(&same);
	read_run(&many);
	assert_fine(same.fault);
	assert_int_equal(same.ical.count, 1);
	assert_true(same.ical.work > 0 && many.ical.work >= 1000 * same.ical.work);
	read_done(&same);
	read_done(&many);
}

/* A calendar's own zones, each used once. */
static void add_zones(struct read *read, int zones, const char *rule)
{
	for (int i = 0; i < zones; i++)
		buf_add_format(&read->text, "BEGIN:VTIMEZONE\r\nTZID:z%d\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
			       "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;%s\r\nEND:STANDARD\r\n"
			       "END:VTIMEZONE\r\nBEGIN:VEVENT\r\nDTSTART;TZID=z%d:20260105T010000\r\nDURATION:PT1H\r\n"
			       "END:VEVENT\r\n", i, rule, i);
}

/* libical makes each change of each year, however many a rule makes. */
static void changes_of_the_clock_are_counted_and_not_their_rules(void **state)
{
	static const struct {
		int zones;
		const char *rule;
		bool is_fine;
	} rows[] = {
		{ 60, "BYMONTH=3;BYDAY=2SU", true }, { 60, "BYMONTH=11;BYMONTHDAY=1", true },
		{ 4, "BYMONTH=3;BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14", true },
		{ 1, "BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=MO,TU,WE,TH,FR,SA,SU", false },
		{ 60, "BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=1SU,2SU,3SU,4SU,-1SU,1MO,2MO", false },
		{ 60, "BYMONTHDAY=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28", false },
		{ 60, "BYDAY=MO", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct read read;

		read_init(&read);
		add_zones(&read, rows[i].zones, rows[i].rule);
		read_run(&read);
		if (rows[i].is_fine ? read.fault != FAULT_NONE :
		    read.fault != FAULT_INVALID || !strstr(read.note.text, "looks at days"))
			fail_msg("%s: %lld looks, %s", rows[i].rule, (long long)read.ical.work, read.note.text);
		read_done(&read);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(repetitions_that_ask_too_much_are_refused_where_they_do),
		cmocka_unit_test(what_libical_would_seek_in_vain_is_refused_at_the_first),
		cmocka_unit_test(a_districts_repetitions_cost_a_small_part),
		cmocka_unit_test(a_series_of_long_ago_keeps_its_days),
		cmocka_unit_test(lines_and_zones_have_ceilings_too),
		cmocka_unit_test(what_nobody_asks_for_costs_nothing),
		cmocka_unit_test(time_zones_are_looked_up_once_each),
		cmocka_unit_test(changes_of_the_clock_are_counted_and_not_their_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
