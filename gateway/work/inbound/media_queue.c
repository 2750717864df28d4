#include "media_queue.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "media_fetch.h"
#include "store/messaging/media.h"
#include "store/messaging/messages.h"
#include "wire/loop.h"
#include "wire/timer.h"
#include "work/txn/line_table.h"

enum { DUE_MOST = 8, LOOK_EVERY_MS = 5000, MEDIA_CEILING = 10 << 20 };

struct media_queue {
	struct core *core;
	struct client *client;
	struct timer *timer;
	struct job job;
	struct media due[DUE_MOST];
	struct line_id lines[DUE_MOST];
	size_t count;
	struct fetches fetches;
	int under_way;
	bool is_faulty;              /* something could not be kept: due still */
	bool is_looking;
};

static enum fault look_run(struct job *job, struct db *db, struct note *note)
{
	struct media_queue *queue = container_of(job, struct media_queue, job);
	int64_t now = clock_now(queue->core->clock);
	enum fault fault = media_due(db, now, queue->due, DUE_MOST, &queue->count);

	(void)note;
	for (size_t i = 0; !fault && i < queue->count; i++) {
		struct message message;
		AUTO(arena) arena;

		arena_init(&arena, 64 << 10);
		fault = message_get(db, queue->due[i].message, &arena, &message);
		if (!fault)
			queue->lines[i] = message.line;
	}
	return fault;
}

static void fetch_ended(void *data, bool is_settled)
{
	struct media_queue *queue = data;
	bool is_more = queue->count == DUE_MOST;

	queue->is_faulty |= !is_settled;
	if (--queue->under_way == 0)
		timer_set(queue->timer, is_more && !queue->is_faulty ? 0 : LOOK_EVERY_MS);
}

static void look_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct media_queue *queue = container_of(job, struct media_queue, job);
	const struct media_fetch_means means = { queue->core, queue->client, &queue->fetches };
	const struct media_fetch_end end = { fetch_ended, queue };

	(void)note;
	queue->is_looking = false;
	if (fault)
		queue->count = 0;
	queue->is_faulty = false;
	queue->under_way = (int)queue->count;
	for (size_t i = 0; i < queue->count; i++)
		media_fetch_start(&means, &queue->due[i],
			    line_table_by_id(queue->core, queue->lines[i]), &end);
	if (queue->count == 0 && fault)
		timer_set(queue->timer, LOOK_EVERY_MS);
	else if (queue->count == 0)
		/* what waits for its next try is looked at again; nothing else is polled */
		timer_set(queue->timer, 6 * LOOK_EVERY_MS);
}

static void look(void *data)
{
	struct media_queue *queue = data;

	if (queue->is_looking || queue->under_way || queue->core->is_stopping)
		return;
	queue->job = (struct job){ .run = look_run, .done = look_on_written };
	if (writer_add(queue->core->writer, &queue->job))
		timer_set(queue->timer, LOOK_EVERY_MS);
	else
		queue->is_looking = true;
}

struct media_queue *media_queue_new(struct core *core)
{
	assert(core->loop);

	struct client_limits limits = core->settings->client;
	struct media_queue *queue = memory_new(struct media_queue);

	limits.window = 4;
	limits.reply_ceiling = MEDIA_CEILING;
	queue->core = core;
	LIST_INIT(&queue->fetches);
	queue->client = client_new(core->loop, &limits);
	queue->timer = timer_new(core->loop, look, queue);
	return queue;
}

void media_queue_cut(struct media_queue *queue)
{
	assert(loop_is_here(queue->core->loop));
	client_free(&queue->client);
}

void media_queue_free(struct media_queue **queue)
{
	if (!*queue)
		return;
	media_queue_cut(*queue);
	media_fetch_done(&(*queue)->fetches);
	timer_free(&(*queue)->timer);
	free(*queue);
	*queue = NULL;
}

void media_queue_wake(struct media_queue *queue)
{
	assert(loop_is_here(queue->core->loop));
	if (!queue->is_looking && !queue->under_way)
		timer_set(queue->timer, 0);
}
