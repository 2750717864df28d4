/* A text that may have asked us to stop: decided, or stopped when nobody decides. */
#include "tests/unit/work/case.h"

#include "store/people/consent.h"
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

/* --- the clock ------------------------------------------------------------------------------------------ */

static struct opt_out_review raised(struct bench *bench, const char *phone, struct promise *promise)
{
	struct opt_out_review review;

	*promise = case_ask(bench, phone, "es");
	assert_fine(case_do(bench, opt_out_review_raise(&txn, promise->id, (struct message_id){ 1 })));
	assert_fine(opt_out_review_get(bench->db, promise->id, &review));
	*promise = bench_look(bench, promise->id);
	return review;
}

static struct opt_out_review turned_at(struct bench *bench, const struct promise *promise, int64_t at)
{
	struct opt_out_review review;
	size_t count = 0;

	case_wind_to(bench, at);
	assert_fine(case_do(bench, opt_out_review_turn(&txn, &count)));
	assert_fine(opt_out_review_get(bench->db, promise->id, &review));
	return review;
}

static bool is_stopped(struct bench *bench, const char *phone, struct consent *consent)
{
	assert_fine(consent_get(bench->db, str_of(phone), CHANNEL_SMS, PURPOSE_SCHOOL, consent));
	return consent->is_stopped;
}

/* Tuesday the 3rd: five business days, then ten, at the end of the day. */
static void halfway_it_is_reminded_and_after_ten_business_days_it_stops(void **state)
{
	struct bench bench;
	struct promise promise;
	struct opt_out_review review;
	struct consent consent;
	struct user_id ana;
	const struct user_id all = { 0 };

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	ana = case_hire(&bench, "ana@x", "es", ROLE_LIAISON);
	review = raised(&bench, ROSA, &promise);
	assert_in_range(review.wake_at, at("2026-03-10T08:00:00-05:00"), at("2026-03-11T08:00:00-05:00"));
	assert_in_range(review.decide_by, at("2026-03-17T08:00:00-05:00"), at("2026-03-18T08:00:00-05:00"));
	review = turned_at(&bench, &promise, review.wake_at);
	assert_int_equal(review.decision, DECISION_OPEN);
	assert_int_equal(review.wake_at, review.decide_by);
	assert_int_equal(case_notices(&bench, ana, ROLE_LIAISON, "consent.decide"), 1);
	assert_int_equal(case_notices(&bench, all, ROLE_ADMINISTRATOR, "consent.decide"), 1);
	assert_int_equal(case_told(&bench, promise.id.n, "consent.reminded"), 1);
	review = turned_at(&bench, &promise, review.decide_by);
	assert_int_equal(review.decision, DECISION_STOPPED);
	assert_string_equal(review.decided_by, "policy");
	assert_true(is_stopped(&bench, ROSA, &consent));
	assert_int_equal(consent.cause, CAUSE_POLICY);
	assert_int_equal(case_notices(&bench, all, ROLE_ADMINISTRATOR, "consent.stopped_undecided"), 1);
	bench_done(&bench);
}

/* Closing the promise does not close the doubt, and neither does another owner. */
static void nothing_but_a_decision_ends_its_clock(void **state)
{
	struct bench bench;
	struct promise promise;
	struct opt_out_review review, after;
	struct consent consent;
	struct user_id ana;

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	ana = case_hire(&bench, "ana@x", "es", ROLE_LIAISON);
	review = raised(&bench, ROSA, &promise);
	case_answer(&bench, promise.id, ana);
	case_leave(&bench, ana);
	assert_fine(case_do(&bench, consequences_promise(&txn, promise.id, PROMISE_ON_EXCUSED, "staff:1", "")));
	assert_fine(opt_out_review_get(bench.db, promise.id, &after));
	assert_int_equal(after.decide_by, review.decide_by);
	after = turned_at(&bench, &promise, review.decide_by);
	assert_int_equal(after.decision, DECISION_STOPPED);
	assert_true(is_stopped(&bench, ROSA, &consent));
	bench_done(&bench);
}

/* --- a decision -------------------------------------------------------------------------------------------- */

static void a_decision_is_taken_once_and_does_what_it_says(void **state)
{
	static const struct {
		enum decision decision;
		bool stops, is_listed;
	} rows[] = { { DECISION_STOPPED, true, true }, { DECISION_KEPT, false, false } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		struct promise promise;
		struct consent consent;
		struct opt_out_review review;

		bench_new(&bench, TUESDAY_TEN);
		case_hire(&bench, "ana@x", "es", ROLE_LIAISON);
		raised(&bench, ROSA, &promise);
		assert_fine(case_do(&bench, opt_out_review_decide(&txn, promise.id, rows[i].decision,
								 "staff:1")));
		assert_int_equal(is_stopped(&bench, ROSA, &consent), rows[i].stops);
		assert_fine(opt_out_review_get(bench.db, promise.id, &review));
		assert_string_equal(review.decided_by, "staff:1");
		assert_int_equal(review.decided_at, bench_now(&bench));
		assert_true(review.wake_at == NEVER);
		assert_int_equal(bench_look(&bench, promise.id).person_at != 0, rows[i].is_listed);
		assert_fault(case_do(&bench, opt_out_review_decide(&txn, promise.id, DECISION_KEPT,
								  "staff:2")), FAULT_CONFLICT);
		assert_non_null(strstr(bench.note.text, opt_out_review_decision_word(rows[i].decision)));
		bench_done(&bench);
	}
}

static void where_nothing_was_raised_nothing_is_decided(void **state)
{
	struct bench bench;
	struct promise promise;

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	promise = case_ask(&bench, ROSA, "es");
	assert_fault(case_do(&bench, opt_out_review_decide(&txn, promise.id, DECISION_KEPT, "staff:1")),
		     FAULT_MISSING);
	assert_fault(case_do(&bench, opt_out_review_raise(&txn, (struct promise_id){ 5 },
							 (struct message_id){ 1 })), FAULT_MISSING);
	bench_done(&bench);
}

/* The family's own plain word answers all of that number at once, and of no other. */
static void the_familys_own_word_decides_all_of_its_number(void **state)
{
	struct bench bench;
	struct promise rosas[2], luis;
	struct opt_out_review review;

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	case_hire(&bench, "ana@x", "es", ROLE_LIAISON);
	raised(&bench, ROSA, &rosas[0]);
	raised(&bench, ROSA, &rosas[1]);
	raised(&bench, LUIS, &luis);
	assert_fine(case_do(&bench, opt_out_review_clear(&txn, STR(ROSA), DECISION_KEPT, "family")));
	for (int i = 0; i < 2; i++) {
		assert_fine(opt_out_review_get(bench.db, rosas[i].id, &review));
		assert_int_equal(review.decision, DECISION_KEPT);
		assert_int_equal(bench_look(&bench, rosas[i].id).person_at, 0);
	}
	assert_fine(opt_out_review_get(bench.db, luis.id, &review));
	assert_int_equal(review.decision, DECISION_OPEN);
	bench_done(&bench);
}

/* A second text while the first clock runs gives nobody more time; decided, it opens anew. */
static void a_second_text_moves_no_clock_that_runs(void **state)
{
	struct bench bench;
	struct promise promise;
	struct opt_out_review first, second;

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	case_hire(&bench, "ana@x", "es", ROLE_LIAISON);
	first = raised(&bench, ROSA, &promise);
	case_wind_to(&bench, bench_now(&bench) + 2 * DAY_MS);
	assert_fine(case_do(&bench, opt_out_review_raise(&txn, promise.id, (struct message_id){ 2 })));
	assert_fine(opt_out_review_get(bench.db, promise.id, &second));
	assert_int_equal(second.decide_by, first.decide_by);
	assert_int_equal(second.message.n, 1);
	assert_fine(case_do(&bench, opt_out_review_decide(&txn, promise.id, DECISION_KEPT, "staff:1")));
	assert_fine(case_do(&bench, opt_out_review_raise(&txn, promise.id, (struct message_id){ 3 })));
	assert_fine(opt_out_review_get(bench.db, promise.id, &second));
	assert_int_equal(second.decision, DECISION_OPEN);
	assert_true(second.decide_by > first.decide_by);
	bench_done(&bench);
}

/* A school that is staffed on Mondays only has no more time than the law gives. */
static void a_week_of_mondays_gives_no_more_time(void **state)
{
	struct bench bench;
	struct promise promise;
	struct opt_out_review review;

	(void)state;
	bench_prepare(&bench, TUESDAY_TEN);
	assert_fine(school_week_read(STR("mon 09:00-12:00"), bench.settings.zone, &bench.settings.week, NULL));
	bench_open(&bench);
	review = raised(&bench, ROSA, &promise);
	assert_true(review.decide_by <= at("2026-03-18T08:00:00-05:00"));
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_doubt_that_cannot_be_ended_stops_no_other),
		cmocka_unit_test(halfway_it_is_reminded_and_after_ten_business_days_it_stops),
		cmocka_unit_test(nothing_but_a_decision_ends_its_clock),
		cmocka_unit_test(a_decision_is_taken_once_and_does_what_it_says),
		cmocka_unit_test(where_nothing_was_raised_nothing_is_decided),
		cmocka_unit_test(the_familys_own_word_decides_all_of_its_number),
		cmocka_unit_test(a_second_text_moves_no_clock_that_runs),
		cmocka_unit_test(a_week_of_mondays_gives_no_more_time),
		cmocka_unit_test(a_new_owner_leaves_what_else_it_is_on_the_list_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
