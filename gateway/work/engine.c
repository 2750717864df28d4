#include "engine.h"

#include <assert.h>
#include <stdlib.h>

#include "adapters/registry.h"
#include "base/log.h"
#include "base/memory.h"
#include "invariant_watch.h"
#include "ledger_watch.h"
#include "restore.h"
#include "scheduler.h"
#include "store/messaging/delivery_due.h"
#include "store/messaging/lines.h"
#include "store/people/tokens.h"
#include "work/inbound/inbound_poll.h"
#include "work/inbound/media_queue.h"
#include "work/outbound/outbox.h"
#include "work/outbound/reconcile.h"
#include "work/txn/blocklist.h"
#include "work/txn/clock_watch.h"
#include "work/txn/line_table.h"
#include "work/txn/line_watch.h"
#include "work/txn/reply_cache.h"
#include "work/txn/rulebook_cache.h"
#include "work/txn/trace.h"
#include "zone_watch.h"

/* A long text may take the whole bucket: bursts are as long as the longest text. */
enum { LINE_BURST = 12 };
/* A page of 200 of the longest texts, each letter escaped: past it the page could never be
 * read, and nothing would be sent. */
enum { REPLY_CEILING = 16 << 20 };

static enum fault add_line(struct core *core, struct account_state *account, size_t index,
			   struct db *db)
{
	const struct line_settings *settings = &account->settings->lines[index];
	int64_t now = clock_now(core->clock);
	struct line_state *line = &core->lines[core->line_count++];
	struct line row;
	const struct line_key key = { str_of(account->settings->account.name),
				      str_of(settings->number) };
	enum fault fault = line_put(db, &key, id_next(core->ids, now), clock_now(core->wall),
				    &row);

	if (fault)
		return fault;
	line->id = row.id;
	line->settings = settings;
	line->account = account;
	line->polled_at = row.polled_at;
	line->deep_at = row.deep_at;
	line_watch_load(line, &row);
	pace_init(&line->pace, settings->per_second, settings->per_second > LINE_BURST ?
		  (int64_t)settings->per_second : LINE_BURST, now);
	return FAULT_NONE;
}

static enum fault add_account(struct core *core, const struct account_settings *settings,
			      struct db *db, struct note *note)
{
	struct client_limits limits = core->settings->client;
	struct account_state *account = &core->accounts[core->account_count++];
	enum fault fault = FAULT_NONE;

	account->settings = settings;
	account->core = core;
	account->adapter = registry_find(str_of(settings->kind));
	if (!account->adapter)
		return fault_because(FAULT_CONFIG, note, "adapters: there is no kind \"%.20s\"",
				     settings->kind);
	limits.window = settings->max_concurrency;
	limits.reply_ceiling = REPLY_CEILING;
	account->client = client_new(core->loop, &limits);
	account->lines = &core->lines[core->line_count];
	account->line_count = settings->line_count;
	account->outbox = outbox_new(account);
	account->poll = inbound_poll_new(account);
	for (size_t i = 0; !fault && i < settings->line_count; i++)
		fault = add_line(core, account, i, db);
	return fault;
}

/* A line that was taken out of the configuration sends nothing any more: what waits for
 * it leaves by the first of the others (G9).  Doubts of it are a person's: status_query.c. */
static enum fault move_queued(struct core *core, struct db *db)
{
	struct line rows[2 * CORE_LINES];
	const struct line_state *to = line_table_for(core, CHANNEL_SMS);
	size_t count;
	enum fault fault = line_list(db, rows, COUNT_OF(rows), &count);

	for (size_t i = 0; !fault && to && i < count; i++) {
		int64_t moved = 0;

		if (line_table_by_id(core, rows[i].id))
			continue;
		fault = delivery_due_move(db, rows[i].id, to->id, &moved);
		if (!fault && moved)
			log_fact(LOG_WARN, "start.moved", LOG_ID("line", rows[i].id.n),
				 LOG_COUNT("messages", moved));
	}
	return fault;
}

/* Tokens of a ledger of before had no end: they have one from the first start on. */
static enum fault end_tokens(const struct core *core, struct db *db)
{
	int64_t count = 0;
	enum fault fault = token_set_ends(db, clock_now(core->clock) + core->settings->token_for,
					  &count);

	if (!fault && count)
		log_fact(LOG_WARN, "start.tokens_end", LOG_COUNT("tokens", count),
			 LOG_COUNT("days", core->settings->token_for / DAY_MS));
	return fault;
}

/* Start (guarantees.md §2.2): every sending row becomes unknown, never queued. */
static enum fault prepare(struct core *core, struct db *db, struct note *note)
{
	int64_t doubtful = 0;
	enum fault fault = db_begin(db);

	if (!fault)
		fault = rulebook_cache_seed(db, core->ids, clock_now(core->clock));
	for (size_t i = 0; !fault && i < core->settings->account_count; i++)
		fault = add_account(core, &core->settings->accounts[i], db, note);
	if (!fault)
		fault = move_queued(core, db);
	if (!fault)
		fault = zone_watch_load(db);
	if (!fault)
		fault = timetable_load(db, &core->locale->timetable);
	if (!fault)
		fault = trace_restart(core, db);
	if (!fault)
		fault = end_tokens(core, db);
	if (!fault)
		fault = delivery_due_restart(db, clock_now(core->clock),
					 core->settings->settle_for, &doubtful);
	if (!fault)
		fault = db_commit(db);
	else
		db_rollback(db);
	if (!fault && doubtful)
		log_fact(LOG_WARN, "start.unknown", LOG_COUNT("messages", doubtful));
	return fault;
}

static bool fits(const struct core_settings *settings)
{
	size_t lines = 0;

	for (size_t i = 0; i < settings->account_count; i++)
		lines += settings->accounts[i].line_count;
	return settings->account_count <= CORE_ACCOUNTS && lines <= CORE_LINES;
}

static void wake_sending(struct core *core)
{
	for (size_t i = 0; i < core->account_count; i++)
		outbox_wake(core->accounts[i].outbox);
}

/* Whom a signal of what is below wakes. */
static void wake(struct core *core, enum signal_wake what)
{
	switch (what) {
	case SIGNAL_SENDING:
		wake_sending(core);
		break;
	case SIGNAL_UNKNOWN:
		reconcile_wake(core->reconcile);
		break;
	case SIGNAL_FOLLOWUP:
		scheduler_wake(core->scheduler);
		break;
	case SIGNAL_ALL:
		engine_wake(core);
		break;
	}
}

static void wake_account(struct account_state *account)
{
	outbox_wake(account->outbox);
}

enum fault engine_new(const struct engine_parts *parts, struct core **core, struct note *note)
{
	assert(parts->settings && parts->loop && parts->clock && parts->locale && parts->db && core);

	struct core *fresh = memory_new(struct core);
	enum fault fault;

	fresh->signal = (struct signal){ .wake = wake, .wake_account = wake_account };
	fresh->settings = parts->settings;
	fresh->loop = parts->loop;
	fresh->clock = parts->clock;
	fresh->wall = clock_new_real();
	fresh->ids = id_maker_new(0);
	fresh->locale = parts->locale;
	fresh->rules = rulebook_cache_new();
	fresh->replies = reply_cache_new();
	fresh->blocklist = blocklist_new();
	fresh->reconcile = reconcile_new(fresh);
	fresh->scheduler = scheduler_new(fresh);
	fresh->queue = media_queue_new(fresh);
	fresh->zones = zone_watch_new(fresh);
	fresh->ledger_watch = ledger_watch_new(fresh);
	fault = fits(parts->settings) ? prepare(fresh, parts->db, note) :
		fault_because(FAULT_CONFIG, note, "at most %d adapters and %d lines",
			      CORE_ACCOUNTS, CORE_LINES);
	if (fault) {
		engine_free(&fresh);
		return fault;
	}
	*core = fresh;
	return FAULT_NONE;
}

void engine_start(struct core *core)
{
	assert(loop_is_here(core->loop) && core->writer && core->reader && !core->is_stopping);
	invariant_watch_start(core);
	clock_watch_begin(core);
	ledger_watch_start(core->ledger_watch);
	for (size_t i = 0; i < core->account_count; i++)
		inbound_poll_start(core->accounts[i].poll);
	engine_wake(core);
}

void engine_stop(struct core *core)
{
	assert(loop_is_here(core->loop));
	core->is_stopping = true;
}

bool engine_is_idle(const struct core *core)
{
	for (size_t i = 0; i < core->account_count; i++)
		if (outbox_under_way(core->accounts[i].outbox) ||
		    client_under_way(core->accounts[i].client))
			return false;
	return reconcile_is_idle(core->reconcile);
}

void engine_cut(struct core *core)
{
	assert(loop_is_here(core->loop));
	core->is_stopping = true;
	core->is_cut = true;
	for (size_t i = 0; i < core->account_count; i++)
		client_free(&core->accounts[i].client);
	media_queue_cut(core->queue);
}

void engine_free(struct core **core)
{
	struct core *gone = *core;

	if (!gone)
		return;
	engine_cut(gone);
	for (size_t i = 0; i < gone->account_count; i++) {
		outbox_free(&gone->accounts[i].outbox);
		inbound_poll_free(&gone->accounts[i].poll);
	}
	ledger_watch_free(&gone->ledger_watch);
	media_queue_free(&gone->queue);
	zone_watch_free(&gone->zones);
	scheduler_free(&gone->scheduler);
	reconcile_free(&gone->reconcile);
	blocklist_free(&gone->blocklist);
	reply_cache_free(&gone->replies);
	rulebook_cache_free(&gone->rules);
	locale_free(&gone->locale);
	id_maker_free(&gone->ids);
	clock_free(&gone->wall);
	free(gone);
	*core = NULL;
}

static bool is_all_polled(const struct core *core)
{
	for (size_t i = 0; i < core->line_count; i++)
		if (!core->lines[i].is_polled)
			return false;
	return true;
}

/* Nothing is sent by a ledger that is damaged, nor by one that nobody has looked at yet: a page
 * that is not what it was may be a family's STOP. */
static bool is_sound(const struct core *core)
{
	return !core->health || db_health_state(core->health) == DB_HEALTH_SOUND;
}

static bool is_damaged(const struct core *core)
{
	return core->health && db_health_state(core->health) == DB_HEALTH_DAMAGED;
}

void engine_wake(struct core *core)
{
	assert(loop_is_here(core->loop));

	if (core->is_ready && is_damaged(core))
		core->is_ready = false;
	if (!core->is_ready && is_sound(core) && is_all_polled(core) && !restore_is_ending(core)) {
		core->is_ready = true;
		log_fact(LOG_INFO, "work.ready", LOG_COUNT("lines", core->line_count));
	}
	wake_sending(core);
	scheduler_wake(core->scheduler);
	reconcile_wake(core->reconcile);
	media_queue_wake(core->queue);
}
