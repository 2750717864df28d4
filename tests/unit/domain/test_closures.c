#include "tests/lib/test.h"

#include <stdlib.h>

#include "base/clock.h"
#include "domain/hours.h"
#include "domain/school.h"
#include "tests/lib/instant.h"

enum { ROUNDS = 3000, SPANS_MOST = 24 };

static struct school_week chicago(const struct school_closures *closures)
{
	struct school_week week = school_week_default(zone_find(STR("America/Chicago")));

	week.closures = closures;
	return week;
}

static void holidays_and_half_days_are_no_school_time(void **state)
{
	const struct school_span spans[] = {
		{ at("2026-11-25T12:00:00-06:00"), at("2026-11-25T16:00:00-06:00") },
		{ at("2026-11-26T00:00:00-06:00"), at("2026-11-28T00:00:00-06:00") },
		{ at("2026-12-02T10:00:00-06:00"), at("2026-12-02T11:00:00-06:00") },
		{ at("2026-12-02T13:00:00-06:00"), at("2026-12-02T14:00:00-06:00") },
	};
	const struct school_closures closures = { spans, COUNT_OF(spans) };
	const struct school_week week = chicago(&closures);
	static const struct {
		const char *from;
		int hours;
		const char *to;
	} rows[] = {
		{ "2026-11-25T10:00:00-06:00", 2, "2026-11-25T12:00:00-06:00" },
		{ "2026-11-25T10:00:00-06:00", 3, "2026-11-30T09:00:00-06:00" },
		{ "2026-11-25T13:00:00-06:00", 8, "2026-11-30T16:00:00-06:00" },
		{ "2026-12-02T09:00:00-06:00", 3, "2026-12-02T13:00:00-06:00" },
		{ "2026-12-02T09:00:00-06:00", 4, "2026-12-02T15:00:00-06:00" },
		{ "2026-12-02T10:30:00-06:00", 1, "2026-12-02T12:00:00-06:00" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int64_t from_at = at(rows[i].from);

		assert_int_equal(school_after(&week, from_at, rows[i].hours * HOUR_MS), at(rows[i].to));
		assert_int_equal(school_between(&week, from_at, at(rows[i].to)),
				 rows[i].hours * HOUR_MS);
	}
	assert_false(school_is_open(&week, at("2026-11-26T10:00:00-06:00")));
	assert_false(school_is_open(&week, at("2026-12-02T10:00:00-06:00")));
	assert_true(school_is_open(&week, at("2026-12-02T11:00:00-06:00")));
	assert_true(school_is_open(&week, at("2026-11-25T11:59:59-06:00")));
}

static void a_week_that_is_closed_for_ever_never_ends(void **state)
{
	const struct school_span always = { INT64_MIN / 2, INT64_MAX };
	const struct school_closures closures = { &always, 1 };
	const struct school_week week = chicago(&closures);

	(void)state;
	assert_true(school_after(&week, 0, 1) == NEVER);
	assert_int_equal(school_between(&week, 0, 100 * DAY_MS), 0);
}

static void closures_are_put_in_order_and_joined(void **state)
{
	struct school_span spans[] = { { 50, 60 }, { 10, 20 }, { 20, 30 }, { 5, 5 }, { 12, 14 },
				       { 70, 65 }, { 55, 80 }, { 10, 11 } };

	(void)state;
	assert_int_equal(school_closures_tidy(spans, COUNT_OF(spans)), 2);
	assert_int_equal(spans[0].from_at, 10);
	assert_int_equal(spans[0].to_at, 30);
	assert_int_equal(spans[1].from_at, 50);
	assert_int_equal(spans[1].to_at, 80);
	assert_int_equal(school_closures_tidy(spans, 0), 0);
}

static int64_t random_below(int64_t most)
{
	return (int64_t)(((uint64_t)random() << 31 | (uint64_t)random()) % (uint64_t)most);
}

/* Minute by minute, without any of the code under test but the bare week. */
static bool is_open(const struct school_week *bare, const struct school_closures *closures,
		    int64_t instant)
{
	for (size_t i = 0; i < closures->count; i++)
		if (closures->spans[i].from_at <= instant && instant < closures->spans[i].to_at)
			return false;
	return school_is_open(bare, instant);
}

static void after_and_between_are_each_others_inverse_with_closures(void **state)
{
	const int64_t base = at("2026-01-01T00:00:00Z");
	const char *seed = getenv("SEED");

	(void)state;
	srandom(seed ? (unsigned)atoi(seed) : 4711);
	for (int round = 0; round < ROUNDS; round++) {
		struct school_span spans[SPANS_MOST];
		size_t count = (size_t)random_below(SPANS_MOST);
		struct school_closures closures = { spans, 0 };
		struct school_week week, bare = chicago(NULL);
		int64_t from_at = base + random_below(300 * DAY_MS);
		int64_t span_for = 1 + random_below(60 * HOUR_MS);
		int64_t to_at;

		for (size_t i = 0; i < count; i++) {
			spans[i].from_at = base + random_below(310 * DAY_MS);
			spans[i].to_at = spans[i].from_at + random_below(round % 2 ? 3 * HOUR_MS : 9 * DAY_MS);
		}
		closures.count = school_closures_tidy(spans, count);
		week = chicago(&closures);
		to_at = school_after(&week, from_at, span_for);
		assert_true(to_at != NEVER);
		assert_int_equal(school_between(&week, from_at, to_at), span_for);
		/* the last millisecond of it was school time */
		assert_true(is_open(&bare, &closures, to_at - 1));
		assert_int_equal(school_between(&week, from_at, to_at - 1), span_for - 1);
		assert_true(school_after(&bare, from_at, span_for) <= to_at);
	}
}

static void between_counts_what_a_clock_counts(void **state)
{
	const int64_t base = at("2026-03-01T00:00:00Z");

	(void)state;
	srandom(99);
	for (int round = 0; round < 40; round++) {
		struct school_span spans[6];
		struct school_closures closures = { spans, 0 };
		struct school_week week, bare = chicago(NULL);
		int64_t to_at = base + 20 * DAY_MS;
		int64_t minutes = 0;

		for (int i = 0; i < 6; i++) {
			spans[i].from_at = base + random_below(20 * 1440) * MINUTE_MS;
			spans[i].to_at = spans[i].from_at + random_below(2000) * MINUTE_MS;
		}
		closures.count = school_closures_tidy(spans, 6);
		week = chicago(&closures);
		for (int64_t instant = base; instant < to_at; instant += MINUTE_MS)
			minutes += is_open(&bare, &closures, instant);
		assert_int_equal(school_between(&week, base, to_at), minutes * MINUTE_MS);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holidays_and_half_days_are_no_school_time),
		cmocka_unit_test(a_week_that_is_closed_for_ever_never_ends),
		cmocka_unit_test(closures_are_put_in_order_and_joined),
		cmocka_unit_test(after_and_between_are_each_others_inverse_with_closures),
		cmocka_unit_test(between_counts_what_a_clock_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
