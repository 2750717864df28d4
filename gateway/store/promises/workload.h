/*
 * workload - how many answers each member of staff owes, counted as it changes.
 *
 * staff.workload is at every moment the number of promises of theirs that are open or taken:
 * who owes least is asked with every text of a family, and counting them then would take
 * as long as there are promises.  Only promise_add, _put and _change call this, so that no
 * other way to a promise's owner or state may be written than through them.
 *
 * Threads: the connection's.  Inside the caller's transaction.
 */
#ifndef STORE_WORKLOAD_H
#define STORE_WORKLOAD_H

#include "promises.h"

/* With the row of a new promise. */
enum fault workload_add(struct db *db, const struct promise *promise) MUST_CHECK;
/* Before its row becomes what it is here: afterwards nobody knows whose it was.
 * FAULT_MISSING when there is no such promise. */
enum fault workload_put(struct db *db, const struct promise *promise) MUST_CHECK;

/* The same for whoever knows what the row was. */
enum fault workload_change(struct db *db, const struct promise *was,
			   const struct promise *is) MUST_CHECK;

#endif
