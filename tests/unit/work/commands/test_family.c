/* What staff say of a family: its school, its household, and what is owed to it then. */
#include "tests/unit/work/acting.h"

#include "i18n/time/ical.h"
#include "work/followup/opt_out_review.h"

/* Rosa and Luis have Luz, who goes to North. */
static void home_new(struct bench *bench)
{
	bench_new(bench, TUESDAY_TEN);
	assert_int_equal(act_put_contact(bench, ROSA, "Pérez"), FAULT_NONE);
	assert_int_equal(act_put_contact(bench, LUIS, "Pérez"), FAULT_NONE);
	assert_int_equal(act_put_student(bench, "Pérez", "Luz", "North"), FAULT_NONE);
}

/* North is closed on Wednesday. */
static void close_north(struct bench *bench)
{
	struct ical_closure closure = { at("2026-03-04T00:00:00-06:00"),
					at("2026-03-05T00:00:00-06:00"), true, STR("Fair") };
	const struct ical fair = { .closures = &closure, .count = 1 };

	assert_int_equal(act(bench, &(struct calendar_put){ .command.row = &calendar_command_put, .calendar = &fair,
				.school = STR("North") }.command), FAULT_NONE);
}

static void a_promise_is_of_the_one_school_of_the_children(void **state)
{
	static const struct { const char *second, *school, *due; } rows[] = {
		{ NULL, "North", "2026-03-05T10:00:00-06:00" },
		{ "North", "North", "2026-03-05T10:00:00-06:00" },
		{ "", "North", "2026-03-05T10:00:00-06:00" },
		{ "South", "", "2026-03-04T10:00:00-06:00" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct promise promise;
		struct bench bench;

		home_new(&bench);
		close_north(&bench);
		if (rows[i].second)
			assert_int_equal(act_put_student(&bench, "Pérez", "Mar", rows[i].second),
					 FAULT_NONE);
		promise = case_ask(&bench, ROSA, "es");
		assert_string_equal(promise.school, rows[i].school);
		assert_int_equal(promise.due_at, at(rows[i].due));
		bench_done(&bench);
	}
}

static void rule_steps_run_on_the_time_of_the_school(void **state)
{
	struct promise promise, other;
	struct bench bench;

	(void)state;
	home_new(&bench);
	close_north(&bench);
	clock_advance(bench.clock, 4 * HOUR_MS + HOUR_MS / 2);
	/* reminded after four school hours: tomorrow at half past ten, or the day after */
	promise = case_ask(&bench, ROSA, "es");
	other = case_ask_stranger(&bench, "es");
	assert_int_equal(other.wake_at, at("2026-03-04T10:30:00-06:00"));
	assert_int_equal(promise.wake_at, at("2026-03-05T10:30:00-06:00"));
	bench_done(&bench);
}

/* A family's wish to stop is no matter of school time: ten business days are the law's
 * most, whatever the calendar closes. */
static void the_clock_of_a_doubt_knows_no_closures(void **state)
{
	struct promise promise;
	struct opt_out_review before, after;
	struct bench bench;

	(void)state;
	home_new(&bench);
	promise = case_ask(&bench, ROSA, "es");
	assert_fine(case_do(&bench, opt_out_review_raise(&txn, promise.id, (struct message_id){ 1 })));
	assert_int_equal(opt_out_review_get(bench.db, promise.id, &before), FAULT_NONE);
	close_north(&bench);
	promise = case_ask(&bench, LUIS, "es");
	assert_fine(case_do(&bench, opt_out_review_raise(&txn, promise.id, (struct message_id){ 1 })));
	assert_int_equal(opt_out_review_get(bench.db, promise.id, &after), FAULT_NONE);
	assert_int_equal(after.decide_by, before.decide_by);
	bench_done(&bench);
}

static void a_schools_calendar_wakes_its_own_promises_only(void **state)
{
	struct promise promise, other;
	struct bench bench;

	(void)state;
	home_new(&bench);
	promise = case_ask(&bench, ROSA, "es");
	other = case_ask_stranger(&bench, "es");
	close_north(&bench);
	assert_int_equal(bench_look(&bench, promise.id).wake_at, clock_now(bench.clock));
	assert_int_equal(bench_look(&bench, promise.id).due_at, promise.due_at);
	assert_int_equal(bench_look(&bench, other.id).wake_at, other.wake_at);
	bench_done(&bench);
}

/* G9 */
static void what_is_owed_follows_the_family(void **state)
{
	struct promise rosa, luis;
	struct bench bench;

	(void)state;
	home_new(&bench);
	rosa = case_ask(&bench, ROSA, "es");
	luis = case_ask(&bench, LUIS, "es");
	assert_int_equal(act_put_student(&bench, "Pérez", "Luz", "South"), FAULT_NONE);
	assert_string_equal(bench_look(&bench, rosa.id).school, "South");
	assert_string_equal(bench_look(&bench, luis.id).school, "South");
	assert_int_equal(bench_look(&bench, rosa.id).due_at, rosa.due_at);
	assert_int_equal(bench_look(&bench, rosa.id).wake_at, clock_now(bench.clock));
	assert_int_equal(case_told_all(&bench, "promise.school"), 2);
	/* the same again says nothing */
	assert_int_equal(act_put_student(&bench, "Pérez", "Luz", "South"), FAULT_NONE);
	assert_int_equal(case_told_all(&bench, "promise.school"), 2);
	assert_int_equal(act_put_contact(&bench, LUIS, ""), FAULT_NONE);
	assert_string_equal(bench_look(&bench, luis.id).school, "");
	assert_string_equal(bench_look(&bench, rosa.id).school, "South");
	assert_int_equal(act_put_contact(&bench, LUIS, "Pérez"), FAULT_NONE);
	assert_string_equal(bench_look(&bench, luis.id).school, "South");
	bench_done(&bench);
}

static void a_student_who_moves_changes_what_is_owed_to_both_homes(void **state)
{
	struct student_put command = { .command.row = &student_command_put, .command.actor = "ctl:test",
			   .home.household.name = "Other",
			   .given.has = { [STUDENT_HAS_HOUSEHOLD] = true } };
	struct student_remove remove = { .command.row = &student_command_remove };
	struct student students[2];
	struct promise rosa, other;
	struct bench bench;
	size_t count = 0;

	(void)state;
	home_new(&bench);
	assert_int_equal(act_put_contact(&bench, "+13125550103", "Other"), FAULT_NONE);
	rosa = case_ask(&bench, ROSA, "es");
	other = case_ask(&bench, "+13125550103", "es");
	assert_string_equal(other.school, "");
	assert_int_equal(student_list(bench.db, (struct student_id){ 0 }, STR("North"), students, 2,
				      &count), FAULT_NONE);
	assert_int_equal(count, 1);
	command.given.student.id = students[0].id;
	assert_int_equal(act(&bench, &command.command), FAULT_NONE);
	assert_string_equal(bench_look(&bench, rosa.id).school, "");
	assert_string_equal(bench_look(&bench, other.id).school, "North");
	remove.id = command.given.student.id;
	assert_int_equal(act(&bench, &remove.command), FAULT_NONE);
	assert_string_equal(bench_look(&bench, other.id).school, "");
	assert_int_equal(act(&bench, &remove.command), FAULT_MISSING);
	assert_int_equal(act(&bench, &command.command), FAULT_MISSING);
	bench_done(&bench);
}

/* More than a page of open promises. */
static void no_open_promise_is_left_behind(void **state)
{
	struct bench bench;
	char phone[32];

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	snprintf(phone, sizeof(phone), ROSA);
	assert_int_equal(act_put_contact(&bench, ROSA, "Pérez"), FAULT_NONE);
	for (int i = 0; i < 40; i++) {
		case_ask(&bench, ROSA, "es");
		clock_advance(bench.clock, 5 * MINUTE_MS);
	}
	assert_int_equal(act_put_student(&bench, "Pérez", "Luz", "North"), FAULT_NONE);
	assert_int_equal(case_told_all(&bench, "promise.school"), 40);
	bench_done(&bench);
}

static void a_household_has_its_ceilings(void **state)
{
	struct bench bench;
	char text[32];

	(void)state;
	home_new(&bench);
	for (int i = 2; i <= HOUSEHOLD_CONTACTS; i++) {
		snprintf(text, sizeof(text), "+1312555%04d", i + 500);
		assert_int_equal(act_put_contact(&bench, text, "Pérez"),
				 i < HOUSEHOLD_CONTACTS ? FAULT_NONE : FAULT_CONFLICT);
	}
	for (int i = 1; i <= HOUSEHOLD_STUDENTS; i++) {
		snprintf(text, sizeof(text), "Child %d", i);
		assert_int_equal(act_put_student(&bench, "Pérez", text, "North"),
				 i < HOUSEHOLD_STUDENTS ? FAULT_NONE : FAULT_CONFLICT);
	}
	assert_int_equal(act_put_student(&bench, "Nobody", "Luz", "North"), FAULT_MISSING);
	bench_done(&bench);
}

static void a_school_keeps_the_spelling_it_has(void **state)
{
	static const struct { const char *said, *kept; } rows[] = {
		{ "NORTH", "North" }, { " north ", "North" }, { "Nörth", "North" },
		{ "Northern", "Northern" }, { "", "" },
	};
	struct bench bench;

	(void)state;
	home_new(&bench);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct txn txn = bench_txn(&bench);
		char school[SCHOOL_ROOM];

		snprintf(school, sizeof(school), "%s", rows[i].said);
		assert_int_equal(promise_school_spell(&txn, school), FAULT_NONE);
		assert_string_equal(school, rows[i].kept);
	}
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_promise_is_of_the_one_school_of_the_children),
		cmocka_unit_test(rule_steps_run_on_the_time_of_the_school),
		cmocka_unit_test(the_clock_of_a_doubt_knows_no_closures),
		cmocka_unit_test(a_schools_calendar_wakes_its_own_promises_only),
		cmocka_unit_test(what_is_owed_follows_the_family),
		cmocka_unit_test(a_student_who_moves_changes_what_is_owed_to_both_homes),
		cmocka_unit_test(no_open_promise_is_left_behind),
		cmocka_unit_test(a_household_has_its_ceilings),
		cmocka_unit_test(a_school_keeps_the_spelling_it_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
