/*
 * zone_file - the files of the system's tz database: where they are, which names are zones.
 *
 * The folder is $TZDIR, else /usr/share/zoneinfo: the C library's own rule, so that we and
 * every other program of the machine show the same clock.  Debian's package tzdata brings the
 * files and is updated with the system.
 *
 * Blocks for a small file of the local disk.  Threads: any.
 */
#ifndef I18N_ZONE_FILE_H
#define I18N_ZONE_FILE_H

#include "base/buf.h"

enum { ZONE_FILE_NAME = 64, ZONE_FILE_VERSION = 32, ZONE_FILE_MOST = 64 * 1024 };

/* What tells one edition of a file from another; all zero: there is none. */
struct zone_file_stamp {
	uint64_t device, inode;
	int64_t size, changed_ns;
};

const char *zone_file_folder(void);
/* Whether a name may be a zone at all.  No path out of the folder, none of its other
 * files; not posix/ and right/, which are the same zones again; not what stands for another
 * zone on this machine alone (localtime, posixrules), nor Factory; and not EST, MST and HST, which
 * have no summer time there: zone.h's zone_advice has the name that is meant. */
bool zone_file_is_name(struct str name);
struct zone_file_stamp zone_file_stamp(struct str name);
bool zone_file_is_same(const struct zone_file_stamp *a, const struct zone_file_stamp *b);
/* The compiled file's bytes, as long as its own head says.  FAULT_MISSING without a zone of
 * that name; FAULT_BROKEN for what is no whole file; else as file_read. */
enum fault zone_file_read(struct str name, struct buf *into, struct note *note) MUST_CHECK;
/* The database's own name, "2025b"; "unknown" where the system does not tell it.  FAULT_DISK
 * when that cannot be read now: `into` is as it was. */
enum fault zone_file_version(char into[ZONE_FILE_VERSION]) MUST_CHECK;
struct zone_file_stamp zone_file_version_stamp(void);

#endif
