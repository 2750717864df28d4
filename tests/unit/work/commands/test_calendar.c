/* A calendar that is imported: what it moves, and what it leaves as the family was told. */
#include "tests/unit/work/acting.h"

#include "i18n/time/ical.h"

static void a_calendar_moves_steps_but_not_what_the_family_was_told(void **state)
{
	struct ical_closure closure = { at("2026-03-04T00:00:00-06:00"),
					at("2026-03-05T00:00:00-06:00"), true, STR("Snow") };
	const struct ical snow = { .closures = &closure, .count = 1 };
	const struct ical none = { .count = 0 };
	struct promise before, after;
	struct bench bench;

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	before = case_ask_stranger(&bench, "es");
	assert_int_equal(before.due_at, at("2026-03-04T10:00:00-06:00"));
	assert_int_equal(act(&bench, &(struct calendar_put){ .command.row = &calendar_command_put, .calendar = &snow }.command), FAULT_NONE);
	assert_int_equal(case_ask_stranger(&bench, "es").due_at, at("2026-03-05T10:00:00-06:00"));
	after = bench_look(&bench, before.id);
	assert_int_equal(after.due_at, before.due_at);
	assert_int_equal(after.wake_at, clock_now(bench.clock));
	assert_fine(case_do(&bench, rule_steps_take(&txn, after.id, txn.now)));
	after = bench_look(&bench, before.id);
	assert_int_equal(after.next_step, before.next_step);
	assert_true(after.wake_at >= before.wake_at);
	/* what a school alone has closed is no matter of the district's promises */
	assert_int_equal(act(&bench, &(struct calendar_put){ .command.row = &calendar_command_put, .calendar = &none }.command), FAULT_NONE);
	assert_int_equal(act(&bench, &(struct calendar_put){ .command.row = &calendar_command_put, .calendar = &snow,
				.school = STR("North") }.command), FAULT_NONE);
	assert_int_equal(case_ask_stranger(&bench, "es").due_at, before.due_at);
	assert_int_equal(timetable_closures(bench.core->locale->timetable, STR("North"))->count, 1);
	assert_int_equal(timetable_closures(bench.core->locale->timetable, STR("South"))->count, 0);
	assert_null(timetable_closures(NULL, STR("North")));
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_calendar_moves_steps_but_not_what_the_family_was_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
