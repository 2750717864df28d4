/* The steps of a rule: taken in their time, one promise never in another's way. */
#include "tests/unit/work/case.h"

static size_t steps(struct bench *bench)
{
	size_t count = 0;

	assert_fine(case_do(bench, rule_steps_turn(&txn, &count)));
	return count;
}

static void one_promise_that_cannot_be_stepped_stops_no_other(void **state)
{
	struct bench bench;
	struct promise broken, sound;

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	case_hire(&bench, "ana@x", "es", ROLE_LIAISON);
	broken = case_ask_stranger(&bench, "es");
	sound = case_ask_stranger(&bench, "es");
	case_break(&bench, &broken);
	clock_advance(bench.clock, 2 * DAY_MS);
	assert_int_equal(steps(&bench), 2);
	broken = bench_look(&bench, broken.id);
	sound = bench_look(&bench, sound.id);
	assert_true(sound.late_at > 0 && sound.next_step > 2);
	assert_int_equal(broken.next_step, 2);
	assert_int_equal(broken.late_at, broken.due_at);
	assert_int_equal(broken.person_reason, PERSON_STEP_FAILED);
	assert_int_equal(broken.wake_at, clock_now(bench.clock) + TRIAL_AGAIN_IN);
	assert_int_equal(case_notices(&bench, (struct user_id){ case_id(&bench, "ana@x") }, ROLE_LIAISON, "promise.for_person"), 1);
	/* tried again, not told again */
	clock_advance(bench.clock, TRIAL_AGAIN_IN);
	assert_int_equal(steps(&bench), 1);
	assert_int_equal(case_notices(&bench, (struct user_id){ case_id(&bench, "ana@x") }, ROLE_LIAISON, "promise.for_person"), 1);
	bench_done(&bench);
}

static void who_gets_from_a_rule_what_nobody_covers_takes_it_off_the_list(void **state)
{
	static const char rules[] =
		"rules:\n"
		"  - name: everything else\n"
		"    answer_within: 8 school hours\n"
		"    steps:\n"
		"      - {after: at once, do: acknowledge}\n"
		"      - {after: at once, do: assign, to: coverage}\n"
		"      - {after: 2 school hours, do: reassign, to: role administrator}\n"
		"      - {after: deadline, do: update family}\n";
	struct bench bench;
	struct promise promise;

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	assert_int_equal(case_publish(&bench, rules), 2);
	case_hire(&bench, "ana@x", "es", ROLE_LIAISON);
	case_hire(&bench, "boss@x", "en", ROLE_ADMINISTRATOR);
	promise = case_ask_stranger(&bench, "vi");
	assert_string_equal(promise.language, "vi");
	assert_int_equal(promise.owner.n, 0);
	assert_int_equal(promise.person_reason, PERSON_UNCOVERED);
	assert_true(promise.person_at > 0);

	clock_advance(bench.clock, 2 * HOUR_MS);
	assert_int_equal(steps(&bench), 1);
	promise = bench_look(&bench, promise.id);
	assert_int_equal(promise.owner.n, case_id(&bench, "boss@x"));
	assert_int_equal(promise.person_at, 0);
	assert_int_equal(promise.person_reason, PERSON_NONE);
	assert_true(promise.wake_at < NEVER);
	assert_int_equal(case_notices(&bench, (struct user_id){ case_id(&bench, "boss@x") }, ROLE_ADMINISTRATOR,
				 "promise.assigned"), 1);
	bench_done(&bench);
}

/* --- what stands in a list may be old by its turn ------------------------------------------- */

/* The list of a turn, then something else steps one of it before its turn comes. */
static struct promise listed(struct bench *bench, struct promise_id *id)
{
	struct promise due[8];
	size_t count = 0;

	bench_new(bench, TUESDAY_TEN);
	case_hire(bench, "ana@x", "es", ROLE_LIAISON);
	*id = case_ask_stranger(bench, "es").id;
	clock_advance(bench->clock, 2 * DAY_MS);
	assert_fine(promise_due(bench->db, bench_now(bench), due, COUNT_OF(due), &count));
	assert_int_equal(count, 1);
	assert_int_equal(due[0].id.n, id->n);
	return due[0];
}

static enum fault take_twice(const struct txn *txn, struct promise_id id)
{
	enum fault fault = rule_steps_take(txn, id, txn->now);

	return fault ? fault : rule_steps_take(txn, id, txn->now);
}

static void a_promise_that_is_listed_twice_is_stepped_once(void **state)
{
	struct bench bench;
	struct promise_id id;
	int steps_told;

	(void)state;
	(void)listed(&bench, &id);
	steps_told = case_told(&bench, id.n, "rule.step");
	assert_fine(case_do(&bench, rule_steps_take(&txn, id, txn.now)));
	steps_told = case_told(&bench, id.n, "rule.step") - steps_told;
	assert_true(steps_told > 0);
	bench_done(&bench);

	(void)listed(&bench, &id);
	steps_told += case_told(&bench, id.n, "rule.step");
	assert_fine(case_do(&bench, take_twice(&txn, id)));
	assert_int_equal(case_told(&bench, id.n, "rule.step"), steps_told);
	assert_int_equal(case_told(&bench, id.n, "promise.late"), 1);
	assert_int_equal(case_texts(&bench, id, KIND_UPDATE, NULL), 1);
	bench_done(&bench);
}

static enum fault excuse_then_take(const struct txn *txn, struct promise_id id)
{
	struct promise promise;
	enum fault fault = consequences_promise(txn, id, PROMISE_ON_EXCUSED, "staff:1", "spam");

	if (!fault)
		fault = agenda_get_promise(txn, id, &promise);
	if (fault)
		return fault;
	str_put(promise.excuse, sizeof(promise.excuse), STR("spam"));
	fault = agenda_put_promise(txn, &promise);
	return fault ? fault : rule_steps_take(txn, id, txn->now);
}

static void a_promise_that_was_closed_before_its_turn_is_left_alone(void **state)
{
	struct bench bench;
	struct promise promise;
	struct promise_id id;
	int steps_told;

	(void)state;
	(void)listed(&bench, &id);
	steps_told = case_told(&bench, id.n, "rule.step");
	assert_fine(case_do(&bench, excuse_then_take(&txn, id)));
	promise = bench_look(&bench, id);
	assert_int_equal(promise.state, PROMISE_EXCUSED);
	assert_int_equal(promise.late_at, 0);
	assert_int_equal(promise.person_at, 0);
	assert_true(promise.wake_at == NEVER);
	assert_int_equal(case_told(&bench, id.n, "rule.step"), steps_told);
	assert_int_equal(case_texts(&bench, id, KIND_UPDATE, NULL), 0);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_promise_that_cannot_be_stepped_stops_no_other),
		cmocka_unit_test(who_gets_from_a_rule_what_nobody_covers_takes_it_off_the_list),
		cmocka_unit_test(a_promise_that_is_listed_twice_is_stepped_once),
		cmocka_unit_test(a_promise_that_was_closed_before_its_turn_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
