#include "new_seal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mark_file.h"
#include "store/db/db_place.h"

/* A mark that was lost too is made for the ledger's owner, and says that nobody knows how far it was:
 * the start takes the ledger for one that was put back. */
static enum fault open_mark(const char *name, const struct stat *ledger, int *fd, struct note *note)
{
	struct stat facts;

	*fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	if (*fd < 0 || fstat(*fd, &facts) != 0 || !S_ISREG(facts.st_mode))
		return fault_because(FAULT_DISK, note, "%s: %s", name, *fd < 0 ? strerror(errno) : "is no regular file");
	if (facts.st_size == 0 && fchown(*fd, ledger->st_uid, ledger->st_gid) != 0)
		return fault_because(FAULT_DISK, note, "%s: %s", name, strerror(errno));
	return FAULT_NONE;
}

enum fault new_seal(const char *address, struct str key, struct note *note)
{
	struct mark_file mark = { .id = MARK_FILE_NOBODY, .newest = 1 };
	char path[DB_PLACE_SIZE], name[DB_PLACE_SIZE];
	struct stat ledger;
	enum fault fault = db_place(address, path, note);
	int fd = -1;

	assert(address && key.size > 0);
	if (!fault)
		fault = db_place_beside(address, ".mark", name, note);
	if (fault)
		return fault;
	if (stat(path, &ledger) != 0)
		return fault_because(FAULT_CONFLICT, note, "%s: %s: there is no ledger that needs a new seal", path,
				     strerror(errno));
	if (db_place_is_held(address))
		return fault_because(FAULT_CONFLICT, note, "a hearbackd has this ledger open: stop it first");
	fault = open_mark(name, &ledger, &fd, note);
	if (!fault) {
		(void)mark_file_read(fd, STR_NONE, &mark);
		if (!mark_file_write(fd, key, &mark) || fsync(fd) != 0)
			fault = fault_because(FAULT_DISK, note, "%s: %s", name, strerror(errno));
	}
	if (fd >= 0)
		close(fd);
	return fault;
}
