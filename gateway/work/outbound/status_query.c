#include "status_query.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "domain/delivery_look.h"
#include "receipt_apply.h"
#include "store/messaging/attempts.h"
#include "wire/loop.h"
#include "work/followup/consequences.h"
#include "work/txn/line_table.h"
#include "work/txn/line_watch.h"

enum { CANDIDATES = 64, PAGES = 20 };

/* The provider's stamps may be behind ours by more than its Date says; To and From narrow
 * the list anyway. */
#define MARGIN_FOR (6 * HOUR_MS)

enum finding {
	FINDING_FAILED,      /* the provider did not answer: ask again */
	FINDING_LIST,        /* the list was read: candidates, or (to its end) none */
	FINDING_STATUS,      /* the status was fetched */
	FINDING_PERSON       /* nothing a machine can find out */
};

struct status_query {
	LIST_ENTRY(status_query) next;
	struct job job;
	struct core *core;
	struct line_state *line;
	struct locale *locale;
	struct arena arena;
	struct delivery delivery;
	struct message message;
	char id[ADAPTER_ID + 1];
	int pages;
	uint64_t addresses[PAGES];   /* of pages that were read, hashed */
	enum finding finding;
	bool is_whole;               /* FINDING_LIST: to its end */
	struct listed candidates[CANDIDATES]; /* the nearest to the attempt first */
	size_t candidate_count;
	const char *why;
	bool is_adopted, is_ambiguous;
	struct receipt_ask told;     /* what a fetched or listed status said of the line */
	bool is_kept;
	bool is_ending;      /* finish() is on its way through the loop */
	struct status_query_end end;
};

/* --- the verdict, on the writer thread --------------------------------------- */
static enum fault give_up(const struct txn *txn, const struct status_query *query,
			  const char *why)
{
	return consequences_delivery(txn, query->message.id,
			     &(struct change){ .event = ON_GIVE_UP, .actor = "system",
					       .is_silence = query->delivery.state == DELIVERY_SENT,
					       .why = why }, NULL);
}

static enum fault put_off(const struct txn *txn, const struct status_query *query,
			  int empty_lists)
{
	struct delivery delivery = query->delivery;

	delivery.empty_lists = empty_lists;
	delivery.look_at = txn->now + txn->core->settings->list_gap_for;
	return delivery_put(txn->db, &delivery);
}

/* The provider did not answer.  Not for ever: then a person has to find out (G4). */
static enum fault ask_again(const struct txn *txn, const struct status_query *query)
{
	const struct delivery *delivery = &query->delivery;

	if (txn->now >= delivery->claimed_at + txn->core->settings->receipt_for)
		return give_up(txn, query, "the provider could not be asked what became of it");
	return put_off(txn, query, delivery->empty_lists);
}

/* Two empty lists after the settle time: marked, and again or to a person. */
static enum fault not_found(const struct txn *txn, struct status_query *query)
{
	int empty_lists = query->delivery.empty_lists + 1;
	int64_t again_at;
	int doubts = 0;
	enum fault fault;

	if (empty_lists < 2)
		return put_off(txn, query, empty_lists);
	query->is_ambiguous = true;
	if (txn->core->settings->gives_ambiguous_to_person)
		return give_up(txn, query, wait_reason_phrase(WAIT_NOT_FOUND));
	fault = attempt_doubts(txn->db, query->message.id, &doubts);
	if (fault)
		return fault;
	again_at = delivery_again_at(doubts, txn->now, (unsigned)(random_number() & 1023));
	if (again_at == NEVER)
		return give_up(txn, query, "each time it was sent, nobody knew what became of it");
	return consequences_delivery(txn, query->message.id,
			     &(struct change){ .event = ON_NOT_FOUND, .actor = "system",
					       .retry_at = again_at,
					       .waits_for = WAIT_NOT_FOUND }, NULL);
}

/* A status that was fetched or listed, as if its callback had come. */
static enum fault take_receipt(const struct txn *txn, struct status_query *query,
			  const struct receipt *receipt)
{
	enum fault fault;

	query->told = (struct receipt_ask){
		.account = str_of(query->line->account->settings->account.name),
		.receipt = receipt };
	fault = receipt_apply(txn, &query->told);
	/* an answer about another id than we asked for: no news */
	return fault == FAULT_MISSING ? FAULT_NONE : fault;
}

/* The first candidate that is no other row's is ours. */
static enum fault adopt(const struct txn *txn, struct status_query *query)
{
	struct str account = str_of(query->line->account->settings->account.name);

	for (size_t i = 0; i < query->candidate_count; i++) {
		const struct listed *listed = &query->candidates[i];
		struct message_id owner;
		enum fault fault = delivery_by_provider(txn->db, account, listed->id, &owner);

		if (fault != FAULT_MISSING) {
			if (fault)
				return fault;
			continue;
		}
		query->is_adopted = true;
		fault = delivery_bind(txn->db, account, listed->id, query->message.id);
		if (!fault)
			fault = consequences_delivery(txn, query->message.id, &(struct change){
				.event = ON_ACCEPTED, .actor = "provider",
				.why = "found in the provider's list" }, NULL);
		if (fault)
			return fault;
		return take_receipt(txn, query, &listed->receipt);
	}
	/* what was not read proves nothing */
	return query->is_whole ? not_found(txn, query) : ask_again(txn, query);
}

/* The next poll of a message that is still only sent; a person past the deadline. */
static enum fault next_poll(const struct txn *txn, const struct status_query *query)
{
	const struct core_settings *settings = txn->core->settings;
	struct delivery delivery;
	enum fault fault = delivery_get(txn->db, query->message.id, &delivery);

	if (fault || delivery.state != DELIVERY_SENT)
		return fault;
	if (txn->now >= delivery.sent_at + settings->receipt_for)
		return give_up(txn, query, "no receipt came: nobody knows whether it arrived");
	delivery.polls++;
	delivery.look_at = delivery_look_at(&(struct delivery_look_facts){
		.state = delivery.state, .needs_person = delivery.needs_person, .now = txn->now,
		.sent_at = delivery.sent_at, .polls = delivery.polls,
		.settle_for = settings->settle_for, .receipt_for = settings->receipt_for,
		.poll_percent = settings->poll_scale_percent });
	return delivery_put(txn->db, &delivery);
}

/* A callback, or even another attempt, may have had its say while we asked. */
static enum fault is_as_it_was(struct status_query *query, struct db *db, bool *is_same)
{
	struct delivery delivery;
	enum fault fault = delivery_get(db, query->message.id, &delivery);

	if (fault)
		return fault;
	*is_same = delivery.state == query->delivery.state &&
		   delivery.attempts == query->delivery.attempts;
	query->delivery = delivery;
	return FAULT_NONE;
}

static enum fault do_verdict(const struct txn *txn, struct status_query *query)
{
	enum fault fault = FAULT_NONE;

	if (query->finding == FINDING_PERSON)
		return give_up(txn, query, query->why);
	if (query->delivery.state == DELIVERY_UNKNOWN)
		return query->finding == FINDING_LIST ? adopt(txn, query) : ask_again(txn, query);
	if (query->finding == FINDING_STATUS)
		fault = take_receipt(txn, query, &query->candidates[0].receipt);
	if (fault)
		return fault;
	return next_poll(txn, query);
}

static enum fault verdict_run(struct job *job, struct db *db, struct note *note)
{
	struct status_query *query = container_of(job, struct status_query, job);
	struct txn txn = txn_of(query->core, query->locale, db, note);
	bool is_same = false;
	AUTO(agenda) agenda;
	enum fault fault = is_as_it_was(query, db, &is_same);

	consequences_begin(&txn, &agenda);
	query->is_adopted = query->is_ambiguous = query->told.is_sight = false;
	if (!fault && is_same)
		fault = do_verdict(&txn, query);
	return consequences_settle(&txn, fault);
}

static void status_query_free(struct status_query *query)
{
	locale_free(&query->locale);
	arena_done(&query->arena);
	free(query);
}

static void finish(void *data)
{
	struct status_query *query = data;

	if (query->end.run) {
		LIST_REMOVE(query, next);
		query->end.run(query->end.data, query->is_kept);
	}
	status_query_free(query);
}

/* What the loop will call finish() for frees itself there, and tells nobody. */
void status_query_done(struct status_queries *queries)
{
	struct status_query *query;

	while ((query = LIST_FIRST(queries))) {
		LIST_REMOVE(query, next);
		query->end.run = NULL;
		if (!query->is_ending)
			status_query_free(query);
	}
}

static void tell(struct status_query *query)
{
	struct core *core = query->core;

	core->counts.adopted += query->is_adopted;
	core->counts.ambiguous += query->is_ambiguous;
	log_fact(LOG_INFO, "message.queried", LOG_ID("msg", query->message.id.n),
		 LOG_COUNT("adopted", query->is_adopted),
		 LOG_COUNT("ambiguous", query->is_ambiguous));
	receipt_apply_tell(core, &query->told);
	signal_wake(core, SIGNAL_SENDING);
	signal_changed(core, "message.queried", query->message.id.n);
}

static void verdict_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct status_query *query = container_of(job, struct status_query, job);

	query->is_kept = fault == FAULT_NONE;
	if (fault)
		log_fact(LOG_WARN, "status_query.not_kept", LOG_ID("msg", query->message.id.n),
			 LOG_WORD("fault", fault_word(fault)), LOG_NOTE(note->text));
	else
		tell(query);
	finish(query);
}

static void keep_verdict(struct status_query *query, enum finding finding)
{
	query->finding = finding;
	query->job = (struct job){ .run = verdict_run, .done = verdict_on_written };
	/* when the writer is full the row keeps its look_at and is looked at again */
	if (writer_add(query->core->writer, &query->job)) {
		query->is_ending = true;
		loop_later(query->core->loop, finish, query);
	}
}

/* --- asking the provider ----------------------------------------------------- */
static void ask_list(struct status_query *query, struct str next);

/* The practice clock may be ahead of the machine's, which the provider's is compared with. */
static int64_t ahead_for(const struct status_query *query)
{
	return clock_now(query->core->clock) - clock_now(query->core->wall);
}

/* How far its stamp is from when we handed over, by our clock. */
static int64_t distance_of(const struct status_query *query, const struct listed *listed)
{
	int64_t at = provider_clock_ours(&query->line->account->clock, listed->created_at);
	int64_t away_for = at - (query->delivery.claimed_at - ahead_for(query));

	return away_for < 0 ? -away_for : away_for;
}

/* The nearest first; the furthest goes when there are too many. */
static void add_candidate(struct status_query *query, const struct listed *listed)
{
	struct listed *candidates = query->candidates;
	size_t at = query->candidate_count;

	while (at > 0 && distance_of(query, listed) < distance_of(query, &candidates[at - 1]))
		at--;
	if (at == CANDIDATES)
		return;
	if (query->candidate_count < CANDIDATES)
		query->candidate_count++;
	memmove(&candidates[at + 1], &candidates[at],
		(query->candidate_count - 1 - at) * sizeof(*candidates));
	candidates[at] = *listed;
}

/* Same text to that phone, made by us: what the one unresolved attempt may have become. */
static void gather(struct status_query *query, const struct listing *listing)
{
	for (size_t i = 0; i < listing->count; i++) {
		const struct listed *listed = &listing->items[i];

		if (!listed->is_inbound && listed->id.size && str_is(listed->to, query->message.phone) &&
		    str_equals(listed->text, query->message.text))
			add_candidate(query, listed);
	}
}

/* Not to a page that was read, nor further than a list of one phone can be long. */
static bool leads_on(struct status_query *query, struct str next)
{
	uint64_t address = str_hash(next, 0);
	bool is_seen = query->pages == PAGES;

	for (int i = 0; i < query->pages; i++)
		is_seen |= query->addresses[i] == address;
	if (is_seen)
		log_fact(LOG_ALARM, "status_query.astray", LOG_ID("msg", query->message.id.n),
			 LOG_ID("line", query->line->id.n), LOG_COUNT("pages", query->pages));
	else
		query->addresses[query->pages++] = address;
	return !is_seen;
}

static void note_clock(struct status_query *query, const struct http_reply *reply)
{
	provider_clock_note(&query->line->account->clock, reply, clock_now(query->core->wall));
}

static void status_query_on_list(void *data, const struct http_reply *reply)
{
	struct status_query *query = data;
	const struct adapter *adapter = query->line->account->adapter;
	struct listing listing;
	struct note note = { .text = "" };
	enum fault fault;

	note_clock(query, reply);
	fault = adapter->read_list(reply, &query->arena, &listing, &note);
	line_watch_list(query->line, fault, note.text);
	if (fault) {
		keep_verdict(query, FINDING_FAILED);
		return;
	}
	gather(query, &listing);
	query->is_whole = listing.next.size == 0;
	if (!query->is_whole && leads_on(query, listing.next))
		ask_list(query, listing.next);
	else
		keep_verdict(query, query->is_whole || query->candidate_count ? FINDING_LIST :
			     FINDING_FAILED);
}

static void send(struct status_query *query, const struct http_request *request,
		 void (*done)(void *data, const struct http_reply *reply))
{
	if (query->core->is_cut ||
	    client_send(query->line->account->client, request, done, query, NULL))
		keep_verdict(query, FINDING_FAILED);
}

static void ask_list(struct status_query *query, struct str next)
{
	const struct account_state *account = query->line->account;
	struct list_query list = {
		.to = query->message.phone,
		.from = query->line->settings->number,
		.channel = query->message.channel,
		.since_at = provider_clock_since(&account->clock, query->delivery.claimed_at -
						 ahead_for(query) - MARGIN_FOR),
	};
	AUTO(http_request) request;

	http_request_init(&request);
	account->adapter->compose_list(&account->settings->account, &list, next, &request);
	send(query, &request, status_query_on_list);
}

static void status_query_on_status(void *data, const struct http_reply *reply)
{
	struct status_query *query = data;
	const struct adapter *adapter = query->line->account->adapter;
	struct note note = { .text = "" };
	enum fault fault = adapter->read_fetch(reply, &query->arena, &query->candidates[0], &note);

	note_clock(query, reply);
	line_watch_list(query->line, fault, note.text);
	if (fault) {
		keep_verdict(query, FINDING_FAILED);
		return;
	}
	query->candidate_count = 1;
	keep_verdict(query, FINDING_STATUS);
}

static void ask_status(struct status_query *query)
{
	const struct account_state *account = query->line->account;
	AUTO(http_request) request;

	http_request_init(&request);
	account->adapter->compose_fetch(&account->settings->account, str_of(query->id), &request);
	send(query, &request, status_query_on_status);
}

static void ask(struct status_query *query)
{
	const struct delivery *delivery = &query->delivery;

	if (!query->line) {
		query->why = "its line was taken out of the configuration";
		keep_verdict(query, FINDING_PERSON);
	} else if (delivery->state == DELIVERY_UNKNOWN &&
		   !query->line->account->adapter->can_list) {
		query->why = "the provider cannot say whether it took it";
		keep_verdict(query, FINDING_PERSON);
	} else if (delivery->state == DELIVERY_UNKNOWN) {
		ask_list(query, STR_NONE);
	} else if (query->id[0]) {
		ask_status(query);
	} else {
		keep_verdict(query, FINDING_FAILED);
	}
}

void status_query_start(struct core *core, struct status_queries *queries, const struct claimed *row,
			const char *provider_id, const struct status_query_end *end)
{
	assert(loop_is_here(core->loop) && row->message.id.n != 0 && end);

	struct status_query *query = memory_new(struct status_query);

	query->core = core;
	query->line = line_table_by_id(core, row->message.line);
	query->locale = locale_hold(core->locale);
	query->delivery = row->delivery;
	query->message = row->message;
	query->end = *end;
	arena_init(&query->arena, 16 << 20);
	query->message.text = arena_copy(&query->arena, row->message.text);
	str_put(query->id, sizeof(query->id), str_of(provider_id));
	LIST_INSERT_HEAD(queries, query, next);
	ask(query);
}
