#include "db_place.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"

#define LOCK ".lock"
/* The shared memory of the log, the log, and a little. */
enum { ROOM_LEAST = 256 * 1024 };

/* --- the name --------------------------------------------------------------------- */

/* Of a file that is to be made: its folder's real name, and its own. */
static enum fault place_in_folder(const char *path, char into[DB_PLACE_SIZE], struct note *note)
{
	const char *slash = strrchr(path, '/');
	char folder[DB_PLACE_SIZE] = ".", real[PATH_MAX];

	if (slash)
		snprintf(folder, sizeof(folder), "%.*s", slash == path ? 1 : (int)(slash - path), path);
	if (!realpath(folder, real))
		return fault_because(FAULT_DISK, note, "%s: its folder: %s; make the folder for the user "
				     "that hearbackd runs as, or name another place", path, strerror(errno));
	if (snprintf(into, DB_PLACE_SIZE, "%s/%s", strcmp(real, "/") ? real : "",
		     slash ? slash + 1 : path) >= DB_PLACE_SIZE)
		return fault_because(FAULT_DISK, note, "%s: the path is too long", path);
	return FAULT_NONE;
}

enum fault db_place(const char *address, char into[DB_PLACE_SIZE], struct note *note)
{
	static const char scheme[] = "sqlite:", server[] = "postgresql:";
	char real[PATH_MAX];
	struct stat facts;
	const char *path;

	assert(address && into);
	if (strncmp(address, server, sizeof(server) - 1) == 0)
		return fault_because(FAULT_CONFIG, note, "a ledger in PostgreSQL has no place among the files, and this "
				     "version's daemon keeps its mark there: name a file, sqlite:/path");
	path = strncmp(address, scheme, sizeof(scheme) - 1) ? address : address + sizeof(scheme) - 1;
	if (realpath(path, real)) {
		snprintf(into, DB_PLACE_SIZE, "%s", real);
		return FAULT_NONE;
	}
	if (errno != ENOENT)
		return fault_because(FAULT_DISK, note, "%s: %s%s", path, strerror(errno), file_cure(errno));
	if (lstat(path, &facts) == 0)
		return fault_because(FAULT_DISK, note, "%s: is a link to nothing: put back what it led to, "
				     "or name the ledger itself", path);
	return place_in_folder(path, into, note);
}

enum fault db_place_beside(const char *address, const char *end, char into[DB_PLACE_SIZE], struct note *note)
{
	char path[DB_PLACE_SIZE];
	enum fault fault = db_place(address, path, note);

	if (fault)
		return fault;
	if (snprintf(into, DB_PLACE_SIZE, "%s%s", path, end) >= DB_PLACE_SIZE)
		return fault_because(FAULT_DISK, note, "%s: the path is too long", path);
	return FAULT_NONE;
}

/* --- what is there --------------------------------------------------------------------- */

static enum fault cannot(const char *path, int error, struct note *note)
{
	return fault_because(FAULT_DISK, note, "%s: %s%s", path, strerror(error), file_cure(error));
}

/* A file that is not there has to be made. */
static enum fault may_be_made(const char *path, struct note *note)
{
	char folder[DB_PLACE_SIZE];
	const char *slash = strrchr(path, '/');
	int error;

	assert(slash);
	snprintf(folder, sizeof(folder), "%.*s", slash == path ? 1 : (int)(slash - path), path);
	error = file_folder_error(folder);
	if (!error)
		return FAULT_NONE;
	return fault_because(FAULT_DISK, note, "%s cannot be made, for its folder: %s%s", path, strerror(error),
			     file_cure(error));
}

enum fault db_place_judge(const char *path, const char *cure, struct note *note)
{
	struct stat facts;

	assert(path && cure);
	if (lstat(path, &facts) != 0 && errno == ENOENT)
		return may_be_made(path, note);
	if (lstat(path, &facts) != 0)
		return cannot(path, errno, note);
	if (!S_ISREG(facts.st_mode))
		return fault_because(FAULT_DISK, note, "%s: is %s and no regular file: %s", path,
				     file_kind(facts.st_mode), cure);
	if (faccessat(AT_FDCWD, path, R_OK | W_OK, AT_EACCESS) != 0)
		return cannot(path, errno, note);
	return FAULT_NONE;
}

/* The ledger itself, whose log stands beside one of its names only. */
static enum fault judge_ledger(const char *path, struct note *note)
{
	struct stat facts;
	enum fault fault = db_place_judge(path, "name the file that is to be the ledger", note);

	if (fault)
		return fault;
	if (lstat(path, &facts) != 0 || facts.st_nlink < 2)
		return FAULT_NONE;
	return fault_because(FAULT_CONFLICT, note, "%s has %lu names (hard links): who opens it by another one does "
			     "not see its log. Remove the others: find / -xdev -samefile %s", path,
			     (unsigned long)facts.st_nlink, path);
}

static enum fault judge_beside(const char *path, struct note *note)
{
	static const char *const ends[] = { "-wal", "-shm", "-journal" };
	char name[DB_PLACE_SIZE + 16];
	enum fault fault = FAULT_NONE;

	/* they are made beside it, and made anew, whatever is there now */
	snprintf(name, sizeof(name), "%s-wal", path);
	fault = may_be_made(name, note);
	for (size_t i = 0; i < COUNT_OF(ends) && !fault; i++) {
		snprintf(name, sizeof(name), "%s%s", path, ends[i]);
		fault = db_place_judge(name, "move it away", note);
	}
	return fault;
}

/* --- the hold ---------------------------------------------------------------------- */

static enum fault held(int fd, struct note *note)
{
	char holder[16] = "";

	if (fd < 0 || pread(fd, holder, sizeof(holder) - 1, 0) <= 0)
		snprintf(holder, sizeof(holder), "unknown");
	return fault_because(FAULT_CONFLICT, note, "another hearbackd (pid %s) has this ledger open: stop it "
			     "first, or give this one a ledger of its own", holder);
}

/* The lock file holds the number of its holder, for the note of the refused. */
static enum fault lock(int fd, const char *name, struct note *note)
{
	char holder[16];
	int size = snprintf(holder, sizeof(holder), "%d", (int)getpid());

	if (flock(fd, LOCK_EX | LOCK_NB) != 0)
		return held(fd, note);
	if (ftruncate(fd, 0) != 0 || pwrite(fd, holder, (size_t)size, 0) != size)
		return cannot(name, errno, note);
	return FAULT_NONE;
}

enum fault db_place_take_lock(const char *path, struct db_place_hold *hold, struct note *note)
{
	char name[DB_PLACE_SIZE + 8];
	enum fault fault;
	int fd;

	assert(path && hold);
	snprintf(name, sizeof(name), "%s" LOCK, path);
	fault = db_place_judge(name, "move it away", note);
	if (fault)
		return fault;
	fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	if (fd < 0)
		return cannot(name, errno, note);
	fault = lock(fd, name, note);
	if (fault) {
		close(fd);
		return fault;
	}
	if (hold->lock_fd >= 0)
		close(hold->lock_fd);
	hold->lock_fd = fd;
	return FAULT_NONE;
}

/* Behind the lock file, so that no other connection of this process loses its POSIX locks
 * when this descriptor is closed: only another name of the ledger comes so far. */
static enum fault take_file(const char *path, struct db_place_hold *hold, struct note *note)
{
	enum fault fault = judge_ledger(path, note);

	if (fault)
		return fault;
	hold->own_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	if (hold->own_fd < 0)
		return cannot(path, errno, note);
	if (flock(hold->own_fd, LOCK_EX | LOCK_NB) != 0)
		return held(-1, note);
	return FAULT_NONE;
}

enum fault db_place_take(const char *path, struct db_place_hold *hold, struct note *note)
{
	enum fault fault;

	assert(path && hold);
	*hold = (struct db_place_hold){ -1, -1 };
	fault = db_place_take_lock(path, hold, note);
	if (!fault)
		fault = take_file(path, hold, note);
	return fault;
}

void db_place_release(struct db_place_hold *hold)
{
	if (hold->own_fd >= 0)
		close(hold->own_fd);
	if (hold->lock_fd >= 0)
		close(hold->lock_fd);
	*hold = (struct db_place_hold){ -1, -1 };
}

/* FAULT_CONFLICT: another process has a lock on it. */
static enum fault look_at_lock(const char *name, struct note *note)
{
	enum fault fault = FAULT_NONE;
	int fd = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0)
		return FAULT_NONE;
	if (flock(fd, LOCK_SH | LOCK_NB) != 0)
		fault = held(fd, note);
	close(fd);
	return fault;
}

bool db_place_is_held(const char *address)
{
	char name[DB_PLACE_SIZE];

	assert(address);
	return !db_place_beside(address, LOCK, name, NULL) && look_at_lock(name, NULL);
}

/* A start that ran out of it halfway would say less clearly what is the matter. */
static enum fault judge_room(const char *path, struct note *note)
{
	struct statvfs disk;
	char folder[DB_PLACE_SIZE];
	unsigned long long free_bytes;

	snprintf(folder, sizeof(folder), "%s", path);
	*strrchr(folder, '/') = '\0';
	if (statvfs(folder[0] ? folder : "/", &disk) != 0 || disk.f_blocks == 0)
		return FAULT_NONE;
	free_bytes = (unsigned long long)disk.f_frsize * (geteuid() ? disk.f_bavail : disk.f_bfree);
	if (free_bytes >= ROOM_LEAST)
		return FAULT_NONE;
	return fault_because(FAULT_DISK, note, "%s: its disk is full (%llu bytes are free, a start needs %d): make "
			     "room on it", path, free_bytes, ROOM_LEAST);
}

enum fault db_place_look(const char *address, bool *is_running, struct note *note)
{
	char path[DB_PLACE_SIZE], lock[DB_PLACE_SIZE + 8];
	enum fault fault = db_place(address, path, note);

	assert(is_running);
	if (fault)
		return fault;
	snprintf(lock, sizeof(lock), "%s" LOCK, path);
	*is_running = look_at_lock(lock, NULL) != FAULT_NONE;
	fault = judge_ledger(path, note);
	if (!fault)
		fault = db_place_judge(lock, "move it away", note);
	if (!fault)
		fault = judge_beside(path, note);
	if (!fault)
		fault = judge_room(path, note);
	if (!fault)
		fault = look_at_lock(*is_running ? lock : path, note);
	return fault;
}
