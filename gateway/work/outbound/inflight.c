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
#include "work/txn/clock_watch.h"
#include "work/txn/line_watch.h"
#include "work/txn/trace.h"

enum { OFFER_AGAIN_MS = 200, BUSY_REST_MS = 100, QUICK_TRIES = 6 };
/* The shortest validity that every provider takes. */
enum { LEAST_VALID_FOR = 5000 };
/* So many doubtful outcomes in a row, and the line rests, twice as long each time. */
enum { DOUBTS = 3, DOUBT_REST_MS = 1000, DOUBT_SHIFT_MOST = 4 };

struct inflight {
	LIST_ENTRY(inflight) next;
	struct inflight_set *set;
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
	int64_t claimed_at, handed_at;
	bool is_probe;               /* of a paused line */
	struct line_change line_change; /* what this outcome says of its line, written with it */
};

void inflight_init(struct inflight_set *set)
{
	set->count = 0;
	LIST_INIT(&set->all);
}

static void inflight_free(struct inflight *inflight)
{
	LIST_REMOVE(inflight, next);
	inflight->set->count--;
	timer_free(&inflight->again);
	locale_free(&inflight->locale);
	free(inflight);
}

void inflight_done(struct inflight_set *set)
{
	struct inflight *inflight, *next;

	for (inflight = LIST_FIRST(&set->all); inflight; inflight = next) {
		next = LIST_NEXT(inflight, next);
		inflight_free(inflight);
	}
}

/* --- T4 on the writer thread ------------------------------------------------- */
static const char *outcome_word(enum delivery_event event)
{
	return delivery_event_word(event);
}

/* For the trace; NULL: what it waits for, or the event. */
static const char *why_of(const struct inflight *inflight)
{
	if (inflight->judgement.verdict != VERDICT_REFUSED)
		return NULL;
	return inflight->judgement.remedy == REMEDY_CONFIG ?
		       wait_reason_phrase(WAIT_LINE_REFUSED) :
		       remedy_word(inflight->judgement.remedy);
}

/* A paused line must not use up a family's message. */
static bool is_try(const struct inflight *inflight)
{
	return inflight->judgement.verdict == VERDICT_REFUSED && !inflight->is_probe &&
	       remedy_spends(inflight->judgement.remedy);
}

static enum fault outcome_run(struct job *job, struct db *db, struct note *note)
{
	struct inflight *inflight = container_of(job, struct inflight, job);
	struct txn txn = txn_of(inflight->account->core, inflight->locale, db, note);
	const struct judgement *judgement = &inflight->judgement;
	struct str id = str_of(judgement->id);
	struct change change = {
		.event = inflight->event, .actor = "provider", .code = judgement->code,
		.remedy = judgement->remedy, .waits_for = inflight->waits_for,
		.why = why_of(inflight),
		.has_remedy = judgement->verdict == VERDICT_REFUSED,
		.is_try = is_try(inflight),
		.retry_at = inflight->retry_at,
	};
	struct attempt attempt = { .told = 0 };
	AUTO(agenda) agenda;
	enum fault fault;

	consequences_begin(&txn, &agenda);
	fault = attempt_end(db, inflight->token, &(struct attempt_outcome){
		.word = outcome_word(inflight->event), .code = judgement->code,
		.provider_id = id, .at = txn.now });
	if (!fault)
		fault = attempt_get(db, str_of(inflight->token), &attempt);
	if (!fault && inflight->event == ON_ACCEPTED)
		fault = delivery_bind(db, str_of(inflight->account->settings->account.name), id,
				      inflight->message);
	/* An id that is another message's proves nothing about this one. */
	if (fault == FAULT_CONFLICT) {
		change.event = ON_UNKNOWN;
		change.why = "the provider answered with the id of another message";
		fault = FAULT_NONE;
	}
	/* A receipt was quicker than the POST's answer: it has said all this, and maybe
	 * more (undelivered, queued for another attempt). */
	if (!fault && !(change.event == ON_ACCEPTED && attempt.told > 0))
		fault = consequences_delivery(&txn, inflight->message, &change, NULL);
	if (!fault)
		fault = line_watch_write(&txn, &inflight->line_change);
	return consequences_settle(&txn, fault);
}

static void offer_outcome(void *data)
{
	struct inflight *inflight = data;

	line_watch_still(inflight->line, &inflight->line_change);
	if (writer_add(inflight->account->core->writer, &inflight->job))
		timer_set(inflight->again, OFFER_AGAIN_MS);
}

static void outcome_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct inflight *inflight = container_of(job, struct inflight, job);
	struct account_state *account = inflight->account;
	struct core *core = account->core;

	if (fault) {
		log_fact(LOG_WARN, "outbox.outcome_not_kept", LOG_ID("msg", inflight->message.n),
			 LOG_WORD("fault", fault_word(fault)), LOG_NOTE(note->text));
		timer_set(inflight->again, OFFER_AGAIN_MS * 5);
		return;
	}
	log_fact(LOG_INFO, "message.outcome", LOG_ID("msg", inflight->message.n),
		 LOG_WORD("outcome", outcome_word(inflight->event)),
		 LOG_COUNT("code", inflight->judgement.code), LOG_ID("line", inflight->line->id.n));
	line_watch_written(inflight->line, &inflight->line_change);
	signal_changed(core, "message.outcome", inflight->message.n);
	if (inflight->event == ON_REFUSED) {
		signal_wake(core, SIGNAL_SENDING);
		signal_wake(core, SIGNAL_FOLLOWUP); /* administrators may have to hear of it */
	}
	inflight_free(inflight);
	signal_wake_account(account);
	signal_wake(core, SIGNAL_UNKNOWN);
}

/* --- what the provider's answer means ---------------------------------------- */
/* Refused with an error document: the error table's remedy says what next. */
static void settle_refusal(struct inflight *inflight, int64_t now)
{
	const struct judgement *judgement = &inflight->judgement;

	inflight->waits_for = wait_reason_of_remedy(judgement->remedy);
	inflight->retry_at = delivery_retry_at(judgement->remedy, inflight->tries + 1, now,
					       judgement->retry_after_for,
					       (unsigned)(random_number() & 1023));
	if (judgement->remedy == REMEDY_LINE)
		pace_rest(&inflight->line->pace, inflight->retry_at - now, now);
	inflight->event = inflight->retry_at == NEVER ? ON_REFUSED : ON_REFUSED_NOW;
}

/* Waits grow to half a minute with the claims so far; none of them spends a try. */
static void put_off(struct inflight *inflight, enum remedy remedy, int64_t now)
{
	inflight->retry_at = delivery_retry_at(remedy, inflight->attempts < QUICK_TRIES ?
					       inflight->attempts : QUICK_TRIES, now,
					       inflight->judgement.retry_after_for,
					       (unsigned)(random_number() & 1023));
}

/* A provider that answers with 500, or not at all, is not fed the rest of the queue: each
 * of those would have to be settled and asked for.  What was handed over before the rest
 * began is no news: a burst in doubt is one doubt more, not sixty. */
static void rest_in_doubt(const struct inflight *inflight, int64_t now)
{
	struct line_state *line = inflight->line;
	int more;

	if (inflight->handed_at <= line->rested_at)
		return;
	more = ++line->doubts - DOUBTS;
	if (more < 0)
		return;
	line->rested_at = now;
	pace_rest(&line->pace, (int64_t)DOUBT_REST_MS << (more < DOUBT_SHIFT_MOST ?
			       more : DOUBT_SHIFT_MOST), now);
}

static void settle(struct inflight *inflight)
{
	struct core *core = inflight->account->core;
	const struct judgement *judgement = &inflight->judgement;
	int64_t now = clock_now(core->clock);

	switch (judgement->verdict) {
	case VERDICT_ACCEPTED:
		inflight->event = ON_ACCEPTED;
		inflight->line->doubts = 0;
		core->counts.accepted++;
		return;
	case VERDICT_UNKNOWN:
		inflight->event = ON_UNKNOWN;
		core->counts.doubtful++;
		rest_in_doubt(inflight, now);
		return;
	case VERDICT_REFUSED:
		settle_refusal(inflight, now);
		core->counts.refused++;
		return;
	case VERDICT_LATER:
		inflight->event = ON_REFUSED_NOW;
		put_off(inflight, REMEDY_RETRY, now);
		/* Too many at once (429): the client narrows its window; a short rest of
		 * the line is enough. */
		pace_rest(&inflight->line->pace, judgement->retry_after_for > BUSY_REST_MS ?
			  judgement->retry_after_for : BUSY_REST_MS, now);
		return;
	default:
		inflight->event = ON_NOT_SENT;
		put_off(inflight, REMEDY_OUTAGE, now);
		/* Nobody answers: the rest of the line's queue need not find out one by one. */
		pace_rest(&inflight->line->pace, inflight->retry_at - now, now);
		return;
	}
}

/* What stands between us and the provider has answered in its place: no status of doubt, no
 * outage, and no word of the provider's. */
static bool is_strange(const struct http_reply *reply, enum verdict verdict)
{
	int status = reply->status;

	if (verdict != VERDICT_UNKNOWN || reply->fate != HTTP_ANSWERED)
		return false;
	if (status >= 200 && status < 300)
		return reply->body.size && !str_starts(str_trim(reply->body), STR("{"));
	return status >= 300 && status < 500 && status != 408 && status != 409 && status != 425;
}

/* What this text says of its line. */
static void watch(struct inflight *inflight, const struct http_reply *reply)
{
	const struct judgement *judgement = &inflight->judgement;
	struct core_counts *counts = &inflight->account->core->counts;
	struct line_sight sight = { .kind = SIGHT_NOTHING, .remedy = judgement->remedy,
				    .code = judgement->code, .phone = str_of(inflight->phone),
				    .handed_at = inflight->claimed_at };

	if (judgement->verdict == VERDICT_ACCEPTED)
		sight.kind = SIGHT_ACCEPTED;
	if (judgement->verdict == VERDICT_REFUSED)
		sight.kind = SIGHT_REFUSED;
	if (is_strange(reply, judgement->verdict)) {
		sight.kind = SIGHT_STRANGE;
		sight.code = reply->status;
		counts->answers_strange++;
		log_fact(LOG_ALARM, "outbox.strange_answer", LOG_ID("msg", inflight->message.n),
			 LOG_ID("line", inflight->line->id.n), LOG_COUNT("status", reply->status));
	}
	counts->destination_refused += judgement->verdict == VERDICT_REFUSED &&
				       remedy_is_of_destination(judgement->remedy);
	line_watch_see(inflight->line, &sight, inflight->is_probe, &inflight->line_change);
}

static void inflight_on_reply(void *data, const struct http_reply *reply)
{
	struct inflight *inflight = data;
	struct account_state *account = inflight->account;

	inflight->transfer = NULL;
	inflight->judgement = account->adapter->judge(&account->settings->account, reply);
	settle(inflight);
	watch(inflight, reply);
	offer_outcome(inflight);
}

/* Not handed over after all: queued again, and the next claim reads the consent, the
 * hour and the line as they are by then (a STOP was committed before this outcome). */
static void take_back(struct inflight *inflight, enum wait_reason why, int64_t retry_at)
{
	inflight->judgement = (struct judgement){ .verdict = VERDICT_NOT_SENT };
	inflight->event = ON_NOT_SENT;
	inflight->waits_for = why;
	inflight->retry_at = retry_at;
	if (inflight->is_probe)
		line_watch_see(inflight->line, &(struct line_sight){
			.kind = SIGHT_NOTHING, .handed_at = inflight->claimed_at }, true,
			&inflight->line_change);
	offer_outcome(inflight);
}

/* --- the hand-over ------------------------------------------------------------ */
static struct inflight *inflight_new(struct inflight_set *set, const struct claim *claim,
				     size_t index)
{
	const struct claimed *claimed = claim_at(claim, index);
	struct inflight *inflight = memory_new(struct inflight);

	inflight->set = set;
	inflight->line = claim_line(claim, index);
	inflight->account = inflight->line->account;
	inflight->message = claimed->message.id;
	inflight->kind = claimed->message.kind;
	inflight->tries = claimed->delivery.tries;
	inflight->attempts = claimed->delivery.attempts;
	inflight->claimed_at = claimed->delivery.claimed_at;
	inflight->job = (struct job){ .run = outcome_run, .done = outcome_on_written };
	inflight->locale = locale_hold(inflight->account->core->locale);
	inflight->again = timer_new(inflight->account->core->loop, offer_outcome, inflight);
	str_put(inflight->phone, sizeof(inflight->phone), str_of(claimed->message.phone));
	str_put(inflight->token, sizeof(inflight->token), str_of(claimed->token));
	LIST_INSERT_HEAD(&set->all, inflight, next);
	set->count++;
	return inflight;
}

static enum fault post(struct inflight *inflight, const struct claimed *claimed, int64_t valid_for)
{
	const struct account_state *account = inflight->account;
	AUTO(http_request) request;
	AUTO(buf) callback;
	struct outgoing outgoing = {
		.from = inflight->line->settings->number,
		.to = inflight->phone,
		.channel = claimed->message.channel,
		.text = claimed->message.text,
		.valid_for = valid_for,
	};

	http_request_init(&request);
	buf_init(&callback, request.url.ceiling);
	hook_address_status(&account->settings->account, inflight->token, &callback);
	outgoing.callback_url = buf_text(&callback);
	account->adapter->compose(&account->settings->account, &outgoing, &request);
	return client_send(account->client, &request, inflight_on_reply, inflight,
			   &inflight->transfer);
}

/* The last look.  WAIT_NONE: it may leave. */
static enum wait_reason why_not(const struct inflight *inflight, int64_t now, int64_t until_at,
				int64_t *retry_at)
{
	struct core *core = inflight->account->core;

	*retry_at = now;
	if (inflight->kind != KIND_CONFIRMATION &&
	    blocklist_has(core->blocklist, str_of(inflight->phone)))
		return WAIT_STOPPED;
	if (inflight->line->is_paused && !inflight->is_probe)
		return WAIT_LINE_PAUSED;
	if (core->is_cut)
		return WAIT_STOPPING;
	/* committed into a file that went away meanwhile: its outcome could be written nowhere */
	if (!writer_is_in_place(core->writer))
		return WAIT_NEXT_TRY;
	/* claimed by a clock that was set since */
	if (inflight->kind != KIND_CONFIRMATION && clock_watch_rest_for(core) > 0)
		return WAIT_NEXT_TRY;
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

void inflight_hand_over(struct inflight_set *set, const struct claim *claim, size_t index)
{
	assert(claim && index < claim_count(claim));

	const struct claimed *claimed = claim_at(claim, index);
	struct inflight *inflight = inflight_new(set, claim, index);
	struct core *core = inflight->account->core;
	int64_t now = clock_now(core->clock);
	int64_t until_at = claim_until_at(claim, index);
	int64_t retry_at;
	enum wait_reason why;

	inflight->handed_at = now;
	if (inflight->line->probe == PROBE_ASKED && inflight->line->health.cause != PAUSE_PERSON) {
		inflight->is_probe = true;
		inflight->line->probe = PROBE_UNDER_WAY;
		core->counts.probes++;
	}
	why = why_not(inflight, now, until_at, &retry_at);

	if (why) {
		take_back(inflight, why, retry_at);
	} else if (post(inflight, claimed, valid_for(core, now, until_at))) {
		take_back(inflight, WAIT_BUSY, now + BUSY_REST_MS);
	} else {
		core->counts.handed_over++;
		inflight->line->last_sent_at = now;
		pace_take(&inflight->line->pace, claimed->message.segments, now);
	}
}

void inflight_cut(struct inflight_set *set, struct str phone)
{
	struct inflight *inflight;

	assert(phone.size);
	LIST_FOREACH(inflight, &set->all, next) {
		struct transfer *transfer = inflight->transfer;
		struct core *core = inflight->account->core;

		if (!transfer || core->is_cut || inflight->kind == KIND_CONFIRMATION ||
		    !str_is(phone, inflight->phone))
			continue;
		inflight->transfer = NULL;
		/* False: bytes may have left, inflight_on_reply will hear HTTP_CUT. */
		if (client_cancel(inflight->account->client, transfer))
			take_back(inflight, WAIT_STOPPED, clock_now(core->clock));
	}
}
