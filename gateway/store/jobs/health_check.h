/*
 * health_check - looks at every page of a large ledger, beside the work and before it is ready.
 *
 * A small ledger is looked at by the start itself, which waits for it.  What takes longer is done
 * here, on a thread and a connection of its own, so that no family waits and no report; until it
 * has ended the ledger's health is unknown (db_health.h), and nothing is sent.
 *
 * Threads: loop.
 */
#ifndef STORE_HEALTH_CHECK_H
#define STORE_HEALTH_CHECK_H

#include "store/db/db.h"

struct health_check;

/* Tells `health` what it finds; borrows it. */
enum fault health_check_new(const char *address, struct db_health *health, struct health_check **check,
			    struct note *note) MUST_CHECK;
/* It is over, and this is what it said: FAULT_NONE, FAULT_DISK with the damage, FAULT_AGAIN while it
 * runs. */
enum fault health_check_end(struct health_check *check, struct note *note) MUST_CHECK;
/* Also while it runs.  Fine with NULL. */
void health_check_free(struct health_check **check);

#endif
