/*
 * db_place - where a ledger lies: the one name that it goes by, and who holds it.
 *
 * SQLite keeps the log beside the name by which a file was opened.  So two names of one
 * ledger are two logs, and two daemons that never meet: by a symbolic link, a hard link, a
 * bind mount.  Everything beside the ledger (lock, mark, log) therefore stands beside its
 * real name; a ledger with hard links is refused; and the lock is the file's own, too.
 *
 * Threads: any; db_place_take and db_place_release where the connection is opened and closed.
 */
#ifndef STORE_DB_PLACE_H
#define STORE_DB_PLACE_H

#include <stdbool.h>

#include "base/fault.h"

enum { DB_PLACE_SIZE = 4096 };

/* The real name of the file of an address ("sqlite:/path"), also of one that is not there yet.
 * FAULT_DISK: its folder is not there, or it is a link to nothing.  FAULT_CONFIG: it is in a server; the
 * address is not repeated, for it may hold what nobody should read. */
enum fault db_place(const char *address, char into[DB_PLACE_SIZE], struct note *note) MUST_CHECK;
/* What lies beside it: the same with ".mark", "-wal"… behind. */
enum fault db_place_beside(const char *address, const char *end, char into[DB_PLACE_SIZE],
			   struct note *note) MUST_CHECK;

/* A ledger that is ours alone. */
struct db_place_hold {
	int lock_fd;  /* of `<ledger>.lock`; -1: none */
	int own_fd;   /* of the ledger itself, whatever its name; -1: none */
};

/* Makes the file when it is not there, readable by nobody else, and takes both locks.
 * FAULT_CONFLICT: another hearbackd has it, or may have it by another name.  What was taken
 * until then is held all the same: always db_place_release. */
enum fault db_place_take(const char *path, struct db_place_hold *hold, struct note *note) MUST_CHECK;
/* The first of the two alone: again, when its file was taken away; the one before is let go. */
enum fault db_place_take_lock(const char *path, struct db_place_hold *hold, struct note *note) MUST_CHECK;
/* Does another process have it?  Takes nothing, makes nothing. */
bool db_place_is_held(const char *address);
/* A file of ours is there and may be read and written, or may be made: FAULT_DISK with its name and
 * what to do; `cure`: where it is no regular file. */
enum fault db_place_judge(const char *path, const char *cure, struct note *note) MUST_CHECK;
/* What db_place_take would find, and whether the engine could work there; makes nothing.  Before this process has
 * a connection: it would lose the engine's locks.  FAULT_CONFLICT with *is_running: nothing is
 * wrong but that a hearbackd has it by this very name. */
enum fault db_place_look(const char *address, bool *is_running, struct note *note) MUST_CHECK;
/* After the engine has let go of the file: closing it drops the engine's own locks. */
void db_place_release(struct db_place_hold *hold);

#endif
