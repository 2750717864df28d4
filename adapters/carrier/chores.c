#include "chores.h"

#include <stdlib.h>
#include <sys/queue.h>

#include "base/memory.h"

struct waiting {
	struct chore chore;
	struct chores *chores;
	struct timer *timer;
	bool is_held;
	TAILQ_ENTRY(waiting) next;
};

struct chores {
	struct loop *loop;
	struct carrier *carrier;
	TAILQ_HEAD(, waiting) waiting;
};

struct chores *chores_new(struct loop *loop, struct carrier *carrier)
{
	struct chores *chores = memory_new(struct chores);

	chores->loop = loop;
	chores->carrier = carrier;
	TAILQ_INIT(&chores->waiting);
	return chores;
}

static void waiting_free(struct waiting *waiting)
{
	TAILQ_REMOVE(&waiting->chores->waiting, waiting, next);
	timer_free(&waiting->timer);
	free(waiting);
}

void chores_free(struct chores **chores)
{
	struct waiting *waiting, *next;

	if (!*chores)
		return;
	for (waiting = TAILQ_FIRST(&(*chores)->waiting); waiting; waiting = next) {
		next = TAILQ_NEXT(waiting, next);
		if (waiting->chore.drop)
			waiting->chore.drop(waiting->chore.data);
		waiting_free(waiting);
	}
	free(*chores);
	*chores = NULL;
}

static void chore_on_time(void *data)
{
	struct waiting *waiting = data;
	struct carrier *carrier = waiting->chores->carrier;
	struct chore chore = waiting->chore;

	waiting_free(waiting);
	chore.run(carrier, chore.no, chore.data);
}

void chores_add(struct chores *chores, int64_t in_for, const struct chore *chore)
{
	struct waiting *waiting = memory_new(struct waiting);

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

	TAILQ_FOREACH(waiting, &chores->waiting, next)
		held += waiting->is_held;
	return held;
}

void chores_release(struct chores *chores)
{
	struct waiting *waiting;

	TAILQ_FOREACH(waiting, &chores->waiting, next) {
		if (!waiting->is_held)
			continue;
		waiting->is_held = false;
		timer_set(waiting->timer, 0);
	}
}
