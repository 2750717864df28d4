/*
 * sweep - fetches what families sent while nobody listened (G2).
 *
 * At start before anything is sent, then every sweep_every from a little before the last
 * sweep, and once a day over 48 hours.  What the ledger knows already changes nothing.
 *
 * Threads: loop thread.
 */
#ifndef WORK_SWEEP_H
#define WORK_SWEEP_H

#include "work.h"

struct sweep *sweep_new(struct work_account *account);
void sweep_free(struct sweep **sweep);
/* Now, all lines of the account. */
void sweep_start(struct sweep *sweep);

#endif
