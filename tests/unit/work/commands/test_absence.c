/* Who is away owns nothing: absences as staff command them, and what their beginning and end move. */
#include "tests/unit/work/acting.h"

static size_t turn(struct bench *bench)
{
	size_t count = 0;

	assert_fine(case_do(bench, coverage_turn(&txn, &count)));
	return count;
}

static void an_absence_hands_over_at_its_beginning_and_the_end_brings_back(void **state)
{
	struct bench bench;
	struct promise spanish, somali;
	int64_t now, next_at;

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	now = clock_now(bench.clock);
	case_hire(&bench, "ana@x", "es,so", ROLE_LIAISON);
	spanish = case_ask_stranger(&bench, "es");
	somali = case_ask_stranger(&bench, "so");
	assert_int_equal(spanish.owner.n, case_id(&bench, "ana@x"));
	assert_int_equal(somali.owner.n, case_id(&bench, "ana@x"));
	case_hire(&bench, "bea@x", "es", ROLE_LIAISON);
	/* from one o'clock on, for two days */
	assert_int_equal(act_absent(&bench, "ana@x", now + 3 * HOUR_MS, now + 2 * DAY_MS), FAULT_NONE);
	assert_int_equal(turn(&bench), 0);
	assert_int_equal(absence_next_wake(bench.db, &next_at), FAULT_NONE);
	assert_int_equal(next_at, now + 3 * HOUR_MS);
	clock_advance(bench.clock, 3 * HOUR_MS);
	assert_int_equal(turn(&bench), 1);
	assert_int_equal(bench_look(&bench, spanish.id).owner.n, case_id(&bench, "bea@x"));
	assert_int_equal(bench_look(&bench, somali.id).owner.n, 0);
	assert_int_equal(case_notices(&bench, (struct user_id){ case_id(&bench, "bea@x") }, ROLE_LIAISON, "promise.handed_over"), 1);
	assert_int_equal(case_notices(&bench, (struct user_id){ 0 }, ROLE_ADMINISTRATOR, "promise.unowned"), 1);
	assert_int_equal(turn(&bench), 0);
	clock_advance(bench.clock, 2 * DAY_MS);
	assert_int_equal(turn(&bench), 1);
	assert_int_equal(bench_look(&bench, somali.id).owner.n, case_id(&bench, "ana@x"));
	assert_int_equal(bench_look(&bench, spanish.id).owner.n, case_id(&bench, "bea@x"));
	assert_int_equal(absence_next_wake(bench.db, &next_at), FAULT_NONE);
	assert_true(next_at == NEVER);
	bench_done(&bench);
}

static void absences_are_judged_before_they_are_kept(void **state)
{
	struct bench bench;
	int64_t now;
	struct promise promise;
	struct promise_take take = { .command.row = &promise_command_take, .command.actor = "staff:1" };

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	now = clock_now(bench.clock);
	case_hire(&bench, "ana@x", "es", ROLE_LIAISON);
	promise = case_ask_stranger(&bench, "es");
	assert_int_equal(act_absent(&bench, "bea@x", now, now + 1), FAULT_MISSING);
	assert_int_equal(act_absent(&bench, "ana@x", now, now), FAULT_INVALID);
	assert_int_equal(act_absent(&bench, "ana@x", now - 9, now), FAULT_INVALID);
	assert_int_equal(act_back(&bench, "ana@x"),
			 FAULT_CONFLICT);
	assert_int_equal(act_absent(&bench, "ana@x", now, now + DAY_MS), FAULT_NONE);
	assert_int_equal(bench_look(&bench, promise.id).owner.n, 0);
	take.promise = promise.id;
	take.command.actor_id.n = case_id(&bench, "ana@x");
	assert_int_equal(act(&bench, &take.command), FAULT_CONFLICT);
	assert_int_equal(act_back(&bench, "ana@x"), FAULT_NONE);
	assert_int_equal(bench_look(&bench, promise.id).owner.n, case_id(&bench, "ana@x"));
	assert_int_equal(act(&bench, &take.command), FAULT_NONE);
	/* planned ones are dropped when none runs */
	assert_int_equal(act_absent(&bench, "ana@x", now + DAY_MS, now + 2 * DAY_MS), FAULT_NONE);
	assert_int_equal(act_back(&bench, "ana@x"), FAULT_NONE);
	clock_advance(bench.clock, DAY_MS);
	assert_int_equal(turn(&bench), 0);
	assert_int_equal(bench_look(&bench, promise.id).owner.n, case_id(&bench, "ana@x"));
	bench_done(&bench);
}

static void who_is_not_there_before_it_is_due_gets_none(void **state)
{
	struct user_set week = { .command.row = &staff_command_set, .email = STR("ana@x"), .given = { .week = "thu 08:00-16:00" } };
	struct bench bench;

	(void)state;
	/* Tuesday: due on Wednesday at ten */
	bench_new(&bench, TUESDAY_TEN);
	case_hire(&bench, "ana@x", "es", ROLE_LIAISON);
	week.has[USER_HAS_WEEK] = true;
	assert_int_equal(act(&bench, &week.command), FAULT_NONE);
	assert_int_equal(case_ask_stranger(&bench, "es").owner.n, 0);
	str_put(week.given.week, sizeof(week.given.week), STR("wed 09:00-09:30"));
	assert_int_equal(act(&bench, &week.command), FAULT_NONE);
	assert_int_equal(case_ask_stranger(&bench, "es").owner.n, case_id(&bench, "ana@x"));
	/* away for just that half hour */
	assert_int_equal(act_absent(&bench, "ana@x", at("2026-03-04T08:00:00-06:00"),
				at("2026-03-04T09:30:00-06:00")), FAULT_NONE);
	assert_int_equal(case_ask_stranger(&bench, "es").owner.n, 0);
	bench_done(&bench);
}

static void capacity_and_languages_move_what_waits(void **state)
{
	struct user_set set = { .command.row = &staff_command_set, .email = STR("ana@x"), .given = { .capacity = 1 } };
	struct user_set role = { .command.row = &staff_command_set, .email = STR("ana@x"), .given = { .role = ROLE_VIEWER } };
	struct bench bench;
	struct promise first, second;

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	case_hire(&bench, "ana@x", "es", ROLE_LIAISON);
	set.has[USER_HAS_CAPACITY] = true;
	assert_int_equal(act(&bench, &set.command), FAULT_NONE);
	first = case_ask_stranger(&bench, "es");
	second = case_ask_stranger(&bench, "es");
	assert_int_equal(first.owner.n, case_id(&bench, "ana@x"));
	assert_int_equal(second.owner.n, 0);
	assert_true(second.person_at > 0);
	set.given.capacity = 2;
	assert_int_equal(act(&bench, &set.command), FAULT_NONE);
	second = bench_look(&bench, second.id);
	assert_int_equal(second.owner.n, case_id(&bench, "ana@x"));
	assert_int_equal(second.person_at, 0);
	role.has[USER_HAS_ROLE] = true;
	assert_int_equal(act(&bench, &role.command), FAULT_NONE);
	assert_int_equal(bench_look(&bench, first.id).owner.n, 0);
	assert_int_equal(bench_look(&bench, second.id).owner.n, 0);
	case_hire(&bench, "root@x", "es", ROLE_ADMINISTRATOR);
	assert_int_equal(bench_look(&bench, first.id).owner.n, case_id(&bench, "root@x"));
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_absence_hands_over_at_its_beginning_and_the_end_brings_back),
		cmocka_unit_test(absences_are_judged_before_they_are_kept),
		cmocka_unit_test(who_is_not_there_before_it_is_due_gets_none),
		cmocka_unit_test(capacity_and_languages_move_what_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
