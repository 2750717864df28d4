/*
 * health_check - looks at every page of the ledger, beside the work.
 *
 * A small ledger is looked at by the start itself, which waits for it.  What takes longer is done
 * here, on a thread and a connection of its own, so that no family waits and no report; until it
 * has ended the ledger's health is unknown (db_health.h), and nothing is sent.
 * It is also how a disk that forgets is found in pages that nobody reads (once a day), and what
 * follows when another program wrote into the file (place_watch.h): thoroughly then, and the ledger
 * must be the one that its mark knows, and as far.
 *
 * Threads: loop.
 */
#ifndef STORE_HEALTH_CHECK_H
#define STORE_HEALTH_CHECK_H

#include "store/db/db.h"

struct health_check;

struct high_water;

struct health_plan {
	const char *address;
	struct db_health *health;       /* is told what it finds */
	struct high_water *mark;        /* NULL: it is not compared, and the look is not thorough */
};

/* Borrows what the plan has. */
enum fault health_check_new(const struct health_plan *plan, struct health_check **check,
			    struct note *note) MUST_CHECK;
/* It is over, and this is what it said: FAULT_NONE, FAULT_DISK with the damage, FAULT_CONFLICT when
 * it is not what its mark knows, FAULT_AGAIN while it runs. */
enum fault health_check_end(struct health_check *check, struct note *note) MUST_CHECK;
/* Also while it runs.  Fine with NULL. */
void health_check_free(struct health_check **check);

#endif
