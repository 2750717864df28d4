/*
 * What a transaction holds in memory is written before anybody asks for several promises, or
 * for what a person owes: whichever verb of the store asks.
 */
#include "every_verb.h"

#include "store/db/db_driver.h"

/* --- a driver that looks whether it was written first ------------------------------------ */

static struct db_driver looking;
static const struct db_driver *real;
static int written, asked;
static char missed[400];

/* One row by its id is nobody's list: the agenda has that one itself. */
static bool is_of_several(const char *sql)
{
	return (strstr(sql, " FROM promise") && !strstr(sql, " FROM promise WHERE id = $1")) ||
	       (strstr(sql, "s.owes") && strncmp(sql, "SELECT ", 7) == 0);
}

static enum fault look(struct db *db, struct db_rows **rows, const char *sql,
		       const struct bind *binds, size_t count)
{
	if (is_of_several(sql)) {
		asked++;
		if (!written)
			snprintf(missed, sizeof(missed), "%.300s", sql);
	}
	written = 0;
	return real->ask(db, rows, sql, binds, count);
}

static enum fault write_it(struct db_held *held)
{
	(void)held;
	written++;
	return FAULT_NONE;
}

static void forget_it(struct db_held *held)
{
	(void)held;
}

static void look_from_now(struct db *db)
{
	real = db->driver;
	looking = *real;
	looking.ask = look;
	db->driver = &looking;
	written = asked = 0;
	missed[0] = '\0';
}

static void run(enum fault fault)
{
	assert_true(fault != FAULT_BROKEN && fault != FAULT_DISK);
}

static void every_list_has_it_written_first(void **unused)
{
	struct db_held held = { write_it, forget_it };
	struct ledger ledger;
	AUTO(arena) arena;

	(void)unused;
	arena_init(&arena, 1 << 20);
	sample_world(&ledger);
	look_from_now(ledger.db);
	db_hold(ledger.db, &held);
	ask_everything(ledger.db, &arena);
	db_hold(ledger.db, NULL);
	assert_string_equal(missed, "");
	assert_in_range(asked, 10, 100);
	ledger.db->driver = real;
	ledger_done(&ledger);
}

/* --- and what it says when it cannot ------------------------------------------------------- */

static enum fault refuse_it(struct db_held *held)
{
	(void)held;
	return FAULT_DISK;
}

static void a_list_is_not_told_what_could_not_be_written(void **unused)
{
	struct db_held held = { refuse_it, forget_it };
	struct ledger ledger;
	struct promise promises[2];
	size_t count = 7;

	(void)unused;
	sample_world(&ledger);
	db_hold(ledger.db, &held);
	assert_int_equal(promise_due(ledger.db, NEVER, promises, 2, &count), FAULT_DISK);
	assert_int_equal(count, 7);
	db_hold(ledger.db, NULL);
	assert_fine(promise_due(ledger.db, NEVER, promises, 2, &count));
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_list_has_it_written_first),
		cmocka_unit_test(a_list_is_not_told_what_could_not_be_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
