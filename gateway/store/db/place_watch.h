/*
 * place_watch - is the ledger that is open still the one that stands at its name?
 *
 * An open file lives on when it is renamed, replaced or deleted: every commit succeeds, and is
 * gone with the file.  So what was opened is compared with what stands at the names (device and
 * inode), through every link, folder and mount that leads there:
 *
 *	<ledger>          by the name of the configuration, and by its real one
 *	<ledger>-wal      what is committed and not yet in the ledger
 *	<ledger>-shm      without it two programs that have the ledger open do not see each other
 *	<ledger>.lock     is taken again where it is missing: the ledger has a lock of its own
 *
 * With the log kept apart, the ledger's own file is written by a checkpoint only, and that is made
 * by the connection that has this watch.  A size or a time of change that is none of ours is
 * another program's hand (a copy over it, a tool for disks): PLACE_TOUCHED, until every page was
 * looked at.  So is a log that has become shorter.  Bytes that are changed behind a time of change
 * that is put back, or inside the log, are not found here: damage is (db_health.h), when it is read.
 *
 * Threads: any, behind a lock.
 */
#ifndef STORE_PLACE_WATCH_H
#define STORE_PLACE_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "db_place.h"

enum place_sight { PLACE_HERE, PLACE_TOUCHED, PLACE_GONE };

/* What tells whether somebody wrote into the file. */
struct place_stamp {
	int64_t size, changed_ns, log_size;
};

struct place_watch;

/* `address` as the configuration has it, `path` its real name, with the log made.  Borrows the hold,
 * which must outlive the watch.  FAULT_DISK: another file stands there already. */
enum fault place_watch_new(const char *address, const char *path, struct db_place_hold *hold,
			   struct place_watch **watch, struct note *note) MUST_CHECK;
void place_watch_free(struct place_watch **watch);
/* Looks: five stats.  When it is not PLACE_HERE the note names the file and what is the matter. */
enum place_sight place_watch_look(struct place_watch *watch, struct note *note);
/* What was seen last; asks nobody. */
enum place_sight place_watch_sight(const struct place_watch *watch);
/* The worst that was seen by any look since this was asked last, with its note: for whoever tells. */
enum place_sight place_watch_take(struct place_watch *watch, struct note *note);
/* Is the ledger's own file where it should be, whatever became of the log? */
bool place_watch_has_file(struct place_watch *watch);
/* The connection writes into the file itself, from the one to the other; meanwhile size and time of
 * change tell nothing, and are not looked at. */
void place_watch_writes(struct place_watch *watch);
void place_watch_wrote(struct place_watch *watch);
/* As it is now; before every page is looked at. */
struct place_stamp place_watch_stamp(struct place_watch *watch);
/* It was sound with that stamp: what is written from then on is another hand's again.  Nothing when the
 * ledger is not PLACE_TOUCHED any more: what is known is newer then. */
void place_watch_accept(struct place_watch *watch, const struct place_stamp *stamp);
/* The content is another's, though the file is the same: PLACE_GONE for ever. */
void place_watch_replaced(struct place_watch *watch);
/* Takes the lock file again when it is not ours any more; *was_taken says so.  FAULT_CONFLICT: another
 * process has it, FAULT_DISK: it cannot be made. */
enum fault place_watch_lock(struct place_watch *watch, bool *was_taken, struct note *note) MUST_CHECK;

#endif
