/* Students by name in their household, households by name: added, changed, moved, removed. */
#include "tests/unit/work/acting.h"

static struct household home(struct bench *bench, const char *name)
{
	struct household household;

	assert_fine(household_by_name(bench->db, str_of(name), &household));
	return household;
}

static size_t students_of(struct bench *bench, const char *name, struct student *students)
{
	size_t count = 0;

	assert_fine(student_of_household(bench->db, home(bench, name).id, students,
					 HOUSEHOLD_STUDENTS, &count));
	return count;
}

static struct student student(struct bench *bench, const char *household, const char *name)
{
	struct student students[HOUSEHOLD_STUDENTS];
	size_t count = students_of(bench, household, students);

	for (size_t i = 0; i < count; i++)
		if (strcmp(students[i].name, name) == 0)
			return students[i];
	fail_msg("no %s in %s", name, household);
	return students[0];
}

/* Of that id; NULL: as it is. */
static enum fault change(struct bench *bench, struct student_id id, const char *name,
			 const char *household)
{
	struct student_put put = { .command.row = &student_command_put, .given.student.id = id };

	if (name)
		str_put(put.given.student.name, NAME_ROOM, str_of(name));
	put.given.has[STUDENT_HAS_NAME] = name != NULL;
	if (household)
		str_put(put.home.household.name, NAME_ROOM, str_of(household));
	put.given.has[STUDENT_HAS_HOUSEHOLD] = household != NULL;
	return act(bench, &put.command);
}

static enum fault put_household(struct bench *bench, const char *name, const char *groups)
{
	struct household_put put = { .command.row = &household_command_put,
				     .given.has = { [HOUSEHOLD_HAS_GROUPS] = true } };

	str_put(put.given.household.name, NAME_ROOM, str_of(name));
	str_put(put.given.household.groups, GROUPS_ROOM, str_of(groups));
	return act(bench, &put.command);
}

static void two_homes(struct bench *bench)
{
	bench_new(bench, TUESDAY_TEN);
	assert_fine(put_household(bench, "Pérez", ""));
	assert_fine(put_household(bench, "Gómez", ""));
	assert_fine(act_put_student(bench, "Pérez", "Luz", "North"));
	assert_fine(act_put_student(bench, "Pérez", "Mar", "North"));
	assert_fine(act_put_student(bench, "Gómez", "Luz", "South"));
}

/* --- students ----------------------------------------------------------------------------------- */

static void no_two_of_one_household_have_the_same_name(void **unused)
{
	struct bench bench;
	struct student students[HOUSEHOLD_STUDENTS];
	struct student_id luz, mar;

	(void)unused;
	two_homes(&bench);
	luz = student(&bench, "Pérez", "Luz").id;
	mar = student(&bench, "Pérez", "Mar").id;
	assert_fault(change(&bench, mar, "Luz", NULL), FAULT_CONFLICT);
	assert_fault(change(&bench, luz, NULL, "Gómez"), FAULT_CONFLICT);
	assert_non_null(strstr(bench.note.text, "of that name already"));
	assert_fault(change(&bench, mar, "Luz", "Gómez"), FAULT_CONFLICT);
	/* by another name, or nowhere else: fine */
	assert_fine(change(&bench, luz, "Luz María", "Gómez"));
	assert_fine(change(&bench, mar, "Mar", NULL));
	assert_fine(change(&bench, mar, "Luz", NULL));
	assert_int_equal(students_of(&bench, "Gómez", students), 2);
	assert_int_equal(students_of(&bench, "Pérez", students), 1);
	bench_done(&bench);
}

static void a_full_household_takes_nobody_and_may_still_be_corrected(void **unused)
{
	struct bench bench;
	struct student_id luz, last;
	char name[32];

	(void)unused;
	two_homes(&bench);
	for (int i = 1; i < HOUSEHOLD_STUDENTS; i++) {
		snprintf(name, sizeof(name), "Child %d", i);
		assert_fine(act_put_student(&bench, "Gómez", name, "South"));
	}
	luz = student(&bench, "Pérez", "Luz").id;
	last = student(&bench, "Gómez", "Child 1").id;
	assert_fault(change(&bench, luz, "Somebody", "Gómez"), FAULT_CONFLICT);
	assert_non_null(strstr(bench.note.text, "at most"));
	assert_fine(change(&bench, last, "Child one", NULL));
	assert_string_equal(student(&bench, "Gómez", "Child one").school, "South");
	bench_done(&bench);
}

static void the_same_name_again_changes_that_student(void **unused)
{
	struct bench bench;
	struct student students[HOUSEHOLD_STUDENTS], before;

	(void)unused;
	two_homes(&bench);
	before = student(&bench, "Pérez", "Luz");
	assert_fine(act_put_student(&bench, "Pérez", "Luz", "SOUTH"));
	assert_int_equal(students_of(&bench, "Pérez", students), 2);
	assert_int_equal(student(&bench, "Pérez", "Luz").id.n, before.id.n);
	/* as it is spelled already */
	assert_string_equal(student(&bench, "Pérez", "Luz").school, "South");
	bench_done(&bench);
}

static void nobody_moves_to_a_household_that_is_not_there(void **unused)
{
	struct bench bench;
	struct student_id luz;
	struct audited last;
	int64_t rows;

	(void)unused;
	two_homes(&bench);
	luz = student(&bench, "Pérez", "Luz").id;
	rows = act_audit(&bench, &last);
	assert_fault(change(&bench, luz, NULL, "Nobody"), FAULT_MISSING);
	assert_fault(change(&bench, (struct student_id){ 5 }, "Luz", NULL), FAULT_MISSING);
	assert_fault(act(&bench, &(struct student_remove){ .command.row = &student_command_remove,
		     .id = { 5 } }.command), FAULT_MISSING);
	/* what was refused is not in the log */
	assert_int_equal(act_audit(&bench, &last), rows);
	assert_fine(act(&bench, &(struct student_remove){ .command.row = &student_command_remove,
		    .id = luz }.command));
	assert_int_equal(act_audit(&bench, &last), rows + 1);
	assert_string_equal(last.command, "student.remove");
	assert_null(strstr(last.detail, "Luz"));
	bench_done(&bench);
}

/* --- households ----------------------------------------------------------------------------------- */

static void a_household_is_added_by_its_name_and_changed_by_it(void **unused)
{
	struct bench bench;
	int changes;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	assert_fine(put_household(&bench, "Pérez", "band"));
	assert_fine(put_household(&bench, "Pérez", "band,migrant"));
	assert_string_equal(home(&bench, "Pérez").groups, "band,migrant");
	changes = case_told_all(&bench, "household.changed");
	/* a file says the same of it a thousand times */
	assert_fine(put_household(&bench, "Pérez", "band,migrant"));
	assert_int_equal(case_told_all(&bench, "household.changed"), changes);
	bench_done(&bench);
}

static void no_two_households_have_one_name(void **unused)
{
	struct bench bench;
	struct household_put rename = { .command.row = &household_command_put,
					.given.household.name = "Gómez",
					.given.has = { [HOUSEHOLD_HAS_NAME] = true } };

	(void)unused;
	two_homes(&bench);
	rename.given.household.id = home(&bench, "Pérez").id;
	assert_fault(act(&bench, &rename.command), FAULT_CONFLICT);
	assert_non_null(strstr(bench.note.text, "another household has that name"));
	rename.given.household.id.n = 5;
	assert_fault(act(&bench, &rename.command), FAULT_MISSING);
	rename.given.household.id = home(&bench, "Pérez").id;
	str_put(rename.given.household.name, NAME_ROOM, STR("Pérez Luna"));
	assert_fine(act(&bench, &rename.command));
	assert_int_equal(home(&bench, "Pérez Luna").id.n, rename.given.household.id.n);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_two_of_one_household_have_the_same_name),
		cmocka_unit_test(a_full_household_takes_nobody_and_may_still_be_corrected),
		cmocka_unit_test(the_same_name_again_changes_that_student),
		cmocka_unit_test(nobody_moves_to_a_household_that_is_not_there),
		cmocka_unit_test(a_household_is_added_by_its_name_and_changed_by_it),
		cmocka_unit_test(no_two_households_have_one_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
