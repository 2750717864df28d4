/* Repetition against a calculator that counts days: whatever the rule, the wall clock shows the same time. */
#include "tests/lib/chance.h"
#include "tests/lib/fine.h"
#include "tests/lib/instant.h"

#include <stdio.h>

#include "base/clock.h"
#include "i18n/time/ical.h"

enum { MOST = 400 };

static const char *const names[] = { "America/Chicago", "Pacific/Auckland", "Asia/Kathmandu", "UTC" };

/* One event that repeats. */
struct rule {
	const struct zone *zone;
	const char *zone_name;
	int day;                /* of January 2026 */
	int minute, length;     /* of the day; minutes; 0: all day */
	int interval, count;
	bool is_weekly;
	int skips[3];           /* of which occurrences are EXDATEs, -1: none */
	int64_t from_at, to_at; /* of the horizon */
};

static void write_rule(const struct rule *rule, struct buf *into)
{
	buf_add_text(into, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:t\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:x\r\n");
	if (rule->length)
		buf_add_format(into, "DTSTART;TZID=%s:202601%02dT%02d%02d00\r\nDURATION:PT%dM\r\n", rule->zone_name, rule->day,
			       rule->minute / 60, rule->minute % 60, rule->length);
	else
		buf_add_format(into, "DTSTART;VALUE=DATE:202601%02d\r\n", rule->day);
	buf_add_format(into, "RRULE:FREQ=%s;INTERVAL=%d;COUNT=%d\r\n", rule->is_weekly ? "WEEKLY" : "DAILY", rule->interval,
		       rule->count);
	for (size_t i = 0; i < COUNT_OF(rule->skips); i++) {
		int days = rule->skips[i] * rule->interval * (rule->is_weekly ? 7 : 1);
		int64_t at = zone_instant(rule->zone, 2026, 1, rule->day + days, 12 * 60);
		struct zone_time date = zone_read(rule->zone, at);

		if (rule->skips[i] < 0)
			continue;
		buf_add_format(into, "EXDATE%s%s:%04d%02d%02d", rule->length ? ";TZID=" : ";VALUE=DATE",
			       rule->length ? rule->zone_name : "", date.year, date.month, date.day);
		if (rule->length)
			buf_add_format(into, "T%02d%02d00", rule->minute / 60, rule->minute % 60);
		buf_add_text(into, "\r\n");
	}
	buf_add_text(into, "END:VEVENT\r\nEND:VCALENDAR\r\n");
}

static size_t calculate(const struct rule *rule, struct ical_closure closures[MOST])
{
	size_t count = 0;

	for (int i = 0; i < rule->count; i++) {
		int day = rule->day + i * rule->interval * (rule->is_weekly ? 7 : 1);
		int64_t from_at = zone_instant(rule->zone, 2026, 1, day, rule->length ? rule->minute : 0);
		int64_t to_at = rule->length ? from_at + rule->length * MINUTE_MS : zone_instant(rule->zone, 2026, 1, day + 1, 0);

		if (i == rule->skips[0] || i == rule->skips[1] || i == rule->skips[2] || to_at <= rule->from_at || from_at >= rule->to_at)
			continue;
		closures[count++] = (struct ical_closure){ .from_at = from_at, .to_at = to_at, .is_all_day = !rule->length };
	}
	return count;
}

static struct rule any_rule(struct chance *chance)
{
	size_t n = (size_t)chance_below(chance, COUNT_OF(names));
	struct rule rule = {
		.zone = zone_find(str_of(names[n])), .zone_name = names[n], .day = (int)chance_between(chance, 1, 31),
		/* not in the hours that a change of the clock takes or doubles */
		.minute = (int)chance_between(chance, 5 * 60, 23 * 60 + 59), .length = (int)chance_between(chance, 1, 600),
		.interval = (int)chance_between(chance, 1, 9), .count = (int)chance_between(chance, 1, 120),
		.is_weekly = chance_below(chance, 2), .from_at = at("2026-03-01T00:00:00Z"), .to_at = at("2026-12-01T00:00:00Z"),
	};

	if (chance_below(chance, 3) == 0)
		rule.length = 0;
	for (size_t i = 0; i < COUNT_OF(rule.skips); i++)
		rule.skips[i] = chance_below(chance, 2) ? -1 : (int)chance_below(chance, (uint64_t)rule.count);
	return rule;
}

static void a_rule_closes_what_counting_days_says(void **state)
{
	struct chance chance = { 5545 };

	(void)state;
	for (int round = 0; round < 1000; round++) {
		static struct ical_closure expected[MOST];
		const struct rule rule = any_rule(&chance);
		const struct ical_horizon horizon = { rule.zone, rule.from_at, rule.to_at };
		size_t count = calculate(&rule, expected);
		struct note note = { .text = "" };
		struct ical ical;
		AUTO(arena) arena;
		AUTO(buf) text;

		arena_init(&arena, 1 << 20);
		buf_init(&text, 4000);
		write_rule(&rule, &text);
		if (ical_read(buf_str(&text), &horizon, &arena, &ical, &note))
			fail_msg("%s: %s", note.text, buf_text(&text));
		if (ical.count != count)
			fail_msg("%zu closures, not %zu: %s", ical.count, count, buf_text(&text));
		for (size_t i = 0; i < count; i++)
			if (ical.closures[i].from_at != expected[i].from_at || ical.closures[i].to_at != expected[i].to_at ||
			    ical.closures[i].is_all_day != expected[i].is_all_day)
				fail_msg("closure %zu of %s", i, buf_text(&text));
	}
}

/* Lines broken anywhere, with either line end, in either case of a name: the same calendar. */
static void a_calendar_is_the_same_however_its_lines_are_folded(void **state)
{
	static const char plain[] = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:t\nBEGIN:VEVENT\nUID:a\nSUMMARY:Día de la Independencia 明天\n"
				    "DTSTART;TZID=America/Chicago:20260525T120000\nDURATION:PT90M\nRRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT\nEND:VCALENDAR\n";
	const struct ical_horizon horizon = { zone_find(STR("UTC")), 0, at("2030-01-01T00:00:00Z") };
	struct chance chance = { 75 };

	(void)state;
	for (int round = 0; round < 500; round++) {
		const char *end = chance_below(&chance, 2) ? "\r\n" : "\n";
		struct ical ical;
		struct note note;
		AUTO(arena) arena;
		AUTO(buf) text;
		int column = 0;
		bool is_frame = false;

		arena_init(&arena, 1 << 20);
		buf_init(&text, 10000);
		for (const char *byte = plain; *byte; byte++) {
			bool is_inside = ((unsigned char)*byte & 0xc0) == 0x80; /* of a character */

			/* the frame is read by its lines: nobody folds BEGIN and END */
			if (column == 0)
				is_frame = !strncmp(byte, "BEGIN:", 6) || !strncmp(byte, "END:", 4);
			if (!is_frame && column > 0 && *byte != '\n' && !is_inside && chance_below(&chance, 8) == 0)
				buf_add_format(&text, "%s%s", end, chance_below(&chance, 2) ? " " : "\t");
			if (*byte == '\n')
				buf_add_text(&text, end);
			else
				buf_add_char(&text, *byte);
			column = *byte == '\n' ? 0 : column + 1;
		}
		if (ical_read(buf_str(&text), &horizon, &arena, &ical, &note))
			fail_msg("%s: %s", note.text, buf_text(&text));
		assert_int_equal(ical.count, 2);
		assert_int_equal(ical.closures[0].from_at, at("2026-05-25T17:00:00Z"));
		assert_int_equal(ical.closures[1].to_at, at("2026-05-26T18:30:00Z"));
		assert_true(str_is(ical.closures[1].summary, "Día de la Independencia 明天"));
	}
}

/* A stranger's file with one byte changed: read or refused with a reason, never anything else. */
static void a_damaged_calendar_is_read_or_refused(void **state)
{
	const struct ical_horizon horizon = { zone_find(STR("America/Chicago")), 0, at("2030-01-01T00:00:00Z") };
	struct chance chance = { 404 };
	int refused = 0;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		const struct rule rule = any_rule(&chance);
		struct note note = { .text = "" };
		struct ical ical;
		AUTO(arena) arena;
		AUTO(buf) text;

		arena_init(&arena, 4 << 20);
		buf_init(&text, 4000);
		write_rule(&rule, &text);
		text.at[chance_below(&chance, text.size)] = (char)chance_between(&chance, 1, 255);
		if (!ical_read(buf_str(&text), &horizon, &arena, &ical, &note)) {
			for (size_t i = 0; i < ical.count; i++)
				assert_true(ical.closures[i].from_at < ical.closures[i].to_at &&
					    (i == 0 || ical.closures[i - 1].from_at <= ical.closures[i].from_at) &&
					    str_is_utf8(ical.closures[i].summary));
			continue;
		}
		refused++;
		assert_true(note.text[0] && note.line >= 0);
	}
	assert_true(refused > 100);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_closes_what_counting_days_says),
		cmocka_unit_test(a_calendar_is_the_same_however_its_lines_are_folded),
		cmocka_unit_test(a_damaged_calendar_is_read_or_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
