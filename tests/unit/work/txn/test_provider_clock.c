/* How far a provider's clock is from ours: guarantees.md §2.6. */
#include "tests/lib/test.h"

#include "work/txn/provider_clock.h"

#define NOW (INT64_C(1772553600) * SECOND_MS)

static void note(struct provider_clock *clock, int64_t offset, int64_t now)
{
	const struct http_reply reply = { .fate = HTTP_ANSWERED, .status = 200,
					  .dated_at = (now + offset) / SECOND_MS * SECOND_MS };

	provider_clock_note(clock, &reply, now);
}

static bool is_about(int64_t value, int64_t wanted)
{
	/* to the second, as a Date is */
	return value > wanted - 2 * SECOND_MS && value < wanted + 2 * SECOND_MS;
}

static void nothing_is_supposed_before_anything_was_said(void **state)
{
	struct provider_clock clock = { .count = 0 };
	const struct http_reply silent = { .fate = HTTP_ANSWERED, .status = 200 };
	const struct http_reply cut = { .fate = HTTP_CUT, .dated_at = NOW - DAY_MS };

	(void)state;
	provider_clock_note(&clock, &silent, NOW);
	provider_clock_note(&clock, &cut, NOW);
	assert_false(provider_clock_is_known(&clock));
	assert_int_equal(provider_clock_seconds(&clock), 0);
	assert_int_equal(provider_clock_since(&clock, NOW), NOW);
	assert_false(provider_clock_is_off(&clock));
}

static void a_clock_behind_moves_what_is_asked_for_back_and_one_ahead_moves_nothing(void **state)
{
	static const int64_t offsets[] = { -61 * SECOND_MS, -HOUR_MS, -25 * HOUR_MS, 61 * SECOND_MS, HOUR_MS, DAY_MS };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(offsets); i++) {
		struct provider_clock clock = { .count = 0 };

		for (int n = 0; n < 3; n++)
			note(&clock, offsets[i], NOW + n * MINUTE_MS);
		assert_true(is_about(provider_clock_seconds(&clock) * SECOND_MS, offsets[i]));
		assert_true(is_about(provider_clock_since(&clock, NOW), NOW + (offsets[i] < 0 ? offsets[i] : 0)));
		assert_true(is_about(provider_clock_ours(&clock, NOW + offsets[i]), NOW));
		assert_true(provider_clock_is_off(&clock));
	}
}

/* A request that hung, a proxy that kept an answer: one of nine says nothing. */
static void a_few_answers_that_lie_move_it_by_nothing(void **state)
{
	struct provider_clock clock = { .count = 0 };

	(void)state;
	for (int n = 0; n < 30; n++)
		note(&clock, n % 3 ? -2 * SECOND_MS : -3 * DAY_MS, NOW + n * MINUTE_MS);
	assert_true(is_about(provider_clock_seconds(&clock) * SECOND_MS, -2 * SECOND_MS));
	assert_false(provider_clock_is_off(&clock));
	/* nor is what is stamped by a clock that is well moved by its second of doubt */
	assert_int_equal(provider_clock_ours(&clock, NOW), NOW);
}

/* Half of what the request took: an answer that hung for 20 s is no clock 20 s behind. */
static void the_time_that_an_answer_took_is_no_offset(void **state)
{
	struct provider_clock clock = { .count = 0 };
	const struct http_reply slow = { .fate = HTTP_ANSWERED, .status = 200, .took_us = 20 * 1000 * 1000,
					 .dated_at = NOW - 10 * SECOND_MS };

	(void)state;
	provider_clock_note(&clock, &slow, NOW);
	assert_true(is_about(provider_clock_seconds(&clock) * SECOND_MS, 0));
}

static void a_date_that_is_none_is_told_and_moves_nothing(void **state)
{
	static const int64_t offsets[] = { -8 * DAY_MS, 8 * DAY_MS, -20000 * DAY_MS, 40000 * DAY_MS };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(offsets); i++) {
		struct provider_clock clock = { .count = 0 };

		note(&clock, -HOUR_MS, NOW);
		note(&clock, offsets[i], NOW);
		assert_true(is_about(provider_clock_seconds(&clock) * SECOND_MS, -HOUR_MS));
		assert_int_equal(clock.absurd, 1);
		assert_true(provider_clock_is_off(&clock));
	}
}

static void going_wrong_and_coming_right_are_news_once(void **state)
{
	struct provider_clock clock = { .count = 0 };

	(void)state;
	note(&clock, 0, NOW);
	assert_false(provider_clock_is_news(&clock));
	provider_clock_forget(&clock);
	note(&clock, -HOUR_MS, NOW);
	assert_true(provider_clock_is_news(&clock));
	assert_false(provider_clock_is_news(&clock));
	/* our own clock was set */
	provider_clock_forget(&clock);
	assert_false(provider_clock_is_known(&clock));
	note(&clock, 0, NOW);
	assert_true(provider_clock_is_news(&clock));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_supposed_before_anything_was_said),
		cmocka_unit_test(a_clock_behind_moves_what_is_asked_for_back_and_one_ahead_moves_nothing),
		cmocka_unit_test(a_few_answers_that_lie_move_it_by_nothing),
		cmocka_unit_test(the_time_that_an_answer_took_is_no_offset),
		cmocka_unit_test(a_date_that_is_none_is_told_and_moves_nothing),
		cmocka_unit_test(going_wrong_and_coming_right_are_news_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
