#include "db_sqlite.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
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

/* The lock file holds the number of its holder, for the note of the refused. */
static enum fault lock_take(struct sqlite *sqlite, struct note *note)
{
	char path[4096];
	char holder[16] = "";
	int size;

	snprintf(path, sizeof(path), "%s.lock", sqlite->path);
	sqlite->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (sqlite->lock_fd < 0)
		return fault_because(FAULT_DISK, note, "%s: %s", path, strerror(errno));
	if (flock(sqlite->lock_fd, LOCK_EX | LOCK_NB) != 0) {
		if (pread(sqlite->lock_fd, holder, sizeof(holder) - 1, 0) <= 0)
			snprintf(holder, sizeof(holder), "unknown");
		return fault_because(FAULT_CONFLICT, note,
				     "another hearbackd (pid %s) has this ledger open", holder);
	}
	size = snprintf(holder, sizeof(holder), "%d", (int)getpid());
	if (ftruncate(sqlite->lock_fd, 0) != 0 ||
	    pwrite(sqlite->lock_fd, holder, (size_t)size, 0) != size)
		return fault_because(FAULT_DISK, note, "%s: %s", path, strerror(errno));
	return FAULT_NONE;
}

/* Made by us, so that nobody else may read it; SQLite gives its log the same mode.
 * Never opened when it is there: closing it again would drop the POSIX locks of other
 * connections of this process. */
static enum fault file_make(const char *path, struct note *note)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0 && errno != EEXIST)
		return fault_because(FAULT_DISK, note, "%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return FAULT_NONE;
}

enum fault db_sqlite_open(const char *path, int flags, sqlite3 **handle,
			      struct note *note)
{
	int code = sqlite3_open_v2(path, handle,
				   flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_busy_timeout(*handle, BUSY_FOR);
	if (code == SQLITE_OK)
		return FAULT_NONE;
	fault_because(FAULT_DISK, note, "%s: %s", path, sqlite3_errstr(code));
	sqlite3_close(*handle);
	*handle = NULL;
	return FAULT_DISK;
}

static int on_progress(void *data)
{
	const struct sqlite *sqlite = data;

	return sqlite->deadline_us && clock_stopwatch_us() > sqlite->deadline_us;
}

static int on_journal(void *data, int columns, char **texts, char **names)
{
	(void)columns;
	(void)names;
	*(bool *)data = strcmp(texts[0], "wal") == 0;
	return 0;
}

/* On file systems without shared memory SQLite stays with its old journal, silently:
 * there FULL loses acknowledged commits (guarantees.md §3), so we refuse. */
static enum fault log_check(struct sqlite *sqlite)
{
	bool is_log = false;
	int code = sqlite3_exec(sqlite->handle, "PRAGMA journal_mode", on_journal, &is_log,
				NULL);

	if (code != SQLITE_OK)
		return db_sqlite_fault(sqlite, code);
	if (is_log)
		return FAULT_NONE;
	snprintf(sqlite->message, sizeof(sqlite->message),
		 "this file system cannot hold a write-ahead log");
	return FAULT_DISK;
}

static enum fault set_up(struct sqlite *sqlite, struct note *note)
{
	static const char both[] = "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
				   "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;";
	static const char writing[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
				      "PRAGMA secure_delete = ON; PRAGMA cache_size = -32768;";
	enum fault fault = exec(sqlite, both);

	if (!fault)
		fault = exec(sqlite, sqlite->mode == DB_WRITE ? writing :
								"PRAGMA query_only = ON;");
	/* Reads the first page: not a database is found now and not in the night. */
	if (!fault)
		fault = exec(sqlite, "SELECT count(*) FROM sqlite_master;");
	if (!fault && sqlite->mode == DB_WRITE)
		fault = log_check(sqlite);
	if (fault)
		return fault_because(fault, note, "%s: %s", sqlite->path, sqlite->message);
	sqlite3_wal_hook(sqlite->handle, db_sqlite_copy_on_commit, sqlite);
	return FAULT_NONE;
}

static void sqlite_close(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);

	db_sqlite_rows_statements_free(sqlite);
	sqlite3_close(sqlite->handle);
	if (sqlite->lock_fd >= 0)
		close(sqlite->lock_fd);
	free(sqlite->path);
	free(sqlite);
}

static enum fault open_for(struct sqlite *sqlite, struct note *note)
{
	bool writes = sqlite->mode == DB_WRITE;
	enum fault fault = FAULT_NONE;

	if (writes)
		fault = lock_take(sqlite, note);
	else if (access(sqlite->path, F_OK) != 0)
		fault = fault_because(FAULT_MISSING, note, "%s: there is no such ledger",
				      sqlite->path);
	if (!fault && writes)
		fault = file_make(sqlite->path, note);
	if (!fault)
		fault = db_sqlite_open(sqlite->path, writes ? SQLITE_OPEN_READWRITE :
								  SQLITE_OPEN_READONLY,
					   &sqlite->handle, note);
	if (!fault)
		fault = set_up(sqlite, note);
	return fault;
}

static enum fault sqlite_open(const char *path, enum db_mode mode, struct db **db,
			      struct note *note)
{
	struct sqlite *sqlite = memory_new(struct sqlite);
	enum fault fault;

	/* Nobody reads its statistics, and each piece of memory takes a lock for them.  Only
	 * the first connection may say so; later ones are told that it is too late. */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite->path = memory_text(str_of(path));
	sqlite->db.driver = &db_sqlite_driver;
	sqlite->mode = mode;
	sqlite->lock_fd = -1;
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
	fault = db_sqlite_rows_run(db, sqlite->mode == DB_WRITE ? "BEGIN IMMEDIATE" : "BEGIN", NULL, 0,
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

static void sqlite_limit(struct db *db, int64_t span_for)
{
	struct sqlite *sqlite = sqlite_of(db);

	sqlite->deadline_us = span_for ? clock_stopwatch_us() + span_for * 1000 : 0;
	sqlite3_progress_handler(sqlite->handle, span_for ? STEPS_PER_LOOK : 0, on_progress,
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
	.check = db_sqlite_copy_check,
	.backup = db_sqlite_copy_backup,
};
