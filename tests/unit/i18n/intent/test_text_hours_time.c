/* Every time that can be said, alone and in pairs, against the rules that text_hours.h has in words. */
#include "tests/lib/fine.h"

#include "i18n/intent/text_hours_set.h"
#include "i18n/intent/text_hours_time.h"

static const enum text_hours_mark halves[] = { TEXT_HOURS_TIME, TEXT_HOURS_AM, TEXT_HOURS_PM, TEXT_HOURS_EVE, TEXT_HOURS_NOON };

/* The minutes at which a clock of twelve hours shows this, within one day. */
static bool can_mean(const struct text_hours_time *time, int at)
{
	int shown = time->hour * 60 + time->minute;

	return at == shown || (time->hour <= 12 && at % 720 == shown % 720);
}

static void each_time(void (*use)(const struct text_hours_time *time))
{
	for (int hour = 0; hour <= 24; hour++)
		for (int minute = 0; minute < 60; minute += 29)
			for (size_t half = 0; half < COUNT_OF(halves); half++)
				for (int is_24 = 0; is_24 <= 1; is_24++)
					use(&(struct text_hours_time){ hour, minute, halves[half], is_24 });
}

static void check_alone(const struct text_hours_time *time)
{
	for (int way = 0; way < 4; way++) {
		int at = text_hours_time_alone(time, way & 1, way & 2);

		if (at < -1 || at > 1440 || (at >= 0 && !can_mean(time, at)))
			fail_msg("%d:%02d half %d became %d", time->hour, time->minute, (int)time->half, at);
		/* what is sure enough when hours may count from dawn is sure everywhere */
		if (way & 2)
			assert_true(at < 0 || at == text_hours_time_alone(time, way & 1, false));
	}
}

static void a_time_alone_is_one_that_the_clock_shows_or_none(void **state)
{
	(void)state;
	each_time(check_alone);
}

static const struct {
	struct text_hours_time time;
	bool is_before;
	int at; /* minutes of the day */
} alone[] = {
#define BARE(hour) { (hour), 0, TEXT_HOURS_TIME, false }
	/* 1 to 7 are the afternoon's, 12 is noon, 8 to 11 may be both, before 8 is the evening's */
	{ BARE(0), false, -1 }, { BARE(1), false, 780 }, { BARE(7), false, 1140 }, { BARE(8), false, -1 }, { BARE(11), false, -1 },
	{ BARE(12), false, 720 }, { BARE(13), false, 780 }, { BARE(23), false, 1380 }, { BARE(24), false, 1440 },
	{ BARE(8), true, 1200 }, { BARE(9), true, -1 }, { BARE(7), true, 1140 }, { BARE(12), true, 720 },
	{ { 24, 1, TEXT_HOURS_TIME, false }, false, -1 }, { { 6, 30, TEXT_HOURS_TIME, true }, false, 390 },
	{ { 8, 0, TEXT_HOURS_TIME, true }, false, 480 }, { { 0, 0, TEXT_HOURS_TIME, true }, false, -1 },
	{ { 12, 30, TEXT_HOURS_TIME, true }, false, 750 },
	/* the half was said */
	{ { 6, 0, TEXT_HOURS_AM, false }, false, 360 }, { { 11, 59, TEXT_HOURS_AM, false }, false, 719 },
	{ { 12, 0, TEXT_HOURS_AM, false }, false, -1 }, { { 13, 0, TEXT_HOURS_AM, false }, false, -1 },
	{ { 0, 0, TEXT_HOURS_AM, false }, false, -1 }, { { 6, 0, TEXT_HOURS_PM, false }, false, 1080 },
	{ { 12, 0, TEXT_HOURS_PM, false }, false, 720 }, { { 18, 0, TEXT_HOURS_PM, false }, false, 1080 },
	{ { 0, 0, TEXT_HOURS_PM, false }, false, -1 }, { { 24, 0, TEXT_HOURS_PM, false }, false, -1 },
	{ { 3, 0, TEXT_HOURS_EVE, false }, false, -1 }, { { 4, 0, TEXT_HOURS_EVE, false }, false, 960 },
	{ { 11, 0, TEXT_HOURS_EVE, false }, false, 1380 }, { { 12, 0, TEXT_HOURS_EVE, false }, false, -1 },
	{ { 20, 0, TEXT_HOURS_EVE, false }, false, 1200 }, { { 24, 0, TEXT_HOURS_EVE, false }, false, -1 },
};

static void the_half_of_the_day_is_what_was_said_or_what_is_clear(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(alone); i++) {
		int at = text_hours_time_alone(&alone[i].time, alone[i].is_before, false);

		if (at != alone[i].at)
			fail_msg("row %zu: %d", i, at);
	}
}

/* Where hours may count from dawn ("3" is nine o'clock), a bare one says nothing. */
static void a_bare_hour_says_nothing_where_hours_count_from_dawn(void **state)
{
	(void)state;
	for (int hour = 0; hour <= 12; hour++) {
		const struct text_hours_time bare = BARE(hour);
		const struct text_hours_time pair[2] = { BARE(hour), { 11, 0, TEXT_HOURS_PM, false } };
		int from, to;

		assert_int_equal(text_hours_time_alone(&bare, false, true), -1);
		assert_false(text_hours_time_pair(pair, true, &from, &to));
	}
}

static struct text_hours_time first;

static void check_pair(const struct text_hours_time *second)
{
	const struct text_hours_time pair[2] = { first, *second };
	int from = -7, to = -7, told_from, told_to;
	bool is_pair = text_hours_time_pair(pair, false, &from, &to);

	if (!is_pair) {
		assert_true(from == -7 && to == -7);
		assert_false(text_hours_time_pair(pair, true, &told_from, &told_to));
		return;
	}
	/* a span of one day, later at its end; midnight as an end is 0 */
	if (from < 0 || from >= 1440 || to < 0 || to >= 1440 || (to != 0 && to <= from) || !can_mean(&first, from) ||
	    !(can_mean(second, to) || (to == 0 && can_mean(second, 1440))))
		fail_msg("%d:%02d/%d to %d:%02d/%d became %d to %d", first.hour, first.minute, (int)first.half, second->hour,
			 second->minute, (int)second->half, from, to);
	if (text_hours_time_pair(pair, true, &told_from, &told_to))
		assert_true(told_from == from && told_to == to);
}

static void pair_with_each(const struct text_hours_time *time)
{
	first = *time;
	each_time(check_pair);
}

static void two_times_are_a_span_of_one_day_that_their_clocks_show(void **state)
{
	(void)state;
	each_time(pair_with_each);
}

static const struct {
	struct text_hours_time times[2];
	int from, to;
} pairs[] = {
#define SAID(hour, half) { (hour), 0, TEXT_HOURS_##half, false }
	{ { BARE(9), BARE(5) }, 540, 1020 },                 /* a working day */
	{ { BARE(8), BARE(11) }, 480, 660 },
	{ { BARE(11), BARE(1) }, 660, 780 },
	{ { BARE(5), BARE(7) }, 1020, 1140 },
	{ { BARE(12), BARE(2) }, 720, 840 },
	{ { SAID(6, TIME), SAID(8, PM) }, 1080, 1200 },      /* the word is for both */
	{ { SAID(9, TIME), SAID(5, PM) }, 540, 1020 },       /* unless that would turn them round */
	{ { SAID(9, AM), SAID(9, PM) }, 540, 1260 },
	{ { SAID(9, AM), BARE(12) }, 540, 720 },
	{ { BARE(18), BARE(20) }, 1080, 1200 },
	{ { BARE(18), BARE(24) }, 1080, 0 },                 /* until midnight */
	{ { SAID(9, PM), SAID(9, AM) }, -1, -1 },            /* over night is no span of one day */
	{ { BARE(20), BARE(18) }, -1, -1 },
	{ { BARE(0), BARE(5) }, -1, -1 },
	{ { BARE(9), BARE(0) }, -1, -1 },
	{ { SAID(13, AM), SAID(3, PM) }, -1, -1 },
};

static void a_pair_is_read_as_people_mean_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		int from = -1, to = -1;

		assert_int_equal(text_hours_time_pair(pairs[i].times, false, &from, &to), pairs[i].from >= 0);
		if (from != pairs[i].from || to != pairs[i].to)
			fail_msg("row %zu: %d to %d", i, from, to);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_time_alone_is_one_that_the_clock_shows_or_none),
		cmocka_unit_test(the_half_of_the_day_is_what_was_said_or_what_is_clear),
		cmocka_unit_test(a_bare_hour_says_nothing_where_hours_count_from_dawn),
		cmocka_unit_test(two_times_are_a_span_of_one_day_that_their_clocks_show),
		cmocka_unit_test(a_pair_is_read_as_people_mean_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
