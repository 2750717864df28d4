/*
 * restore - a ledger that was put back from a copy: nothing is said twice (guarantees.md
 * G11, T8).
 *
 * What is missing from the copy was done all the same: texts that are still queued in it
 * may have arrived, promises that are open in it may be kept.  So at the start, in one
 * transaction: what is queued is suppressed; each promise that waits goes to a person's
 * list and its steps that are due are passed over.  Then the poll brings everything the
 * provider has on record since the copy, stop words too, and no automatic reply is made
 * to it: each is a promise for a person.  When all lines are polled the quarantine ends,
 * and only then is anything sent.
 *
 * A crash in between begins it again: the setting RESTORE_SETTING stands until the end.
 *
 * Threads: restore_prepare at the start, restore_is_ending on the loop thread.
 */
#ifndef WORK_RESTORE_H
#define WORK_RESTORE_H

#include "work/txn/txn.h"

#define RESTORE_SETTING "ledger.is_put_back"

/* In a transaction of its own, before the writer thread has the ledger. */
enum fault restore_prepare(struct core *core, struct db *db, bool is_put_back,
			   struct note *note) MUST_CHECK;
/* All is polled: true while the end of the quarantine is still being written down, and
 * then wakes the work. */
bool restore_is_ending(struct core *core);

#endif
