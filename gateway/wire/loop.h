/*
 * loop - the one thread that moves bytes, on libevent.
 *
 * Threads: everything on the loop thread, but loop_post (any thread).
 */
#ifndef WIRE_LOOP_H
#define WIRE_LOOP_H

#include "base/clock.h"

struct event_base;
struct loop;
struct timer;

struct loop *loop_new(void);
/* Only after the last server, client and timer of this loop is gone. */
void loop_free(struct loop **loop);
/* Until loop_stop. */
void loop_run(struct loop *loop);
/* One turn; waits at most wait_for ms for something to happen.  For tests. */
void loop_turn(struct loop *loop, int64_t wait_for);
/* Ends loop_run after this turn.  From the loop thread. */
void loop_stop(struct loop *loop);
struct event_base *loop_base(struct loop *loop);
/* Calls `run(data)` once on the loop thread, soon.  From any thread; in order. */
void loop_post(struct loop *loop, void (*run)(void *data), void *data);
/* The same at the start of the next turn, from the loop thread, not reentrant:
 * to free what is still in use by the caller. */
void loop_later(struct loop *loop, void (*run)(void *data), void *data);
/* SIGTERM, SIGINT, SIGHUP…: `run` on the loop thread. */
void loop_on_signal(struct loop *loop, int number, void (*run)(void *data), void *data);

/* A timer that may be set again and again; machine time, not the practice clock. */
struct timer *timer_new(struct loop *loop, void (*run)(void *data), void *data);
void timer_free(struct timer **timer);
/* in_for 0: the next turn.  Setting replaces. */
void timer_set(struct timer *timer, int64_t in_for);
void timer_clear(struct timer *timer);

#endif
