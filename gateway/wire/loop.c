#include "loop.h"

#include <assert.h>
#include <errno.h>
#include <event2/event.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/queue.h>
#include <unistd.h>

#include "base/halt.h"
#include "base/memory.h"

/* One thing to run later. */
struct errand {
	void (*run)(void *data);
	void *data;
	STAILQ_ENTRY(errand) next;
};
STAILQ_HEAD(errands, errand);

struct loop_signal {
	struct event *event;
	void (*run)(void *data);
	void *data;
	SLIST_ENTRY(loop_signal) next;
};

/*
 * Other threads touch `posted` (under the lock) and `wake_fd`, nothing else: so
 * libevent itself needs no locks.
 */
struct loop {
	struct event_base *base;
	pthread_t thread; /* that made it, or has run it since */
	struct event *wake;
	int wake_fd;
	pthread_mutex_t lock;
	struct errands posted;
	struct errands later;
	struct event *later_event;
	struct event *turn_limit;
	SLIST_HEAD(loop_signals, loop_signal) signals;
};

static void errand_add(struct errands *errands, void (*run)(void *data), void *data)
{
	struct errand *errand = memory_new(struct errand);

	errand->run = run;
	errand->data = data;
	STAILQ_INSERT_TAIL(errands, errand, next);
}

static void errands_run(struct errands *errands, bool is_wanted)
{
	struct errand *errand;

	while ((errand = STAILQ_FIRST(errands))) {
		STAILQ_REMOVE_HEAD(errands, next);
		if (is_wanted)
			errand->run(errand->data);
		free(errand);
	}
}

/* What the errands themselves post waits for the next round: the sockets get
 * their turn in between. */
static void on_wake(evutil_socket_t fd, short what, void *data)
{
	struct loop *loop = data;
	struct errands round = STAILQ_HEAD_INITIALIZER(round);
	uint64_t count;

	(void)what;
	while (read(fd, &count, sizeof(count)) < 0 && errno == EINTR)
		;
	pthread_mutex_lock(&loop->lock);
	STAILQ_CONCAT(&round, &loop->posted);
	pthread_mutex_unlock(&loop->lock);
	errands_run(&round, true);
}

static void on_later(evutil_socket_t fd, short what, void *data)
{
	struct loop *loop = data;
	struct errands round = STAILQ_HEAD_INITIALIZER(round);

	(void)fd;
	(void)what;
	STAILQ_CONCAT(&round, &loop->later);
	errands_run(&round, true);
}

static void on_turn_limit(evutil_socket_t fd, short what, void *data)
{
	(void)fd;
	(void)what;
	(void)data;
}

static void *take(size_t size)
{
	return memory_grow(NULL, size, 1);
}

static void *grow(void *at, size_t size)
{
	return memory_grow(at, size, 1);
}

void loop_take_memory(void)
{
	event_set_mem_functions(take, grow, free);
}

struct loop *loop_new(void)
{
	struct loop *loop = memory_new(struct loop);

	/* A peer that hangs up is an error of one write, not the end of us. */
	signal(SIGPIPE, SIG_IGN);
	pthread_mutex_init(&loop->lock, NULL);
	STAILQ_INIT(&loop->posted);
	STAILQ_INIT(&loop->later);
	SLIST_INIT(&loop->signals);
	loop->thread = pthread_self();
	loop->base = memory_must(event_base_new());
	loop->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	loop->wake = memory_must(event_new(loop->base, loop->wake_fd, EV_READ | EV_PERSIST,
					   on_wake, loop));
	loop->later_event = memory_must(evtimer_new(loop->base, on_later, loop));
	loop->turn_limit = memory_must(evtimer_new(loop->base, on_turn_limit, loop));
	if (loop->wake_fd < 0 || event_add(loop->wake, NULL) < 0)
		halt_because("loop.broken", "the system gives no eventfd to wake the loop");
	return loop;
}

static void signals_free(struct loop *loop)
{
	struct loop_signal *caught;

	while ((caught = SLIST_FIRST(&loop->signals))) {
		SLIST_REMOVE_HEAD(&loop->signals, next);
		event_free(caught->event);
		free(caught);
	}
}

void loop_free(struct loop **loop)
{
	assert(loop);

	struct loop *old = *loop;

	if (!old)
		return;
	*loop = NULL;
	errands_run(&old->later, true);
	errands_run(&old->posted, false);
	signals_free(old);
	event_free(old->wake);
	event_free(old->later_event);
	event_free(old->turn_limit);
	event_base_free(old->base);
	close(old->wake_fd);
	pthread_mutex_destroy(&old->lock);
	free(old);
}

bool loop_is_here(const struct loop *loop)
{
	assert(loop);
	return pthread_equal(loop->thread, pthread_self()) != 0;
}

struct event_base *loop_base(struct loop *loop)
{
	assert(loop);
	return loop->base;
}

void loop_run(struct loop *loop)
{
	assert(loop);
	loop->thread = pthread_self();
	event_base_loop(loop->base, EVLOOP_NO_EXIT_ON_EMPTY);
}

static struct timeval timeval_of(int64_t ms)
{
	if (ms < 0)
		ms = 0;
	return (struct timeval){ .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000 };
}

void loop_turn(struct loop *loop, int64_t wait_for)
{
	struct timeval limit = timeval_of(wait_for);

	assert(loop);
	loop->thread = pthread_self();
	if (wait_for > 0)
		event_add(loop->turn_limit, &limit);
	event_base_loop(loop->base, wait_for > 0 ? EVLOOP_ONCE : EVLOOP_NONBLOCK);
	event_del(loop->turn_limit);
}

void loop_stop(struct loop *loop)
{
	assert(loop);
	assert(loop_is_here(loop));
	event_base_loopexit(loop->base, NULL);
}

void loop_post(struct loop *loop, void (*run)(void *data), void *data)
{
	static const uint64_t one = 1;
	bool is_first;

	assert(loop && run);
	pthread_mutex_lock(&loop->lock);
	is_first = STAILQ_EMPTY(&loop->posted);
	errand_add(&loop->posted, run, data);
	pthread_mutex_unlock(&loop->lock);
	/* Many posts, one wake-up: on_wake takes all that wait. */
	while (is_first && write(loop->wake_fd, &one, sizeof(one)) < 0 && errno == EINTR)
		;
}

void loop_later(struct loop *loop, void (*run)(void *data), void *data)
{
	struct timeval now = { 0, 0 };

	assert(loop && run);
	assert(loop_is_here(loop));
	if (STAILQ_EMPTY(&loop->later))
		event_add(loop->later_event, &now);
	errand_add(&loop->later, run, data);
}

static void on_signal(evutil_socket_t number, short what, void *data)
{
	struct loop_signal *caught = data;

	(void)number;
	(void)what;
	caught->run(caught->data);
}

void loop_on_signal(struct loop *loop, int number, void (*run)(void *data), void *data)
{
	struct loop_signal *caught = memory_new(struct loop_signal);

	assert(loop && run);
	assert(number > 0);
	caught->run = run;
	caught->data = data;
	caught->event = memory_must(evsignal_new(loop->base, number, on_signal, caught));
	if (event_add(caught->event, NULL) < 0)
		halt_because("loop.broken", "libevent takes no signal");
	SLIST_INSERT_HEAD(&loop->signals, caught, next);
}
