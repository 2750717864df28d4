/* A text that may have asked us to stop: decided, or stopped when nobody decides. */
#include "tests/unit/work/case.h"

#include "work/followup/opt_out_review.h"

static void one_doubt_that_cannot_be_ended_stops_no_other(void **state)
{
	struct bench bench;
	struct promise broken, sound;
	struct opt_out_review review;
	size_t count = 0;

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	broken = case_ask_stranger(&bench, "es");
	sound = case_ask_stranger(&bench, "es");
	assert_fine(case_do(&bench, opt_out_review_raise(&txn, broken.id, (struct message_id){ 1 })));
	assert_fine(case_do(&bench, opt_out_review_raise(&txn, sound.id, (struct message_id){ 2 })));
	case_break(&bench, &broken);
	clock_advance(bench.clock, 30 * DAY_MS);
	assert_fine(case_do(&bench, opt_out_review_turn(&txn, &count)));
	assert_int_equal(count, 2);
	assert_int_equal(opt_out_review_get(bench.db, sound.id, &review), FAULT_NONE);
	assert_int_equal(review.decision, DECISION_STOPPED);
	assert_int_equal(opt_out_review_get(bench.db, broken.id, &review), FAULT_NONE);
	assert_int_equal(review.decision, DECISION_OPEN);
	assert_int_equal(review.wake_at, clock_now(bench.clock) + TRIAL_AGAIN_IN);
	bench_done(&bench);
}

static void a_new_owner_leaves_what_else_it_is_on_the_list_for(void **state)
{
	struct bench bench;
	struct promise promise;

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	promise = case_ask_stranger(&bench, "es");
	assert_int_equal(promise.person_reason, PERSON_UNCOVERED);
	assert_fine(case_do(&bench, opt_out_review_raise(&txn, promise.id, (struct message_id){ 1 })));
	case_hire(&bench, "ana@x", "es", ROLE_LIAISON);
	promise = bench_look(&bench, promise.id);
	assert_int_equal(promise.owner.n, case_id(&bench, "ana@x"));
	assert_int_equal(promise.person_reason, PERSON_OPT_OUT_REVIEW);
	assert_true(promise.person_at > 0);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_doubt_that_cannot_be_ended_stops_no_other),
		cmocka_unit_test(a_new_owner_leaves_what_else_it_is_on_the_list_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
