/* No verb of the store swallows a fault: each statement of each is made to fail once. */
#include "every_verb.h"

#include "store/db/db_sqlite.h"

/* Interrupts the statement after so many others; has it done so? */
static struct trap {
	int left;
	bool is_sprung, is_told;
} trap;

static int on_statement(unsigned what, void *context, void *stmt, void *sql)
{
	(void)what;
	(void)context;
	(void)stmt;
	(void)sql;
	trap.left--;
	return 0;
}

static int on_step(void *context)
{
	(void)context;
	trap.is_sprung |= trap.left == 0;
	return trap.left == 0;
}

/* The verb in which the trap sprang must say so; after it no outcome matters here. */
static void run(enum fault fault)
{
	if (trap.is_told)
		return;
	if (trap.is_sprung) {
		assert_fault(fault, FAULT_AGAIN);
		trap.is_told = true;
	} else {
		assert_true(fault != FAULT_BROKEN && fault != FAULT_DISK);
	}
}

/* Count the faults down instead of hoping for bad luck: each statement fails once. */
static void no_verb_swallows_a_fault(void **state)
{
	struct ledger ledger;
	struct sqlite *sqlite;
	int statement = 0, sprung = 0;

	(void)state;
	sample_world(&ledger);
	sqlite = sqlite_of(ledger.db);
	do {
		AUTO(arena) arena;

		arena_init(&arena, 1 << 20);
		assert_fine(db_begin(ledger.db));
		trap = (struct trap){ .left = ++statement };
		sqlite3_trace_v2(sqlite->handle, SQLITE_TRACE_STMT, on_statement, NULL);
		sqlite3_progress_handler(sqlite->handle, 1, on_step, NULL);
		ask_everything(ledger.db, &arena);
		sqlite3_progress_handler(sqlite->handle, 0, NULL, NULL);
		sqlite3_trace_v2(sqlite->handle, 0, NULL, NULL);
		db_rollback(ledger.db);
		sprung += trap.is_sprung;
	} while (trap.left <= 0);
	/* the last round had no statement left to fail */
	assert_int_equal(sprung, statement - 1);
	assert_true(sprung > 80);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_verb_swallows_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
