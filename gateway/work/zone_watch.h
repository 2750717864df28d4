/*
 * zone_watch - judges anew what waits, when the machine's clock was set (txn/clock_watch.h) or
 * an update of the system says something else about clocks.
 *
 * The loop looks now and then, which costs a stat for each zone in use; new rules are taken
 * over by a job of the writer, so that no transaction is decided half by the old ones and
 * half by the new ones.  What was put off to an hour by the old rules, or to any time by a
 * clock that was wrong, is due in the same transaction, and its next claim judges it: it leaves
 * when it may now, earlier or later.  What families were told already (a promise's time) stays
 * as they were told it.
 *
 * Threads: loop.
 */
#ifndef WORK_ZONE_WATCH_H
#define WORK_ZONE_WATCH_H

#include "work/txn/core.h"

struct zone_watch *zone_watch_new(struct core *core);
/* After the writer has stopped. */
void zone_watch_free(struct zone_watch **watch);
/* At the start: has the zones read that families and staff live in, so that none is read for
 * the first time when a text is due and files are short.  One that the system does not know
 * is an alarm in the log: those families have the district's clock. */
enum fault zone_watch_load(struct db *db) MUST_CHECK;
void zone_watch_look(struct zone_watch *watch);

#endif
