#include "lost_ledger.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "mark_file.h"
#include "store/db/db_place.h"
#include "store/db/row.h"

/* --- was it lost? -------------------------------------------------------------------- */

static bool is_nothing(const char *path)
{
	struct stat facts;

	return stat(path, &facts) != 0 || (S_ISREG(facts.st_mode) && facts.st_size == 0);
}

static struct mark_file mark_at(const char *address)
{
	struct mark_file mark = { .newest = 0 };
	char name[DB_PLACE_SIZE];
	int fd = -1;

	if (!db_place_beside(address, ".mark", name, NULL))
		fd = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd >= 0 && !mark_file_read(fd, STR_NONE, &mark))
		mark = (struct mark_file){ .newest = 0 };
	if (fd >= 0)
		close(fd);
	return mark;
}

/* How much of what the mark knows the ledger says; a table that is not there says nothing. */
static enum fault says(struct db *db, const char *sql, int64_t *number)
{
	enum fault fault = setting_ask_number(db, sql, NULL, 0, number);

	if (fault == FAULT_MISSING || fault == FAULT_BROKEN)
		return FAULT_NONE;
	return fault;
}

static enum fault is_emptied(const char *address, const struct mark_file *mark, bool *is, struct note *note)
{
	struct db *db = NULL;
	int64_t events = 0, audited = 0;
	enum fault fault = db_open(address, DB_LOOK, &db, note);

	if (fault)
		return fault;
	fault = says(db, "SELECT id FROM event ORDER BY id DESC LIMIT 1", &events);
	if (!fault)
		fault = says(db, "SELECT no FROM audit ORDER BY no DESC LIMIT 1", &audited);
	if (fault)
		fault = fault_because(fault, note, "the ledger: %s", db_message(db));
	else
		*is = mark->newest ? events == 0 : audited == 0;
	db_close(&db);
	return fault;
}

static enum fault refuse(const char *path, struct note *note)
{
	return fault_because(FAULT_DISK, note, "%s is lost or was emptied, and what lies beside it says that it was "
			     "in use: families' STOPs would be forgotten. Put a backup in its place, or give it "
			     "up on purpose: hearbackd --new-ledger", path);
}

static enum fault is_lost(const char *address, const char *path, bool *is, struct note *note)
{
	const struct mark_file mark = mark_at(address);
	bool is_promised = mark.newest || mark.audit.no;
	char log[DB_PLACE_SIZE];
	enum fault fault = db_place_beside(address, "-wal", log, note);

	*is = false;
	if (fault)
		return fault;
	if (is_nothing(path)) {
		*is = is_promised || !is_nothing(log);
		return FAULT_NONE;
	}
	return is_promised ? is_emptied(address, &mark, is, note) : FAULT_NONE;
}

enum fault lost_ledger_check(const char *address, struct note *note)
{
	char path[DB_PLACE_SIZE];
	bool is = false;
	enum fault fault;

	assert(address);
	fault = db_place(address, path, note);
	if (!fault)
		fault = is_lost(address, path, &is, note);
	if (!fault && is)
		fault = refuse(path, note);
	return fault;
}

/* --- to begin anew ----------------------------------------------------------------------- */

/* Nothing is made by it: who does this may be another user than the daemon. */
static enum fault nobody_has_it(const char *address, int *fd, struct note *note)
{
	char name[DB_PLACE_SIZE];
	enum fault fault = db_place_beside(address, ".lock", name, note);

	if (fault)
		return fault;
	*fd = open(name, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (*fd < 0 && errno != ENOENT)
		return fault_because(FAULT_DISK, note, "%s: %s%s", name, strerror(errno), file_cure(errno));
	if (*fd >= 0 && flock(*fd, LOCK_EX | LOCK_NB) != 0)
		return fault_because(FAULT_CONFLICT, note, "a hearbackd has this ledger open: stop it first");
	return FAULT_NONE;
}

/* What stands at `end` is kept, for whoever wants to know later. */
static enum fault set_aside(const char *address, const char *end, char name[DB_PLACE_SIZE], struct note *note)
{
	char aside[DB_PLACE_SIZE];
	enum fault fault = db_place_beside(address, end, name, note);

	if (fault)
		return fault;
	if (snprintf(aside, sizeof(aside), "%s.given-up", name) >= (int)sizeof(aside))
		return fault_because(FAULT_DISK, note, "%s: the path is too long", name);
	if (rename(name, aside) != 0 && errno != ENOENT)
		return fault_because(FAULT_DISK, note, "%s: %s%s", name, strerror(errno), file_cure(errno));
	return FAULT_NONE;
}

/* The mark of nobody, for the owner of the one before, or of what else was left. */
static enum fault give_up(const char *address, struct note *note)
{
	static const struct mark_file nobody = { .id = MARK_FILE_NOBODY };
	char name[DB_PLACE_SIZE], log[DB_PLACE_SIZE];
	struct stat before = { .st_uid = geteuid(), .st_gid = getegid() };
	enum fault fault = db_place_beside(address, ".mark", name, note);
	int fd;

	if (!fault)
		fault = db_place_beside(address, "-wal", log, note);
	if (!fault && lstat(name, &before) != 0 && lstat(log, &before) != 0)
		fault = fault_because(FAULT_DISK, note, "%s: %s%s", name, strerror(errno), file_cure(errno));
	if (!fault)
		fault = set_aside(address, ".mark", name, note);
	if (!fault)
		fault = set_aside(address, "-wal", log, note);
	if (fault)
		return fault;
	fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 || fchown(fd, before.st_uid, before.st_gid) != 0 ||
	    !mark_file_write(fd, STR_NONE, &nobody) || fsync(fd) != 0)
		fault = fault_because(FAULT_DISK, note, "%s: %s%s", name, strerror(errno), file_cure(errno));
	if (fd >= 0)
		close(fd);
	return fault;
}

enum fault lost_ledger_begin_anew(const char *address, struct note *note)
{
	char path[DB_PLACE_SIZE];
	int lock = -1;
	bool is = false;
	enum fault fault;

	assert(address);
	fault = db_place(address, path, note);
	if (!fault)
		fault = nobody_has_it(address, &lock, note);
	if (!fault)
		fault = is_lost(address, path, &is, note);
	if (!fault && !is)
		fault = fault_because(FAULT_CONFLICT, note, "%s was not lost: nothing is given up. Move it away "
				      "first if that is what you want", path);
	if (!fault)
		fault = give_up(address, note);
	if (lock >= 0)
		close(lock);
	return fault;
}
