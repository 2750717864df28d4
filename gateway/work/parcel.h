/*
 * parcel - one claimed message between its hand-over and its committed outcome.
 *
 * An outcome is never lost while we live: when the writer is full it is offered again.
 * When we die the row stays `sending` and becomes `unknown` at the next start.
 *
 * Threads: loop thread.
 */
#ifndef WORK_PARCEL_H
#define WORK_PARCEL_H

#include <sys/queue.h>

#include "claim.h"

struct parcel;
struct outbox;

struct parcels {
	struct outbox *outbox;
	LIST_HEAD(, parcel) all;
	int count;
};

void parcels_init(struct parcels *parcels, struct outbox *outbox);
void parcels_done(struct parcels *parcels);
/* The last look at bars, pause and hours, then the bytes: in one loop turn. */
void parcels_hand_over(struct parcels *parcels, const struct claim *claim, size_t index);
/* STOP: what has not left is suppressed, what may have left becomes unknown. */
void parcels_cut(struct parcels *parcels, struct str phone);

#endif
