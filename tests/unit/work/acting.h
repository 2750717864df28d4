/*
 * acting - commands on a bench, each in a transaction of its own as the writer runs it.
 *
 * Links work/commands and what it sees.
 */
#ifndef TESTS_UNIT_WORK_ACTING_H
#define TESTS_UNIT_WORK_ACTING_H

#include "case.h"

#include "store/log/audit.h"
#include "tests/lib/commands.h"

/* Whoever signs nothing is "ctl:test". */
static inline enum fault act(struct bench *bench, struct command *command)
{
	struct txn txn;
	enum fault fault;

	if (!command->actor[0])
		str_put(command->actor, sizeof(command->actor), STR("ctl:test"));
	assert_true(command->row->is_whole(command));
	bench->note.text[0] = '\0';
	txn = case_begin(bench);
	fault = command_run(&txn, command);
	if (fault)
		db_rollback(bench->db);
	else
		assert_fine(db_commit(bench->db));
	if (!fault && command->row->after)
		command->row->after(bench->core, command);
	if (command->row->release)
		command->row->release(command);
	return fault;
}

static inline enum fault act_absent(struct bench *bench, const char *email, int64_t from_at,
				    int64_t to_at)
{
	return act(bench, &(struct user_absent){ .command.row = &staff_command_absent,
		   .email = str_of(email), .from_at = from_at, .to_at = to_at }.command);
}

static inline enum fault act_back(struct bench *bench, const char *email)
{
	return act(bench, &(struct user_back){ .command.row = &staff_command_back,
		   .email = str_of(email) }.command);
}

static inline enum fault act_disable(struct bench *bench, const char *email)
{
	return act(bench, &(struct user_disable){ .command.row = &staff_command_disable,
		   .email = str_of(email) }.command);
}

/* By its number; "": of no household. */
static inline enum fault act_put_contact(struct bench *bench, const char *phone,
					 const char *household)
{
	struct contact_put put = { .command.row = &contact_command_put,
		.given.contact = { .is_known = true, .language = "es",
				   .language_source = LANGUAGE_ROSTER },
		.given.has = { [CONTACT_HAS_HOUSEHOLD] = true, [CONTACT_HAS_KNOWN] = true,
			       [CONTACT_HAS_LANGUAGE] = true } };

	str_put(put.phone, sizeof(put.phone), str_of(phone));
	str_put(put.home.household.name, sizeof(put.home.household.name), str_of(household));
	return act(bench, &put.command);
}

static inline enum fault act_put_student(struct bench *bench, const char *household,
					 const char *name, const char *school)
{
	struct student_put put = { .command.row = &student_command_put,
		.given.has = { [STUDENT_HAS_NAME] = true, [STUDENT_HAS_SCHOOL] = true } };

	str_put(put.home.household.name, sizeof(put.home.household.name), str_of(household));
	str_put(put.given.student.name, sizeof(put.given.student.name), str_of(name));
	str_put(put.given.student.school, sizeof(put.given.student.school), str_of(school));
	return act(bench, &put.command);
}

/* --- the audit log ----------------------------------------------------------------------- */

struct audited {
	char actor[160], command[48], detail[256];
};

/* The last row; how many there are. */
static inline int64_t act_audit(struct bench *bench, struct audited *last)
{
	struct audit_row row;
	int64_t rows = 0, bad = 0;
	size_t count = 0;
	AUTO(arena) arena;

	arena_init(&arena, 1 << 20);
	assert_fine(audit_verify(bench->db, bench->settings.audit_key, &rows, &bad));
	assert_int_equal(bad, 0);
	*last = (struct audited){ .actor = "" };
	assert_fine(audit_list(bench->db, NEVER, &arena, &row, 1, &count));
	if (count == 0)
		return rows;
	str_put(last->actor, sizeof(last->actor), str_of(row.actor));
	str_put(last->command, sizeof(last->command), str_of(row.command));
	str_put(last->detail, sizeof(last->detail), row.detail);
	return rows;
}

#endif
