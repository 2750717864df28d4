/* What the PostgreSQL driver promises that no file does: lines that break, servers that stand still. */
#include "tests/lib/test.h"

#include <signal.h>

#include "cutter.h"
#include "store/db/db_pgsql.h"
#include "tests/unit/store/ledger.h"

static const char insert[] = "INSERT INTO thing (id, word) VALUES ($1, $2)";
static const char how_many[] = "SELECT count(*) FROM thing";
static const char who_am_i[] = "SELECT pg_backend_pid()";
static const char endless[] = "SELECT count(*) FROM generate_series(1, 9223372036854775806)";

static void things(struct ledger *ledger)
{
	ledger_place(ledger);
	ledger_connect(ledger);
	assert_fine(db_script(ledger->db, "CREATE TABLE thing (id BIGINT PRIMARY KEY, word TEXT NOT NULL);", NULL));
}

static void put(struct db *db, int64_t id)
{
	assert_fine(db_run(db, insert, BINDS(NUMBER(id), TEXTZ("x")), NULL));
}

/* The session ends as if its line had been cut; returns when it is gone. */
static void end_session(struct db *db)
{
	char sql[80];

	snprintf(sql, sizeof(sql), "SELECT pg_terminate_backend(%d, 60000)", (int)ledger_number(db, who_am_i));
	engine_do(sql);
}

/* --- opening ------------------------------------------------------------------------------ */

static void a_second_daemon_is_refused_until_the_first_lets_go(void **state)
{
	struct ledger ledger;
	struct note note = { .text = "" };
	struct db *other = NULL;
	char who[32];

	(void)state;
	things(&ledger);
	snprintf(who, sizeof(who), "(pid %d)", (int)getpid());
	assert_fault(db_open(ledger.address, DB_WRITE, &other, &note), FAULT_CONFLICT);
	assert_non_null(strstr(note.text, who));
	assert_null(other);
	put(ledger.db, 1);
	assert_fine(db_open(ledger.address, DB_READ, &other, &note));
	db_close(&ledger.db);
	assert_fine(db_open(ledger.address, DB_WRITE, &ledger.db, &note));
	put(ledger.db, 2);
	assert_int_equal(ledger_number(other, how_many), 2);
	db_close(&other);
	ledger_done(&ledger);
}

/* A database whose words are sorted by a language is no ledger; nor is one that is not there. */
static void a_database_that_would_not_do_is_refused_with_the_way(void **state)
{
	struct ledger ledger;
	struct note note = { .text = "" };

	(void)state;
	ledger_place(&ledger);
	assert_fault(db_open(ledger.address, DB_READ, &ledger.db, &note), FAULT_MISSING);
	assert_fault(db_open(ledger.address, DB_WRITE, &ledger.db, &note), FAULT_MISSING);
	engine_make(ledger.name, "template0 ENCODING 'SQL_ASCII'");
	assert_fault(db_open(ledger.address, DB_WRITE, &ledger.db, &note), FAULT_CONFIG);
	assert_non_null(strstr(note.text, "CREATE DATABASE hearback"));
	engine_drop(ledger.name);
	engine_make(ledger.name, "template0 LC_CTYPE 'C.UTF-8'");
	assert_fault(db_open(ledger.address, DB_READ, &ledger.db, &note), FAULT_CONFIG);
	engine_drop(ledger.name);
	engine_make(ledger.name, "template0");
	engine_do("CREATE ROLE hasty LOGIN SUPERUSER; ALTER ROLE hasty SET synchronous_commit = off");
	strcat(ledger.address, "&user=hasty");
	assert_fault(db_open(ledger.address, DB_WRITE, &ledger.db, &note), FAULT_CONFIG);
	assert_non_null(strstr(note.text, "synchronous_commit"));
	engine_do("DROP ROLE hasty");
	assert_null(ledger.db);
	ledger_done(&ledger);
}

static void nobody_there_is_not_now(void **state)
{
	struct note note = { .text = "" };
	struct db *db = NULL;

	(void)state;
	assert_fault(db_open("postgresql:///x?host=/tmp/none/such", DB_WRITE, &db, &note), FAULT_AGAIN);
	assert_non_null(strstr(note.text, "/tmp/none/such"));
	assert_fault(db_open("postgresql:///x", DB_SCRATCH, &db, &note), FAULT_CONFIG);
	assert_fault(db_open("postgresql:///x?statements=unnamed", DB_WRITE, &db, &note), FAULT_CONFIG);
}

static void whoever_reads_writes_nothing_also_behind_a_pooler(void **state)
{
	static const char *const ends[] = { "", "&statements=unnamed" };
	struct ledger ledger;

	(void)state;
	things(&ledger);
	put(ledger.db, 1);
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct note note = { .text = "" };
		char address[240];
		struct db *db = NULL;

		snprintf(address, sizeof(address), "%s%s", ledger.address, ends[i]);
		if (db_open(address, DB_READ, &db, &note))
			fail_msg("%s", note.text);
		assert_fault(db_run(db, "DELETE FROM thing", NULL, 0, NULL), FAULT_DISK);
		assert_fine(db_begin(db));
		assert_fault(db_run(db, "DELETE FROM thing", NULL, 0, NULL), FAULT_DISK);
		assert_fault(db_commit(db), FAULT_DISK);
		assert_int_equal(ledger_number(db, how_many), 1);
		assert_int_equal(ledger_number(db, "SELECT count(*) FROM pg_prepared_statements") > 0, i == 0);
		db_close(&db);
	}
	ledger_done(&ledger);
}

/* One snapshot: what is committed meanwhile is seen by the next transaction. */
static void a_reader_sees_one_moment(void **state)
{
	struct ledger ledger;
	struct db *reader = NULL;

	(void)state;
	things(&ledger);
	put(ledger.db, 1);
	assert_fine(db_open(ledger.address, DB_READ, &reader, NULL));
	assert_fine(db_begin(reader));
	assert_int_equal(ledger_number(reader, how_many), 1);
	put(ledger.db, 2);
	assert_int_equal(ledger_number(reader, how_many), 1);
	db_rollback(reader);
	assert_int_equal(ledger_number(reader, how_many), 2);
	db_close(&reader);
	ledger_done(&ledger);
}

/* --- faults -------------------------------------------------------------------------------- */

static void what_the_server_says_holds_no_value(void **state)
{
	struct ledger ledger;

	(void)state;
	things(&ledger);
	put(ledger.db, 4711);
	assert_fault(db_run(ledger.db, insert, BINDS(NUMBER(4711), TEXTZ("Rosa")), NULL), FAULT_CONFLICT);
	assert_non_null(strstr(db_message(ledger.db), "thing_pkey"));
	assert_null(strstr(db_message(ledger.db), "4711"));
	assert_fault(db_script(ledger.db, "UPDATE thing SET id = 'Rosa'", NULL), FAULT_CONFLICT);
	assert_null(strstr(db_message(ledger.db), "Rosa"));
	/* the type of what is bound is the column's, or it is refused: no number is read out of a text */
	assert_fault(db_run(ledger.db, "UPDATE thing SET id = $1", BINDS(TEXTZ("12")), NULL), FAULT_BROKEN);
	assert_int_equal(ledger_number(ledger.db, how_many), 1);
	ledger_done(&ledger);
}

/* The server takes nothing more; nobody is told that it was, and a savepoint is the way out. */
static void a_transaction_that_failed_says_so_until_it_is_rolled_back(void **state)
{
	struct ledger ledger;

	(void)state;
	things(&ledger);
	assert_fine(db_begin(ledger.db));
	put(ledger.db, 1);
	assert_fine(db_savepoint(ledger.db));
	assert_fault(db_run(ledger.db, insert, BINDS(NUMBER(1), TEXTZ("x")), NULL), FAULT_CONFLICT);
	assert_fault(db_run(ledger.db, insert, BINDS(NUMBER(2), TEXTZ("x")), NULL), FAULT_CONFLICT);
	assert_fault(db_savepoint(ledger.db), FAULT_CONFLICT);
	assert_fault(db_release(ledger.db), FAULT_CONFLICT);
	db_rollback_to(ledger.db);
	put(ledger.db, 3);
	assert_fine(db_commit(ledger.db));
	assert_int_equal(ledger_number(ledger.db, how_many), 2);
	assert_fine(db_begin(ledger.db));
	assert_fault(db_run(ledger.db, insert, BINDS(NUMBER(1), TEXTZ("x")), NULL), FAULT_CONFLICT);
	assert_fault(db_commit(ledger.db), FAULT_CONFLICT);
	put(ledger.db, 4);
	ledger_done(&ledger);
}

static void a_list_that_nobody_could_keep_is_refused(void **state)
{
	struct ledger ledger;
	struct db_rows *rows = NULL;

	(void)state;
	things(&ledger);
	assert_fine(db_ask(ledger.db, &rows, "SELECT repeat('x', 1000000) FROM generate_series(1, 100000)", NULL, 0));
	assert_false(db_rows_next(rows));
	assert_fault(db_rows_fault(rows), FAULT_TOO_LARGE);
	db_rows_done(&rows);
	put(ledger.db, 1);
	ledger_done(&ledger);
}

/* --- time ---------------------------------------------------------------------------------- */

static enum fault ask(struct db *db, const char *sql)
{
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, sql, NULL, 0);

	while (!fault && db_rows_next(rows))
		;
	return fault ? fault : db_rows_fault(rows);
}

static void *stop_soon(void *context)
{
	_Atomic bool *stop = context;
	char said[8] = "";

	/* once it is under way */
	while (!said[0])  {
		PGconn *conn = engine_connect("postgres");

		engine_say(conn, "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE"
				 " '%9223372036854775806%' AND pid <> pg_backend_pid()", said, sizeof(said));
		PQfinish(conn);
	}
	atomic_store(stop, true);
	return NULL;
}

/* By its limit or by a word from another thread; the session stays, and the server has stopped working. */
static void a_statement_that_is_over_is_cancelled_at_the_server(void **state)
{
	struct ledger ledger;
	_Atomic bool stop = false;
	pthread_t thread;
	int64_t session;

	(void)state;
	things(&ledger);
	session = ledger_number(ledger.db, who_am_i);
	db_limit(ledger.db, 50);
	assert_fault(ask(ledger.db, endless), FAULT_AGAIN);
	db_stop_when(ledger.db, &stop);
	assert_int_equal(pthread_create(&thread, NULL, stop_soon, &stop), 0);
	assert_fault(ask(ledger.db, endless), FAULT_AGAIN);
	pthread_join(thread, NULL);
	db_limit(ledger.db, 0);
	assert_int_equal(ledger_number(ledger.db, who_am_i), session);
	assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
						  " AND datname = current_database()"), 1);
	ledger_done(&ledger);
}

/* libpq alone would wait until it is let go on. */
static void a_backend_that_stands_still_holds_nobody_up(void **state)
{
	struct ledger ledger;
	struct db *reader = NULL;
	pid_t backend;

	(void)state;
	things(&ledger);
	put(ledger.db, 1);
	assert_fine(db_open(ledger.address, DB_READ, &reader, NULL));
	backend = (pid_t)ledger_number(reader, who_am_i);
	assert_int_equal(kill(backend, SIGSTOP), 0);
	db_limit(reader, 50);
	assert_fault(ask(reader, "SELECT count(*) FROM thing "), FAULT_AGAIN);
	db_limit(reader, 0);
	/* on another one */
	assert_int_equal(ledger_number(reader, how_many), 1);
	assert_true(ledger_number(reader, who_am_i) != backend);
	assert_int_equal(kill(backend, SIGCONT), 0);
	db_close(&reader);
	ledger_done(&ledger);
}

/* --- lines that break ----------------------------------------------------------------------- */

static void a_line_that_broke_while_nobody_spoke_is_not_noticed(void **state)
{
	struct ledger ledger;

	(void)state;
	things(&ledger);
	put(ledger.db, 1);
	end_session(ledger.db);
	assert_fine(db_begin(ledger.db));
	put(ledger.db, 2);
	assert_fine(db_commit(ledger.db));
	end_session(ledger.db);
	assert_int_equal(ledger_number(ledger.db, how_many), 2);
	end_session(ledger.db);
	put(ledger.db, 3);
	assert_int_equal(ledger_number(ledger.db, how_many), 3);
	ledger_done(&ledger);
}

static void a_transaction_whose_line_broke_is_over_until_it_is_rolled_back(void **state)
{
	struct ledger ledger;

	(void)state;
	things(&ledger);
	assert_fine(db_begin(ledger.db));
	put(ledger.db, 1);
	assert_fine(db_savepoint(ledger.db));
	end_session(ledger.db);
	assert_fault(db_run(ledger.db, insert, BINDS(NUMBER(2), TEXTZ("x")), NULL), FAULT_AGAIN);
	db_rollback_to(ledger.db);
	assert_fault(db_run(ledger.db, insert, BINDS(NUMBER(3), TEXTZ("x")), NULL), FAULT_AGAIN);
	assert_fault(db_savepoint(ledger.db), FAULT_AGAIN);
	assert_fault(db_commit(ledger.db), FAULT_AGAIN);
	put(ledger.db, 4);
	assert_int_equal(ledger_number(ledger.db, "SELECT sum(id) FROM thing"), 4);
	ledger_done(&ledger);
}

/* Who was away finds another owner: not a row of theirs is written any more. */
static void a_daemon_that_was_replaced_writes_nothing(void **state)
{
	struct ledger ledger;
	struct db *other = NULL;
	struct note note = { .text = "" };

	(void)state;
	things(&ledger);
	put(ledger.db, 1);
	end_session(ledger.db);
	if (db_open(ledger.address, DB_WRITE, &other, &note))
		fail_msg("%s", note.text);
	assert_fault(db_begin(ledger.db), FAULT_CONFLICT);
	assert_non_null(strstr(db_message(ledger.db), "taken this ledger over"));
	assert_fault(db_run(ledger.db, insert, BINDS(NUMBER(2), TEXTZ("x")), NULL), FAULT_CONFLICT);
	put(other, 3);
	db_close(&other);
	/* not even when that one is gone again */
	assert_fault(db_begin(ledger.db), FAULT_CONFLICT);
	db_close(&ledger.db);
	ledger_connect(&ledger);
	assert_int_equal(ledger_number(ledger.db, "SELECT sum(id) FROM thing"), 4);
	ledger_done(&ledger);
}

/* As if the lock had failed: the row alone keeps the old owner's transaction out. */
static void no_transaction_of_an_earlier_owner_commits(void **state)
{
	struct ledger ledger;

	(void)state;
	things(&ledger);
	assert_fine(db_begin(ledger.db));
	put(ledger.db, 1);
	{
		PGconn *conn = engine_connect(ledger.name);

		engine_say(conn, "UPDATE db_writer SET owner = 'somebody else'", NULL, 0);
		PQfinish(conn);
	}
	assert_fault(db_commit(ledger.db), FAULT_CONFLICT);
	assert_fault(db_begin(ledger.db), FAULT_CONFLICT);
	db_close(&ledger.db);
	ledger_connect(&ledger);
	assert_int_equal(ledger_number(ledger.db, how_many), 0);
	ledger_done(&ledger);
}

/* D7: what db_commit says is what became of it, wherever the line was cut. */
static void a_commit_whose_answer_was_lost_is_found_out(void **state)
{
	enum { ROUNDS = 16 };
	struct ledger ledger;
	struct cutter cutter;
	char address[160];
	struct note note = { .text = "" };
	int kept[4] = { 0 };

	(void)state;
	things(&ledger);
	db_close(&ledger.db);
	cutter_new(&cutter, ledger.name, address, sizeof(address));
	if (db_open(address, DB_WRITE, &ledger.db, &note))
		fail_msg("%s", note.text);
	for (int round = 0; round < ROUNDS; round++) {
		enum cut cut = (enum cut)(round % 4);
		enum fault fault;

		atomic_store(&cutter.backend, (int)ledger_number(ledger.db, who_am_i));
		assert_fine(db_begin(ledger.db));
		for (int i = 0; i < 5; i++)
			put(ledger.db, round * 10 + i);
		atomic_store(&cutter.cut, cut);
		fault = db_commit(ledger.db);
		assert_true(fault == FAULT_NONE || fault == FAULT_AGAIN);
		kept[cut] += fault == FAULT_NONE;
		{
			AUTO_ROWS rows = NULL;

			assert_fine(db_ask(ledger.db, &rows, "SELECT count(*) FROM thing WHERE id / 10 = $1",
					   BINDS(NUMBER(round))));
			assert_true(db_rows_next(rows));
			assert_int_equal(db_rows_number(rows, 0), fault ? 0 : 5);
		}
	}
	assert_int_equal(atomic_load(&cutter.cuts), ROUNDS * 3 / 4);
	assert_int_equal(kept[CUT_NOT], ROUNDS / 4);
	assert_int_equal(kept[CUT_BEFORE], 0);
	assert_int_equal(kept[CUT_BEHIND], ROUNDS / 4);
	db_close(&ledger.db);
	cutter_done(&cutter);
	ledger_done(&ledger);
}

/* Also a single statement, which has no transaction of the caller's. */
static void a_lone_statement_whose_answer_was_lost_is_found_out(void **state)
{
	struct ledger ledger;
	struct cutter cutter;
	char address[160];

	(void)state;
	things(&ledger);
	db_close(&ledger.db);
	cutter_new(&cutter, ledger.name, address, sizeof(address));
	assert_fine(db_open(address, DB_WRITE, &ledger.db, NULL));
	atomic_store(&cutter.cut, CUT_BEHIND);
	put(ledger.db, 1);
	atomic_store(&cutter.cut, CUT_BEFORE);
	assert_fault(db_run(ledger.db, insert, BINDS(NUMBER(2), TEXTZ("x")), NULL), FAULT_AGAIN);
	assert_int_equal(ledger_number(ledger.db, "SELECT sum(id) FROM thing"), 1);
	assert_int_equal(atomic_load(&cutter.cuts), 2);
	db_close(&ledger.db);
	cutter_done(&cutter);
	ledger_done(&ledger);
}

/* --- the ledger as a whole ------------------------------------------------------------------ */

static void both_engines_make_the_same_tables_and_indexes(void **state)
{
	struct ledger ledger;
	struct db *scratch = NULL;
	AUTO(buf) here;
	AUTO(buf) there;

	(void)state;
	ledger_new(&ledger);
	assert_fine(db_open("sqlite:", DB_SCRATCH, &scratch, NULL));
	assert_fine(migrate_run(scratch, noon, NULL));
	buf_init(&here, 1 << 16);
	buf_init(&there, 1 << 16);
	assert_fine(db_names(ledger.db, &here));
	assert_fine(db_names(scratch, &there));
	assert_string_equal(buf_text(&here), buf_text(&there));
	assert_fine(migrate_whole(ledger.db, NULL));
	assert_fine(db_script(ledger.db, "DROP INDEX promise_due;", NULL));
	assert_fault(migrate_whole(ledger.db, NULL), FAULT_DISK);
	db_close(&scratch);
	ledger_done(&ledger);
}

static void rows_that_refer_to_nothing_are_found(void **state)
{
	struct ledger ledger;
	struct db_health health = { DB_HEALTH_UNKNOWN };
	struct note note = { .text = "" };
	PGconn *conn;

	(void)state;
	ledger_new(&ledger);
	db_report_to(ledger.db, &health);
	assert_fine(db_orphans(ledger.db, &note));
	assert_fine(db_check(ledger.db, true, &note));
	conn = engine_connect(ledger.name);
	engine_say(conn, "SET session_replication_role = replica;"
			 "INSERT INTO token (hash, staff_id, created_at) VALUES ('h', 4711, 1)", NULL, 0);
	PQfinish(conn);
	assert_fine(db_check(ledger.db, false, &note));
	assert_int_equal(db_health_state(&health), DB_HEALTH_UNKNOWN);
	assert_fault(db_check(ledger.db, true, &note), FAULT_DISK);
	assert_non_null(strstr(note.text, "token"));
	assert_fault(db_orphans(ledger.db, &note), FAULT_DISK);
	assert_int_equal(db_health_state(&health), DB_HEALTH_DAMAGED);
	ledger_done(&ledger);
}

/* Written past the server's memory, as CREATE TABLE AS does, so that it has to read. */
static void a_page_that_is_not_what_was_written_is_damage(void **state)
{
	struct ledger ledger;
	struct db_health health = { DB_HEALTH_UNKNOWN };
	struct note note = { .text = "" };
	char path[64], full[160];
	PGconn *conn;
	FILE *file;

	(void)state;
	ledger_place(&ledger);
	ledger_connect(&ledger);
	db_report_to(ledger.db, &health);
	conn = engine_connect(ledger.name);
	engine_say(conn, "CREATE TABLE thing AS SELECT repeat('x', 1900) AS word FROM generate_series(1, 8000)", NULL, 0);
	engine_say(conn, "CHECKPOINT", NULL, 0);
	engine_say(conn, "SELECT pg_relation_filepath('thing')", path, sizeof(path));
	snprintf(full, sizeof(full), "%s/data/%s", engine_server(), path);
	file = fopen(full, "r+");
	assert_non_null(file);
	for (long page = 0; page < 1000; page += 100) {
		assert_int_equal(fseek(file, page * 8192 + 5000, SEEK_SET), 0);
		fputs("Dear families", file);
	}
	assert_int_equal(fclose(file), 0);
	assert_fault(db_check(ledger.db, false, &note), FAULT_DISK);
	assert_non_null(strstr(note.text, "the ledger cannot be read"));
	assert_int_equal(db_health_state(&health), DB_HEALTH_DAMAGED);
	PQfinish(conn);
	ledger_done(&ledger);
}

static void a_backup_is_refused_with_the_way(void **state)
{
	struct ledger ledger;
	struct note note = { .text = "" };

	(void)state;
	things(&ledger);
	assert_fault(db_backup(ledger.db, "/tmp/copy", &note), FAULT_CONFLICT);
	assert_non_null(strstr(note.text, "pg_basebackup"));
	db_tidy(ledger.db);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_second_daemon_is_refused_until_the_first_lets_go),
		cmocka_unit_test(a_database_that_would_not_do_is_refused_with_the_way),
		cmocka_unit_test(nobody_there_is_not_now),
		cmocka_unit_test(whoever_reads_writes_nothing_also_behind_a_pooler),
		cmocka_unit_test(a_reader_sees_one_moment),
		cmocka_unit_test(what_the_server_says_holds_no_value),
		cmocka_unit_test(a_transaction_that_failed_says_so_until_it_is_rolled_back),
		cmocka_unit_test(a_list_that_nobody_could_keep_is_refused),
		cmocka_unit_test(a_statement_that_is_over_is_cancelled_at_the_server),
		cmocka_unit_test(a_backend_that_stands_still_holds_nobody_up),
		cmocka_unit_test(a_line_that_broke_while_nobody_spoke_is_not_noticed),
		cmocka_unit_test(a_transaction_whose_line_broke_is_over_until_it_is_rolled_back),
		cmocka_unit_test(a_daemon_that_was_replaced_writes_nothing),
		cmocka_unit_test(no_transaction_of_an_earlier_owner_commits),
		cmocka_unit_test(a_commit_whose_answer_was_lost_is_found_out),
		cmocka_unit_test(a_lone_statement_whose_answer_was_lost_is_found_out),
		cmocka_unit_test(both_engines_make_the_same_tables_and_indexes),
		cmocka_unit_test(rows_that_refer_to_nothing_are_found),
		cmocka_unit_test(a_page_that_is_not_what_was_written_is_damage),
		cmocka_unit_test(a_backup_is_refused_with_the_way),
	};

	if (!engine_is_postgresql()) {
		puts("nothing of it is about SQLite: make unit ROOM=store/db STORE=postgresql");
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
