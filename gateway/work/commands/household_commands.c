/* What staff do with households and students; a contact's way into one. */
#include <string.h>

#include "command_private.h"
#include "work/followup/promise_school.h"

static enum fault too_many(const struct txn *txn, const char *what, int most)
{
	return fault_because(FAULT_CONFLICT, txn->note, "a household has at most %d %s", most, what);
}

/* --- households ---------------------------------------------------------------------- */

static void merge_household(const struct command *command, struct household *household)
{
	const struct household *given = &command->household;

	if (command->household_has[HOUSEHOLD_HAS_NAME])
		memcpy(household->name, given->name, sizeof(household->name));
	if (command->household_has[HOUSEHOLD_HAS_GROUPS])
		memcpy(household->groups, given->groups, sizeof(household->groups));
	if (command->household_has[HOUSEHOLD_HAS_SHARES])
		household->shares = given->shares;
}

static enum fault say_household(const struct txn *txn, const struct command *command,
				struct household_id id, struct command_result *result)
{
	AUTO(buf) detail;

	result->household = id;
	buf_init(&detail, 40);
	buf_add_number(&detail, id.n);
	return txn_trace(txn, &(struct trace){
		.what = "household.changed", .actor = command->actor, .detail = buf_text(&detail) });
}

static enum fault add_household(const struct txn *txn, const struct command *command,
				struct household *household)
{
	*household = (struct household){ .id = { txn_id(txn) }, .created_at = txn->now,
					 .updated_at = txn->now };
	merge_household(command, household);
	str_put(household->name, sizeof(household->name), str_of(command->household.name));
	return household_add(txn->db, household);
}

static enum fault find_household(const struct txn *txn, const struct command *command,
				 struct household *household)
{
	return command->household.id.n ? household_get(txn->db, command->household.id, household) :
				     household_by_name(txn->db, str_of(command->household.name),
						       household);
}

static enum fault nowhere(const struct txn *txn, enum fault fault)
{
	return fault == FAULT_MISSING ?
		fault_because(fault, txn->note, "there is no such household") : fault;
}

/* Changed only where the act says something else: a file of ten thousand rows names each
 * household several times. */
static bool is_same(const struct household *a, const struct household *b)
{
	return strcmp(a->name, b->name) == 0 && strcmp(a->groups, b->groups) == 0 &&
	       a->shares == b->shares;
}

static enum fault put_household(const struct txn *txn, const struct command *command,
				struct household *household, struct command_result *result)
{
	struct household before;
	enum fault fault = find_household(txn, command, household);

	if (fault == FAULT_MISSING && command->household.id.n == 0) {
		fault = add_household(txn, command, household);
		return fault ? fault : say_household(txn, command, household->id, result);
	}
	if (fault)
		return nowhere(txn, fault);
	result->household = household->id;
	before = *household;
	merge_household(command, household);
	if (is_same(&before, household))
		return FAULT_NONE;
	household->updated_at = txn->now;
	fault = household_put(txn->db, household);
	if (fault == FAULT_CONFLICT)
		return fault_because(fault, txn->note, "another household has that name");
	return fault ? fault : say_household(txn, command, household->id, result);
}

enum fault household_command_put(const struct txn *txn, const struct command *command,
			      struct command_result *result)
{
	struct household household;

	return put_household(txn, command, &household, result);
}

enum fault household_command_join(const struct txn *txn, const struct command *command,
			       struct contact *contact, struct command_result *result)
{
	struct contact guardians[HOUSEHOLD_CONTACTS];
	struct household household = { .id = { 0 } };
	size_t count = 0;
	enum fault fault = FAULT_NONE;

	if (command->household.id.n || command->household.name[0])
		fault = put_household(txn, command, &household, result);
	if (fault || contact->household.n == household.id.n)
		return fault;
	fault = contact_of_household(txn->db, household.id, guardians, HOUSEHOLD_CONTACTS, &count);
	if (!fault && count == HOUSEHOLD_CONTACTS)
		return too_many(txn, "guardians", HOUSEHOLD_CONTACTS);
	contact->household = household.id;
	return fault;
}

/* --- students ------------------------------------------------------------------------ */

/* The one of that name in the household; id 0 when there is room for them. */
static enum fault find_student(const struct txn *txn, const struct command *command,
			       struct household_id household, struct student *student)
{
	struct student students[HOUSEHOLD_STUDENTS];
	size_t count = 0;
	enum fault fault = student_of_household(txn->db, household, students,
						HOUSEHOLD_STUDENTS, &count);

	for (size_t i = 0; !fault && i < count; i++)
		if (strcmp(students[i].name, command->student.name) == 0) {
			*student = students[i];
			return FAULT_NONE;
		}
	if (!fault && count == HOUSEHOLD_STUDENTS)
		return too_many(txn, "students", HOUSEHOLD_STUDENTS);
	return fault;
}

static enum fault merge_student(const struct txn *txn, const struct command *command,
				struct student *student)
{
	if (command->student_has[STUDENT_HAS_NAME])
		memcpy(student->name, command->student.name, sizeof(student->name));
	if (!command->student_has[STUDENT_HAS_SCHOOL])
		return FAULT_NONE;
	memcpy(student->school, command->student.school, sizeof(student->school));
	return promise_school_spell(txn, student->school);
}

static enum fault say_student(const struct txn *txn, const struct command *command,
			      const struct student *student, struct command_result *result)
{
	result->student = student->id;
	result->household = student->household;
	return txn_trace(txn, &(struct trace){ .what = "student.changed",
						   .actor = command->actor });
}

/* Of that id; a move to another household changes what is owed to both. */
static enum fault change_student(const struct txn *txn, const struct command *command,
				 struct student *student)
{
	struct household household = { .id = { 0 } };
	struct household_id before;
	enum fault fault = student_get(txn->db, command->student.id, student);

	if (fault == FAULT_MISSING)
		return fault_because(fault, txn->note, "there is no student with that id");
	before = student->household;
	if (!fault && command->student_has[STUDENT_HAS_HOUSEHOLD]) {
		struct student same = { .id = { 0 } };

		fault = nowhere(txn, find_household(txn, command, &household));
		if (!fault && household.id.n != before.n)
			fault = find_student(txn, command, household.id, &same);
		student->household = household.id;
	}
	if (!fault)
		fault = merge_student(txn, command, student);
	student->updated_at = txn->now;
	if (!fault)
		fault = student_put(txn->db, student);
	if (!fault && student->household.n != before.n)
		fault = promise_school_settle_all(txn, before, command->actor);
	return fault;
}

static enum fault name_student(const struct txn *txn, const struct command *command,
			       struct student *student)
{
	struct household household = { .id = { 0 } };
	enum fault fault = nowhere(txn, find_household(txn, command, &household));

	if (!fault)
		fault = find_student(txn, command, household.id, student);
	if (!fault)
		fault = merge_student(txn, command, student);
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

enum fault household_command_student_put(const struct txn *txn, const struct command *command,
			    struct command_result *result)
{
	struct student student = { .id = { 0 } };
	enum fault fault = command->student.id.n ? change_student(txn, command, &student) :
					       name_student(txn, command, &student);

	if (!fault)
		fault = promise_school_settle_all(txn, student.household, command->actor);
	return fault ? fault : say_student(txn, command, &student, result);
}

enum fault household_command_student_remove(const struct txn *txn, const struct command *command,
			       struct command_result *result)
{
	struct student student;
	enum fault fault = student_get(txn->db, command->student.id, &student);

	if (fault == FAULT_MISSING)
		return fault_because(fault, txn->note, "there is no student with that id");
	if (!fault)
		fault = student_remove(txn->db, student.id);
	if (!fault)
		fault = promise_school_settle_all(txn, student.household, command->actor);
	return fault ? fault : say_student(txn, command, &student, result);
}
