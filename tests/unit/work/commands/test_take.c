/* Whose name stands on a promise: taken from the list, and by whom it cannot be. */
#include "tests/unit/work/acting.h"

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

static enum fault take(struct bench *bench, struct promise_id id, struct user_id who)
{
	return act(bench, &(struct promise_take){ .command.row = &promise_command_take, .promise = id, .command.actor_id = who,
						      .command.actor = "staff:1" }.command);
}

static void who_takes_it_from_the_list_is_not_the_last_who_looks(void **unused)
{
	struct bench bench;
	struct promise promise;
	struct promise_id id;
	struct user_id ana;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	ana = case_hire(&bench, "ana@x", "en", ROLE_LIAISON);
	id = ask(&bench);
	wake_to_the_end(&bench, id);
	case_wake(&bench, id);
	assert_int_equal(take(&bench, id, ana), FAULT_NONE);
	promise = bench_look(&bench, id);
	assert_int_equal(promise.person_at, 0);
	assert_int_equal(promise.wake_at, at("2026-03-06T10:00:00-06:00"));
	promise = case_wake(&bench, id);
	assert_true(promise.person_at > 0);
	bench_done(&bench);
}

static void what_nobody_puts_a_name_to_stays_on_the_list(void **unused)
{
	struct bench bench;
	struct promise promise;
	struct promise_id id;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	id = ask(&bench);
	assert_int_equal(bench_look(&bench, id).person_reason, PERSON_UNCOVERED);
	/* by the control socket */
	assert_int_equal(take(&bench, id, (struct user_id){ 0 }), FAULT_NONE);
	promise = bench_look(&bench, id);
	assert_int_equal(promise.owner.n, 0);
	assert_true(promise.person_at > 0);
	bench_done(&bench);
}

static void who_was_disabled_meanwhile_takes_nothing(void **unused)
{
	struct bench bench;
	struct promise_id id;
	struct user_id ana, bea;
	struct user user;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	ana = case_hire(&bench, "ana@x", "en", ROLE_LIAISON);
	id = ask(&bench);
	bea = case_hire(&bench, "bea@x", "en", ROLE_LIAISON);
	assert_int_equal(user_get(bench.db, bea, &user), FAULT_NONE);
	user.disabled_at = clock_now(bench.clock);
	assert_int_equal(user_put(bench.db, &user), FAULT_NONE);
	assert_int_equal(take(&bench, id, bea), FAULT_CONFLICT);
	assert_int_equal(bench_look(&bench, id).owner.n, ana.n);
	bench_done(&bench);
}

/* Their request was on its way when their role changed. */
static void who_only_looks_by_now_takes_nothing(void **unused)
{
	struct bench bench;
	struct promise_id id;
	struct user_id ana, bea;
	struct user user;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	ana = case_hire(&bench, "ana@x", "en", ROLE_LIAISON);
	id = ask(&bench);
	bea = case_hire(&bench, "bea@x", "en", ROLE_LIAISON);
	user = case_user(&bench, bea);
	user.role = ROLE_VIEWER;
	assert_fine(user_put(bench.db, &user));
	assert_fault(take(&bench, id, bea), FAULT_CONFLICT);
	assert_int_equal(bench_look(&bench, id).owner.n, ana.n);
	assert_int_equal(bench_look(&bench, id).state, PROMISE_OPEN);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_takes_it_from_the_list_is_not_the_last_who_looks),
		cmocka_unit_test(what_nobody_puts_a_name_to_stays_on_the_list),
		cmocka_unit_test(who_was_disabled_meanwhile_takes_nothing),
		cmocka_unit_test(who_only_looks_by_now_takes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
