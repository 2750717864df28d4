#include "tests/lib/test.h"

#include "base/id.h"
#include "owed.h"
#include "store/promises/report_rows.h"

enum { ROWS = 120 };

struct window {
	struct ledger ledger;
	struct chance chance;
	struct promise promises[ROWS];
	struct report_promise told[ROWS];
	size_t count;
	enum fault says;
	size_t says_at;
};

/* Some were found by a poll: opened days before their id was made. */
static void window_new(struct window *window, uint64_t seed)
{
	struct id_maker *maker = id_maker_new(1);

	*window = (struct window){ .chance = { seed } };
	sample_world(&window->ledger);
	for (int i = 0; i < ROWS; i++) {
		int64_t made_at = noon + i * HOUR_MS;

		window->promises[i] = some_promise(&window->chance, id_next(maker, made_at));
		window->promises[i].opened_at = made_at - (chance_below(&window->chance, 4) ? 0 :
			chance_between(&window->chance, 0, REPORT_POLLED_FOR));
		assert_fine(promise_add(window->ledger.db, &window->promises[i]));
	}
	id_maker_free(&maker);
}

static enum fault tell(void *context, const struct report_promise *promise)
{
	struct window *window = context;

	window->told[window->count++] = *promise;
	return window->count == window->says_at ? window->says : FAULT_NONE;
}

static void expect_told(const struct window *window, const struct report_reach *reach)
{
	size_t seen = 0;

	for (int i = 0; i < ROWS && seen < reach->most; i++) {
		const struct promise *promise = &window->promises[i];
		const struct report_promise *told = &window->told[seen];

		if (promise->opened_at < reach->from_at || promise->opened_at >= reach->to_at ||
		    promise->id.n <= reach->after_id)
			continue;
		assert_true(seen < window->count);
		assert_true(told->id == promise->id.n && told->opened_at == promise->opened_at);
		assert_int_equal(told->state, promise->state);
		assert_int_equal(told->channel, promise->channel);
		assert_string_equal(told->language, promise->language);
		assert_string_equal(told->school, promise->school);
		assert_true(told->late_at == promise->late_at && told->inputs == promise->inputs);
		seen++;
	}
	assert_int_equal(seen, window->count);
}

/* Each promise once, in the window in which it was opened, page by page. */
static void a_report_tells_what_was_opened_in_its_time_and_nothing_else(void **state)
{
	static struct window window;

	(void)state;
	window_new(&window, 101);
	for (int round = 0; round < 60; round++) {
		struct report_reach reach = { .from_at = noon + chance_between(&window.chance, -DAY_MS, 5 * DAY_MS),
					      .most = 1 + chance_below(&window.chance, ROWS) };
		size_t count = 99;

		reach.to_at = reach.from_at + chance_between(&window.chance, 0, 3 * DAY_MS);
		do {
			window.count = 0;
			assert_fine(report_rows_walk(window.ledger.db, &reach, tell, &window, &count));
			assert_int_equal(count, window.count);
			expect_told(&window, &reach);
			reach.after_id = count ? window.told[count - 1].id : 0;
		} while (count == reach.most);
	}
	ledger_done(&window.ledger);
}

static void whoever_counts_may_stop_the_walk(void **state)
{
	static struct window window;
	struct report_reach reach = { noon - DAY_MS, noon + 30 * DAY_MS, 0, ROWS };
	size_t count = 0;

	(void)state;
	window_new(&window, 102);
	window.says = FAULT_LIMIT;
	window.says_at = 7;
	assert_fault(report_rows_walk(window.ledger.db, &reach, tell, &window, &count), FAULT_LIMIT);
	assert_int_equal(window.count, 7);
	ledger_done(&window.ledger);
}

/* The first that left, and only an acknowledgement. */
static void a_promise_is_acknowledged_when_that_text_left(void **state)
{
	struct ledger ledger;
	int64_t at = 77;

	(void)state;
	sample_world(&ledger);
	owed_queue(&ledger, 60, 3, KIND_ANSWER, noon + 1);
	owed_queue(&ledger, 61, 3, KIND_ACK, 0);
	owed_queue(&ledger, 62, 4, KIND_ACK, noon + 2);
	owed_queue(&ledger, 63, 0, KIND_ACK, noon + 3);
	assert_fine(report_rows_acknowledged(ledger.db, (struct promise_id){ 3 }, &at));
	assert_true(at == 0);
	owed_queue(&ledger, 64, 3, KIND_ACK, noon + 9);
	owed_queue(&ledger, 65, 3, KIND_ACK, noon + 5);
	assert_fine(report_rows_acknowledged(ledger.db, (struct promise_id){ 3 }, &at));
	assert_true(at == noon + 9);
	assert_fine(report_rows_acknowledged(ledger.db, (struct promise_id){ 0 }, &at));
	assert_true(at == 0);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_tells_what_was_opened_in_its_time_and_nothing_else),
		cmocka_unit_test(whoever_counts_may_stop_the_walk),
		cmocka_unit_test(a_promise_is_acknowledged_when_that_text_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
