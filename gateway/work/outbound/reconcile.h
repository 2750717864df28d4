/*
 * reconcile - finds out what became of messages whose outcome nobody told us.
 *
 * `unknown` after the settle time: the provider's list is read; a message to that phone
 * with the same text, since the attempt, whose id is bound to no row, is adopted; two
 * empty lists 30 s apart mark the row ambiguous and queue it again, or give it to a
 * person (on_ambiguous).  A provider that cannot list: always a person.
 * `sent` without a receipt: its status is fetched at 2, 10, 60 min, 6, 24 h; past the
 * receipt deadline it is a person's (guarantees.md §2.6, §2.7).
 *
 * Threads: loop thread; decisions in jobs on the writer.
 */
#ifndef WORK_RECONCILE_H
#define WORK_RECONCILE_H

#include "work/txn/core.h"

struct reconcile *reconcile_new(struct core *core);
void reconcile_free(struct reconcile **reconcile);
void reconcile_wake(struct reconcile *reconcile);
bool reconcile_is_idle(const struct reconcile *reconcile);

#endif
