/*
 * timer - "call me in so many milliseconds", on machine time, not the practice clock.
 *
 * A timer may be set again and again, and is never early.
 *
 * Threads: loop thread only.
 */
#ifndef WIRE_TIMER_H
#define WIRE_TIMER_H

#include <stdint.h>

struct loop;
struct timer;

/* `run` may set or free it. */
struct timer *timer_new(struct loop *loop, void (*run)(void *data), void *data);
/* NULL is fine; what was set is forgotten. */
void timer_free(struct timer **timer);
/* in_for 0 or less: the next turn.  Setting replaces. */
void timer_set(struct timer *timer, int64_t in_for);
void timer_clear(struct timer *timer);

#endif
