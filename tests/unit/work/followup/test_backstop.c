/* What waits is never left without a next look: domain/invariants.h (1). */
#include "tests/unit/work/case.h"

#include "work/followup/opt_out_review.h"

static struct promise_id ask(struct bench *bench)
{
	return case_ask_stranger(bench, "en").id;
}

/* Until it is late and its rule has no step left. */
static struct promise wake_to_the_end(struct bench *bench, struct promise_id id)
{
	struct promise promise = bench_look(bench, id);

	while (promise.late_at == 0)
		promise = case_wake(bench, id);
	return promise;
}

static void a_late_promise_wakes_once_more_and_then_a_person_has_it(void **unused)
{
	struct bench bench;
	struct promise promise;
	struct promise_id id;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	case_hire(&bench, "ana@x", "en", ROLE_LIAISON);
	id = ask(&bench);
	promise = wake_to_the_end(&bench, id);
	assert_int_equal(promise.person_at, 0);
	/* eight school hours once more: what the family was told */
	assert_int_equal(promise.wake_at, at("2026-03-05T10:00:00-06:00"));
	promise = case_wake(&bench, id);
	assert_int_equal(promise.person_at, at("2026-03-05T10:00:00-06:00"));
	assert_true(promise.wake_at == NEVER);
	assert_int_equal(promise.state, PROMISE_OPEN);
	bench_done(&bench);
}

static void a_calendar_that_wakes_everybody_does_not_end_it_early(void **unused)
{
	struct bench bench;
	struct promise promise;
	struct promise_id id;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	case_hire(&bench, "ana@x", "en", ROLE_LIAISON);
	id = ask(&bench);
	promise = wake_to_the_end(&bench, id);
	clock_advance(bench.clock, HOUR_MS);
	assert_int_equal(promise_wake_all(bench.db, STR_NONE, clock_now(bench.clock)), FAULT_NONE);
	promise = case_wake(&bench, id);
	assert_int_equal(promise.person_at, 0);
	assert_int_equal(promise.wake_at, at("2026-03-05T10:00:00-06:00"));
	bench_done(&bench);
}

static void who_comes_to_cover_it_late_gets_a_wake_up_with_it(void **unused)
{
	struct bench bench;
	struct promise promise;
	struct promise_id id;
	struct user_id ana;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	id = ask(&bench);
	promise = wake_to_the_end(&bench, id);
	assert_true(promise.person_at > 0 && promise.wake_at == NEVER);
	ana = case_hire(&bench, "ana@x", "en", ROLE_LIAISON);
	promise = bench_look(&bench, id);
	assert_int_equal(promise.owner.n, ana.n);
	assert_int_equal(promise.person_at, 0);
	assert_true(promise.wake_at != NEVER);
	bench_done(&bench);
}

static void what_a_person_winds_forward_is_not_late_before_its_time(void **unused)
{
	struct bench bench;
	struct promise promise;
	struct promise_id id;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	case_hire(&bench, "ana@x", "en", ROLE_LIAISON);
	id = ask(&bench);
	/* the reminder, then the deadline's steps */
	for (int i = 0; i < 2; i++) {
		promise = bench_look(&bench, id);
			assert_fine(case_do(&bench, rule_steps_take(&txn, promise.id, promise.wake_at)));
		}
	promise = bench_look(&bench, id);
	assert_int_equal(promise.late_at, 0);
	assert_int_equal(case_told(&bench, id.n, "promise.late"), 0);
	assert_int_equal(promise.wake_at, promise.due_at);
	promise = case_wake(&bench, id);
	assert_int_equal(promise.late_at, promise.due_at);
	assert_int_equal(case_told(&bench, id.n, "promise.late"), 1);
	bench_done(&bench);
}

static void what_was_decided_stands_on_no_list_any_more(void **unused)
{
	struct bench bench;
	struct promise promise;
	struct promise_id id;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	case_hire(&bench, "ana@x", "en", ROLE_LIAISON);
	id = ask(&bench);
	assert_fine(case_do(&bench, opt_out_review_raise(&txn, id, (struct message_id){ 1 })));
	assert_true(bench_look(&bench, id).person_at > 0);
	assert_fine(case_do(&bench, opt_out_review_decide(&txn, id, DECISION_KEPT, "staff:1")));
	promise = bench_look(&bench, id);
	assert_int_equal(promise.person_at, 0);
	assert_int_equal(promise.person_reason, PERSON_NONE);
	assert_true(promise.wake_at != NEVER);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_late_promise_wakes_once_more_and_then_a_person_has_it),
		cmocka_unit_test(a_calendar_that_wakes_everybody_does_not_end_it_early),
		cmocka_unit_test(who_comes_to_cover_it_late_gets_a_wake_up_with_it),
		cmocka_unit_test(what_a_person_winds_forward_is_not_late_before_its_time),
		cmocka_unit_test(what_was_decided_stands_on_no_list_any_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
