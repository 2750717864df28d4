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

int db_sqlite_copy_on_commit(void *data, sqlite3 *handle, const char *name, int pages)
{
	struct sqlite *sqlite = data;

	sqlite->log_pages = pages;
	if (pages >= LOG_MOST)
		sqlite3_wal_checkpoint_v2(handle, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	return SQLITE_OK;
}

void db_sqlite_copy_tidy(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);

	if (sqlite->log_pages < LOG_WORTH)
		return;
	/* Not done, because of a long reader or the disk?  After the next commit again. */
	sqlite3_wal_checkpoint_v2(sqlite->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	sqlite->log_pages = 0;
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

/* One read transaction holds the snapshot, so that no commit makes it start again. */
static enum fault copy_pages(struct copy *copy, struct note *note)
{
	sqlite3_backup *backup;
	int code = sqlite3_exec(copy->from, "BEGIN; SELECT count(*) FROM sqlite_master", NULL,
				NULL, NULL);

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
static enum fault copy_open(struct copy *copy, const char *from, struct note *note)
{
	struct stat made, there;
	enum fault fault = db_sqlite_open(from, SQLITE_OPEN_READONLY, &copy->from, note);

	if (!fault)
		fault = check_earlier(copy, note);
	if (!fault)
		fault = db_sqlite_open(copy->place.part, SQLITE_OPEN_READWRITE, &copy->to, note);
	if (fault)
		return fault;
	if (fstat(copy->place.part_fd, &made) != 0 || stat(copy->place.part, &there) != 0 ||
	    made.st_dev != there.st_dev || made.st_ino != there.st_ino)
		return copy_fault(copy, "its folder changed meanwhile: name another file", note);
	return FAULT_NONE;
}

enum fault db_sqlite_copy_backup(struct db *db, const char *path, const struct backup_ours *ours,
				 struct note *note)
{
	struct copy copy = { .from = NULL };
	enum fault fault = backup_place_open(&copy.place, path, sqlite_of(db)->path, ours, note);

	if (!fault)
		fault = copy_open(&copy, sqlite_of(db)->path, note);
	if (!fault)
		fault = copy_pages(&copy, note);
	if (!fault)
		fault = copy_check(&copy, note);
	sqlite3_close(copy.from);
	sqlite3_close(copy.to);
	if (!fault)
		fault = backup_place_publish(&copy.place, note);
	backup_place_done(&copy.place);
	return fault;
}
