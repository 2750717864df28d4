#include "chore.h"

#include <stdlib.h>
#include <sys/queue.h>

struct waiting {
	struct chore chore;
	struct chores *chores;
	struct timer *timer;
	LIST_ENTRY(waiting) next;
};

struct chores {
	struct loop *loop;
	struct carrier *carrier;
	LIST_HEAD(, waiting) waiting;
};

struct chores *chores_new(struct loop *loop, struct carrier *carrier)
{
	struct chores *chores = calloc(1, sizeof(*chores));

	if (!chores)
		abort();
	chores->loop = loop;
	chores->carrier = carrier;
	LIST_INIT(&chores->waiting);
	return chores;
}

static void waiting_free(struct waiting *waiting)
{
	LIST_REMOVE(waiting, next);
	timer_free(&waiting->timer);
	free(waiting);
}

void chores_free(struct chores **chores)
{
	struct waiting *waiting, *next;

	if (!*chores)
		return;
	for (waiting = LIST_FIRST(&(*chores)->waiting); waiting; waiting = next) {
		next = LIST_NEXT(waiting, next);
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
	struct waiting *waiting = calloc(1, sizeof(*waiting));

	if (!waiting)
		abort();
	waiting->chore = *chore;
	waiting->chores = chores;
	waiting->timer = timer_new(chores->loop, chore_on_time, waiting);
	LIST_INSERT_HEAD(&chores->waiting, waiting, next);
	timer_set(waiting->timer, in_for > 0 ? in_for : 0);
}
