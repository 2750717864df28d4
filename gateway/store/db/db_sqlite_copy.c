#include "db_sqlite_copy.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "db_sqlite_check.h"
#include "db_sqlite_fault.h"
#include "setting.h"

/* Pages of the write-ahead log: worth a checkpoint while nobody waits; and the most
 * that may gather when somebody always does (40 MB). */
enum { LOG_WORTH = 1000, LOG_MOST = 10000 };
/* Pages copied at a time by the backup. */
enum { COPY_PAGES = 256 };

/* --- the write-ahead log ------------------------------------------------------ */

/* Not into a file that is not where it was, nor over what another hand has written. */
static void checkpoint(struct sqlite *sqlite)
{
	if (sqlite->watch && place_watch_look(sqlite->watch, NULL) != PLACE_HERE)
		return;
	if (sqlite->watch)
		place_watch_writes(sqlite->watch);
	sqlite3_wal_checkpoint_v2(sqlite->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	if (sqlite->watch)
		place_watch_wrote(sqlite->watch);
}

int db_sqlite_copy_on_commit(void *data, sqlite3 *handle, const char *name, int pages)
{
	struct sqlite *sqlite = data;

	(void)handle;
	(void)name;
	sqlite->log_pages = pages;
	if (pages >= LOG_MOST)
		checkpoint(sqlite);
	return SQLITE_OK;
}

void db_sqlite_copy_tidy(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);

	if (sqlite->log_pages < LOG_WORTH)
		return;
	/* Not done, because of a long reader or the disk?  After the next commit again. */
	checkpoint(sqlite);
	sqlite->log_pages = 0;
}

/* Readers of another process would keep the log: then it stays, and is told. */
static int empty_log(sqlite3 *handle)
{
	int left = 0, done = 0;
	int code = sqlite3_wal_checkpoint_v2(handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, &left, &done);

	return code == SQLITE_OK && left != 0 ? SQLITE_BUSY : code;
}

/* What VACUUM builds on the side is a whole ledger: in a file, not in memory, gone from its folder as soon as
 * it is open. */
static int compact(const struct sqlite *sqlite)
{
	int code = empty_log(sqlite->handle);

	if (code == SQLITE_OK)
		code = sqlite3_exec(sqlite->handle, "PRAGMA temp_store = FILE; VACUUM", NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = empty_log(sqlite->handle);
	return code;
}

enum fault db_sqlite_copy_compact(struct db *db, struct note *note)
{
	struct sqlite *sqlite = sqlite_of(db);
	int code;

	if (sqlite->watch)
		place_watch_writes(sqlite->watch);
	code = compact(sqlite);
	if (sqlite->watch)
		place_watch_wrote(sqlite->watch);
	if (code != SQLITE_OK)
		return fault_because(db_sqlite_fault(sqlite, code), note, "%s: %s", sqlite->path, sqlite->message);
	code = sqlite3_exec(sqlite->handle, "PRAGMA temp_store = MEMORY", NULL, NULL, NULL);
	return code == SQLITE_OK ? FAULT_NONE : db_sqlite_fault(sqlite, code);
}

/* --- the online backup -------------------------------------------------------- */

/* The copy as it grows; it gets its name when it is whole. */
struct copy {
	struct backup_place place;
	sqlite3 *from, *to;
};

static enum fault copy_fault(const struct copy *copy, const char *what, struct note *note)
{
	return fault_because(FAULT_DISK, note, "%s: %s", copy->place.path, what);
}

/* Damage is the ledger's own; anything else the copy's. */
static enum fault copy_failed(const struct copy *copy, sqlite3 *of, int code, struct note *note)
{
	if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB)
		return fault_because(FAULT_DISK, note, "the ledger is damaged and cannot be copied: keep the backups "
				     "that you have, and put one in its place");
	return fault_because(FAULT_DISK, note, "%s: %s%s", copy->place.path, sqlite3_errstr(code),
			     db_sqlite_fault_advice(of));
}

static enum fault copy_pages(struct copy *copy, struct note *note)
{
	sqlite3_backup *backup;
	int code = sqlite3_exec(copy->from, "SELECT count(*) FROM sqlite_master", NULL, NULL, NULL);

	if (code != SQLITE_OK)
		return copy_failed(copy, copy->from, code, note);
	backup = sqlite3_backup_init(copy->to, "main", copy->from, "main");
	if (!backup)
		return copy_failed(copy, copy->to, sqlite3_errcode(copy->to), note);
	do {
		code = sqlite3_backup_step(backup, COPY_PAGES);
	} while (code == SQLITE_OK);
	sqlite3_backup_finish(backup);
	if (code != SQLITE_DONE)
		return copy_failed(copy, copy->to, code, note);
	/* One file, without a log beside it. */
	code = sqlite3_exec(copy->to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
	return code == SQLITE_OK ? FAULT_NONE : copy_failed(copy, copy->to, code, note);
}

/* By a connection of its own, which sees the file and not what the copying had in memory. */
static enum fault copy_check(struct copy *copy, struct note *note)
{
	enum fault fault;

	sqlite3_close(copy->to);
	copy->to = NULL;
	fault = db_sqlite_open(copy->place.part, SQLITE_OPEN_READONLY, &copy->to, note);
	if (!fault)
		fault = db_sqlite_check_handle(copy->to, true, note);
	sqlite3_close(copy->to);
	copy->to = NULL;
	return fault;
}

/* The name that a ledger gave itself; "" when it has none. */
static void read_id(sqlite3 *handle, char id[64])
{
	sqlite3_stmt *stmt = NULL;

	id[0] = '\0';
	if (sqlite3_prepare_v2(handle, "SELECT value FROM setting WHERE name = '" SETTING_LEDGER_ID "'", -1, &stmt,
			       NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		snprintf(id, 64, "%s", (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
}

/* What stands there may be replaced only if it is a copy of this very ledger, and no daemon's. */
static enum fault check_earlier(struct copy *copy, struct note *note)
{
	sqlite3 *handle = NULL;
	char own[64], its[64] = "?";
	bool is_ours = backup_place_is_closed(&copy->place);

	if (!copy->place.has_earlier)
		return FAULT_NONE;
	read_id(copy->from, own);
	if (is_ours && !db_sqlite_open(copy->place.path, SQLITE_OPEN_READONLY, &handle, NULL))
		read_id(handle, its);
	sqlite3_close(handle);
	if (is_ours && strcmp(own, its) == 0)
		return FAULT_NONE;
	return fault_because(FAULT_CONFLICT, note, "%s is there and is no earlier backup of this ledger: name "
			     "another file, or move it away", copy->place.path);
}

/* The part by its path is the part that we made. */
static enum fault copy_open(struct copy *copy, struct note *note)
{
	struct stat made, there;
	enum fault fault = check_earlier(copy, note);

	if (!fault)
		fault = db_sqlite_open(copy->place.part, SQLITE_OPEN_READWRITE, &copy->to, note);
	if (fault)
		return fault;
	if (fstat(copy->place.part_fd, &made) != 0 || stat(copy->place.part, &there) != 0 ||
	    made.st_dev != there.st_dev || made.st_ino != there.st_ino)
		return copy_fault(copy, "its folder changed meanwhile: name another file", note);
	return FAULT_NONE;
}

/* Of what a reader has open, whatever stands at the names by now: a ledger that was deleted, or whose log
 * was, is saved by it.  What this connection is about to write itself is in no copy: by another one then. */
static enum fault copy_from(struct sqlite *sqlite, struct copy *copy, struct note *note)
{
	if (sqlite3_txn_state(sqlite->handle, "main") == SQLITE_TXN_WRITE)
		return db_sqlite_open(sqlite->path, SQLITE_OPEN_READONLY, &copy->from, note);
	copy->from = sqlite->handle;
	return FAULT_NONE;
}

/* One read transaction holds the snapshot, so that no commit makes it start again. */
static enum fault copy_begin(const struct copy *copy, struct note *note)
{
	int code = SQLITE_OK;

	if (sqlite3_get_autocommit(copy->from))
		code = sqlite3_exec(copy->from, "BEGIN", NULL, NULL, NULL);
	return code == SQLITE_OK ? FAULT_NONE : copy_fault(copy, sqlite3_errmsg(copy->from), note);
}

static void copy_end(const struct sqlite *sqlite, struct copy *copy, bool is_alone)
{
	if (copy->from != sqlite->handle)
		sqlite3_close(copy->from);
	else if (is_alone && !sqlite3_get_autocommit(copy->from))
		sqlite3_exec(copy->from, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(copy->to);
}

enum fault db_sqlite_copy_backup(struct db *db, const char *path, const struct backup_ours *ours,
				 struct note *note)
{
	struct sqlite *sqlite = sqlite_of(db);
	struct copy copy = { .from = NULL };
	bool is_alone = sqlite3_get_autocommit(sqlite->handle) != 0;
	enum fault fault = backup_place_open(&copy.place, path, sqlite->path, ours, note);

	if (!fault)
		fault = copy_from(sqlite, &copy, note);
	if (!fault)
		fault = copy_begin(&copy, note);
	if (!fault)
		fault = copy_open(&copy, note);
	if (!fault)
		fault = copy_pages(&copy, note);
	if (!fault)
		fault = copy_check(&copy, note);
	copy_end(sqlite, &copy, is_alone);
	if (!fault)
		fault = backup_place_publish(&copy.place, note);
	backup_place_done(&copy.place);
	return fault;
}
