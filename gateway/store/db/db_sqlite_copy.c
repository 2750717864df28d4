#include "db_sqlite_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db_sqlite_check.h"

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
	const char *path;
	char part[4096];
	sqlite3 *from, *to;
};

static enum fault copy_fault(const struct copy *copy, const char *what, struct note *note)
{
	return fault_because(FAULT_DISK, note, "%s: %s", copy->part, what);
}

/* One read transaction holds the snapshot, so that no commit makes it start again. */
static enum fault copy_pages(struct copy *copy, struct note *note)
{
	sqlite3_backup *backup;
	int code = sqlite3_exec(copy->from, "BEGIN; SELECT count(*) FROM sqlite_master", NULL,
				NULL, NULL);

	if (code != SQLITE_OK)
		return copy_fault(copy, sqlite3_errmsg(copy->from), note);
	backup = sqlite3_backup_init(copy->to, "main", copy->from, "main");
	if (!backup)
		return copy_fault(copy, sqlite3_errmsg(copy->to), note);
	do {
		code = sqlite3_backup_step(backup, COPY_PAGES);
	} while (code == SQLITE_OK);
	sqlite3_backup_finish(backup);
	if (code != SQLITE_DONE)
		return copy_fault(copy, sqlite3_errstr(code), note);
	/* One file, without a log beside it. */
	code = sqlite3_exec(copy->to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
	if (code != SQLITE_OK)
		return copy_fault(copy, sqlite3_errmsg(copy->to), note);
	return db_sqlite_check_handle(copy->to, true, note);
}

/* The file or folder of this copy; what the system says is read before close says more. */
static enum fault sync_path(const struct copy *copy, const char *path, int flags,
			    struct note *note)
{
	int fd = open(path, flags | O_CLOEXEC);
	enum fault fault = FAULT_NONE;

	if (fd < 0 || fsync(fd) != 0)
		fault = copy_fault(copy, strerror(errno), note);
	if (fd >= 0)
		close(fd);
	return fault;
}

static enum fault copy_publish(struct copy *copy, struct note *note)
{
	char folder[4096];
	enum fault fault = sync_path(copy, copy->part, O_RDWR, note);

	snprintf(folder, sizeof(folder), "%s", copy->path);
	if (fault)
		return fault;
	if (rename(copy->part, copy->path) != 0)
		return copy_fault(copy, strerror(errno), note);
	return sync_path(copy, dirname(folder), O_RDONLY | O_DIRECTORY, note);
}

static enum fault copy_open(struct copy *copy, const char *from, struct note *note)
{
	int fd;
	enum fault fault;

	unlink(copy->part);
	fd = open(copy->part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return copy_fault(copy, strerror(errno), note);
	close(fd);
	fault = db_sqlite_open(from, SQLITE_OPEN_READONLY, &copy->from, note);
	if (!fault)
		fault = db_sqlite_open(copy->part, SQLITE_OPEN_READWRITE, &copy->to, note);
	return fault;
}

/* The running ledger or what lies beside it, by whatever way `path` leads there: a copy that
 * took its name would be read at the next start, and what we write from now on would be lost. */
static bool is_ours(const char *ledger, const char *path)
{
	static const char *const beside[] = { "", "-wal", "-shm", "-journal" };
	struct stat target, own;
	char name[4096];

	if (stat(path, &target) != 0)
		return false;
	for (size_t i = 0; i < COUNT_OF(beside); i++) {
		snprintf(name, sizeof(name), "%s%s", ledger, beside[i]);
		if (stat(name, &own) == 0 && own.st_dev == target.st_dev && own.st_ino == target.st_ino)
			return true;
	}
	return false;
}

enum fault db_sqlite_copy_backup(struct db *db, const char *path, struct note *note)
{
	struct copy copy = { .path = path };
	enum fault fault;

	if (snprintf(copy.part, sizeof(copy.part), "%s.part", path) >= (int)sizeof(copy.part))
		return fault_because(FAULT_INVALID, note, "the path is too long");
	if (is_ours(sqlite_of(db)->path, path))
		return fault_because(FAULT_CONFLICT, note,
				     "that is the ledger itself: name another file");
	fault = copy_open(&copy, sqlite_of(db)->path, note);
	if (!fault)
		fault = copy_pages(&copy, note);
	sqlite3_close(copy.from);
	sqlite3_close(copy.to);
	if (!fault)
		fault = copy_publish(&copy, note);
	if (fault)
		unlink(copy.part);
	return fault;
}
