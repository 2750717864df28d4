#include "tests/lib/test.h"

#include "base/clock.h"
#include "domain/pace.h"

static void a_rested_line_sends_a_burst_and_then_its_pace(void **unused)
{
	struct pace pace;
	int64_t now = 5000;

	(void)unused;
	pace_init(&pace, 1.0, 3, now);
	assert_int_equal(pace_ready(&pace, now), 3);
	assert_int_equal(pace_next_at(&pace, now), now);
	pace_take(&pace, 3, now);
	assert_int_equal(pace_ready(&pace, now), 0);
	assert_int_equal(pace_next_at(&pace, now), now + SECOND_MS);
	assert_int_equal(pace_ready(&pace, now + 999), 0);
	assert_int_equal(pace_ready(&pace, now + 1000), 1);
	assert_int_equal(pace_ready(&pace, now + 100000), 3);
	assert_int_equal(pace_ready(&pace, now + 200000), 3);
}

static void a_long_text_is_paid_for_afterwards(void **unused)
{
	struct pace pace;

	(void)unused;
	pace_init(&pace, 2.0, 1, 0);
	pace_take(&pace, 6, 0);
	assert_int_equal(pace_ready(&pace, 0), 0);
	assert_int_equal(pace_next_at(&pace, 0), 3000);
	assert_int_equal(pace_ready(&pace, 2999), 0);
	assert_int_equal(pace_ready(&pace, 3000), 1);
}

static void slow_and_odd_paces_lose_no_time(void **unused)
{
	static const double paces[] = { 0.25, 0.333, 1.0, 3.0, 7.0, 80.0, 1000.0 };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(paces); i++) {
		struct pace pace;
		int64_t now = 0;
		int64_t sent = 0;

		/* a minute and a half, woken only when pace_next_at says so */
		pace_init(&pace, paces[i], 1, now);
		while (now < 90 * SECOND_MS) {
			int64_t ready = pace_ready(&pace, now);

			assert_true(ready <= 1);
			assert_true(ready == 1);
			pace_take(&pace, ready, now);
			sent += ready;
			assert_true(pace_next_at(&pace, now) > now);
			now = pace_next_at(&pace, now);
		}
		assert_true((double)sent <= 90 * paces[i] + 1.01);
		assert_true((double)sent >= 90 * paces[i] * 0.99 - 1);
	}
}

static void a_line_that_was_told_to_slow_down_rests(void **unused)
{
	struct pace pace;

	(void)unused;
	pace_init(&pace, 10.0, 10, 0);
	pace_rest(&pace, 30 * SECOND_MS, 0);
	assert_int_equal(pace_ready(&pace, 0), 0);
	assert_int_equal(pace_next_at(&pace, 1000), 30 * SECOND_MS + 100);
	/* a shorter rest does not shorten it, a debt stays */
	pace_rest(&pace, SECOND_MS, 1000);
	pace_take(&pace, 1, 2000);
	assert_int_equal(pace_next_at(&pace, 2000), 30 * SECOND_MS + 200);
	pace_rest(&pace, SECOND_MS, 3000);
	assert_int_equal(pace_next_at(&pace, 3000), 30 * SECOND_MS + 200);
	assert_int_equal(pace_ready(&pace, 30 * SECOND_MS), 0);
	assert_int_equal(pace_ready(&pace, 30 * SECOND_MS + 200), 1);
	assert_int_equal(pace_ready(&pace, 90 * SECOND_MS), 10);
}

static void a_clock_set_back_does_not_freeze_a_line(void **unused)
{
	struct pace pace;

	(void)unused;
	pace_init(&pace, 1.0, 1, DAY_MS);
	pace_take(&pace, 1, DAY_MS);
	assert_int_equal(pace_next_at(&pace, DAY_MS - HOUR_MS), DAY_MS - HOUR_MS + 1000);
	pace_rest(&pace, MINUTE_MS, DAY_MS);
	assert_int_equal(pace_ready(&pace, DAY_MS - HOUR_MS), 0);
	assert_int_equal(pace_next_at(&pace, DAY_MS - HOUR_MS),
			 DAY_MS - HOUR_MS + MINUTE_MS + 1000);
	assert_int_equal(pace_ready(&pace, DAY_MS), 1);
}

static void years_of_rest_and_no_pace_at_all_are_harmless(void **unused)
{
	struct pace pace;

	(void)unused;
	pace_init(&pace, 1000000.0, 100000, 0);
	pace_take(&pace, 100000, 0);
	assert_int_equal(pace_ready(&pace, INT64_MAX / 2), 100000);
	pace_init(&pace, 0.0, 0, 0);
	assert_int_equal(pace_ready(&pace, 0), 1);
	pace_take(&pace, 1, 0);
	assert_int_equal(pace_ready(&pace, 365 * DAY_MS), 0);
	assert_true(pace_next_at(&pace, 365 * DAY_MS) == NEVER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rested_line_sends_a_burst_and_then_its_pace),
		cmocka_unit_test(a_long_text_is_paid_for_afterwards),
		cmocka_unit_test(slow_and_odd_paces_lose_no_time),
		cmocka_unit_test(a_line_that_was_told_to_slow_down_rests),
		cmocka_unit_test(a_clock_set_back_does_not_freeze_a_line),
		cmocka_unit_test(years_of_rest_and_no_pace_at_all_are_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
