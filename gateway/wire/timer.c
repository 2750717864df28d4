#include "timer.h"

#include <assert.h>
#include <event2/event.h>
#include <stdlib.h>

#include "base/halt.h"
#include "base/memory.h"
#include "loop.h"

/*
 * libevent counts from the start of its turn, on a coarse clock, so its timers
 * ring early.  Ours keeps the instant it was set for and goes back to sleep when
 * it is woken before that.  The same makes moving a timer away cheap: its event
 * stays where it is, finds out when it rings and is set again.
 */
struct timer {
	struct event *event;
	void (*run)(void *data);
	void *data;
	int64_t due_at;   /* clock_boot_ms; NEVER: not set */
	int64_t rings_at; /* when libevent will call; NEVER: it will not */
};

static void arm(struct timer *timer, int64_t now)
{
	int64_t left = timer->due_at > now ? timer->due_at - now : 0;
	struct timeval in = { .tv_sec = left / 1000, .tv_usec = left % 1000 * 1000 };

	timer->rings_at = timer->due_at;
	if (event_add(timer->event, &in) < 0)
		halt_because("loop.broken", "libevent takes no timer");
}

/* `run` may free the timer: it is not touched afterwards. */
static void on_ring(evutil_socket_t fd, short what, void *data)
{
	struct timer *timer = data;
	int64_t now = clock_boot_ms();

	(void)fd;
	(void)what;
	timer->rings_at = NEVER;
	if (timer->due_at > now) {
		arm(timer, now);
		return;
	}
	timer->due_at = NEVER;
	timer->run(timer->data);
}

struct timer *timer_new(struct loop *loop, void (*run)(void *data), void *data)
{
	struct timer *timer = memory_new(struct timer);

	assert(loop && run);
	timer->event = memory_must(evtimer_new(loop_base(loop), on_ring, timer));
	timer->run = run;
	timer->data = data;
	timer->due_at = NEVER;
	timer->rings_at = NEVER;
	return timer;
}

void timer_free(struct timer **timer)
{
	assert(timer);
	if (!*timer)
		return;
	event_free((*timer)->event);
	free(*timer);
	*timer = NULL;
}

void timer_set(struct timer *timer, int64_t in_for)
{
	int64_t now = clock_boot_ms();

	assert(timer);
	if (in_for < 0)
		in_for = 0;
	timer->due_at = in_for < NEVER - now ? now + in_for : NEVER - 1;
	if (timer->due_at < timer->rings_at)
		arm(timer, now);
}

void timer_clear(struct timer *timer)
{
	assert(timer);
	timer->due_at = NEVER;
	timer->rings_at = NEVER;
	event_del(timer->event);
}
