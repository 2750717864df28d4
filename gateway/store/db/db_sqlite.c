#include "db_sqlite.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/memory.h"
#include "db_sqlite_check.h"
#include "db_sqlite_copy.h"
#include "db_sqlite_ddl.h"
#include "db_sqlite_fault.h"
#include "db_sqlite_rows.h"

enum { BUSY_FOR = 5000, STEPS_PER_LOOK = 4000 };

/* Runs a text of our own, no rows wanted. */
static enum fault exec(struct sqlite *sqlite, const char *sql)
{
	int code = sqlite3_exec(sqlite->handle, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? FAULT_NONE : db_sqlite_fault(sqlite, code);
}

/* --- open and close --------------------------------------------------------- */

enum fault db_sqlite_open(const char *path, int flags, sqlite3 **handle,
			      struct note *note)
{
	int code = sqlite3_open_v2(path, handle,
				   flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_busy_timeout(*handle, BUSY_FOR);
	if (code == SQLITE_OK)
		return FAULT_NONE;
	fault_because(FAULT_DISK, note, "%s: %s%s", path, sqlite3_errstr(code),
		      *handle ? db_sqlite_fault_advice(*handle) : "");
	sqlite3_close(*handle);
	*handle = NULL;
	return FAULT_DISK;
}

static int on_progress(void *data)
{
	const struct sqlite *sqlite = data;

	return (sqlite->stop && atomic_load(sqlite->stop)) ||
	       (sqlite->deadline_us && clock_stopwatch_us() > sqlite->deadline_us);
}

/* What every connection must be.  A word that the engine does not know it ignores in silence, and
 * on file systems without shared memory it stays with its old journal: there FULL loses
 * acknowledged commits (guarantees.md §3).  So each is asked for again, and must be so. */
static const struct pragma {
	const char *set, *ask, *is;
	bool writes, reads;
	const char *why;
} pragmas[] = {
	{ "PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", "1", true, true, "this SQLite keeps no foreign keys" },
	{ "PRAGMA temp_store = MEMORY", "PRAGMA temp_store", "2", true, true, "this SQLite writes temporary files" },
	{ "PRAGMA trusted_schema = OFF", "PRAGMA trusted_schema", "0", true, true, "this SQLite trusts any schema" },
	{ "PRAGMA cell_size_check = ON", "PRAGMA cell_size_check", "1", true, true, "this SQLite checks no cells" },
	{ "PRAGMA query_only = ON", "PRAGMA query_only", "1", false, true, "this SQLite lets readers write" },
	{ "PRAGMA journal_mode = WAL", "PRAGMA journal_mode", "wal", true, false,
	  "this file system cannot hold a write-ahead log: keep the ledger on a local disk" },
	{ "PRAGMA synchronous = FULL", "PRAGMA synchronous", "2", true, false, "this SQLite does not sync" },
	{ "PRAGMA secure_delete = ON", "PRAGMA secure_delete", "1", true, false, "this SQLite keeps what is deleted" },
	{ "PRAGMA cache_size = -32768", "PRAGMA cache_size", "-32768", true, false, "this SQLite has no such cache" },
};

static int on_pragma(void *data, int columns, char **texts, char **names)
{
	const char **is = data;

	(void)names;
	if (*is && columns > 0 && texts[0] && strcmp(texts[0], *is) == 0)
		*is = NULL; /* found */
	return 0;
}

static enum fault pragma_keep(struct sqlite *sqlite, const struct pragma *pragma)
{
	const char *is = pragma->is;
	enum fault fault = exec(sqlite, pragma->set);
	int code;

	if (fault)
		return fault;
	code = sqlite3_exec(sqlite->handle, pragma->ask, on_pragma, &is, NULL);
	if (code != SQLITE_OK)
		return db_sqlite_fault(sqlite, code);
	if (!is)
		return FAULT_NONE;
	snprintf(sqlite->message, sizeof(sqlite->message), "%s", pragma->why);
	return FAULT_DISK;
}

static enum fault set_up(struct sqlite *sqlite, struct note *note)
{
	bool writes = sqlite->mode == DB_WRITE;
	enum fault fault = FAULT_NONE;

	if (sqlite->mode == DB_SCRATCH)
		return FAULT_NONE;
	for (size_t i = 0; i < COUNT_OF(pragmas) && !fault; i++)
		if (writes ? pragmas[i].writes : pragmas[i].reads)
			fault = pragma_keep(sqlite, &pragmas[i]);
	/* Reads the first page: not a database is found now and not in the night. */
	if (!fault)
		fault = exec(sqlite, "SELECT count(*) FROM sqlite_master;");
	if (fault)
		return fault_because(fault, note, "%s: %s%s", sqlite->path, sqlite->message,
				     db_sqlite_fault_advice(sqlite->handle));
	sqlite3_wal_hook(sqlite->handle, db_sqlite_copy_on_commit, sqlite);
	return FAULT_NONE;
}

static void sqlite_close(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);

	db_sqlite_rows_statements_free(sqlite);
	sqlite3_close(sqlite->handle);
	db_place_release(&sqlite->hold);
	free(sqlite->path);
	free(sqlite);
}

/* A reader makes nothing, and waits for no pipe. */
static enum fault is_readable(const char *path, struct note *note)
{
	struct stat facts;

	if (stat(path, &facts) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return fault_because(FAULT_MISSING, note, "%s: there is no such ledger", path);
	if (stat(path, &facts) != 0)
		return fault_because(FAULT_DISK, note, "%s: %s", path, strerror(errno));
	if (!S_ISREG(facts.st_mode))
		return fault_because(FAULT_DISK, note, "%s: is no regular file", path);
	return FAULT_NONE;
}

/* A reader, too, makes the engine's log and its index where there are none, and cannot take them away
 * again.  Where nobody has the ledger open and there is no log, the file is all there is: then the
 * engine may take it for one that does not change. */
static enum fault open_to_look(struct sqlite *sqlite, struct note *note)
{
	static const char odd[] = "%?#";
	char log[DB_PLACE_SIZE + 8];
	struct stat facts;
	enum fault fault;
	AUTO(buf) uri;

	buf_init(&uri, 3 * DB_PLACE_SIZE + 32);
	snprintf(log, sizeof(log), "%s-wal", sqlite->path);
	sqlite->mode = DB_READ;
	if ((stat(log, &facts) == 0 && facts.st_size > 0) || db_place_is_held(sqlite->path))
		return db_sqlite_open(sqlite->path, SQLITE_OPEN_READONLY, &sqlite->handle, note);
	buf_add_text(&uri, "file:");
	for (const char *at = sqlite->path; *at; at++)
		if (strchr(odd, *at))
			buf_add_format(&uri, "%%%02x", (unsigned char)*at);
		else
			buf_add_char(&uri, *at);
	buf_add_text(&uri, "?immutable=1");
	fault = buf_check(&uri, note);
	if (fault)
		return fault;
	return db_sqlite_open(buf_text(&uri), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, &sqlite->handle, note);
}

static enum fault open_for(struct sqlite *sqlite, struct note *note)
{
	bool writes = sqlite->mode == DB_WRITE || sqlite->mode == DB_SCRATCH;
	enum fault fault = FAULT_NONE;

	if (sqlite->mode == DB_WRITE)
		fault = db_place_take(sqlite->path, &sqlite->hold, note);
	else if (!writes)
		fault = is_readable(sqlite->path, note);
	if (!fault && sqlite->mode == DB_LOOK)
		fault = open_to_look(sqlite, note);
	else if (!fault)
		fault = db_sqlite_open(sqlite->path, writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY,
				       &sqlite->handle, note);
	if (!fault)
		fault = set_up(sqlite, note);
	return fault;
}

static enum fault sqlite_open(const char *path, enum db_mode mode, struct db **db,
			      struct note *note)
{
	struct sqlite *sqlite;
	char real[DB_PLACE_SIZE];
	enum fault fault = FAULT_NONE;

	if (mode == DB_WRITE || mode == DB_LOOK)
		fault = db_place(path, real, note);
	else
		snprintf(real, sizeof(real), "%s", mode == DB_READ ? path : ":memory:");
	if (fault)
		return fault;
	sqlite = memory_new(struct sqlite);
	/* Nobody reads its statistics, and each piece of memory takes a lock for them.  Only
	 * the first connection may say so; later ones are told that it is too late. */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite->path = memory_text(str_of(real));
	sqlite->db.driver = &db_sqlite_driver;
	sqlite->mode = mode;
	sqlite->hold = (struct db_place_hold){ -1, -1 };
	fault = open_for(sqlite, note);
	if (fault) {
		sqlite_close(&sqlite->db);
		return fault;
	}
	*db = &sqlite->db;
	return FAULT_NONE;
}

/* --- transactions ------------------------------------------------------------ */

static enum fault sqlite_begin(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);
	enum fault fault;

	assert(!sqlite->is_open);
	fault = db_sqlite_rows_run(db, sqlite->mode == DB_READ ? "BEGIN" : "BEGIN IMMEDIATE", NULL, 0,
			   NULL);
	sqlite->is_open = !fault;
	sqlite->lost = FAULT_NONE;
	return fault;
}

static void sqlite_rollback(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);

	if (sqlite->is_open && !sqlite3_get_autocommit(sqlite->handle))
		sqlite3_exec(sqlite->handle, "ROLLBACK", NULL, NULL, NULL);
	sqlite->is_open = false;
	sqlite->lost = FAULT_NONE;
}

static enum fault sqlite_commit(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);
	enum fault fault;

	assert(sqlite->is_open);
	fault = db_sqlite_rows_run(db, "COMMIT", NULL, 0, NULL);
	if (fault)
		sqlite_rollback(db);
	sqlite->is_open = false;
	return fault;
}

static enum fault sqlite_savepoint(struct db *db)
{
	assert(sqlite_of(db)->is_open);
	return db_sqlite_rows_run(db, "SAVEPOINT job", NULL, 0, NULL);
}

static enum fault sqlite_release(struct db *db)
{
	return db_sqlite_rows_run(db, "RELEASE SAVEPOINT job", NULL, 0, NULL);
}

/* A fault here has dropped the transaction: the commit tells. */
static void sqlite_rollback_to(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);
	enum fault fault = db_sqlite_rows_run(db, "ROLLBACK TO SAVEPOINT job", NULL, 0, NULL);

	if (!fault)
		fault = sqlite_release(db);
	if (fault && !sqlite->lost)
		sqlite->lost = fault;
}

static enum fault sqlite_script(struct db *db, const char *sql, struct note *note)
{
	struct sqlite *sqlite = sqlite_of(db);
	AUTO(buf) spelled;
	enum fault fault;

	buf_init(&spelled, 1 << 20);
	db_sqlite_ddl(sql, &spelled);
	fault = buf_check(&spelled, note);
	if (fault)
		return fault;
	fault = exec(sqlite, buf_text(&spelled));
	if (fault)
		return fault_because(fault, note, "%s", sqlite->message);
	return FAULT_NONE;
}

static const char *sqlite_message(const struct db *db)
{
	return container_of(db, const struct sqlite, db)->message;
}

static void sqlite_limit(struct db *db, int64_t span_for, const _Atomic bool *stop)
{
	struct sqlite *sqlite = sqlite_of(db);

	sqlite->stop = stop;
	sqlite->deadline_us = span_for ? clock_stopwatch_us() + span_for * 1000 : 0;
	sqlite3_progress_handler(sqlite->handle, span_for || stop ? STEPS_PER_LOOK : 0, on_progress,
				 sqlite);
}

const struct db_driver db_sqlite_driver = {
	.scheme = "sqlite",
	.open = sqlite_open,
	.close = sqlite_close,
	.run = db_sqlite_rows_run,
	.ask = db_sqlite_rows_ask,
	.next = db_sqlite_rows_next,
	.number = db_sqlite_rows_number,
	.text = db_sqlite_rows_text,
	.fault = db_sqlite_rows_fault,
	.done = db_sqlite_rows_done,
	.script = sqlite_script,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.savepoint = sqlite_savepoint,
	.release = sqlite_release,
	.rollback_to = sqlite_rollback_to,
	.message = sqlite_message,
	.limit = sqlite_limit,
	.tidy = db_sqlite_copy_tidy,
	.check = db_sqlite_check,
	.orphans = db_sqlite_check_orphans,
	.names = db_sqlite_check_names,
	.backup = db_sqlite_copy_backup,
};
