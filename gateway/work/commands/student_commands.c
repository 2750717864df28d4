#include "student_commands.h"

#include <string.h>

#include "work/followup/promise_school.h"
#include "work/txn/txn.h"

static enum fault full(const struct txn *txn)
{
	return fault_because(FAULT_CONFLICT, txn->note, "a household has at most %d students",
			     HOUSEHOLD_STUDENTS);
}

/* The one of that name in the household; id 0 when there is room for them. */
static enum fault find(const struct txn *txn, const char *name, struct household_id household,
		       struct student *student)
{
	struct student students[HOUSEHOLD_STUDENTS];
	size_t count = 0;
	enum fault fault = student_of_household(txn->db, household, students,
						HOUSEHOLD_STUDENTS, &count);

	for (size_t i = 0; !fault && i < count; i++)
		if (strcmp(students[i].name, name) == 0) {
			*student = students[i];
			return FAULT_NONE;
		}
	if (!fault && count == HOUSEHOLD_STUDENTS)
		return full(txn);
	return fault;
}

/* A name is there once a household, and a household has room or had them before. */
static enum fault check_place(const struct txn *txn, const struct student *student, bool has_moved)
{
	struct student students[HOUSEHOLD_STUDENTS];
	size_t count = 0;
	enum fault fault = student_of_household(txn->db, student->household, students,
						HOUSEHOLD_STUDENTS, &count);

	for (size_t i = 0; !fault && i < count; i++)
		if (students[i].id.n != student->id.n &&
		    strcmp(students[i].name, student->name) == 0)
			return fault_because(FAULT_CONFLICT, txn->note,
					     "the household has a student of that name already");
	if (!fault && has_moved && count == HOUSEHOLD_STUDENTS)
		return full(txn);
	return fault;
}

static enum fault merge(const struct txn *txn, const struct student_given *given,
			struct student *student)
{
	if (given->has[STUDENT_HAS_NAME])
		memcpy(student->name, given->student.name, sizeof(student->name));
	if (!given->has[STUDENT_HAS_SCHOOL])
		return FAULT_NONE;
	memcpy(student->school, given->student.school, sizeof(student->school));
	return promise_school_spell(txn, student->school);
}

static enum fault say(const struct txn *txn, const struct command *command)
{
	return txn_trace(txn, &(struct trace){ .what = "student.changed",
						   .actor = command->actor });
}

/* Where they go to, if they move. */
static enum fault find_home(const struct txn *txn, const struct student_put *put,
			    struct student *student)
{
	struct household household = { .id = { 0 } };
	enum fault fault = !put->given.has[STUDENT_HAS_HOUSEHOLD] ? FAULT_NONE :
		household_command_find(txn, &put->home, &household);

	if (!fault && household.id.n)
		student->household = household.id;
	return fault;
}

/* Of that id; a move to another household changes what is owed to both. */
static enum fault change(const struct txn *txn, const struct student_put *put,
			 struct student *student)
{
	struct household_id before;
	enum fault fault = student_get(txn->db, put->given.student.id, student);

	if (fault == FAULT_MISSING)
		return fault_because(fault, txn->note, "there is no student with that id");
	before = student->household;
	if (!fault)
		fault = find_home(txn, put, student);
	if (!fault)
		fault = merge(txn, &put->given, student);
	if (!fault)
		fault = check_place(txn, student, student->household.n != before.n);
	student->updated_at = txn->now;
	if (!fault)
		fault = student_put(txn->db, student);
	if (!fault && student->household.n != before.n)
		fault = promise_school_settle_all(txn, before, put->command.actor);
	return fault;
}

/* Of that name in its household. */
static enum fault name(const struct txn *txn, const struct student_put *put,
		       struct student *student)
{
	struct household household = { .id = { 0 } };
	enum fault fault = household_command_find(txn, &put->home, &household);

	if (!fault)
		fault = find(txn, put->given.student.name, household.id, student);
	if (!fault)
		fault = merge(txn, &put->given, student);
	if (fault)
		return fault;
	student->updated_at = txn->now;
	if (student->id.n)
		return student_put(txn->db, student);
	student->id.n = txn_id(txn);
	student->household = household.id;
	student->created_at = txn->now;
	return student_add(txn->db, student);
}

static bool put_is_whole(const struct command *command)
{
	const struct student_put *put = container_of(command, struct student_put, command);

	return put->given.student.id.n || put->given.has[STUDENT_HAS_NAME];
}

static enum fault put_run(const struct txn *txn, struct command *command)
{
	struct student_put *put = container_of(command, struct student_put, command);
	struct student student = { .id = { 0 } };
	enum fault fault = put->given.student.id.n ? change(txn, put, &student) :
						     name(txn, put, &student);

	if (!fault)
		fault = promise_school_settle_all(txn, student.household, command->actor);
	if (fault)
		return fault;
	put->id = student.id;
	put->household = student.household;
	return say(txn, command);
}

const struct command_row student_command_put = {
	.word = "student.put", .role = ROLE_LIAISON, .size = sizeof(struct student_put),
	.ids = { [COMMAND_HOUSEHOLD] = COMMAND_ID(struct student_put, household),
		 [COMMAND_STUDENT] = COMMAND_ID(struct student_put, id) },
	.is_whole = put_is_whole, .run = put_run,
};

static bool remove_is_whole(const struct command *command)
{
	return container_of(command, struct student_remove, command)->id.n != 0;
}

static enum fault remove_run(const struct txn *txn, struct command *command)
{
	struct student_remove *remove = container_of(command, struct student_remove, command);
	struct student student;
	enum fault fault = student_get(txn->db, remove->id, &student);

	if (fault == FAULT_MISSING)
		return fault_because(fault, txn->note, "there is no student with that id");
	if (!fault)
		fault = student_remove(txn->db, student.id);
	if (!fault)
		fault = promise_school_settle_all(txn, student.household, command->actor);
	if (fault)
		return fault;
	remove->household = student.household;
	return say(txn, command);
}

const struct command_row student_command_remove = {
	.word = "student.remove", .role = ROLE_LIAISON, .size = sizeof(struct student_remove),
	.ids = { [COMMAND_HOUSEHOLD] = COMMAND_ID(struct student_remove, household),
		 [COMMAND_STUDENT] = COMMAND_ID(struct student_remove, id) },
	.is_whole = remove_is_whole, .run = remove_run,
};
