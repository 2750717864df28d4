/*
 * invariant_watch - debug builds: after every job, each promise and message that it wrote must be
 * as domain/invariants.h says; otherwise the program ends there, with the claim on stderr,
 * before anything is committed.
 *
 * Release builds do nothing here: there the same claims are shown by the tests.
 *
 * Threads: invariant_watch_start on the loop thread before the first job; the rest on the writer.
 */
#ifndef WORK_INVARIANT_WATCH_H
#define WORK_INVARIANT_WATCH_H

#include "work/txn/core.h"

#ifndef NDEBUG
void invariant_watch_start(struct core *core);
/* The first broken claim about what was written since write_set_begin; NULL: none.  For
 * the tests, which ask after each step what the job asks after each commit. */
const char *invariant_watch_broken(struct db *db, int64_t *id);
#else
static inline void invariant_watch_start(struct core *core)
{
	(void)core;
}
#endif

#endif
