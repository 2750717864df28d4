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
