#include "tests/lib/test.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "store/db/db_sqlite_ddl.h"
#include "tests/unit/store/ledger.h"

static const char table[] = "CREATE TABLE thing (id BIGINT PRIMARY KEY, word TEXT NOT NULL);";
static const char insert[] = "INSERT INTO thing (id, word) VALUES ($1, $2)";

static void open_with_table(struct ledger *ledger)
{
	ledger_place(ledger);
	ledger_connect(ledger);
	assert_fine(db_script(ledger->db, table, NULL));
}

static void what_is_bound_comes_back(void **state)
{
	struct ledger ledger;
	struct db_rows *rows = NULL;
	struct db_rows *nested = NULL;
	int64_t changed = 0;
	static const char select[] = "SELECT id, word FROM thing WHERE id >= $1 ORDER BY id";

	(void)state;
	open_with_table(&ledger);
	assert_fine(db_run(ledger.db, insert, BINDS(NUMBER(INT64_MIN), TEXT(STR_NONE)),
			   &changed));
	assert_int_equal(changed, 1);
	assert_fine(db_run(ledger.db, insert, BINDS(NUMBER(INT64_MAX), TEXTZ("¿Mañana? 明天")),
			   NULL));
	assert_fine(db_ask(ledger.db, &rows, select, BINDS(NUMBER(INT64_MIN))));
	assert_true(db_rows_next(rows));
	assert_true(db_rows_number(rows, 0) == INT64_MIN);
	assert_int_equal(db_rows_text(rows, 1).size, 0);
	/* the same text again while it runs: a spare statement */
	assert_fine(db_ask(ledger.db, &nested, select, BINDS(NUMBER(1))));
	assert_true(db_rows_next(nested));
	assert_true(str_is(db_rows_text(nested, 1), "¿Mañana? 明天"));
	db_rows_done(&nested);
	assert_true(db_rows_next(rows));
	assert_true(db_rows_number(rows, 0) == INT64_MAX);
	assert_false(db_rows_next(rows));
	assert_fine(db_rows_fault(rows));
	db_rows_done(&rows);
	assert_null(rows);
	ledger_done(&ledger);
}

static void faults_tell_what_the_caller_may_do(void **state)
{
	struct ledger ledger;
	struct note note;
	struct db *other = NULL;
	char expected[80];

	(void)state;
	ENGINE_IS_SQLITE();
	open_with_table(&ledger);
	assert_fine(db_run(ledger.db, insert, BINDS(NUMBER(1), TEXTZ("a")), NULL));
	assert_fault(db_run(ledger.db, insert, BINDS(NUMBER(1), TEXTZ("secret")), NULL),
		     FAULT_CONFLICT);
	assert_non_null(strstr(db_message(ledger.db), "thing.id"));
	assert_null(strstr(db_message(ledger.db), "secret"));
	/* STRICT: a text is no number */
	assert_fault(db_run(ledger.db, "INSERT INTO thing (id, word) VALUES (2, x'00')", NULL, 0,
			    NULL), FAULT_CONFLICT);
	assert_fault(db_run(ledger.db, "SELEKT", NULL, 0, NULL), FAULT_BROKEN);
	assert_fault(db_open("mysql:here", DB_READ, &other, &note), FAULT_CONFIG);
	assert_fault(db_open("sqlite:/tmp/none/such.db", DB_READ, &other, &note), FAULT_MISSING);
	assert_fault(db_open("sqlite:/tmp/none/such.db", DB_WRITE, &other, &note), FAULT_DISK);
	assert_fault(db_open(ledger.address, DB_WRITE, &other, &note), FAULT_CONFLICT);
	snprintf(expected, sizeof(expected), "another hearbackd (pid %d) has this ledger open",
		 (int)getpid());
	assert_ptr_equal(strstr(note.text, expected), note.text);
	assert_fine(db_open(ledger.address, DB_READ, &other, &note));
	assert_int_equal(ledger_number(other, "SELECT count(*) FROM thing"), 1);
	assert_fault(db_run(other, "DELETE FROM thing", NULL, 0, NULL), FAULT_DISK);
	db_close(&other);
	ledger_done(&ledger);
}

static void a_file_that_is_no_ledger_is_refused(void **state)
{
	struct ledger ledger;
	struct note note;
	FILE *file;

	(void)state;
	ENGINE_IS_SQLITE();
	ledger_place(&ledger);
	file = fopen(ledger.path, "w");
	for (int i = 0; i < 1000; i++)
		fputs("Dear families, ", file);
	fclose(file);
	assert_fault(db_open(ledger.address, DB_WRITE, &ledger.db, &note), FAULT_DISK);
	assert_non_null(strstr(note.text, "not a database"));
	ledger_done(&ledger);
}

static void the_ledger_and_its_log_are_for_nobody_else(void **state)
{
	struct ledger ledger;
	static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
	struct stat stat_of;

	(void)state;
	ENGINE_IS_SQLITE();
	open_with_table(&ledger);
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		char path[128];

		snprintf(path, sizeof(path), "%s%s", ledger.path, ends[i]);
		assert_int_equal(stat(path, &stat_of), 0);
		assert_int_equal(stat_of.st_mode & 0777, 0600);
	}
	assert_int_equal(ledger_number(ledger.db, "PRAGMA synchronous"), 2);
	assert_int_equal(ledger_number(ledger.db, "PRAGMA foreign_keys"), 1);
	assert_int_equal(ledger_number(ledger.db, "PRAGMA secure_delete"), 1);
	assert_int_equal(ledger_number(ledger.db, "PRAGMA busy_timeout"), 5000);
	ledger_done(&ledger);
}

static void a_savepoint_takes_back_its_own_rows_only(void **state)
{
	struct ledger ledger;

	(void)state;
	open_with_table(&ledger);
	assert_fine(db_begin(ledger.db));
	for (int i = 0; i < 4; i++) {
		assert_fine(db_savepoint(ledger.db));
		assert_fine(db_run(ledger.db, insert, BINDS(NUMBER(i), TEXTZ("x")), NULL));
		if (i % 2)
			db_rollback_to(ledger.db);
		else
			assert_fine(db_release(ledger.db));
	}
	assert_fine(db_commit(ledger.db));
	assert_int_equal(ledger_number(ledger.db, "SELECT sum(10 * id + 1) FROM thing"), 22);
	assert_fine(db_begin(ledger.db));
	assert_fine(db_run(ledger.db, insert, BINDS(NUMBER(9), TEXTZ("x")), NULL));
	db_rollback(ledger.db);
	db_rollback(ledger.db);
	assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM thing"), 2);
	ledger_done(&ledger);
}

static void disk_limit(rlim_t most)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = most == RLIM_INFINITY ? limit.rlim_max : most;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static enum fault fill(struct db *db, int64_t id, struct str word)
{
	enum fault fault = db_begin(db);

	for (int i = 0; !fault && i < 200; i++)
		fault = db_run(db, insert, BINDS(NUMBER(id * 1000 + i), TEXT(word)), NULL);
	return fault ? (db_rollback(db), fault) : db_commit(db);
}

/* G15: every answer is true, what was there stays, and it goes on by itself. */
static void a_full_disk_is_told_and_survived(void **state)
{
	struct ledger ledger;
	AUTO(buf) word;
	int64_t kept = 0;
	int faults = 0;

	(void)state;
	ENGINE_IS_SQLITE();
	buf_init(&word, 4000);
	while (word.size < 3000)
		buf_add_text(&word, "hola ");
	open_with_table(&ledger);
	for (int round = 0; round < 3; round++) {
		disk_limit((rlim_t)(3 + 2 * round) << 20);
		for (int64_t i = 0; i < 20; i++) {
			enum fault fault = fill(ledger.db, round * 100 + i, buf_str(&word));

			assert_true(fault == FAULT_NONE || fault == FAULT_DISK);
			kept += fault ? 0 : 200;
			faults += fault == FAULT_DISK;
		}
		disk_limit(RLIM_INFINITY);
		assert_fine(fill(ledger.db, round * 100 + 50, buf_str(&word)));
		kept += 200;
		assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM thing"), kept);
	}
	assert_true(faults > 0);
	db_close(&ledger.db);
	ledger_connect(&ledger);
	assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM thing"), kept);
	assert_fine(db_check(ledger.db, true, NULL));
	ledger_done(&ledger);
}

/* The engine may drop the whole transaction; then nothing may slip out alone. */
static void nothing_is_written_by_a_transaction_that_died(void **state)
{
	struct ledger ledger;

	(void)state;
	ENGINE_IS_SQLITE();
	open_with_table(&ledger);
	assert_fine(db_begin(ledger.db));
	assert_fine(db_run(ledger.db, insert, BINDS(NUMBER(1), TEXTZ("x")), NULL));
	assert_fault(db_run(ledger.db, "INSERT OR ROLLBACK INTO thing (id, word) VALUES (1, 'y')",
			    NULL, 0, NULL), FAULT_CONFLICT);
	assert_fault(db_run(ledger.db, insert, BINDS(NUMBER(2), TEXTZ("x")), NULL),
		     FAULT_CONFLICT);
	assert_fault(db_savepoint(ledger.db), FAULT_CONFLICT);
	db_rollback_to(ledger.db);
	assert_fault(db_commit(ledger.db), FAULT_CONFLICT);
	assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM thing"), 0);
	assert_fine(fill(ledger.db, 1, STR("x")));
	ledger_done(&ledger);
}

static void a_statement_has_its_time(void **state)
{
	static const char endless[] = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 "
				      "FROM n) SELECT count(*) FROM n";
	struct ledger ledger;
	struct db_rows *rows = NULL;

	(void)state;
	open_with_table(&ledger);
	db_limit(ledger.db, 20);
	assert_fine(db_ask(ledger.db, &rows, endless, NULL, 0));
	assert_false(db_rows_next(rows));
	assert_fault(db_rows_fault(rows), FAULT_AGAIN);
	db_rows_done(&rows);
	db_limit(ledger.db, 0);
	assert_fine(fill(ledger.db, 1, STR("x")));
	ledger_done(&ledger);
}

static void a_backup_is_whole_private_and_taken_while_writing(void **state)
{
	struct ledger ledger;
	struct ledger copy;
	struct note note = { .text = "" };
	struct stat stat_of;

	(void)state;
	ENGINE_IS_SQLITE();
	open_with_table(&ledger);
	ledger_place(&copy);
	assert_fine(fill(ledger.db, 1, STR("one")));
	assert_fine(db_begin(ledger.db));
	assert_fine(db_run(ledger.db, insert, BINDS(NUMBER(7), TEXTZ("not yet")), NULL));
	if (db_backup(ledger.db, copy.path, &note))
		fail_msg("%s", note.text);
	assert_fine(db_commit(ledger.db));
	assert_int_equal(stat(copy.path, &stat_of), 0);
	assert_int_equal(stat_of.st_mode & 0777, 0600);
	assert_fine(db_open(copy.address, DB_READ, &copy.db, &note));
	assert_int_equal(ledger_number(copy.db, "SELECT count(*) FROM thing"), 200);
	db_close(&copy.db);
	/* again, over the old one; and nothing half where it cannot be */
	assert_fine(db_backup(ledger.db, copy.path, &note));
	assert_fault(db_backup(ledger.db, "/tmp/none/such/copy", &note), FAULT_DISK);
	assert_fine(db_open(copy.address, DB_READ, &copy.db, &note));
	assert_int_equal(ledger_number(copy.db, "SELECT count(*) FROM thing"), 201);
	ledger_done(&copy);
	ledger_done(&ledger);
}

static void damage_is_found(void **state)
{
	struct ledger ledger;
	struct note note;
	FILE *file;

	(void)state;
	ENGINE_IS_SQLITE();
	open_with_table(&ledger);
	assert_fine(fill(ledger.db, 1, STR("a word of some length, so that pages fill")));
	assert_fine(db_check(ledger.db, true, &note));
	db_close(&ledger.db);
	file = fopen(ledger.path, "r+");
	fseek(file, 2 * 4096 + 1, SEEK_SET);
	for (int i = 0; i < 1000; i++)
		fputc(0xff, file);
	fclose(file);
	ledger_connect(&ledger);
	assert_fault(db_check(ledger.db, false, &note), FAULT_DISK);
	assert_non_null(strstr(note.text, "the ledger"));
	ledger_done(&ledger);
}

static void the_ddl_is_spelled_for_sqlite(void **state)
{
	static const struct {
		const char *in, *out;
	} texts[] = {
		{ "CREATE TABLE a (b BIGINT);", "CREATE TABLE a (b INTEGER) STRICT;" },
		{ "-- BIGINT;\ncreate table a (b bigint, c TEXT CHECK (c IN (';', 'BIGINT')));",
		  "-- BIGINT;\ncreate table a (b INTEGER, c TEXT CHECK (c = ';' OR c = 'BIGINT')) STRICT;" },
		{ "CREATE INDEX t ON a (b); CREATE TABLE c (bigint_b BIGINT);",
		  "CREATE INDEX t ON a (b); CREATE TABLE c (bigint_b INTEGER) STRICT;" },
		{ "INSERT INTO a VALUES ('it''s'); --", "INSERT INTO a VALUES ('it''s'); --" },
		{ "'open", "'open" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		AUTO(buf) spelled;

		buf_init(&spelled, 1000);
		db_sqlite_ddl(texts[i].in, &spelled);
		assert_string_equal(buf_text(&spelled), texts[i].out);
	}
}

static void a_check_of_a_list_is_spelled_out(void **state)
{
	static const struct {
		const char *in, *out; /* NULL: as it was */
	} checks[] = {
		{ "CHECK (a IN ('x', 'y', 'z'))", "CHECK (a = 'x' OR a = 'y' OR a = 'z')" },
		{ "check(a_1 in('x'))", "check (a_1 = 'x')" },
		{ "CHECK (\n\ta\tIN\n(0 ,-12\n, 345 ) ) ,", "CHECK (a = 0 OR a = -12 OR a = 345) ," },
		{ "CHECK (a IN ('', 'it''s', '),(', ' IN (', '--'))",
		  "CHECK (a = '' OR a = 'it''s' OR a = '),(' OR a = ' IN (' OR a = '--')" },
		{ "CHECK (a IN ('x')) CHECK (b IN (1))", "CHECK (a = 'x') CHECK (b = 1)" },
		/* anything else is nobody's to spell */
		{ "CHECK (a NOT IN ('x', 'y'))", NULL },
		{ "CHECK ((a IN ('x', 'y')))", NULL },
		{ "CHECK (a IN ('x', 'y') OR b > 0)", NULL },
		{ "CHECK (a IN ('x', b))", NULL },
		{ "CHECK (a IN ('x', ('y')))", NULL },
		{ "CHECK (a IN (SELECT b FROM c))", NULL },
		{ "CHECK (a IN ())", NULL },
		{ "CHECK (a IN (1.5))", NULL },
		{ "CHECK (a IN (-))", NULL },
		{ "CHECK (a IN ('x',))", NULL },
		{ "CHECK (a IN ('open", NULL },
		{ "CHECK (a INTO ('x'))", NULL },
		{ "CHECK (a", NULL },
		{ "CHECK", NULL },
		{ "CHECKS (a IN ('x'))", NULL },
		{ "-- CHECK (a IN ('x'))", NULL },
		{ "'CHECK (a IN (1))'", NULL },
		{ "WHERE (a IN ('x', 'y'))", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(checks); i++) {
		AUTO(buf) spelled;

		buf_init(&spelled, 1000);
		db_sqlite_ddl(checks[i].in, &spelled);
		assert_string_equal(buf_text(&spelled), checks[i].out ? checks[i].out : checks[i].in);
	}
}

/* No row that the list would have let in or kept out is judged otherwise. */
static void a_check_keeps_what_it_kept(void **state)
{
	struct ledger ledger;
	struct note note;

	(void)state;
	ledger_place(&ledger);
	ledger_connect(&ledger);
	assert_fine(db_script(ledger.db, "CREATE TABLE t (a TEXT CHECK (a IN ('x', 'it''s', ''))"
					 ", n BIGINT CHECK (n IN (0, -1)));", &note));
	assert_fine(db_run(ledger.db, "INSERT INTO t VALUES ('it''s', -1)", NULL, 0, NULL));
	assert_fine(db_run(ledger.db, "INSERT INTO t VALUES ('', 0)", NULL, 0, NULL));
	assert_fault(db_run(ledger.db, "INSERT INTO t VALUES ('X', 0)", NULL, 0, NULL),
		     FAULT_CONFLICT);
	assert_fault(db_run(ledger.db, "INSERT INTO t VALUES ('x', 1)", NULL, 0, NULL),
		     FAULT_CONFLICT);
	ledger_done(&ledger);
}

/* The log does not grow for ever, whether somebody tidies or not. */
static void the_log_stays_small(void **state)
{
	struct ledger ledger;
	struct stat stat_of;
	char path[128];
	AUTO(buf) word;

	(void)state;
	ENGINE_IS_SQLITE();
	buf_init(&word, 4000);
	while (word.size < 3000)
		buf_add_text(&word, "hola ");
	open_with_table(&ledger);
	snprintf(path, sizeof(path), "%s-wal", ledger.path);
	for (int64_t i = 0; i < 40; i++) {
		assert_fine(fill(ledger.db, i, buf_str(&word)));
		db_tidy(ledger.db);
	}
	assert_int_equal(stat(path, &stat_of), 0);
	assert_in_range(stat_of.st_size, 1, 8 << 20);
	for (int64_t i = 40; i < 120; i++)
		assert_fine(fill(ledger.db, i, buf_str(&word)));
	assert_int_equal(stat(path, &stat_of), 0);
	assert_in_range(stat_of.st_size, 1, 48 << 20);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_bound_comes_back),
		cmocka_unit_test(faults_tell_what_the_caller_may_do),
		cmocka_unit_test(a_file_that_is_no_ledger_is_refused),
		cmocka_unit_test(the_ledger_and_its_log_are_for_nobody_else),
		cmocka_unit_test(a_savepoint_takes_back_its_own_rows_only),
		cmocka_unit_test(a_full_disk_is_told_and_survived),
		cmocka_unit_test(nothing_is_written_by_a_transaction_that_died),
		cmocka_unit_test(a_statement_has_its_time),
		cmocka_unit_test(a_backup_is_whole_private_and_taken_while_writing),
		cmocka_unit_test(damage_is_found),
		cmocka_unit_test(the_ddl_is_spelled_for_sqlite),
		cmocka_unit_test(a_check_of_a_list_is_spelled_out),
		cmocka_unit_test(a_check_keeps_what_it_kept),
		cmocka_unit_test(the_log_stays_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
