/*
 * chores - what the carrier does later: the next step of a message, a late
 * callback, a request that hangs.
 *
 * Threads: loop thread.
 * Ownership: `data` is the chore's until `run` gets it; chores that are still
 * waiting at chores_free are given to `drop` (may be NULL).
 */
#ifndef CARRIER_CHORES_H
#define CARRIER_CHORES_H

#include "wire/loop.h"

struct carrier;
struct chores;

/* As `in_for`: until chores_release, however long that is. */
#define CHORE_HELD (INT64_MAX / 2)

struct chore {
	void (*run)(struct carrier *carrier, int64_t no, void *data);
	void (*drop)(void *data);
	int64_t no;  /* of a record; the record may be gone by then */
	void *data;
};

struct chores *chores_new(struct loop *loop, struct carrier *carrier);
void chores_free(struct chores **chores);
/* in_for: ms; from CHORE_HELD on it waits for chores_release. */
void chores_add(struct chores *chores, int64_t in_for, const struct chore *chore);
int64_t chores_held(const struct chores *chores);
/* What is held runs in the next turn, in the order in which it came. */
void chores_release(struct chores *chores);

#endif
