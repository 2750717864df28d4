#include "chores.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/queue.h>

#include "base/memory.h"
#include "wire/timer.h"

struct waiting {
	struct chore chore;
	struct chores *chores;
	struct timer *timer;
	bool is_held;
	TAILQ_ENTRY(waiting) next;
};

TAILQ_HEAD(waitings, waiting);

struct chores {
	struct loop *loop;
	struct carrier *carrier;
	struct waitings waiting;
	struct waitings released; /* have no timers: those of one instant ring in any order */
	struct timer *release;
};

static void chores_on_release(void *data);

struct chores *chores_new(struct loop *loop, struct carrier *carrier)
{
	struct chores *chores = memory_new(struct chores);

	assert(loop && carrier);
	chores->loop = loop;
	chores->carrier = carrier;
	TAILQ_INIT(&chores->waiting);
	TAILQ_INIT(&chores->released);
	chores->release = timer_new(loop, chores_on_release, chores);
	return chores;
}

static void drop_all(struct waitings *waitings)
{
	struct waiting *waiting;

	while ((waiting = TAILQ_FIRST(waitings))) {
		TAILQ_REMOVE(waitings, waiting, next);
		if (waiting->chore.drop)
			waiting->chore.drop(waiting->chore.data);
		timer_free(&waiting->timer);
		free(waiting);
	}
}

void chores_free(struct chores **chores)
{
	assert(chores);
	if (!*chores)
		return;
	drop_all(&(*chores)->released);
	drop_all(&(*chores)->waiting);
	timer_free(&(*chores)->release);
	free(*chores);
	*chores = NULL;
}

static void run_from(struct waitings *waitings, struct waiting *waiting)
{
	struct carrier *carrier = waiting->chores->carrier;
	struct chore chore = waiting->chore;

	TAILQ_REMOVE(waitings, waiting, next);
	timer_free(&waiting->timer);
	free(waiting);
	chore.run(carrier, chore.no, chore.data);
}

static void chore_on_time(void *data)
{
	struct waiting *waiting = data;

	run_from(&waiting->chores->waiting, waiting);
}

static void chores_on_release(void *data)
{
	struct chores *chores = data;
	struct waiting *waiting;

	while ((waiting = TAILQ_FIRST(&chores->released)))
		/* TAILQ_REMOVE has taken it out of the queue. */
		run_from(&chores->released, waiting); /* NOLINT(clang-analyzer-unix.Malloc) */
}

void chores_add(struct chores *chores, int64_t in_for, const struct chore *chore)
{
	struct waiting *waiting = memory_new(struct waiting);

	assert(chores && chore && chore->run);
	waiting->chore = *chore;
	waiting->chores = chores;
	waiting->timer = timer_new(chores->loop, chore_on_time, waiting);
	TAILQ_INSERT_TAIL(&chores->waiting, waiting, next);
	waiting->is_held = in_for >= CHORE_HELD;
	if (!waiting->is_held)
		timer_set(waiting->timer, in_for > 0 ? in_for : 0);
}

int64_t chores_held(const struct chores *chores)
{
	const struct waiting *waiting;
	int64_t held = 0;

	assert(chores);
	TAILQ_FOREACH(waiting, &chores->waiting, next)
		held += waiting->is_held;
	return held;
}

void chores_release(struct chores *chores)
{
	struct waiting *waiting;

	assert(chores);
	waiting = TAILQ_FIRST(&chores->waiting);
	while (waiting) {
		struct waiting *next = TAILQ_NEXT(waiting, next);

		if (waiting->is_held) {
			TAILQ_REMOVE(&chores->waiting, waiting, next);
			TAILQ_INSERT_TAIL(&chores->released, waiting, next);
		}
		waiting = next;
	}
	timer_set(chores->release, 0);
}
