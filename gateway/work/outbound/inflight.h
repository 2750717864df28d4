/*
 * inflight - claimed messages between their hand-over and their committed outcome.
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

struct inflight;

struct inflight_set {
	LIST_HEAD(, inflight) all;
	int count;
};

void inflight_init(struct inflight_set *set);
void inflight_done(struct inflight_set *set);
/* The last look at bars, pause and hours, then the bytes: in one loop turn. */
void inflight_hand_over(struct inflight_set *set, const struct claim *claim, size_t index);
/* STOP: what has not left is suppressed, what may have left becomes unknown. */
void inflight_cut(struct inflight_set *set, struct str phone);

#endif
