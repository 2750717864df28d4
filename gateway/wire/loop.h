/*
 * loop - the one thread that moves bytes, on libevent.
 *
 * Making one ignores SIGPIPE for the process.  Out of memory aborts.
 *
 * Threads: everything on the loop thread, but loop_post (any thread).  What must not be
 * called from elsewhere asserts it.
 */
#ifndef WIRE_LOOP_H
#define WIRE_LOOP_H

#include <stdbool.h>

#include "base/clock.h"

struct event_base;
struct loop;

/* libevent's memory is there, or the process ends (base/library.h).  Once, before the first
 * loop. */
void loop_take_memory(void);
struct loop *loop_new(void);
/* Only after the last server, client and timer of this loop is gone.  Runs what
 * loop_later put off, forgets what was posted. */
void loop_free(struct loop **loop);
/* Until loop_stop. */
void loop_run(struct loop *loop);
/* One turn; waits at most wait_for ms for something to happen.  For tests. */
void loop_turn(struct loop *loop, int64_t wait_for);
/* Ends loop_run after this turn (or the first one, when it has not begun).  From
 * the loop thread. */
void loop_stop(struct loop *loop);
/* Is this the loop's thread: the one that made it, until another runs it?  For asserts. */
bool loop_is_here(const struct loop *loop);
struct event_base *loop_base(struct loop *loop);
/* Calls `run(data)` once on the loop thread, soon.  From any thread; in order. */
void loop_post(struct loop *loop, void (*run)(void *data), void *data);
/* The same in the next turn, from the loop thread, never inside the caller: to
 * free what the caller still uses. */
void loop_later(struct loop *loop, void (*run)(void *data), void *data);
/* SIGTERM, SIGINT, SIGHUP…: `run` on the loop thread. */
void loop_on_signal(struct loop *loop, int number, void (*run)(void *data), void *data);

#endif
