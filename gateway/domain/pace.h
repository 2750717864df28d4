/*
 * pace - how fast one line may send, in segments a second.
 *
 * A bucket: it fills at `per_second` and holds at most `burst` segments.  Who may
 * go first (replies ahead of bulk) is the order of the claim, not of the pace.
 *
 * Threads: plain values; the owner's thread.
 */
#ifndef DOMAIN_PACE_H
#define DOMAIN_PACE_H

#include <stdint.h>

struct pace {
	int64_t per_second_milli; /* thousandths of a segment per second */
	int64_t burst;            /* segments */
	int64_t tokens_micro;     /* millionths of a segment; below zero after a long text */
	int64_t filled_at;
	int64_t rests_until;      /* nothing fills before */
};

/* Starts full; `burst` is at least 1.  `per_second` 0: what stands in it is all. */
void pace_init(struct pace *pace, double per_second, int64_t burst, int64_t now);
/* Whole segments that may leave now, 0 when the line must rest. */
int64_t pace_ready(struct pace *pace, int64_t now);
/* A text of that many segments left; may go below zero (one long text). */
void pace_take(struct pace *pace, int64_t segments, int64_t now);
/* When the next segment may leave; now or earlier when one may. */
int64_t pace_next_at(const struct pace *pace, int64_t now);
/* After a 429 or an overloaded line: empties the bucket and rests for rest_for. */
void pace_rest(struct pace *pace, int64_t rest_for, int64_t now);

#endif
