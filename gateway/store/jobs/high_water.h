/*
 * high_water - how far the ledger was, in a small file beside it: so that a ledger that was put
 * back from a copy is known for one (guarantees.md G11).
 *
 * `<ledger>.mark` names the ledger and its newest event, and is written after each commit.
 * A ledger that is another one, or not as far as its mark, was put back; so was one
 * without its mark: whoever moves a ledger on purpose moves both files.  A mark that lags
 * behind (it is not synced) finds less and says nothing false.
 *
 * Threads: high_water_open and high_water_free where the connection is opened and closed, high_water_keep
 * on the connection's thread.
 */
#ifndef STORE_HIGH_WATER_H
#define STORE_HIGH_WATER_H

#include "store/db/db.h"

struct high_water;

/* Makes what is missing.  FAULT_DISK when the file cannot be read or written; the ledger's
 * own fault when it does not tell how far it is. */
enum fault high_water_open(const char *address, struct db *db, struct high_water **high_water,
		     bool *is_put_back, struct note *note) MUST_CHECK;
/* The ledger is this far now.  What cannot be written is written the next time. */
void high_water_keep(struct high_water *high_water, struct db *db);
/* Fine with NULL. */
void high_water_free(struct high_water **high_water);

#endif
