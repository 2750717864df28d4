#include "inflight.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "hook_address.h"
#include "store/messaging/attempts.h"
#include "wire/loop.h"
#include "wire/timer.h"
#include "work/followup/consequences.h"
#include "work/txn/blocklist.h"
#include "work/txn/line_table.h"
#include "work/txn/trace.h"

enum { OFFER_AGAIN_MS = 200, BUSY_REST_MS = 100, QUICK_TRIES = 6 };
/* The shortest validity that every provider takes. */
enum { LEAST_VALID_FOR = 5000 };
/* So many doubtful outcomes in a row, and the line rests, twice as long each time. */
enum { DOUBTS = 3, DOUBT_REST_MS = 1000, DOUBT_SHIFT_MOST = 4 };

struct parcel {
	LIST_ENTRY(parcel) next;
	struct inflight *inflight;
	struct account_state *account;
	struct line_state *line;
	struct message_id message;
	enum kind kind;
	int tries, attempts;
	char phone[PHONE_ROOM];
	char token[TOKEN_SIZE];
	struct transfer *transfer;
	struct timer *again;
	struct job job;              /* T4 */
	struct locale *locale;
	struct judgement judgement;
	enum delivery_event event;
	enum wait_reason waits_for;
	int64_t retry_at;
	int64_t handed_at;
	bool pauses_line;
};

void inflight_init(struct inflight *inflight)
{
	inflight->count = 0;
	LIST_INIT(&inflight->all);
}

static void parcel_free(struct parcel *parcel)
{
	LIST_REMOVE(parcel, next);
	parcel->inflight->count--;
	timer_free(&parcel->again);
	locale_free(&parcel->locale);
	free(parcel);
}

void inflight_done(struct inflight *inflight)
{
	struct parcel *parcel, *next;

	for (parcel = LIST_FIRST(&inflight->all); parcel; parcel = next) {
		next = LIST_NEXT(parcel, next);
		parcel_free(parcel);
	}
}

/* --- T4 on the writer thread ------------------------------------------------- */
static const char *outcome_word(enum delivery_event event)
{
	return delivery_event_word(event);
}

/* For the trace; NULL: what it waits for, or the event. */
static const char *why_of(const struct parcel *parcel)
{
	return parcel->pauses_line ? wait_reason_phrase(WAIT_LINE_REFUSED) :
	       parcel->judgement.verdict == VERDICT_REFUSED ?
					 remedy_word(parcel->judgement.remedy) : NULL;
}

static enum fault outcome_run(struct job *job, struct db *db, struct note *note)
{
	struct parcel *parcel = container_of(job, struct parcel, job);
	struct txn txn = txn_of(parcel->account->core, parcel->locale, db, note);
	const struct judgement *judgement = &parcel->judgement;
	struct str id = str_of(judgement->id);
	struct change change = {
		.event = parcel->event, .actor = "provider", .code = judgement->code,
		.remedy = judgement->remedy, .waits_for = parcel->waits_for, .why = why_of(parcel),
		.has_remedy = judgement->verdict == VERDICT_REFUSED,
		.is_try = judgement->verdict == VERDICT_REFUSED && remedy_spends(judgement->remedy),
		.retry_at = parcel->retry_at,
	};
	struct attempt attempt = { .told = 0 };
	AUTO(agenda) agenda;
	enum fault fault;

	consequences_begin(&txn, &agenda);
	fault = attempt_end(db, parcel->token, &(struct attempt_outcome){
		.word = outcome_word(parcel->event), .code = judgement->code,
		.provider_id = id, .at = txn.now });
	if (!fault)
		fault = attempt_get(db, str_of(parcel->token), &attempt);
	if (!fault && parcel->event == ON_ACCEPTED)
		fault = delivery_bind(db, str_of(parcel->account->settings->account.name), id,
				      parcel->message);
	/* An id that is another message's proves nothing about this one. */
	if (fault == FAULT_CONFLICT) {
		change.event = ON_UNKNOWN;
		change.why = "the provider answered with the id of another message";
		fault = FAULT_NONE;
	}
	/* A receipt was quicker than the POST's answer: it has said all this, and maybe
	 * more (undelivered, queued for another attempt). */
	if (!fault && !(change.event == ON_ACCEPTED && attempt.told > 0))
		fault = consequences_delivery(&txn, parcel->message, &change, NULL);
	if (!fault && parcel->pauses_line)
		fault = trace_pause_line(&txn, parcel->line->id, "provider",
				       wait_reason_phrase(WAIT_LINE_REFUSED));
	return consequences_settle(&txn, fault);
}

static void menu(void *data)
{
	struct parcel *parcel = data;

	if (writer_add(parcel->account->core->writer, &parcel->job))
		timer_set(parcel->again, OFFER_AGAIN_MS);
}

static void outcome_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct parcel *parcel = container_of(job, struct parcel, job);
	struct account_state *account = parcel->account;
	struct core *core = account->core;

	if (fault) {
		log_fact(LOG_WARN, "outbox.outcome_not_kept", LOG_ID("msg", parcel->message.n),
			 LOG_WORD("fault", fault_word(fault)), LOG_NOTE(note->text));
		timer_set(parcel->again, OFFER_AGAIN_MS * 5);
		return;
	}
	log_fact(LOG_INFO, "message.outcome", LOG_ID("msg", parcel->message.n),
		 LOG_WORD("outcome", outcome_word(parcel->event)),
		 LOG_COUNT("code", parcel->judgement.code), LOG_ID("line", parcel->line->id.n));
	signal_changed(core, "message.outcome", parcel->message.n);
	if (parcel->event == ON_REFUSED)
		signal_wake(core, SIGNAL_SENDING);
	parcel_free(parcel);
	signal_wake_account(account);
	signal_wake(core, SIGNAL_UNKNOWN);
}

/* --- what the provider's answer means ---------------------------------------- */
static void pause_line(struct parcel *parcel)
{
	parcel->pauses_line = true;
	line_table_pause(parcel->line, wait_reason_phrase(WAIT_LINE_REFUSED));
}

/* Refused with an error document: the error table's remedy says what next. */
static void settle_refusal(struct parcel *parcel, int64_t now)
{
	const struct judgement *judgement = &parcel->judgement;

	parcel->waits_for = wait_reason_of_remedy(judgement->remedy);
	parcel->retry_at = delivery_retry_at(judgement->remedy, parcel->tries + 1, now,
					     judgement->retry_after_for,
					     (unsigned)(random_number() & 1023));
	if (judgement->remedy == REMEDY_CONFIG)
		pause_line(parcel);
	if (judgement->remedy == REMEDY_LINE)
		pace_rest(&parcel->line->pace, parcel->retry_at - now, now);
	parcel->event = parcel->retry_at == NEVER ? ON_REFUSED : ON_REFUSED_NOW;
}

/* Waits grow to half a minute with the claims so far; none of them spends a try. */
static void put_off(struct parcel *parcel, enum remedy remedy, int64_t now)
{
	parcel->retry_at = delivery_retry_at(remedy, parcel->attempts < QUICK_TRIES ?
					     parcel->attempts : QUICK_TRIES, now,
					     parcel->judgement.retry_after_for,
					     (unsigned)(random_number() & 1023));
}

/* A provider that answers with 500, or not at all, is not fed the rest of the queue: each
 * of those would have to be settled and asked for.  What was handed over before the rest
 * began is no news: a burst in doubt is one doubt more, not sixty. */
static void rest_in_doubt(const struct parcel *parcel, int64_t now)
{
	struct line_state *line = parcel->line;
	int more;

	if (parcel->handed_at <= line->rested_at)
		return;
	more = ++line->doubts - DOUBTS;
	if (more < 0)
		return;
	line->rested_at = now;
	pace_rest(&line->pace, (int64_t)DOUBT_REST_MS << (more < DOUBT_SHIFT_MOST ?
			       more : DOUBT_SHIFT_MOST), now);
}

static void settle(struct parcel *parcel)
{
	struct core *core = parcel->account->core;
	const struct judgement *judgement = &parcel->judgement;
	int64_t now = clock_now(core->clock);

	switch (judgement->verdict) {
	case VERDICT_ACCEPTED:
		parcel->event = ON_ACCEPTED;
		parcel->line->doubts = 0;
		core->counts.accepted++;
		return;
	case VERDICT_UNKNOWN:
		parcel->event = ON_UNKNOWN;
		core->counts.doubtful++;
		rest_in_doubt(parcel, now);
		return;
	case VERDICT_REFUSED:
		settle_refusal(parcel, now);
		core->counts.refused++;
		return;
	case VERDICT_LATER:
		parcel->event = ON_REFUSED_NOW;
		put_off(parcel, REMEDY_RETRY, now);
		/* Too many at once (429): the client narrows its window; a short rest of
		 * the line is enough. */
		pace_rest(&parcel->line->pace, judgement->retry_after_for > BUSY_REST_MS ?
			  judgement->retry_after_for : BUSY_REST_MS, now);
		return;
	default:
		parcel->event = ON_NOT_SENT;
		put_off(parcel, REMEDY_OUTAGE, now);
		/* Nobody answers: the rest of the line's queue need not find out one by one. */
		pace_rest(&parcel->line->pace, parcel->retry_at - now, now);
		return;
	}
}

static void parcel_on_reply(void *data, const struct http_reply *reply)
{
	struct parcel *parcel = data;
	struct account_state *account = parcel->account;

	parcel->transfer = NULL;
	parcel->judgement = account->adapter->judge(&account->settings->account, reply);
	settle(parcel);
	menu(parcel);
}

/* Not handed over after all: queued again, and the next claim reads the consent, the
 * hour and the line as they are by then (a STOP was committed before this outcome). */
static void take_back(struct parcel *parcel, enum wait_reason why, int64_t retry_at)
{
	parcel->judgement = (struct judgement){ .verdict = VERDICT_NOT_SENT };
	parcel->event = ON_NOT_SENT;
	parcel->waits_for = why;
	parcel->retry_at = retry_at;
	menu(parcel);
}

/* --- the hand-over ------------------------------------------------------------ */
static struct parcel *parcel_new(struct inflight *inflight, const struct claim *claim,
				 size_t index)
{
	const struct claimed *claimed = claim_at(claim, index);
	struct parcel *parcel = memory_new(struct parcel);

	parcel->inflight = inflight;
	parcel->line = claim_line(claim, index);
	parcel->account = parcel->line->account;
	parcel->message = claimed->message.id;
	parcel->kind = claimed->message.kind;
	parcel->tries = claimed->delivery.tries;
	parcel->attempts = claimed->delivery.attempts;
	parcel->job = (struct job){ .run = outcome_run, .done = outcome_on_written };
	parcel->locale = locale_hold(parcel->account->core->locale);
	parcel->again = timer_new(parcel->account->core->loop, menu, parcel);
	str_put(parcel->phone, sizeof(parcel->phone), str_of(claimed->message.phone));
	str_put(parcel->token, sizeof(parcel->token), str_of(claimed->token));
	LIST_INSERT_HEAD(&inflight->all, parcel, next);
	inflight->count++;
	return parcel;
}

static enum fault post(struct parcel *parcel, const struct claimed *claimed, int64_t valid_for)
{
	const struct account_state *account = parcel->account;
	AUTO(http_request) request;
	AUTO(buf) callback;
	struct outgoing outgoing = {
		.from = parcel->line->settings->number,
		.to = parcel->phone,
		.channel = claimed->message.channel,
		.text = claimed->message.text,
		.valid_for = valid_for,
	};

	http_request_init(&request);
	buf_init(&callback, request.url.ceiling);
	hook_address_status(&account->settings->account, parcel->token, &callback);
	outgoing.callback_url = buf_text(&callback);
	account->adapter->compose(&account->settings->account, &outgoing, &request);
	return client_send(account->client, &request, parcel_on_reply, parcel,
			   &parcel->transfer);
}

/* The last look.  WAIT_NONE: it may leave. */
static enum wait_reason why_not(const struct parcel *parcel, int64_t now, int64_t until_at,
			   int64_t *retry_at)
{
	struct core *core = parcel->account->core;

	*retry_at = now;
	if (parcel->kind != KIND_CONFIRMATION && blocklist_has(core->blocklist, str_of(parcel->phone)))
		return WAIT_STOPPED;
	if (parcel->line->is_paused)
		return WAIT_LINE_PAUSED;
	if (core->is_cut)
		return WAIT_STOPPING;
	if (until_at == NEVER || now + core->settings->client.total_for + LEAST_VALID_FOR < until_at)
		return WAIT_NONE;
	*retry_at = until_at;
	return WAIT_HOURS_END;
}

/* The provider counts the validity from when it takes the text, which may be as late as
 * the request may live: that much earlier it ends (G7). */
static int64_t valid_for(const struct core *core, int64_t now, int64_t until_at)
{
	return until_at == NEVER ? DAY_MS : until_at - now - core->settings->client.total_for;
}

void inflight_hand_over(struct inflight *inflight, const struct claim *claim, size_t index)
{
	assert(claim && index < claim_count(claim));

	const struct claimed *claimed = claim_at(claim, index);
	struct parcel *parcel = parcel_new(inflight, claim, index);
	struct core *core = parcel->account->core;
	int64_t now = clock_now(core->clock);
	int64_t until_at = claim_until_at(claim, index);
	int64_t retry_at;
	enum wait_reason why = why_not(parcel, now, until_at, &retry_at);

	parcel->handed_at = now;
	if (why) {
		take_back(parcel, why, retry_at);
	} else if (post(parcel, claimed, valid_for(core, now, until_at))) {
		take_back(parcel, WAIT_BUSY, now + BUSY_REST_MS);
	} else {
		core->counts.handed_over++;
		parcel->line->last_sent_at = now;
		pace_take(&parcel->line->pace, claimed->message.segments, now);
	}
}

void inflight_cut(struct inflight *inflight, struct str phone)
{
	struct parcel *parcel;

	assert(phone.size);
	LIST_FOREACH(parcel, &inflight->all, next) {
		struct transfer *transfer = parcel->transfer;
		struct core *core = parcel->account->core;

		if (!transfer || core->is_cut || parcel->kind == KIND_CONFIRMATION ||
		    !str_is(phone, parcel->phone))
			continue;
		parcel->transfer = NULL;
		/* False: bytes may have left, parcel_on_reply will hear HTTP_CUT. */
		if (client_cancel(parcel->account->client, transfer))
			take_back(parcel, WAIT_STOPPED, clock_now(core->clock));
	}
}
