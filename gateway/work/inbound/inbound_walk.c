#include "inbound_walk.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "domain/list_cause.h"
#include "base/memory.h"
#include "inbound_clean.h"
#include "intake.h"
#include "store/messaging/lines.h"
#include "store/messaging/messages.h"
#include "wire/loop.h"
#include "work/txn/line_table.h"
#include "work/txn/line_watch.h"

/*
 * How far back each walk asks.  It buys: a text that is listed so late is heard, and a
 * provider whose stamps are so far behind ours, whatever its Date says, hides nothing.  It
 * costs a page of 200 for each 200 texts of the line in three hours, once a minute.
 */
#define OVERLAP_FOR (3 * HOUR_MS)
#define DEEP_FOR (48 * HOUR_MS)

enum { TURN_PAGES = 100, ALARM_PAGES = 1000, SEEN_MOST = 65536, EMPTY_MOST = 20, URL_MOST = 8192 };

struct inbound_walk {
	struct line_state *line;
	void (*done)(void *data, enum inbound_walk_end end);
	void *data;
	bool is_begun;               /* and not at its end */
	bool is_deep;
	enum channel channel;        /* of the list that is read now */
	int64_t since_at, started_at;
	int64_t losses;              /* the core's, when it began */
	struct buf here;             /* the page that is asked for; empty: the first */
	uint64_t *seen;              /* of this list: addresses and contents, hashed */
	size_t seen_count, seen_room;
	int64_t pages;               /* of this walk */
	int turn_pages;
	int empty_pages;             /* in a row */
	bool has_news;
	/* of this page */
	struct arena arena;
	struct listing listing;
	struct str *ids;             /* of its items, as they are kept; NULL: no inbound one */
	bool *is_known;
	int under_way;               /* intakes */
	bool is_faulty;              /* something of it could not be kept */
	struct job job;
};

static struct core *core_of(const struct inbound_walk *walk)
{
	return walk->line->account->core;
}

struct inbound_walk *inbound_walk_new(struct line_state *line,
				      void (*done)(void *data, enum inbound_walk_end end), void *data)
{
	assert(line && done);

	struct inbound_walk *walk = memory_new(struct inbound_walk);

	walk->line = line;
	walk->done = done;
	walk->data = data;
	buf_init(&walk->here, URL_MOST);
	arena_init(&walk->arena, 32 << 20);
	return walk;
}

void inbound_walk_free(struct inbound_walk **walk)
{
	struct inbound_walk *gone = *walk;

	if (!gone)
		return;
	buf_done(&gone->here);
	arena_done(&gone->arena);
	free(gone->seen);
	free(gone);
	*walk = NULL;
}

bool inbound_walk_has_news(const struct inbound_walk *walk)
{
	return walk->has_news;
}

static void end(struct inbound_walk *walk, enum inbound_walk_end how)
{
	walk->is_begun = how == INBOUND_WALK_REST || how == INBOUND_WALK_FAILED;
	walk->done(walk->data, how);
}

/* Soon, and from the first page on. */
static void end_to_begin_anew(struct inbound_walk *walk)
{
	walk->is_begun = false;
	walk->done(walk->data, INBOUND_WALK_FAILED);
}

static void fail(struct inbound_walk *walk, enum fault fault, const char *why)
{
	walk->line->poll_fault = fault;
	log_fact(LOG_WARN, "inbound_poll.failed", LOG_ID("line", walk->line->id.n),
		 LOG_WORD("fault", list_cause_word(list_cause_by(fault))), LOG_NOTE(why));
	end(walk, INBOUND_WALK_FAILED);
}

static void go_astray(struct inbound_walk *walk, const char *why)
{
	walk->line->poll_fault = FAULT_CONFLICT;
	log_fact(LOG_ALARM, "inbound_poll.astray", LOG_ID("line", walk->line->id.n),
		 LOG_COUNT("pages", walk->pages), LOG_NOTE(why));
	end(walk, INBOUND_WALK_ASTRAY);
}

/* --- pages that were seen before --------------------------------------------------------- */

static uint64_t contents_of(const struct listing *listing)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < listing->count; i++)
		hash = str_hash(listing->items[i].id, hash);
	return hash;
}

/* False: it was there already, or there are too many. */
static bool see(struct inbound_walk *walk, uint64_t hash)
{
	for (size_t i = 0; i < walk->seen_count; i++)
		if (walk->seen[i] == hash)
			return false;
	if (walk->seen_count == SEEN_MOST)
		return false;
	if (walk->seen_count == walk->seen_room) {
		walk->seen_room = walk->seen_room ? 2 * walk->seen_room : 64;
		walk->seen = memory_more(walk->seen, walk->seen_room);
	}
	walk->seen[walk->seen_count++] = hash;
	return true;
}

/* An empty page is like every other one: only many in a row lead nowhere. */
static bool is_seen(struct inbound_walk *walk)
{
	const struct listing *listing = &walk->listing;

	walk->empty_pages = listing->count ? 0 : walk->empty_pages + 1;
	return walk->empty_pages > EMPTY_MOST ||
	       (listing->count && !see(walk, contents_of(listing))) ||
	       !see(walk, str_hash(listing->next, 0));
}

/* --- the end of a page, and of the walk --------------------------------------------------- */

static void ask_page(struct inbound_walk *walk);

static void begin_list(struct inbound_walk *walk, enum channel channel)
{
	walk->channel = channel;
	buf_clear(&walk->here);
	walk->seen_count = 0;
	walk->empty_pages = 0;
}

static enum fault polled_run(struct job *job, struct db *db, struct note *note)
{
	struct inbound_walk *walk = container_of(job, struct inbound_walk, job);
	const struct line_poll poll = {
		.polled_at = walk->started_at,
		.deep_at = walk->is_deep ? walk->started_at : walk->line->deep_at,
	};

	(void)note;
	return line_set_polled(db, walk->line->id, &poll);
}

/* The whole list is in the ledger: this line may send. */
static void polled_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct inbound_walk *walk = container_of(job, struct inbound_walk, job);
	struct line_state *line = walk->line;

	if (fault) {
		fail(walk, fault, note->text);
		return;
	}
	line->polled_at = walk->started_at;
	if (walk->is_deep)
		line->deep_at = walk->started_at;
	/* what was refused while it was read may stand on a page of before */
	line->is_polled |= walk->losses == core_of(walk)->losses;
	line->poll_fault = FAULT_NONE;
	if (!core_of(walk)->is_ready)
		signal_wake(core_of(walk), SIGNAL_ALL);
	if (line->is_polled)
		end(walk, INBOUND_WALK_WHOLE);
	else
		end_to_begin_anew(walk);
}

static void keep_polled(struct inbound_walk *walk)
{
	walk->job = (struct job){ .run = polled_run, .done = polled_on_written };
	if (writer_add(core_of(walk)->writer, &walk->job))
		fail(walk, FAULT_FULL, "the writer is full");
}

/* What stands on the page is kept, wherever it leads. */
static void go_on(struct inbound_walk *walk)
{
	if (is_seen(walk)) {
		go_astray(walk, "the provider's list leads back to a page that was read, or nowhere");
		return;
	}
	buf_clear(&walk->here);
	buf_add(&walk->here, walk->listing.next);
	if (buf_check(&walk->here, NULL)) {
		go_astray(walk, "the address of the next page is over its ceiling");
	} else if (++walk->turn_pages >= TURN_PAGES) {
		end(walk, INBOUND_WALK_REST);
	} else {
		ask_page(walk);
	}
}

/* Texts of each channel stand in a list of their own. */
static void page_kept(struct inbound_walk *walk)
{
	if (walk->is_faulty) {
		fail(walk, FAULT_AGAIN, "not everything of a page could be kept: it is read again");
	} else if (walk->listing.next.size) {
		go_on(walk);
	} else if (walk->channel != CHANNEL_WHATSAPP &&
		   walk->line->settings->speaks[CHANNEL_WHATSAPP]) {
		begin_list(walk, CHANNEL_WHATSAPP);
		ask_page(walk);
	} else {
		keep_polled(walk);
	}
}

/* --- keeping a page ------------------------------------------------------------------------ */

/* What can never be kept must not hold up what can: nothing is sent before every line
 * was polled.  The log cries each time it is met. */
static void judge_fault(struct inbound_walk *walk, enum fault fault)
{
	bool is_for_ever = fault == FAULT_INVALID || fault == FAULT_TOO_LARGE ||
			   fault == FAULT_CONFLICT || fault == FAULT_BROKEN;

	if (is_for_ever)
		log_fact(LOG_ALARM, "inbound_poll.not_kept", LOG_ID("line", walk->line->id.n),
			 LOG_WORD("fault", fault_word(fault)));
	else if (fault)
		walk->is_faulty = true;
}

static void walk_on_accepted(void *data, enum fault fault, const struct intake_result *result)
{
	struct inbound_walk *walk = data;

	walk->has_news |= !fault && !result->is_repeat;
	judge_fault(walk, fault);
	if (--walk->under_way == 0)
		page_kept(walk);
}

static struct inbound inbound_of(const struct listed *listed)
{
	return (struct inbound){
		.id = listed->id, .from = listed->from, .to = listed->to,
		.channel = listed->channel, .text = listed->text,
		.is_media_listed = listed->media_count > 0, .stamped_at = listed->created_at,
	};
}

static void accept_listed(struct inbound_walk *walk, const struct listed *listed)
{
	struct core *core = core_of(walk);
	const struct inbound inbound = inbound_of(listed);
	struct line_state *line = line_table_find(core, walk->line->account, listed->to);
	int64_t ahead_for = clock_now(core->clock) - clock_now(core->wall);
	int64_t said_at = provider_clock_ours(&walk->line->account->clock, listed->created_at);
	enum fault fault;

	walk->under_way++;
	fault = intake_accept(line ? line : walk->line, &inbound,
			      listed->created_at ? said_at + ahead_for : 0,
			      walk_on_accepted, walk);
	if (fault) {
		judge_fault(walk, fault);
		walk->under_way--;
	}
}

/* The oldest first, as it was said; providers list the newest first. */
static void accept_page(struct inbound_walk *walk)
{
	const struct listed *items = walk->listing.items;
	size_t count = walk->listing.count;
	bool is_rising = count > 1 && items[0].created_at < items[count - 1].created_at;

	for (size_t i = 0; i < count; i++) {
		size_t at = is_rising ? i : count - 1 - i;

		if (walk->ids[at].size && !walk->is_known[at])
			accept_listed(walk, &items[at]);
	}
}

static enum fault known_run(struct job *job, struct db *db, struct note *note)
{
	struct inbound_walk *walk = container_of(job, struct inbound_walk, job);
	struct str account = str_of(walk->line->account->settings->account.name);
	enum fault fault = FAULT_NONE;

	(void)note;
	for (size_t i = 0; !fault && i < walk->listing.count; i++)
		if (walk->ids[i].size)
			fault = message_is_known(db, account, walk->ids[i], &walk->is_known[i]);
	return fault;
}

static void known_on_asked(struct job *job, enum fault fault, const struct note *note)
{
	struct inbound_walk *walk = container_of(job, struct inbound_walk, job);

	if (fault) {
		fail(walk, fault, note->text);
		return;
	}
	walk->is_faulty = false;
	walk->under_way = 1; /* ours, so that the page ends once */
	accept_page(walk);
	if (--walk->under_way == 0)
		page_kept(walk);
}

static enum fault name_items(struct inbound_walk *walk)
{
	const struct listing *listing = &walk->listing;
	enum fault fault = FAULT_NONE;

	walk->ids = arena_take(&walk->arena, (listing->count + 1) * sizeof(*walk->ids));
	walk->is_known = arena_take(&walk->arena, (listing->count + 1) * sizeof(*walk->is_known));
	if (!walk->ids || !walk->is_known)
		return FAULT_TOO_LARGE;
	for (size_t i = 0; !fault && i < listing->count; i++) {
		const struct inbound inbound = inbound_of(&listing->items[i]);

		if (listing->items[i].is_inbound)
			fault = inbound_clean_id(&inbound, 0, &walk->arena, &walk->ids[i]);
	}
	return fault;
}

/* What the ledger has of it is asked in one go. */
static void take_page(struct inbound_walk *walk)
{
	walk->pages++;
	if (walk->pages % ALARM_PAGES == 0)
		log_fact(LOG_ALARM, "inbound_poll.long", LOG_ID("line", walk->line->id.n),
			 LOG_COUNT("pages", walk->pages));
	walk->job = (struct job){ .run = known_run, .done = known_on_asked };
	if (writer_add(core_of(walk)->writer, &walk->job))
		fail(walk, FAULT_FULL, "the writer is full");
}

/* --- asking --------------------------------------------------------------------------------- */

/* What leads on from a page does not live for ever: a page that is gone is no reason to ask
 * for it again and again. */
static void page_failed(struct inbound_walk *walk, enum fault fault, const char *why)
{
	if (walk->here.size && (fault == FAULT_INVALID || fault == FAULT_MISSING || fault == FAULT_STRANGER))
		begin_list(walk, CHANNEL_SMS);
	fail(walk, fault, why);
}

/* For /readyz: whether the provider lets us in is told by its last list. */
static void count_list(struct account_state *account, enum fault fault)
{
	account->list_faults = fault ? account->list_faults + 1 : 0;
	account->list_fault = fault;
}

static void walk_on_page(void *data, const struct http_reply *reply)
{
	struct inbound_walk *walk = data;
	struct account_state *account = walk->line->account;
	struct note note = { .text = "" };
	enum fault fault;

	provider_clock_note(&account->clock, reply, clock_now(core_of(walk)->wall));
	arena_done(&walk->arena);
	walk->listing = (struct listing){ .count = 0 };
	fault = account->adapter->read_list(reply, &walk->arena, &walk->listing, &note);
	count_list(account, fault);
	line_watch_list(walk->line, fault, note.text);
	if (!fault)
		fault = name_items(walk);
	if (fault)
		page_failed(walk, fault, note.text);
	else
		take_page(walk);
}

static void ask_page(struct inbound_walk *walk)
{
	struct account_state *account = walk->line->account;
	struct list_query query = { .to = walk->line->settings->number,
				    .channel = walk->channel, .since_at = walk->since_at };
	AUTO(http_request) request;

	http_request_init(&request);
	if (core_of(walk)->is_cut)
		return;
	account->adapter->compose_list(&account->settings->account, &query, buf_str(&walk->here),
				       &request);
	if (client_send(account->client, &request, walk_on_page, walk, NULL))
		fail(walk, FAULT_FULL, "too many requests are under way");
}

/* A provider that cannot list: what its webhooks could not bring while we were down is
 * lost to us, and waiting would not find it.  Said once a start, and by hearbackctl lines. */
static void pass_over(struct inbound_walk *walk)
{
	if (!walk->line->is_polled)
		log_fact(LOG_WARN, "inbound_poll.impossible", LOG_ID("line", walk->line->id.n));
	keep_polled(walk);
}

/* By the machine's clock when it was behind what it was; in the provider's time. */
static void begin(struct inbound_walk *walk, bool is_deep)
{
	const struct line_state *line = walk->line;
	int64_t now = clock_now(core_of(walk)->wall);
	int64_t base_at = line->polled_at < now ? line->polled_at : now;

	walk->is_begun = true;
	walk->is_deep = is_deep;
	walk->started_at = now;
	walk->losses = core_of(walk)->losses;
	walk->since_at = provider_clock_since(&line->account->clock,
					      base_at - (is_deep ? DEEP_FOR : OVERLAP_FOR));
	walk->pages = 0;
	begin_list(walk, CHANNEL_SMS);
}

void inbound_walk_start(struct inbound_walk *walk, bool is_deep)
{
	assert(loop_is_here(core_of(walk)->loop));

	walk->turn_pages = 0;
	walk->has_news = false;
	if (!walk->is_begun)
		begin(walk, is_deep);
	if (walk->line->account->adapter->can_list)
		ask_page(walk);
	else
		pass_over(walk);
}
