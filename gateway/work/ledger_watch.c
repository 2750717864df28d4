#include "ledger_watch.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "store/db/setting.h"
#include "wire/timer.h"

#define PROBE_SETTING "ledger.probe"

/* A text writes some sixty KiB in all: less than that would find room where it finds none.
 * A ledger in good health is only asked whether it is still there. */
enum { LOOK_EVERY = 2000, RESTED_FOR = 30000, BUSY_FOR = 5000, STUCK_FOR = 10000,
       PROBE_LARGE = 60 * 1024, PROBE_SMALL = 64 };

struct ledger_watch {
	struct core *core;
	struct timer *timer;
	struct job job;
	size_t size;
};

static enum fault probe_run(struct job *job, struct db *db, struct note *note)
{
	const struct ledger_watch *watch = container_of(job, struct ledger_watch, job);
	AUTO(buf) text;
	enum fault fault;

	(void)note;
	buf_init(&text, PROBE_LARGE);
	for (size_t i = 0; i < watch->size; i++)
		buf_add_char(&text, 'p');
	fault = setting_set(db, PROBE_SETTING, buf_text(&text));
	if (fault)
		return fault;
	return setting_forget(db, PROBE_SETTING);
}

/* Said when it changes, not each time it is met. */
static void learn(struct core *core, enum fault fault, const char *why)
{
	if (fault && !core->ledger_fault)
		log_fact(LOG_ALARM, "ledger.not_kept", LOG_WORD("fault", fault_word(fault)),
			 LOG_NOTE(why));
	else if (!fault && core->ledger_fault)
		log_fact(LOG_INFO, "ledger.kept_again", LOG_WORD("fault", fault_word(core->ledger_fault)));
	core->ledger_fault = fault;
}

static void probe_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct ledger_watch *watch = container_of(job, struct ledger_watch, job);

	/* its own fault stands there too */
	if (fault)
		(void)writer_take_fault(watch->core->writer);
	watch->core->ledger_waits_since = 0;
	learn(watch->core, fault, note->text);
}

static void probe(struct ledger_watch *watch)
{
	struct core *core = watch->core;
	enum fault fault;

	watch->size = core->ledger_fault ? PROBE_LARGE : PROBE_SMALL;
	watch->job = (struct job){ .run = probe_run, .done = probe_on_written };
	fault = writer_add_kept(core->writer, &watch->job);
	if (fault)
		learn(core, fault, "the writer has no place");
	else
		core->ledger_waits_since = clock_boot_ms();
}

static bool is_due(const struct core *core)
{
	int64_t rested_for = clock_boot_ms() - writer_kept_at(core->writer);

	return core->ledger_fault || rested_for >= RESTED_FOR ||
	       (writer_waiting(core->writer) > 0 && rested_for >= BUSY_FOR);
}

static void ledger_watch_on_time(void *data)
{
	struct ledger_watch *watch = data;
	struct core *core = watch->core;
	enum fault fault = writer_take_fault(core->writer);

	if (fault)
		learn(core, fault, "a write failed");
	if (!core->ledger_waits_since && is_due(core))
		probe(watch);
	timer_set(watch->timer, LOOK_EVERY);
}

struct ledger_watch *ledger_watch_new(struct core *core)
{
	struct ledger_watch *watch = memory_new(struct ledger_watch);

	assert(core);
	watch->core = core;
	watch->timer = timer_new(core->loop, ledger_watch_on_time, watch);
	return watch;
}

void ledger_watch_start(struct ledger_watch *watch)
{
	assert(watch && watch->core->writer);
	timer_set(watch->timer, LOOK_EVERY);
}

void ledger_watch_free(struct ledger_watch **watch)
{
	if (!*watch)
		return;
	timer_free(&(*watch)->timer);
	free(*watch);
	*watch = NULL;
}

bool ledger_watch_is_stuck(const struct core *core)
{
	assert(core);
	return core->ledger_waits_since &&
	       clock_boot_ms() - core->ledger_waits_since >= STUCK_FOR;
}
