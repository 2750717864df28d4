#include "tests/lib/test.h"

#include "calculator.h"
#include "domain/hours.h"
#include "domain/school.h"
#include "tests/lib/instant.h"

static struct school_week chicago(void)
{
	return school_week_default(zone_find(STR("America/Chicago")));
}

static void nights_and_weekends_are_no_school_time(void **unused)
{
	static const struct {
		const char *label, *from;
		int64_t hours;
		const char *to;
	} rows[] = {
		{ "one day", "2026-01-14T08:00:00-06:00", 8, "2026-01-14T16:00:00-06:00" },
		{ "over a night", "2026-01-14T12:00:00-06:00", 8, "2026-01-15T12:00:00-06:00" },
		{ "over a weekend", "2026-01-16T15:00:00-06:00", 4, "2026-01-19T11:00:00-06:00" },
		{ "asked on Saturday", "2026-01-17T11:11:11-06:00", 8, "2026-01-19T16:00:00-06:00" },
		{ "asked by night", "2026-01-14T02:00:00-06:00", 1, "2026-01-14T09:00:00-06:00" },
		{ "spring forward", "2026-03-06T15:00:00-06:00", 2, "2026-03-09T09:00:00-05:00" },
		{ "fall back", "2026-10-30T15:00:00-05:00", 2, "2026-11-02T09:00:00-06:00" },
	};
	struct school_week week = chicago();

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(school_after(&week, at(rows[i].from), rows[i].hours * HOUR_MS),
				 at(rows[i].to));
	assert_int_equal(school_after(&week, 77, 0), 77);
	assert_int_equal(school_after(&week, 77, -5), 77);
}

static void the_first_and_the_last_minute_of_school(void **unused)
{
	struct school_week week = chicago();

	(void)unused;
	assert_false(school_is_open(&week, at("2026-01-14T07:59:59-06:00")));
	assert_true(school_is_open(&week, at("2026-01-14T08:00:00-06:00")));
	assert_true(school_is_open(&week, at("2026-01-14T15:59:59.999-06:00")));
	assert_false(school_is_open(&week, at("2026-01-14T16:00:00-06:00")));
	assert_false(school_is_open(&week, at("2026-01-18T12:00:00-06:00")));
}

static void school_days_are_counted_from_the_next_one_to_its_end(void **unused)
{
	static const struct {
		const char *from;
		int days;
		const char *to;
	} rows[] = {
		{ "2026-01-14T09:00:00-06:00", 1, "2026-01-15T16:00:00-06:00" },
		{ "2026-01-16T09:00:00-06:00", 1, "2026-01-19T16:00:00-06:00" },
		{ "2026-01-17T23:00:00-06:00", 5, "2026-01-23T16:00:00-06:00" },
		{ "2026-01-14T09:00:00-06:00", 10, "2026-01-28T16:00:00-06:00" },
		{ "2026-03-02T09:00:00-06:00", 10, "2026-03-16T16:00:00-05:00" },
	};
	struct school_week week = chicago();
	struct school_week none = { .zone = week.zone };
	struct note note;

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(school_days_after(&week, at(rows[i].from), rows[i].days),
				 at(rows[i].to));
	assert_int_equal(school_days_after(&none, at(rows[0].from), 10), NEVER);
	assert_int_equal(school_week_read(STR("mon 08:00-12:00 13:00-15:00"), week.zone, &week,
					  &note), FAULT_NONE);
	assert_int_equal(school_days_after(&week, at(rows[0].from), 1),
			 at("2026-01-19T15:00:00-06:00"));
}

static void a_week_without_staff_never_ends(void **unused)
{
	struct school_week week = { .zone = zone_find(STR("America/Chicago")) };

	(void)unused;
	assert_true(school_after(&week, 0, 1) == NEVER);
	assert_true(school_after(&week, 0, 0) == NEVER);
	assert_false(school_is_open(&week, 0));
	assert_int_equal(school_between(&week, 0, 400 * DAY_MS), 0);
	week = chicago();
	assert_true(school_after(&week, 0, NEVER) == NEVER);
	assert_int_equal(school_between(&week, 5000, 4000), 0);
}

/* --- reading --------------------------------------------------------------------- */

static void weeks_are_read(void **unused)
{
	const struct zone *zone = zone_find(STR("America/Denver"));
	struct school_week week;
	struct note note;

	(void)unused;
	assert_int_equal(school_week_read(STR(" mon-fri 08:00-12:00  13:00-16:00,Sat 09:00-24:00"),
					  zone, &week, &note), FAULT_NONE);
	assert_ptr_equal(week.zone, zone);
	assert_int_equal(week.spans[0][0].to, 0);
	for (int day = 1; day <= 5; day++) {
		assert_int_equal(week.spans[day][0].from, 480);
		assert_int_equal(week.spans[day][0].to, 720);
		assert_int_equal(week.spans[day][1].from, 780);
		assert_int_equal(week.spans[day][1].to, 960);
	}
	assert_int_equal(week.spans[6][0].from, 540);
	assert_int_equal(week.spans[6][0].to, 1440);
	assert_int_equal(week.spans[6][1].to, 0);
	/* round the end of the week */
	assert_int_equal(school_week_read(STR("sat-sun 10:00-11:00"), zone, &week, &note), FAULT_NONE);
	assert_int_equal(week.spans[6][0].from, 600);
	assert_int_equal(week.spans[0][0].from, 600);
	assert_int_equal(week.spans[1][0].to, 0);
}

static void weeks_that_make_no_sense_are_refused_with_a_reason(void **unused)
{
	static const struct {
		const char *text, *reason;
	} rows[] = {
		{ "", "is no day" },
		{ ",", "is no day" },
		{ "mon", "hours are missing" },
		{ "moon 08:00-16:00", "\"moon\" is no day" },
		{ "mon-fry 08:00-16:00", "\"mon-fry\" is no day" },
		{ "mon- 08:00-16:00", "is no day" },
		{ "mon-tue-wed 08:00-16:00", "is no day" },
		{ "mon 8-16", "\"8-16\" is no span" },
		{ "mon 08:00", "is no span" },
		{ "mon 08:00-08:00", "is no span" },
		{ "mon 16:00-08:00", "is no span" },
		{ "mon 25:00-26:00", "is no span" },
		{ "mon 08:60-16:00", "is no span" },
		{ "mon 08:00-24:01", "is no span" },
		{ "mon 08.00-16.00", "is no span" },
		{ "mon ab:cd-16:00", "is no span" },
		{ "mon 08:00-12:00 11:00-16:00", "begins before" },
		{ "mon 08:00-10:00 11:00-12:00 13:00-14:00", "at most 2 spans" },
		{ "mon-fri 08:00-16:00, wed 09:00-10:00", "stands there twice" },
		{ "mon-fri 08:00-16:00,", "is no day" },
	};
	struct school_week week = chicago();

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct note note = { .text = "" };

		assert_int_equal(school_week_read(str_of(rows[i].text), week.zone, &week, &note),
				 FAULT_INVALID);
		assert_non_null(strstr(note.text, rows[i].reason));
		assert_int_equal(week.spans[1][0].from, 480);
	}
	assert_int_equal(school_week_read(STR_NONE, week.zone, &week, NULL), FAULT_INVALID);
}

/* --- against the calculator --------------------------------------------------------- */

static bool is_staffed(const struct calculator *calculator, const struct school_week *week,
		       int64_t instant)
{
	int day = calculator_weekday(calculator, instant);
	int minute = calculator_minute(calculator, instant);

	for (int i = 0; i < 2; i++)
		if (week->spans[day][i].from <= minute && minute < week->spans[day][i].to)
			return true;
	return false;
}

static void roll_week(struct school_week *week, uint64_t *dice_state)
{
	for (int day = 0; day < 7; day++) {
		int from = (int)(360 + dice_below(dice_state, 300));

		week->spans[day][0].from = week->spans[day][0].to = 0;
		week->spans[day][1].from = week->spans[day][1].to = 0;
		if (dice_below(dice_state, 4) == 0)
			continue;
		week->spans[day][0].from = from;
		week->spans[day][0].to = from + 1 + (int)dice_below(dice_state, 200);
		if (dice_below(dice_state, 2))
			continue;
		week->spans[day][1].from = week->spans[day][0].to + (int)dice_below(dice_state, 60);
		week->spans[day][1].to = week->spans[day][1].from + 1 + (int)dice_below(dice_state, 200);
	}
	week->spans[3][0].from = 600;
	week->spans[3][0].to = 900;
	week->spans[3][1].from = week->spans[3][1].to = 0;
}

static void compare(const struct calculator *calculator, struct school_week *week,
		    uint64_t *dice_state)
{
	int64_t from_at = CALCULATOR_FROM + 5 * DAY_MS +
			  dice_below(dice_state, CALCULATOR_TO - CALCULATOR_FROM - 90 * DAY_MS);
	int64_t span_for = 1 + dice_below(dice_state, 12 * HOUR_MS);
	int64_t to_at, next, counted = 0;

	roll_week(week, dice_state);
	to_at = school_after(week, from_at, span_for);
	for (int64_t t = from_at; t < to_at; t = next) {
		next = t - t % MINUTE_MS + MINUTE_MS;
		if (next > to_at)
			next = to_at;
		if (is_staffed(calculator, week, t))
			counted += next - t;
	}
	assert_int_equal(counted, span_for);
	assert_true(is_staffed(calculator, week, to_at - 1));
	assert_int_equal(school_between(week, from_at, to_at), span_for);
	assert_int_equal(school_is_open(week, from_at), is_staffed(calculator, week, from_at));
	assert_int_equal(school_is_open(week, to_at), is_staffed(calculator, week, to_at));
}

static void school_time_agrees_with_a_count_of_minutes_and_its_inverse(void **unused)
{
	static struct calculator calculator;
	uint64_t dice_state = 20260114;

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(calculator_zones); i++) {
		struct school_week week = { .zone = zone_find(str_of(calculator_zones[i])) };

		calculator_load(&calculator, calculator_zones[i]);
		for (int n = 0; n < 400; n++)
			compare(&calculator, &week, &dice_state);
	}
}

/* Spans that touch the hour which comes twice or not at all: still an inverse. */
static void nights_of_change_lose_and_gain_no_school_time(void **unused)
{
	static const char *const nights[] = { "2026-03-07T12:00:00-06:00",
					      "2026-10-31T12:00:00-05:00" };
	struct school_week week = { .zone = zone_find(STR("America/Chicago")) };
	uint64_t dice_state = 4711;

	(void)unused;
	for (int n = 0; n < 4000; n++) {
		int64_t from_at = at(nights[n % 2]) + dice_below(&dice_state, DAY_MS);
		int64_t span_for = 1 + dice_below(&dice_state, 10 * HOUR_MS);

		for (int day = 0; day < 7; day++) {
			week.spans[day][0].from = (int)dice_below(&dice_state, 120);
			week.spans[day][0].to = 60 + (int)dice_below(&dice_state, 60) +
						week.spans[day][0].from;
			week.spans[day][1].from = week.spans[day][0].to;
			week.spans[day][1].to = 240 + (int)dice_below(&dice_state, 1201);
		}
		assert_int_equal(school_between(&week, from_at,
						school_after(&week, from_at, span_for)), span_for);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nights_and_weekends_are_no_school_time),
		cmocka_unit_test(the_first_and_the_last_minute_of_school),
		cmocka_unit_test(school_days_are_counted_from_the_next_one_to_its_end),
		cmocka_unit_test(a_week_without_staff_never_ends),
		cmocka_unit_test(weeks_are_read),
		cmocka_unit_test(weeks_that_make_no_sense_are_refused_with_a_reason),
		cmocka_unit_test(school_time_agrees_with_a_count_of_minutes_and_its_inverse),
		cmocka_unit_test(nights_of_change_lose_and_gain_no_school_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
