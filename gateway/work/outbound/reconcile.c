#include "reconcile.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "status_query.h"
#include "store/messaging/delivery_due.h"
#include "wire/loop.h"
#include "wire/timer.h"

enum { LOOK_MOST = 16, RETRY_MS = 1000 };

struct reconcile {
	struct core *core;
	struct timer *timer;
	struct job job;
	struct arena arena;
	struct claimed rows[LOOK_MOST];
	char ids[LOOK_MOST][ADAPTER_ID + 1];
	size_t count;
	int64_t next_at;
	bool is_looking;
	bool is_woken;
	struct status_queries queries; /* of the last look */
	int under_way;
	bool is_faulty;              /* a verdict could not be kept */
};

static enum fault look_run(struct job *job, struct db *db, struct note *note)
{
	struct reconcile *reconcile = container_of(job, struct reconcile, job);
	int64_t now = clock_now(reconcile->core->clock);
	enum fault fault;

	(void)note;
	arena_done(&reconcile->arena);
	fault = delivery_due_to_look_at(db, now, &reconcile->arena, reconcile->rows, LOOK_MOST,
				    &reconcile->count);
	for (size_t i = 0; !fault && i < reconcile->count; i++) {
		reconcile->ids[i][0] = '\0';
		fault = delivery_provider_id(db, reconcile->rows[i].message.id,
					     reconcile->ids[i], sizeof(reconcile->ids[i]));
		/* one odd id must not stand in everybody's way */
		if (fault == FAULT_MISSING || fault == FAULT_TOO_LARGE)
			fault = FAULT_NONE;
	}
	if (fault)
		return fault;
	return delivery_due_next_look(db, &reconcile->next_at);
}

static void rearm(struct reconcile *reconcile)
{
	int64_t in_for = reconcile->next_at - clock_now(reconcile->core->clock);

	if (reconcile->is_woken)
		timer_set(reconcile->timer, 0);
	else if (reconcile->next_at != NEVER)
		/* never in a circle over rows whose verdict could not be kept */
		timer_set(reconcile->timer, in_for > 50 ? in_for : 50);
}

/* Rows whose verdict could not be kept are due still: the provider is not asked about
 * them in a circle. */
static void status_query_ended(void *data, bool is_kept)
{
	struct reconcile *reconcile = data;

	reconcile->is_faulty |= !is_kept;
	if (--reconcile->under_way > 0)
		return;
	timer_set(reconcile->timer, reconcile->is_faulty ? RETRY_MS : 0);
}

static void look_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct reconcile *reconcile = container_of(job, struct reconcile, job);

	(void)note;
	reconcile->is_looking = false;
	if (fault) {
		timer_set(reconcile->timer, RETRY_MS);
		return;
	}
	reconcile->is_faulty = false;
	reconcile->under_way = (int)reconcile->count;
	for (size_t i = 0; i < reconcile->count; i++)
		status_query_start(reconcile->core, &reconcile->queries, &reconcile->rows[i],
			      reconcile->ids[i],
			      &(struct status_query_end){ status_query_ended, reconcile });
	if (reconcile->count == 0)
		rearm(reconcile);
}

static void look(void *data)
{
	struct reconcile *reconcile = data;

	if (reconcile->is_looking || reconcile->under_way || reconcile->core->is_stopping)
		return;
	reconcile->is_woken = false;
	reconcile->job = (struct job){ .run = look_run, .done = look_on_written };
	if (writer_add(reconcile->core->writer, &reconcile->job))
		timer_set(reconcile->timer, RETRY_MS);
	else
		reconcile->is_looking = true;
}

struct reconcile *reconcile_new(struct core *core)
{
	assert(core->loop);

	struct reconcile *reconcile = memory_new(struct reconcile);

	reconcile->core = core;
	LIST_INIT(&reconcile->queries);
	reconcile->timer = timer_new(core->loop, look, reconcile);
	arena_init(&reconcile->arena, 1 << 20);
	return reconcile;
}

void reconcile_free(struct reconcile **reconcile)
{
	if (!*reconcile)
		return;
	timer_free(&(*reconcile)->timer);
	status_query_done(&(*reconcile)->queries);
	arena_done(&(*reconcile)->arena);
	free(*reconcile);
	*reconcile = NULL;
}

void reconcile_wake(struct reconcile *reconcile)
{
	assert(loop_is_here(reconcile->core->loop));
	reconcile->is_woken = true;
	if (!reconcile->is_looking && !reconcile->under_way)
		timer_set(reconcile->timer, 0);
}

bool reconcile_is_idle(const struct reconcile *reconcile)
{
	return !reconcile->is_looking && reconcile->under_way == 0;
}
