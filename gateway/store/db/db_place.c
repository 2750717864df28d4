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
#include <unistd.h>

#include "base/str.h"

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
		return fault_because(FAULT_DISK, note, "%s: %s", path, strerror(errno));
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
static enum fault take_lock(const char *path, struct db_place_hold *hold, struct note *note)
{
	char name[DB_PLACE_SIZE + 8];
	char holder[16];
	int size = snprintf(holder, sizeof(holder), "%d", (int)getpid());

	snprintf(name, sizeof(name), "%s.lock", path);
	hold->lock_fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (hold->lock_fd < 0)
		return fault_because(FAULT_DISK, note, "%s: %s", name, strerror(errno));
	if (flock(hold->lock_fd, LOCK_EX | LOCK_NB) != 0)
		return held(hold->lock_fd, note);
	if (ftruncate(hold->lock_fd, 0) != 0 || pwrite(hold->lock_fd, holder, (size_t)size, 0) != size)
		return fault_because(FAULT_DISK, note, "%s: %s", name, strerror(errno));
	return FAULT_NONE;
}

/* Behind the lock file, so that no other connection of this process loses its POSIX locks
 * when this descriptor is closed: only another name of the ledger comes so far. */
static enum fault take_file(const char *path, struct db_place_hold *hold, struct note *note)
{
	struct stat facts;

	hold->own_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	if (hold->own_fd < 0 || fstat(hold->own_fd, &facts) != 0)
		return fault_because(FAULT_DISK, note, "%s: %s", path, strerror(errno));
	if (!S_ISREG(facts.st_mode))
		return fault_because(FAULT_DISK, note, "%s: is no regular file", path);
	if (facts.st_nlink > 1)
		return fault_because(FAULT_CONFLICT, note, "%s has %lu names (hard links): who opens it by "
				     "another one does not see its log. Remove the others: find / -xdev "
				     "-samefile %s", path, (unsigned long)facts.st_nlink, path);
	if (flock(hold->own_fd, LOCK_EX | LOCK_NB) != 0)
		return held(-1, note);
	return FAULT_NONE;
}

enum fault db_place_take(const char *path, struct db_place_hold *hold, struct note *note)
{
	enum fault fault;

	assert(path && hold);
	*hold = (struct db_place_hold){ -1, -1 };
	fault = take_lock(path, hold, note);
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

bool db_place_is_held(const char *address)
{
	char name[DB_PLACE_SIZE];
	bool is_held;
	int fd;

	if (db_place_beside(address, ".lock", name, NULL))
		return false;
	fd = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return false;
	is_held = flock(fd, LOCK_SH | LOCK_NB) != 0;
	close(fd);
	return is_held;
}
