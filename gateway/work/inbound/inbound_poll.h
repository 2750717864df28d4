/*
 * inbound_poll - fetches what families sent while nobody listened (G2).
 *
 * At start before anything is sent, then every inbound_poll_every from a little before the last
 * poll, and once a day over 48 hours.  What the ledger knows already changes nothing.
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
