/*
 * inflight - one claimed message between its hand-over and its committed outcome.
 *
 * An outcome is never lost while we live: when the writer is full it is offered again.
 * When we die the row stays `sending` and becomes `unknown` at the next start.
 *
 * Threads: loop thread.
 */
#ifndef WORK_INFLIGHT_H
#define WORK_INFLIGHT_H

#include <sys/queue.h>

#include "claim.h"

struct parcel;

struct inflight {
	LIST_HEAD(, parcel) all;
	int count;
};

void inflight_init(struct inflight *inflight);
void inflight_done(struct inflight *inflight);
/* The last look at bars, pause and hours, then the bytes: in one loop turn. */
void inflight_hand_over(struct inflight *inflight, const struct claim *claim, size_t index);
/* STOP: what has not left is suppressed, what may have left becomes unknown. */
void inflight_cut(struct inflight *inflight, struct str phone);

#endif
