#include "collect.h"

#include <stdlib.h>

#include "base/log.h"
#include "fetch.h"
#include "store/messages.h"
#include "wire/loop.h"

enum { DUE_MOST = 8, LOOK_EVERY_MS = 5000, MEDIA_CEILING = 10 << 20 };

struct collect {
	struct work *work;
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
	struct collect *collect = container_of(job, struct collect, job);
	int64_t now = clock_now(collect->work->clock);
	enum fault fault = media_due(db, now, collect->due, DUE_MOST, &collect->count);

	(void)note;
	for (size_t i = 0; !fault && i < collect->count; i++) {
		struct message message;
		AUTO(arena) arena;

		arena_init(&arena, 64 << 10);
		fault = message_get(db, collect->due[i].message, &arena, &message);
		if (!fault)
			collect->lines[i] = message.line;
	}
	return fault;
}

static void fetch_ended(void *data, bool is_settled)
{
	struct collect *collect = data;
	bool is_more = collect->count == DUE_MOST;

	collect->is_faulty |= !is_settled;
	if (--collect->under_way == 0)
		timer_set(collect->timer, is_more && !collect->is_faulty ? 0 : LOOK_EVERY_MS);
}

static void look_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct collect *collect = container_of(job, struct collect, job);
	const struct fetch_means means = { collect->work, collect->client, &collect->fetches };
	const struct fetch_end end = { fetch_ended, collect };

	(void)note;
	collect->is_looking = false;
	if (fault)
		collect->count = 0;
	collect->is_faulty = false;
	collect->under_way = (int)collect->count;
	for (size_t i = 0; i < collect->count; i++)
		fetch_start(&means, &collect->due[i],
			    work_line_by_id(collect->work, collect->lines[i]), &end);
	if (collect->count == 0 && fault)
		timer_set(collect->timer, LOOK_EVERY_MS);
	else if (collect->count == 0)
		/* what waits for its next try is looked at again; nothing else is polled */
		timer_set(collect->timer, 6 * LOOK_EVERY_MS);
}

static void look(void *data)
{
	struct collect *collect = data;

	if (collect->is_looking || collect->under_way || collect->work->is_stopping)
		return;
	collect->job = (struct job){ .run = look_run, .done = look_on_written };
	if (writer_add(collect->work->writer, &collect->job))
		timer_set(collect->timer, LOOK_EVERY_MS);
	else
		collect->is_looking = true;
}

struct collect *collect_new(struct work *work)
{
	struct client_limits limits = work->settings->client;
	struct collect *collect = calloc(1, sizeof(*collect));

	if (!collect)
		abort();
	limits.window = 4;
	limits.reply_ceiling = MEDIA_CEILING;
	collect->work = work;
	LIST_INIT(&collect->fetches);
	collect->client = client_new(work->loop, &limits);
	collect->timer = timer_new(work->loop, look, collect);
	return collect;
}

void collect_cut(struct collect *collect)
{
	client_free(&collect->client);
}

void collect_free(struct collect **collect)
{
	if (!*collect)
		return;
	collect_cut(*collect);
	fetches_done(&(*collect)->fetches);
	timer_free(&(*collect)->timer);
	free(*collect);
	*collect = NULL;
}

void collect_wake(struct collect *collect)
{
	if (!collect->is_looking && !collect->under_way)
		timer_set(collect->timer, 0);
}
