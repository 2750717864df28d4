/* Statements: prepared once, found again, interrupted, given up early. */
#include "tests/lib/test.h"

#include "base/clock.h"
#include "tests/unit/store/ledger.h"

static const char insert[] = "INSERT INTO thing (id, word) VALUES ($1, $2)";
static const char all[] = "SELECT id, word FROM thing ORDER BY id";
static const char how_many[] = "SELECT count(*) FROM thing";
/* As many rows as asked for, in one statement. */
static const char insert_many[] =
	"INSERT INTO thing (id, word) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
	" WHERE i < $1) SELECT i, 'x' FROM n";

static void things(struct ledger *ledger, int count)
{
	ledger_place(ledger);
	ledger_connect(ledger);
	assert_fine(db_script(ledger->db, "CREATE TABLE thing (id BIGINT PRIMARY KEY,"
					  " word TEXT NOT NULL CHECK (word <> 'no'));", NULL));
	assert_fine(db_run(ledger->db, insert_many, BINDS(NUMBER(count)), NULL));
}

/* Each of the loops within loops goes over all rows, and the cache has its text afterwards. */
static void a_text_that_runs_within_itself_keeps_its_places(void **state)
{
	struct ledger ledger;
	struct db_rows *rows[4] = { NULL };
	int deepest = 0;

	(void)state;
	things(&ledger, 5);
	for (int round = 0; round < 2; round++) {
		for (int depth = 0; depth < 4; depth++) {
			assert_fine(db_ask(ledger.db, &rows[depth], all, NULL, 0));
			for (int step = 0; step <= depth; step++)
				assert_true(db_rows_next(rows[depth]));
		}
		for (int depth = 0; depth < 4; depth++)
			assert_int_equal(db_rows_number(rows[depth], 0), depth + 1);
		/* the first one ends first, the spares go their own way */
		for (int depth = 0; depth < 4; depth++) {
			int left = 0;

			while (db_rows_next(rows[depth]))
				left++;
			assert_int_equal(left, 4 - depth);
			assert_fine(db_rows_fault(rows[depth]));
			db_rows_done(&rows[depth]);
			deepest += left;
		}
	}
	assert_int_equal(deepest, 20);
	ledger_done(&ledger);
}

/* More than the cache takes: what is not kept is prepared anew, and gives the same. */
static void any_number_of_texts_may_be_run(void **state)
{
	static char texts[1500][48];
	struct ledger ledger;

	(void)state;
	things(&ledger, 3);
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		snprintf(texts[i], sizeof(texts[i]), "SELECT %zu + count(*) FROM thing", i);
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < COUNT_OF(texts); i++)
			assert_int_equal(ledger_number(ledger.db, texts[i]), i + 3);
	ledger_done(&ledger);
}

static void a_statement_that_was_refused_runs_the_next_time(void **state)
{
	struct ledger ledger;
	int64_t changed = 77;

	(void)state;
	things(&ledger, 3);
	for (int round = 0; round < 3; round++) {
		assert_fault(db_run(ledger.db, insert, BINDS(NUMBER(10 + round), TEXTZ("no")), &changed),
			     FAULT_CONFLICT);
		assert_int_equal(changed, round ? 1 : 77);
		assert_fault(db_run(ledger.db, insert, BINDS(NUMBER(1), TEXTZ("yes")), NULL), FAULT_CONFLICT);
		assert_fine(db_run(ledger.db, insert, BINDS(NUMBER(10 + round), TEXTZ("yes")), &changed));
		assert_int_equal(changed, 1);
	}
	assert_int_equal(ledger_number(ledger.db, how_many), 6);
	ledger_done(&ledger);
}

/* What a statement changed, and not what one before it did. */
static void the_rows_that_changed_are_counted(void **state)
{
	struct ledger ledger;
	int64_t changed = 77;

	(void)state;
	things(&ledger, 30);
	assert_fine(db_run(ledger.db, "UPDATE thing SET word = 'y' WHERE id > $1", BINDS(NUMBER(10)), &changed));
	assert_int_equal(changed, 20);
	assert_fine(db_run(ledger.db, "DELETE FROM thing WHERE id > $1", BINDS(NUMBER(99)), &changed));
	assert_int_equal(changed, 0);
	assert_fine(db_run(ledger.db, "DELETE FROM thing", NULL, 0, &changed));
	assert_int_equal(changed, 30);
	ledger_done(&ledger);
}

/* A table that is being read cannot be taken away; whoever has done with the rows is no
 * reader any more, at whatever row they stopped. */
static void rows_that_were_given_up_hold_nothing(void **state)
{
	struct ledger ledger;
	struct db_rows *rows = NULL;

	(void)state;
	ENGINE_IS_SQLITE();
	things(&ledger, 5);
	assert_fine(db_ask(ledger.db, &rows, all, NULL, 0));
	assert_true(db_rows_next(rows));
	assert_fault(db_script(ledger.db, "DROP TABLE thing;", NULL), FAULT_AGAIN);
	db_rows_done(&rows);
	db_rows_done(&rows);
	assert_null(rows);
	assert_fine(db_script(ledger.db, "DROP TABLE thing;", NULL));
	assert_fault(db_ask(ledger.db, &rows, "SELECT word FROM thing", NULL, 0), FAULT_BROKEN);
	assert_null(rows);
	ledger_done(&ledger);
}

/* The time is up before the statement begins: no wall clock decides here. */
static void let_time_run_out(struct db *db)
{
	int64_t begun = clock_stopwatch_us();

	db_limit(db, 1);
	while (clock_stopwatch_us() <= begun + 1000)
		;
}

static void an_interrupted_change_leaves_nothing(void **state)
{
	struct ledger ledger;
	int64_t changed = 77;

	(void)state;
	things(&ledger, 1);
	assert_fine(db_run(ledger.db, "DELETE FROM thing", NULL, 0, NULL));
	let_time_run_out(ledger.db);
	assert_fault(db_run(ledger.db, insert_many, BINDS(NUMBER(100000)), &changed), FAULT_AGAIN);
	assert_int_equal(changed, 77);
	db_limit(ledger.db, 0);
	assert_int_equal(ledger_number(ledger.db, how_many), 0);
	assert_fine(db_run(ledger.db, insert_many, BINDS(NUMBER(100000)), &changed));
	assert_int_equal(changed, 100000);
	ledger_done(&ledger);
}

/* The engine takes the whole transaction back: from then on each statement says so, and
 * nothing that comes after slips out as a change of its own. */
static void an_interrupted_transaction_is_over_until_it_is_rolled_back(void **state)
{
	struct ledger ledger;

	(void)state;
	ENGINE_IS_SQLITE();
	things(&ledger, 1);
	assert_fine(db_begin(ledger.db));
	assert_fine(db_run(ledger.db, insert, BINDS(NUMBER(200000), TEXTZ("before")), NULL));
	assert_fine(db_savepoint(ledger.db));
	let_time_run_out(ledger.db);
	assert_fault(db_run(ledger.db, "UPDATE thing SET word = 'z' WHERE id IN (WITH RECURSIVE n (i) AS"
				       " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90000)"
				       " SELECT i FROM n)", NULL, 0, NULL), FAULT_AGAIN);
	db_limit(ledger.db, 0);
	db_rollback_to(ledger.db);
	assert_fault(db_run(ledger.db, insert, BINDS(NUMBER(200001), TEXTZ("after")), NULL), FAULT_AGAIN);
	assert_fault(db_commit(ledger.db), FAULT_AGAIN);
	assert_int_equal(ledger_number(ledger.db, how_many), 1);
	assert_fine(db_run(ledger.db, insert, BINDS(NUMBER(200002), TEXTZ("alone")), NULL));
	assert_int_equal(ledger_number(ledger.db, how_many), 2);
	ledger_done(&ledger);
}

/* Rows that came before the time was up are true; the end of the list is not told as one. */
static void a_list_that_is_interrupted_is_no_short_list(void **state)
{
	struct ledger ledger;
	struct db_rows *rows = NULL;
	int seen = 0;

	(void)state;
	things(&ledger, 20000);
	assert_fine(db_ask(ledger.db, &rows, all, NULL, 0));
	assert_true(db_rows_next(rows));
	let_time_run_out(ledger.db);
	do {
		seen++;
		assert_int_equal(db_rows_number(rows, 0), seen);
	} while (db_rows_next(rows));
	assert_true(seen < 20000);
	assert_fault(db_rows_fault(rows), FAULT_AGAIN);
	assert_false(db_rows_next(rows));
	db_rows_done(&rows);
	db_limit(ledger.db, 0);
	assert_int_equal(ledger_number(ledger.db, how_many), 20000);
	ledger_done(&ledger);
}

/* They nest: the inner one goes alone, the outer one takes the inner one with it. */
static void savepoints_nest_as_deep_as_they_are_opened(void **state)
{
	struct ledger ledger;
	enum { DEEP = 12 };

	(void)state;
	for (int kept = 0; kept <= DEEP; kept++) {
		things(&ledger, 1);
		assert_fine(db_begin(ledger.db));
		for (int depth = 0; depth < DEEP; depth++) {
			assert_fine(db_savepoint(ledger.db));
			assert_fine(db_run(ledger.db, insert, BINDS(NUMBER(10 + depth), TEXTZ("x")), NULL));
		}
		for (int depth = DEEP - 1; depth >= 0; depth--) {
			if (depth == kept)
				db_rollback_to(ledger.db);
			else
				assert_fine(db_release(ledger.db));
		}
		assert_fine(db_commit(ledger.db));
		assert_int_equal(ledger_number(ledger.db, how_many), 1 + kept);
		ledger_done(&ledger);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_that_runs_within_itself_keeps_its_places),
		cmocka_unit_test(any_number_of_texts_may_be_run),
		cmocka_unit_test(a_statement_that_was_refused_runs_the_next_time),
		cmocka_unit_test(the_rows_that_changed_are_counted),
		cmocka_unit_test(rows_that_were_given_up_hold_nothing),
		cmocka_unit_test(an_interrupted_change_leaves_nothing),
		cmocka_unit_test(an_interrupted_transaction_is_over_until_it_is_rolled_back),
		cmocka_unit_test(a_list_that_is_interrupted_is_no_short_list),
		cmocka_unit_test(savepoints_nest_as_deep_as_they_are_opened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
