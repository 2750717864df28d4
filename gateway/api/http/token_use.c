#include "token_use.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "work/txn/core.h"

struct token_use {
	int64_t token, at;
	struct job job;
};

static enum fault run_touch(struct job *job, struct db *db, struct note *note)
{
	const struct token_use *use = container_of(job, struct token_use, job);

	(void)note;
	return token_touch(db, use->token, use->at);
}

static void touch_done(struct job *job, enum fault fault, const struct note *note)
{
	(void)fault;
	(void)note;
	free(container_of(job, struct token_use, job));
}

void token_use_note(struct core *core, const struct session *who)
{
	assert(core && who);

	int64_t now = clock_now(core->clock);
	struct token_use *use;

	if (who->token == 0 || (who->used_at && who->used_at > now - HOUR_MS))
		return;
	use = memory_new(struct token_use);
	*use = (struct token_use){ .token = who->token, .at = now,
				   .job = { .run = run_touch, .done = touch_done } };
	if (writer_add(core->writer, &use->job))
		free(use);
}
