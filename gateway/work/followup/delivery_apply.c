/* One delivery's step (T4, T5) with its deeds, in the caller's transaction. */
#include "ladder_run.h"
#include "person_list.h"
#include "stop.h"
#include "store/people/consent.h"
#include "work/txn/trace.h"

static int64_t scaled(const struct txn *txn, int64_t base_at, int64_t at)
{
	int64_t percent = txn->core->settings->poll_scale_percent;

	return at == NEVER ? NEVER : base_at + (at - base_at) * percent / 100;
}

/* When a person or a machine must look at the row again. */
static int64_t look_at(const struct txn *txn, const struct delivery *delivery)
{
	int64_t poll_at;
	int64_t deadline_at = delivery->sent_at + txn->core->settings->receipt_for;

	if (delivery->state == DELIVERY_UNKNOWN)
		return txn->now + txn->core->settings->settle_for;
	if (delivery->state != DELIVERY_SENT || delivery->needs_person)
		return NEVER;
	poll_at = scaled(txn, delivery->sent_at,
			 delivery_poll_at(delivery->sent_at, delivery->polls));
	return poll_at < deadline_at ? poll_at : deadline_at;
}

static void apply_step(const struct txn *txn, const struct change *change,
		       const struct delivery_step *step, struct delivery *delivery)
{
	if (step->state == DELIVERY_SENT && delivery->state != DELIVERY_SENT) {
		delivery->sent_at = txn->now;
		delivery->polls = 0;
	}
	delivery->state = step->state;
	delivery->waits_for = WAIT_NONE;
	if (step->state == DELIVERY_QUEUED) {
		delivery->not_before_at = change->retry_at;
		delivery->waits_for = change->waits_for ? change->waits_for : WAIT_NEXT_TRY;
	}
	if (step->state == DELIVERY_UNKNOWN)
		delivery->empty_lists = 0;
	delivery->tries += change->is_try;
	if (change->code)
		delivery->error_code = change->code;
	if (step->deeds & DEED_MARK_AMBIGUOUS)
		delivery->is_ambiguous = true;
	if (step->deeds & DEED_PERSON)
		delivery->needs_person = true;
	if (delivery_is_evidence(step->state))
		delivery->needs_person = false;
	if (delivery_is_over(step->state))
		delivery->final_at = txn->now;
	if (change->event != ON_CLAIM)
		delivery->ended_at = txn->now;
	delivery->look_at = look_at(txn, delivery);
}

/* Tried again and again, and by the receipt deadline it has not even left: it will be
 * tried on, but a person should know. */
static bool is_stuck(const struct txn *txn, const struct message *message,
		     const struct delivery_step *step)
{
	return step->state == DELIVERY_QUEUED &&
	       txn->now >= message->created_at + txn->core->settings->receipt_for;
}

/* Why the ladder is needed. */
static enum fault find_miss(const struct txn *txn, const struct message *message,
			    const struct change *change, enum miss *miss)
{
	struct consent consent;
	struct number number;
	enum fault fault;

	*miss = MISS_OFF;
	if (change->has_remedy)
		*miss = miss_of_remedy(change->remedy);
	else if (change->event == ON_GIVE_UP)
		*miss = change->is_silence ? MISS_SILENCE : MISS_DOUBT;
	if (change->event != ON_SUPPRESS)
		return FAULT_NONE;
	if ((fault = number_get(txn->db, str_of(message->phone), &number)) ||
	    (fault = consent_get(txn->db, str_of(message->phone), message->channel,
				 message->purpose, &consent)))
		return fault;
	*miss = !consent.is_granted ? MISS_STOPPED :
		number_is_unusable(&number, message->channel) ? MISS_NO_TEXTS : MISS_HOURS;
	return FAULT_NONE;
}

/* The newest answer climbs.  Of an older one nothing new is learnt by its end: it climbed
 * when it was the newest. */
static enum fault ladder_run_from(const struct txn *txn, const struct message *message,
			     const struct promise *promise, const struct change *change)
{
	struct ladder_run_ask ask = { .promise = promise, .failed = message,
				 .may_retry = change->event == ON_RETRY };
	struct answer_way newest;
	size_t count = 0;
	enum fault fault = ladder_rung_ways(txn->db, promise->id, &newest, 1, &count);

	if (fault || count == 0 || newest.message.n != message->id.n)
		return fault;
	/* In a ledger put back from a copy the family may have been answered since (G11). */
	if (txn->core->is_quarantined || promise->person_reason == PERSON_PUT_BACK)
		return promise_apply_failed(txn, promise->id, change->actor, PERSON_PUT_BACK, "");
	fault = find_miss(txn, message, change, &ask.miss);
	return fault ? fault : ladder_run_take(txn, &ask);
}

/* Tried again by itself, but not soon: the ladder's first rung. */
static bool is_retry_rung(const struct txn *txn, const struct delivery_step *step,
			  const struct change *change)
{
	return change->event == ON_RETRY && step->state == DELIVERY_QUEUED &&
	       remedy_spends(change->remedy) && change->retry_at >= txn->now + HOUR_MS / 2;
}

/* Of a promise that is owed again: this answer was not its last, and no ladder is left. */
static enum fault list_undelivered(const struct txn *txn, const struct message *message,
				   struct promise *promise, const struct change *change)
{
	enum miss miss;
	enum fault fault = find_miss(txn, message, change, &miss);

	if (fault)
		return fault;
	return txn->core->is_quarantined ? person_list_put(txn, promise, PERSON_PUT_BACK, "") :
		person_list_put(txn, promise, PERSON_UNDELIVERED, miss_word(miss));
}

/* What the step of an answer means for its promise (G4): evidence keeps it; an end
 * without evidence, and a doubt that only a person can settle, take the next rung of the
 * ladder in this same transaction, whose last is a person. */
static enum fault promise_effects(const struct txn *txn, const struct message *message,
				  const struct delivery_step *step, const struct change *change)
{
	struct promise promise;
	enum fault fault = promise_get(txn->db, message->promise, &promise);

	if (fault || promise_is_closed(promise.state))
		return fault;
	if (delivery_is_evidence(step->state))
		return promise_apply(txn, promise.id, PROMISE_ON_RECEIPT, change->actor,
				    "the phone confirmed the answer");
	if (is_stuck(txn, message, step) && promise.person_at == 0)
		return person_list_put(txn, &promise, PERSON_STUCK, "");
	if (!delivery_is_over(step->state) && !(step->deeds & DEED_PERSON) &&
	    !is_retry_rung(txn, step, change))
		return FAULT_NONE;
	if (promise.state == PROMISE_ANSWERED)
		return ladder_run_from(txn, message, &promise, change);
	return promise.person_at || change->event == ON_RETRY ? FAULT_NONE :
		list_undelivered(txn, message, &promise, change);
}

/* Its owner, who may think that the family was told so far. */
static enum fault tell_staff(const struct txn *txn, const struct message *message)
{
	struct promise promise;
	enum fault fault = promise_get(txn->db, message->promise, &promise);

	if (fault || promise_is_closed(promise.state))
		return fault;
	return person_list_notify(txn, promise.owner,
			    promise.owner.n ? ROLE_LIAISON : ROLE_ADMINISTRATOR, promise.id,
			    "promise.no_texts");
}

static enum fault number_told(const struct txn *txn, const struct message *message,
			       int code)
{
	return trace_number(txn, &(struct number_news){
		.contact = message->contact, .promise = message->promise,
		.message = message->id, .channel = message->channel, .code = code,
		.actor = "provider", .why = "a text was delivered" });
}

static enum fault mark_number(const struct txn *txn, const struct message *message, int code)
{
	struct number number;
	bool is_news;
	enum fault fault = number_get(txn->db, str_of(message->phone), &number);

	if (fault)
		return fault;
	is_news = !number_is_unusable(&number, message->channel);
	number_mark(&number, message->channel, code, txn->now);
	fault = number_put(txn->db, &number);
	if (!fault && is_news)
		fault = number_told(txn, message, code ? code : 1);
	/* An answer has the ladder. */
	return fault || !is_news || message->promise.n == 0 || message->kind == KIND_ANSWER ?
		fault : tell_staff(txn, message);
}

/* A receipt proves that the mark was wrong, or is old. */
static enum fault mend_number(const struct txn *txn, const struct message *message)
{
	struct number number;
	enum fault fault = number_get(txn->db, str_of(message->phone), &number);

	if (fault || !number_mend(&number, message->channel))
		return fault;
	fault = number_put(txn->db, &number);
	return fault ? fault : number_told(txn, message, 0);
}

/* The error table's consequences beyond this one message. */
static enum fault remedy_effects(const struct txn *txn, const struct message *message,
				 const struct delivery_step *step, const struct change *change)
{
	struct number number;
	struct consent consent;
	enum fault fault;

	if (delivery_is_evidence(step->state))
		return mend_number(txn, message);
	if (!change->has_remedy)
		return FAULT_NONE;
	if (change->remedy == REMEDY_BAD_NUMBER)
		return mark_number(txn, message, change->code);
	if (change->remedy != REMEDY_STOPPED)
		return FAULT_NONE;
	if ((fault = number_get(txn->db, str_of(message->phone), &number)) ||
	    (fault = consent_get(txn->db, str_of(message->phone), message->channel,
				 PURPOSE_SCHOOL, &consent)) || consent.is_stopped)
		return fault;
	return stop_apply(txn, &(struct stop){ &number, message->channel, CAUSE_PROVIDER,
						 message->id, txn->now });
}

/* Why, as the trace says it. */
static const char *detail_of(const struct change *change)
{
	return change->why ? change->why :
	       change->waits_for ? wait_reason_phrase(change->waits_for) :
				   delivery_event_word(change->event);
}

enum fault delivery_apply(const struct txn *txn, struct message_id id,
			 const struct change *change, bool *stepped)
{
	struct delivery delivery;
	struct delivery_step step;
	struct message message;
	AUTO(arena) arena;
	char what[48] = "message.";
	enum fault fault;

	arena_init(&arena, 64 << 10);
	if (stepped)
		*stepped = false;
	if ((fault = delivery_get(txn->db, id, &delivery)) ||
	    (fault = message_get(txn->db, id, &arena, &message)))
		return fault;
	if (delivery_step(delivery.state, change->event, &step) == FAULT_CONFLICT)
		return FAULT_NONE;
	apply_step(txn, change, &step, &delivery);
	str_put(what + 8, sizeof(what) - 8, str_of(delivery_word(step.state)));
	if ((fault = delivery_put(txn->db, &delivery)) ||
	    (fault = txn_trace(txn, &(struct trace){
		.what = what, .actor = change->actor, .promise = message.promise,
		.message = id, .contact = message.contact,
		.detail = detail_of(change) })))
		return fault;
	/* first what the ladder has to know */
	fault = remedy_effects(txn, &message, &step, change);
	if (!fault && message.kind == KIND_ANSWER && message.promise.n)
		fault = promise_effects(txn, &message, &step, change);
	if (!fault && stepped)
		*stepped = true;
	return fault;
}
