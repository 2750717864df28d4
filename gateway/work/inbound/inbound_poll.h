/*
 * inbound_poll - fetches what families sent while nobody listened (G2).
 *
 * At the start, over 48 hours and before anything is sent; then every inbound_poll_every from
 * hours before the last poll; and over 48 hours again when the last time of that, which is
 * stored, is deep_poll_every ago.  What the ledger knows already changes nothing.
 *
 * A line whose list could not be read to its end is read again soon; one whose list leads in a
 * circle after a rest that doubles.  The others do not wait for it.
 *
 * Threads: loop thread.
 */
#ifndef WORK_INBOUND_POLL_H
#define WORK_INBOUND_POLL_H

#include "work/txn/core.h"

struct inbound_poll *inbound_poll_new(struct account_state *account);
void inbound_poll_free(struct inbound_poll **poll);
/* Now, all lines of the account. */
void inbound_poll_start(struct inbound_poll *poll);

#endif
