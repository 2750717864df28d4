#include "delivery_apply.h"

#include <assert.h>

#include "destination_notice.h"
#include "domain/delivery_look.h"
#include "domain/outcome.h"
#include "ladder_run.h"
#include "person_list.h"
#include "stop.h"
#include "store/people/consent.h"
#include "work/txn/trace.h"

/* When a person or a machine must look at the row again. */
static int64_t look_at(const struct txn *txn, const struct delivery *delivery)
{
	const struct core_settings *settings = txn->core->settings;

	return delivery_look_at(&(struct delivery_look_facts){
		.state = delivery->state, .needs_person = delivery->needs_person, .now = txn->now,
		.sent_at = delivery->sent_at, .polls = delivery->polls,
		.settle_for = settings->settle_for, .receipt_for = settings->receipt_for,
		.poll_percent = settings->poll_scale_percent });
}

static void write_row(const struct txn *txn, const struct change *change,
		      const struct delivery_consequences *then, struct delivery *delivery)
{
	unsigned deeds = then->deeds;

	delivery->state = then->state;
	delivery->waits_for = WAIT_NONE;
	delivery->tries += change->is_try;
	if (change->code)
		delivery->error_code = change->code;
	if (deeds & DEED_AWAIT) {
		delivery->sent_at = txn->now;
		delivery->polls = 0;
	}
	if (deeds & DEED_NEW_ATTEMPT) {
		delivery->not_before_at = change->retry_at;
		delivery->waits_for = change->waits_for ? change->waits_for : WAIT_NEXT_TRY;
	}
	if (deeds & DEED_SETTLE)
		delivery->empty_lists = 0;
	if (deeds & DEED_MARK_AMBIGUOUS)
		delivery->is_ambiguous = true;
	if (deeds & (DEED_PERSON | DEED_EVIDENCE))
		delivery->needs_person = (deeds & DEED_PERSON) != 0;
	if (deeds & DEED_END)
		delivery->final_at = txn->now;
	if (deeds & DEED_ATTEMPT_OVER)
		delivery->ended_at = txn->now;
	delivery->look_at = look_at(txn, delivery);
}

/* Why the ladder is needed.  What was suppressed: as number and consent stand by now. */
static enum fault find_miss(const struct txn *txn, const struct message *message,
			    const struct change *change, enum miss *miss)
{
	struct outcome_miss_facts facts = {
		.event = change->event, .has_remedy = change->has_remedy,
		.remedy = change->remedy, .is_silence = change->is_silence };
	struct consent consent;
	struct number number;
	enum fault fault = FAULT_NONE;

	if (change->event == ON_SUPPRESS) {
		fault = number_get(txn->db, str_of(message->phone), &number);
		if (!fault)
			fault = consent_get(txn->db, str_of(message->phone), message->channel,
					    message->purpose, &consent);
		if (fault)
			return fault;
		facts.is_granted = consent.is_granted;
		facts.is_unusable = number_is_unusable(&number, message->channel);
	}
	*miss = outcome_miss(&facts);
	return FAULT_NONE;
}

/* Its owner, who may think that the family was told so far. */
static enum fault tell_staff(const struct txn *txn, const struct message *message)
{
	struct promise promise;
	enum fault fault = agenda_get_promise(txn, message->promise, &promise);

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
	if (fault || !is_news || message->promise.n == 0 || message->kind == KIND_ANSWER)
		return fault;
	return tell_staff(txn, message);
}

/* A receipt proves that the mark was wrong, or is old. */
static enum fault mend_number(const struct txn *txn, const struct message *message)
{
	struct number number;
	enum fault fault = number_get(txn->db, str_of(message->phone), &number);

	if (fault || !number_mend(&number, message->channel))
		return fault;
	fault = number_put(txn->db, &number);
	if (fault)
		return fault;
	return number_told(txn, message, 0);
}

/* --- the deeds ------------------------------------------------------------------------ */

struct step {
	const struct message *message;
	const struct change *change;
	struct delivery_consequences then;
};

static enum fault mend(const struct txn *txn, const struct step *step)
{
	return mend_number(txn, step->message);
}

static enum fault mark(const struct txn *txn, const struct step *step)
{
	return mark_number(txn, step->message, step->change->code);
}

static enum fault stop(const struct txn *txn, const struct step *step)
{
	const struct message *message = step->message;
	struct agenda_item item = { .kind = AGENDA_STOP, .message = message->id,
				    .channel = message->channel };

	str_put(item.phone, sizeof(item.phone), str_of(message->phone));
	agenda_add(txn, &item);
	return FAULT_NONE;
}

static bool is_of_destination(const struct change *change, const struct delivery_consequences *then)
{
	return change->has_remedy && remedy_is_of_destination(change->remedy) &&
	       then->state == DELIVERY_FAILED;
}

static enum fault count_refusal(const struct txn *txn, const struct step *step)
{
	return destination_notice_count(txn, step->message, step->change->code);
}

/* Behind a stop, which the ladder has to know.  A text that nobody would miss costs no item. */
static enum fault weigh(const struct txn *txn, const struct step *step)
{
	const struct message *message = step->message;
	bool is_answer = message->kind == KIND_ANSWER && message->promise.n;

	if (is_answer || step->change->is_hourless || is_of_destination(step->change, &step->then))
		agenda_add(txn, &(struct agenda_item){
			.kind = AGENDA_OUTCOME, .message = message->id,
			.promise = message->promise, .then = step->then,
			.change = *step->change });
	return FAULT_NONE;
}

/* In this order: first what the ladder has to know. */
static const struct {
	enum delivery_deed deed;
	enum fault (*run)(const struct txn *txn, const struct step *step);
} deeds[] = {
	{ DEED_MEND_NUMBER, mend }, { DEED_MARK_NUMBER, mark }, { DEED_STOP, stop },
	{ DEED_COUNT_REFUSAL, count_refusal }, { DEED_WEIGH, weigh },
};

static enum fault do_deeds(const struct txn *txn, const struct step *step)
{
	enum fault fault = FAULT_NONE;

	for (size_t i = 0; !fault && i < COUNT_OF(deeds); i++)
		if (step->then.deeds & deeds[i].deed)
			fault = deeds[i].run(txn, step);
	return fault;
}

/* Why, as the trace says it. */
static const char *detail_of(const struct change *change)
{
	return change->why ? change->why :
	       change->waits_for ? wait_reason_phrase(change->waits_for) :
				   delivery_event_word(change->event);
}

static enum fault say_step(const struct txn *txn, const struct step *step)
{
	char what[48] = "message.";

	str_put(what + 8, sizeof(what) - 8, str_of(delivery_word(step->then.state)));
	return txn_trace(txn, &(struct trace){
		.what = what, .actor = step->change->actor, .promise = step->message->promise,
		.message = step->message->id, .contact = step->message->contact,
		.detail = detail_of(step->change) });
}

enum fault delivery_apply(const struct txn *txn, struct message_id id,
			  const struct change *change, bool *stepped)
{
	struct delivery delivery;
	struct message message;
	struct step step = { .message = &message, .change = change };
	AUTO(arena) arena;
	enum fault fault;

	assert(txn_is_writing(txn) && id.n != 0);
	assert(change->event < DELIVERY_EVENTS && change->waits_for < WAIT_REASON_COUNT);
	assert(!change->has_remedy || change->remedy < REMEDY_COUNT);
	arena_init(&arena, 64 << 10);
	if (stepped)
		*stepped = false;
	fault = delivery_get(txn->db, id, &delivery);
	if (!fault)
		fault = message_get(txn->db, id, &arena, &message);
	if (fault)
		return fault;
	if (delivery_consequences(&(struct delivery_facts){
		.state = delivery.state, .has_remedy = change->has_remedy,
		.remedy = change->remedy, .is_taken_back = change->is_taken_back },
		change->event, &step.then) == FAULT_CONFLICT)
		return FAULT_NONE;
	write_row(txn, change, &step.then, &delivery);
	fault = delivery_put(txn->db, &delivery);
	if (!fault)
		fault = say_step(txn, &step);
	if (!fault)
		fault = do_deeds(txn, &step);
	if (fault)
		return fault;
	if (stepped)
		*stepped = true;
	return FAULT_NONE;
}

/* --- its promise ----------------------------------------------------------------------- */

/* A message whose outcome is weighed, and its promise as it stands by now. */
struct weighing {
	const struct agenda_item *item;
	struct message message;
	struct promise promise;
	struct outcome_facts facts;
};

static bool is_retry_long(const struct txn *txn, const struct agenda_item *item)
{
	return item->then.state == DELIVERY_QUEUED && remedy_spends(item->change.remedy) &&
	       item->change.retry_at >= txn->now + HOUR_MS / 2;
}

/* In a ledger put back from a copy the family may have been answered since (G11). */
static bool is_from_copy(const struct txn *txn, const struct promise *promise)
{
	return txn->core->is_quarantined || promise->person_reason == PERSON_PUT_BACK;
}

/* The facts of its promise. */
static enum fault gather_promise(const struct txn *txn, struct weighing *weighing)
{
	struct outcome_facts *facts = &weighing->facts;
	struct promise *promise = &weighing->promise;
	struct answer_way newest;
	size_t count = 0;
	enum fault fault = agenda_get_promise(txn, weighing->item->promise, promise);

	if (fault)
		return fault;
	facts->has_promise = true;
	facts->promise = promise->state;
	facts->is_listed = promise->person_at != 0;
	facts->is_from_copy = is_from_copy(txn, promise);
	/* only an answer that was missed asks for it */
	if (promise->state == PROMISE_ANSWERED && !delivery_is_evidence(facts->then.state))
		fault = ladder_rung_ways(txn->db, promise->id, &newest, 1, &count);
	facts->is_newest = !fault && count && newest.message.n == weighing->message.id.n;
	return fault;
}

static enum fault gather(const struct txn *txn, struct weighing *weighing)
{
	const struct agenda_item *item = weighing->item;
	const struct message *message = &weighing->message;

	weighing->facts = (struct outcome_facts){
		.event = item->change.event, .then = item->then,
		.is_answer = message->kind == KIND_ANSWER,
		.is_hourless = item->change.is_hourless,
		.is_of_destination = is_of_destination(&item->change, &item->then),
		.is_stuck = item->then.state == DELIVERY_QUEUED &&
			    txn->now >= message->created_at + txn->core->settings->receipt_for,
		.is_retry_long = is_retry_long(txn, item) };
	return item->promise.n ? gather_promise(txn, weighing) : FAULT_NONE;
}

static enum fault climb(const struct txn *txn, const struct weighing *weighing)
{
	struct agenda_item item = { .kind = AGENDA_LADDER, .message = weighing->message.id,
				    .promise = weighing->promise.id,
				    .may_retry = weighing->facts.event == ON_RETRY };
	enum fault fault = find_miss(txn, &weighing->message, &weighing->item->change, &item.miss);

	if (!fault)
		agenda_add(txn, &item);
	return fault;
}

/* Of a promise that is owed again: this answer was not its last, and no ladder is left. */
static enum fault list_undelivered(const struct txn *txn, struct weighing *weighing)
{
	enum miss miss;
	enum fault fault = find_miss(txn, &weighing->message, &weighing->item->change, &miss);

	if (fault)
		return fault;
	return person_list_put(txn, &weighing->promise, PERSON_UNDELIVERED, miss_word(miss));
}

static enum fault do_outcome(const struct txn *txn, struct weighing *weighing)
{
	struct agenda_item step = { .kind = AGENDA_PROMISE, .promise = weighing->promise.id,
				    .event = PROMISE_ON_RECEIPT,
				    .change = { .actor = weighing->item->change.actor,
						.why = "the phone confirmed the answer" } };

	switch (outcome_of(&weighing->facts)) {
	case OUTCOME_HAND_OVER:
		step.event = PROMISE_ON_UNDELIVERABLE;
		step.reason = PERSON_PUT_BACK;
		step.change.why = "";
		agenda_add(txn, &step);
		return FAULT_NONE;
	case OUTCOME_KEPT:
		agenda_add(txn, &step);
		return FAULT_NONE;
	case OUTCOME_LADDER:
		return climb(txn, weighing);
	case OUTCOME_UNDELIVERED:
		return list_undelivered(txn, weighing);
	case OUTCOME_STUCK:
		return person_list_put(txn, &weighing->promise, PERSON_STUCK, "");
	case OUTCOME_PUT_BACK:
		return person_list_put(txn, &weighing->promise, PERSON_PUT_BACK, "");
	case OUTCOME_NO_HOUR:
		return person_list_put(txn, &weighing->promise, PERSON_NO_HOUR, "");
	case OUTCOME_DESTINATION:
		return person_list_put(txn, &weighing->promise, PERSON_DESTINATION, "");
	case OUTCOME_TELL:
		return person_list_notify(txn, (struct user_id){ 0 }, ROLE_ADMINISTRATOR,
					  (struct promise_id){ 0 }, "message.no_hour");
	default:
		return FAULT_NONE;
	}
}

enum fault delivery_apply_outcome(const struct txn *txn, const struct agenda_item *item)
{
	struct weighing weighing = { .item = item };
	AUTO(arena) arena;
	enum fault fault;

	assert(txn_is_writing(txn) && item->kind == AGENDA_OUTCOME && item->message.n != 0);
	arena_init(&arena, 64 << 10);
	fault = message_get(txn->db, item->message, &arena, &weighing.message);
	if (!fault)
		fault = gather(txn, &weighing);
	if (!fault)
		fault = do_outcome(txn, &weighing);
	return fault;
}
