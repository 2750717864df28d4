/* A calendar is the sum of its events: in whatever order they stand, however often, and seen
 * through whatever window. */
#include "tests/lib/chance.h"
#include "tests/lib/fine.h"
#include "tests/lib/instant.h"

#include <stdio.h>

#include "base/clock.h"
#include "i18n/time/ical.h"

enum { EVENTS = 14, EVENT_ROOM = 400 };

struct calendar {
	char events[EVENTS][EVENT_ROOM];
	int order[EVENTS];
};

static const char *const rules[] = { "", "", "RRULE:FREQ=DAILY;COUNT=9\r\n", "RRULE:FREQ=WEEKLY;COUNT=12\r\n",
				     "RRULE:FREQ=MONTHLY;COUNT=5\r\n", "RRULE:FREQ=DAILY;INTERVAL=3;COUNT=20\r\n",
				     "STATUS:CANCELLED\r\n", "RDATE;VALUE=DATE:20260505,20260601\r\n" };
static const char *const lengths[] = { "DURATION:PT90M\r\n", "DURATION:P2D\r\n", "", "DURATION:PT0S\r\n" };

static void calendar_new(struct calendar *calendar, struct chance *chance)
{
	for (int i = 0; i < EVENTS; i++) {
		int month = (int)chance_between(chance, 1, 9), day = (int)chance_between(chance, 1, 28);
		size_t rule = chance_below(chance, COUNT_OF(rules));
		bool is_day = rule == 7 || chance_below(chance, 2);
		char start[80];

		if (is_day)
			snprintf(start, sizeof(start), "DTSTART;VALUE=DATE:2026%02d%02d\r\n", month, day);
		else
			snprintf(start, sizeof(start), "DTSTART;TZID=America/Chicago:2026%02d%02dT%02d0000\r\n%s", month,
				 day, (int)chance_between(chance, 7, 15), lengths[chance_below(chance, COUNT_OF(lengths))]);
		snprintf(calendar->events[i], EVENT_ROOM, "BEGIN:VEVENT\r\nUID:u%d\r\nSUMMARY:%s\r\n%s%sEND:VEVENT\r\n", i,
			 chance_below(chance, 3) ? "Closed" : "Día libre", start, rules[rule]);
		calendar->order[i] = i;
	}
}

static void shuffle(struct calendar *calendar, struct chance *chance)
{
	for (int i = EVENTS - 1; i > 0; i--) {
		int j = (int)chance_below(chance, (uint64_t)i + 1), kept = calendar->order[i];

		calendar->order[i] = calendar->order[j];
		calendar->order[j] = kept;
	}
}

static void write_calendar(const struct calendar *calendar, int times, struct buf *into)
{
	buf_add_text(into, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:t\r\n");
	for (int i = 0; i < EVENTS * times; i++) {
		const char *event = calendar->events[calendar->order[i % EVENTS]];

		/* said again it is another event with the same days */
		buf_add_format(into, "BEGIN:VEVENT\r\nUID:%d-", i / EVENTS);
		buf_add_text(into, event + strlen("BEGIN:VEVENT\r\nUID:"));
	}
	buf_add_text(into, "END:VCALENDAR\r\n");
}

static struct ical_horizon horizon(int64_t from_at, int64_t to_at)
{
	return (struct ical_horizon){ zone_find(STR("America/Chicago")), from_at, to_at };
}

static void read_whole(const struct calendar *calendar, int times, const struct ical_horizon *within,
		       struct arena *arena, struct ical *ical)
{
	struct note note = { .text = "" };
	AUTO(buf) text;

	buf_init(&text, 1 << 18);
	write_calendar(calendar, times, &text);
	if (ical_read(buf_str(&text), within, arena, ical, &note))
		fail_msg("%s:%d: %s", note.text, note.line, buf_text(&text));
}

static void assert_same(const struct ical_closure *a, const struct ical_closure *b)
{
	assert_true(a->from_at == b->from_at && a->to_at == b->to_at);
	assert_int_equal(a->is_all_day, b->is_all_day);
	assert_true(str_equals(a->summary, b->summary));
}

static const struct { const char *from, *to; } year = { "2026-01-01T06:00:00Z", "2027-01-01T06:00:00Z" };

/* In any order, and said three times: the same days, each once, in their order. */
static void the_order_of_the_events_closes_no_other_days(void **state)
{
	struct chance chance = { 20 };

	(void)state;
	for (int round = 0; round < 60; round++) {
		struct calendar calendar;
		struct ical ical, again;
		struct ical_horizon all = horizon(at(year.from), at(year.to));
		AUTO(arena) arena;

		arena_init(&arena, 4 << 20);
		calendar_new(&calendar, &chance);
		read_whole(&calendar, 1, &all, &arena, &ical);
		shuffle(&calendar, &chance);
		read_whole(&calendar, 3, &all, &arena, &again);
		assert_int_equal(again.events, 3 * EVENTS);
		assert_int_equal(again.empty, 3 * ical.empty);
		assert_int_equal(again.count, ical.count);
		for (size_t i = 0; i < ical.count; i++) {
			assert_same(&ical.closures[i], &again.closures[i]);
			assert_true(ical.closures[i].from_at < ical.closures[i].to_at);
			assert_true(i == 0 || ical.closures[i - 1].from_at <= ical.closures[i].from_at);
		}
	}
}

/* What a window shows of the year is what touches it, each closure whole. */
static void a_window_shows_what_touches_it(void **state)
{
	struct chance chance = { 21 };
	int shown = 0;

	(void)state;
	for (int round = 0; round < 200; round++) {
		struct calendar calendar;
		struct ical ical, part;
		struct ical_horizon all = horizon(at(year.from), at(year.to)), window;
		size_t seen = 0;
		AUTO(arena) arena;

		arena_init(&arena, 4 << 20);
		calendar_new(&calendar, &chance);
		read_whole(&calendar, 1, &all, &arena, &ical);
		window.zone = all.zone;
		window.from_at = all.from_at + chance_between(&chance, 0, 300) * DAY_MS;
		window.to_at = window.from_at + chance_between(&chance, 1, 60 * 24) * HOUR_MS;
		read_whole(&calendar, 1, &window, &arena, &part);
		for (size_t i = 0; i < ical.count; i++)
			if (ical.closures[i].to_at > window.from_at && ical.closures[i].from_at < window.to_at) {
				assert_true(seen < part.count);
				assert_same(&ical.closures[i], &part.closures[seen++]);
			}
		assert_int_equal(seen, part.count);
		shown += (int)seen;
	}
	assert_true(shown > 200);
}

/* Too little room is told, at whatever point it ends, and never taken for a short calendar. */
static void a_calendar_without_room_is_no_short_calendar(void **state)
{
	struct chance chance = { 22 };
	struct calendar calendar;
	struct ical_horizon all;
	struct ical whole;
	size_t refused = 0;
	AUTO(arena) ground;

	(void)state;
	arena_init(&ground, 4 << 20);
	all = horizon(at(year.from), at(year.to));
	calendar_new(&calendar, &chance);
	read_whole(&calendar, 1, &all, &ground, &whole);
	for (size_t room = 1000; room < 1 << 20; room += room / 9) {
		struct ical ical = { .count = 77 };
		enum fault fault;
		AUTO(arena) arena;
		AUTO(buf) text;

		arena_init(&arena, room);
		buf_init(&text, 1 << 16);
		write_calendar(&calendar, 1, &text);
		fault = ical_read(buf_str(&text), &all, &arena, &ical, NULL);
		assert_true(fault == FAULT_NONE || fault == FAULT_TOO_LARGE);
		if (!fault)
			assert_int_equal(ical.count, whole.count);
		refused += fault != FAULT_NONE;
	}
	assert_true(refused > 5);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_order_of_the_events_closes_no_other_days),
		cmocka_unit_test(a_window_shows_what_touches_it),
		cmocka_unit_test(a_calendar_without_room_is_no_short_calendar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
