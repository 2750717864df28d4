/*
 * ledger_watch - is what is written kept, and where it belongs?
 *
 * The last write tells; where it failed, or none was made for a while, a row is written and
 * taken away again in one transaction: the ledger stays as it was, and the disk was asked for
 * real.  It goes on until one is kept, so that a disk with room again is noticed by itself.
 * What it finds stands in core.h (ledger_fault), for /readyz; the log says when it changes.
 *
 * Every two seconds it also looks whether the ledger still stands at its name (place_watch.h), which
 * the writer does before and after each commit; and takes a lock file again that was removed.
 *
 * A text that the ledger refused may have been a STOP: nothing is sent before every line was asked for
 * what it has (guarantees.md §2.2), as if we had been down; they are asked as soon as all is well.
 *
 * Threads: loop thread; the write runs on the writer thread.
 */
#ifndef WORK_LEDGER_WATCH_H
#define WORK_LEDGER_WATCH_H

#include "work/txn/core.h"

struct ledger_watch *ledger_watch_new(struct core *core);
/* When the core has its writer. */
void ledger_watch_start(struct ledger_watch *watch);
/* After the writer's last results were told. */
void ledger_watch_free(struct ledger_watch **watch);
/* An authentic text was refused for the ledger's sake. */
void ledger_watch_lose(struct core *core);
/* A write that should be quick has waited for ten seconds. */
bool ledger_watch_is_stuck(const struct core *core);

#endif
