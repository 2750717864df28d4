#include "intake.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "inbound_clean.h"
#include "inbound_store.h"
#include "wire/loop.h"
#include "work/followup/consequences.h"
#include "work/outbound/outbox.h"
#include "work/txn/blocklist.h"

/* The year 2000: nothing was texted to a school before. */
#define SAID_SINCE INT64_C(946684800000)

/* One message on its way through the writer. */
struct intake {
	struct job job;
	struct core *core;
	struct line_state *line;
	struct locale *locale;
	struct arena arena;
	struct inbound_clean clean;
	struct classify_read read;
	int64_t inbound_at;
	int64_t started_us;
	bool has_bar;
	struct intake_result result;
	bool is_capped;
	void (*done)(void *data, enum fault fault, const struct intake_result *result);
	void *data;
};

static enum fault copy_inbound(struct intake *intake, const struct inbound *raw)
{
	struct arena *arena = &intake->arena;
	struct inbound *inbound = &intake->clean.inbound;
	int64_t now = clock_now(intake->core->wall);
	enum fault fault = inbound_clean(raw, now, arena, &intake->clean);

	if (fault)
		return fault;
	if (!str_is(inbound->to, intake->line->settings->number)) {
		intake->clean.odd |= INBOUND_STRAY;
		/* it has no line by which it could be answered: one that is refused would pause */
		if (!intake->line->settings->speaks[inbound->channel])
			intake->clean.odd |= INBOUND_UNANSWERABLE;
	}
	inbound->id = arena_copy(arena, inbound->id);
	inbound->from = arena_copy(arena, inbound->from);
	inbound->to = arena_copy(arena, inbound->to);
	inbound->text = arena_copy(arena, inbound->text);
	inbound->profile_name = arena_copy(arena, inbound->profile_name);
	intake->clean.said = arena_copy(arena, intake->clean.said);
	for (size_t i = 0; i < inbound->media_count; i++) {
		inbound->media[i] = arena_copy(arena, inbound->media[i]);
		inbound->media_type[i] = arena_copy(arena, inbound->media_type[i]);
	}
	/* what was copied last found room, or nothing did */
	return arena_copy(arena, STR("")).at && intake->clean.said.at ? FAULT_NONE : FAULT_TOO_LARGE;
}

/* When it was said: by the provider's stamp, unless no clock of ours could have shown that. */
static int64_t said_at(const struct intake *intake, int64_t now)
{
	return intake->inbound_at >= SAID_SINCE && intake->inbound_at < now ? intake->inbound_at : now;
}

static enum fault intake_run(struct job *job, struct db *db, struct note *note)
{
	struct intake *intake = container_of(job, struct intake, job);
	struct txn txn = txn_of(intake->core, intake->locale, db, note);
	struct inbound_store_ask ask = {
		.inbound = &intake->clean.inbound,
		.odd = intake->clean.odd,
		.read = &intake->read,
		.line = intake->line->id,
		.account = str_of(intake->line->account->settings->account.name),
		.inbound_at = said_at(intake, txn.now),
	};

	AUTO(agenda) agenda;

	consequences_begin(&txn, &agenda);
	intake->result = (struct intake_result){ .is_repeat = false };
	intake->is_capped = false;
	return consequences_settle(&txn, inbound_store(&txn, &ask, &intake->result,
						       &intake->is_capped));
}

static void intake_free(struct intake *intake)
{
	classify_read_done(&intake->read);
	locale_free(&intake->locale);
	arena_done(&intake->arena);
	free(intake);
}

static void tell_log(const struct intake *intake)
{
	/* every poll meets what webhooks brought: no news */
	bool is_news = !(intake->result.is_repeat && intake->inbound_at);

	log_fact(is_news ? LOG_INFO : LOG_DEBUG, intake->result.is_repeat ? "message.repeated" : "message.inbound",
		 LOG_ID("msg", intake->result.message.n),
		 LOG_ID("promise", intake->result.promise.n),
		 LOG_ID("line", intake->line->id.n),
		 LOG_WORD("meaning", meaning_word(intake->result.meaning)),
		 LOG_COUNT("took_us", clock_stopwatch_us() - intake->started_us));
}

static void count(struct intake *intake)
{
	struct core_counts *counts = &intake->core->counts;

	if (intake->result.is_repeat) {
		counts->inbound_repeats += intake->inbound_at == 0;
		return;
	}
	counts->inbound++;
	counts->inbound_by_poll += intake->inbound_at != 0;
	counts->replies_capped += intake->is_capped;
	intake->line->last_inbound_at = clock_now(intake->core->clock);
}

static void intake_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct intake *intake = container_of(job, struct intake, job);
	struct core *core = intake->core;

	if (intake->has_bar)
		blocklist_lift(core->blocklist, intake->clean.inbound.from);
	if (fault) {
		log_fact(LOG_WARN, "message.not_kept", LOG_WORD("fault", fault_word(fault)),
			 LOG_NOTE(note->text), LOG_ID("line", intake->line->id.n));
	} else {
		count(intake);
		tell_log(intake);
	}
	intake->done(intake->data, fault, &intake->result);
	if (!fault && !intake->result.is_repeat) {
		/* what the stop ended may go on by another account */
		if (intake->result.meaning == MEANING_STOP)
			signal_wake(core, SIGNAL_SENDING);
		signal_wake_account(intake->line->account);
		signal_wake(core, SIGNAL_FOLLOWUP);
		if (intake->clean.inbound.media_count)
			signal_wake(core, SIGNAL_ALL);
		signal_changed(core, "message.inbound", intake->result.message.n);
	}
	intake_free(intake);
}

/* Once, and here: the writer, for whom all wait, looks into what was read. */
static void read_text(struct intake *intake)
{
	const struct locale *locale = intake->locale;

	classify_read(&(struct classify_words){ locale->languages, locale->opt_outs, locale->text_hours },
		      intake->clean.said, &intake->read);
}

/* A stop word bars its number before the writer hears of it, and cuts what is under way. */
static void bar(struct intake *intake)
{
	struct core *core = intake->core;
	const struct inbound *inbound = &intake->clean.inbound;

	if (inbound->opt_out_type != INBOUND_STOP && !intake->read.is_stop)
		return;
	intake->has_bar = true;
	blocklist_add(core->blocklist, inbound->from);
	for (size_t i = 0; i < core->account_count; i++)
		outbox_cut(core->accounts[i].outbox, inbound->from);
}

enum fault intake_accept(struct line_state *line, const struct inbound *inbound, int64_t inbound_at,
		       void (*done)(void *data, enum fault fault,
				    const struct intake_result *result),
		       void *data)
{
	assert(loop_is_here(line->account->core->loop) && done);

	struct core *core = line->account->core;
	struct intake *intake = memory_new(struct intake);
	enum fault fault;

	*intake = (struct intake){ .job = { .run = intake_run, .done = intake_on_written },
				   .core = core, .line = line, .inbound_at = inbound_at,
				   .started_us = clock_stopwatch_us(),
				   .locale = locale_hold(core->locale),
				   .done = done, .data = data };
	arena_init(&intake->arena, 256 << 10);
	fault = copy_inbound(intake, inbound);
	if (!fault)
		read_text(intake);
	if (!fault)
		bar(intake);
	if (!fault)
		fault = writer_add_kept(core->writer, &intake->job);
	if (!fault)
		return FAULT_NONE;
	if (intake->has_bar)
		blocklist_lift(core->blocklist, intake->clean.inbound.from);
	intake_free(intake);
	return fault;
}
