/*
 * backup_place - where a backup may go, and how it gets there.
 *
 * A backup never takes the place of anything but an earlier backup of the same ledger: not of what
 * is ours (ledger, log, mark, lock, keys, settings, sockets), by whatever spelling, link or mount
 * the path leads there, nor of anybody else's file, folder, pipe or device.
 * It grows under a name of its own beside its place, and gets its own name when it is whole and
 * synced: by a rename that replaces nothing, or one that exchanges it with the very file that was
 * found to be an earlier backup.  A crash leaves the old one or the new one; a part that was left
 * over is taken away by the next backup to the same place.
 *
 * Threads: the caller's.
 */
#ifndef STORE_BACKUP_PLACE_H
#define STORE_BACKUP_PLACE_H

#include <sys/stat.h>

#include "db_place.h"

/* What else of ours no backup may take the place of; paths as they stand in the settings. */
struct backup_ours {
	const char *const *paths;
	size_t count;
	const char *const *folders; /* nor lie anywhere in */
	size_t folder_count;
};

struct backup_place {
	int folder_fd, part_fd;      /* -1: none */
	int earlier_fd;              /* so that no other file gets its number meanwhile; -1: none */
	char path[DB_PLACE_SIZE];    /* by its folder's real name */
	char part[DB_PLACE_SIZE];
	const char *name, *part_name;/* their ends */
	bool has_earlier;            /* something stands there that may be an earlier backup… */
	struct stat earlier;         /* …and is this file */
	bool is_out;                 /* the part has got its name */
};

/* Judges the path and makes the part, empty and readable by nobody else.  `ledger`: its real path.
 * FAULT_INVALID, FAULT_CONFLICT or FAULT_DISK with the path and the reason.  Always backup_place_done. */
enum fault backup_place_open(struct backup_place *place, const char *path, const char *ledger,
			     const struct backup_ours *ours, struct note *note) MUST_CHECK;
/* Has what stands there the head of a database that is one file and that nobody writes?  A ledger that a
 * daemon had open has not. */
bool backup_place_is_closed(const struct backup_place *place);
/* Syncs it, gives it its name, syncs the folder.  FAULT_CONFLICT: something else stands there now. */
enum fault backup_place_publish(struct backup_place *place, struct note *note) MUST_CHECK;
/* Takes away the part of a backup that came to nothing. */
void backup_place_done(struct backup_place *place);

#endif
