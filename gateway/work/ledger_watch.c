#include "ledger_watch.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "store/db/setting.h"
#include "wire/timer.h"
#include "work/inbound/inbound_poll.h"

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
	enum place_sight sight;      /* as it was told last */
	bool is_lock_told;
	int64_t heard;               /* the core's losses for which the lines were asked */
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

/* --- and heard anew ---------------------------------------------------------------------- */

/* A text that was refused meanwhile may have been a STOP: every line is asked before anything is
 * sent (guarantees.md §2.2), as if we had been down. */
void ledger_watch_lose(struct core *core)
{
	assert(loop_is_here(core->loop));
	core->losses++;
	core->is_ready = false;
	for (size_t i = 0; i < core->line_count; i++)
		core->lines[i].is_polled = false;
}

static void listen_anew(struct ledger_watch *watch)
{
	struct core *core = watch->core;

	if (watch->heard == core->losses)
		return;
	watch->heard = core->losses;
	for (size_t i = 0; i < core->account_count; i++)
		inbound_poll_start(core->accounts[i].poll);
}

/* --- is it written? ---------------------------------------------------------------------- */

/* Said when it changes, not each time it is met. */
static void learn(struct ledger_watch *watch, enum fault fault, const char *why)
{
	struct core *core = watch->core;

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
	learn(watch, fault, note->text);
}

static void probe(struct ledger_watch *watch)
{
	struct core *core = watch->core;
	enum fault fault;

	watch->size = core->ledger_fault ? PROBE_LARGE : PROBE_SMALL;
	watch->job = (struct job){ .run = probe_run, .done = probe_on_written };
	fault = writer_add_kept(core->writer, &watch->job);
	if (fault)
		learn(watch, fault, "the writer has no place");
	else
		core->ledger_waits_since = clock_boot_ms();
}

static bool is_due(const struct core *core)
{
	int64_t rested_for = clock_boot_ms() - writer_kept_at(core->writer);

	return core->ledger_fault || rested_for >= RESTED_FOR ||
	       (writer_waiting(core->writer) > 0 && rested_for >= BUSY_FOR);
}

/* --- is it there? ------------------------------------------------------------------------ */

static void tell_place(enum place_sight sight, const struct note *note)
{
	AUTO(buf) text;

	buf_init(&text, 1024);
	buf_add_text(&text, note->text);
	if (sight == PLACE_GONE)
		buf_add_text(&text, ". Every text is refused (503), and nothing is sent. Put back the very file that was "
				    "moved, and it goes on by itself. Otherwise do not kill hearbackd: `hearbackctl backup "
				    "PATH` saves all that it still has open; then stop it, put that copy in its place, and "
				    "start");
	else
		buf_add_text(&text, ". Texts are refused (503) until every page was looked at: end that program; hearbackd "
				    "alone writes the ledger while it runs");
	if (sight == PLACE_HERE)
		log_fact(LOG_INFO, "ledger.here_again");
	else
		log_fact(LOG_ALARM, sight == PLACE_GONE ? "ledger.gone" : "ledger.touched", LOG_NOTE(buf_text(&text)));
}

/* The lock file is taken again: the ledger's own lock has kept others away meanwhile. */
static void keep_lock(struct ledger_watch *watch, struct place_watch *place)
{
	struct note note = { .text = "" };
	bool was_taken = false;
	enum fault fault = place_watch_lock(place, &was_taken, &note);

	if (was_taken)
		log_fact(LOG_WARN, "ledger.lock_taken_again");
	else if (fault && !watch->is_lock_told)
		log_fact(LOG_ALARM, "ledger.lock_gone", LOG_NOTE(note.text));
	watch->is_lock_told = fault != FAULT_NONE;
}

/* Also what the writer saw between two looks of ours, and is as it was again. */
static void look_at_place(struct ledger_watch *watch)
{
	struct place_watch *place = writer_place(watch->core->writer);
	struct note note = { .text = "" }, before = note;
	enum place_sight sight, worst;

	if (!place)
		return;
	sight = place_watch_look(place, &note);
	worst = place_watch_take(place, &before);
	if (sight == PLACE_HERE)
		keep_lock(watch, place);
	if (worst != watch->sight)
		tell_place(worst, &before);
	if (sight != worst)
		tell_place(sight, &note);
	if (sight != watch->sight || sight != worst)
		signal_wake(watch->core, SIGNAL_ALL);
	watch->sight = sight;
}

static void ledger_watch_on_time(void *data)
{
	struct ledger_watch *watch = data;
	struct core *core = watch->core;
	enum fault fault = writer_take_fault(core->writer);

	look_at_place(watch);
	if (fault)
		learn(watch, fault, "a write failed");
	if (watch->sight == PLACE_HERE && !core->ledger_waits_since && is_due(core))
		probe(watch);
	if (watch->sight == PLACE_HERE && !core->ledger_fault)
		listen_anew(watch);
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
