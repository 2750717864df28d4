/* One promise's step and its deeds. */
#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "coverage.h"
#include "ladder_run.h"
#include "person_list.h"
#include "staff_alert.h"
#include "store/people/consent.h"
#include "store/people/notices.h"
#include "store/people/staff_alerts.h"
#include "work/txn/rulebook_cache.h"
#include "work/txn/trace.h"

enum { WHY_MOST = 256 };

/* The conversation goes on where the answer arrived: by the ladder, that may be another
 * number.  *is_family is false of another guardian's, who asked nothing. */
static enum fault scheduler_ladder(const struct txn *txn, struct promise *promise,
				bool *is_family)
{
	struct answer_way way;
	enum fault fault = promise->rung ? ladder_run_reached(txn, promise, &way) : FAULT_MISSING;

	if (fault)
		return fault == FAULT_MISSING ? FAULT_NONE : fault;
	*is_family = way.contact.n == promise->contact.n;
	str_put(promise->phone, sizeof(promise->phone), str_of(way.phone));
	promise->channel = way.channel;
	promise->line = way.line;
	return FAULT_NONE;
}

/* "Did this answer you?" stands open on the number from now on, if the rule asks. */
static enum fault ask_family(const struct txn *txn, const struct promise *kept)
{
	const struct rule_step *step = rule_step_of(rulebook_cache_rule_of(txn, kept), RULE_WHEN_KEPT,
						    RULE_ASK);
	struct promise there = *kept;
	const struct promise *promise = &there;
	struct number number;
	bool is_family = true;
	enum fault fault = scheduler_ladder(txn, &there, &is_family);

	if (!fault)
		fault = number_get(txn->db, str_of(promise->phone), &number);
	if (fault)
		return fault;
	number.answered_at = txn->now;
	if (!is_family || !step)
		return number_put(txn->db, &number);
	number.question = QUESTION_ANSWERED;
	number.asked_at = txn->now;
	number.asked_of = promise->id;
	number.choices[0] = '\0';
	if ((fault = number_put(txn->db, &number)) ||
	    (fault = trace_step(txn, promise, step)))
		return fault;
	return enqueue_sentence(txn, promise, "answered.ask", KIND_UPDATE, 0);
}

static void apply_step(const struct txn *txn, const struct promise_step *step,
		       struct promise *promise)
{
	promise->state = step->state;
	/* Late is a fact: the deadline passed before the evidence came, whether or not
	 * the scheduler had a turn in between. */
	if ((step->deeds & PROMISE_DEED_MARK_LATE || step->state == PROMISE_KEPT) &&
	    promise->late_at == 0 && promise->due_at > 0 && txn->now >= promise->due_at)
		promise->late_at = promise->due_at;
	if (promise_is_closed(step->state)) {
		promise->closed_at = txn->now;
		promise->wake_at = NEVER;
		person_list_clear(promise);
	}
}

/* What is told of one step, in order. */
struct pledge {
	const struct promise *promise;
	enum promise_event event;
	const char *actor, *why;
	enum person_reason reason;   /* of PROMISE_ON_UNDELIVERABLE, with its detail */
	const char *detail;
	bool was_late;
};

/* Late without a deadline's step: the evidence came behind it, before the scheduler. */
static enum fault say_step(const struct txn *txn, const struct pledge *pledge)
{
	static const char *const whats[PROMISE_EVENTS] = {
		[PROMISE_ON_TAKEN] = "promise.taken",
		[PROMISE_ON_HANDED] = "promise.answered",
		[PROMISE_ON_RECEIPT] = "promise.kept",
		[PROMISE_ON_UNDELIVERABLE] = "promise.answer_failed",
		[PROMISE_ON_DEADLINE] = "promise.late",
		[PROMISE_ON_EXCUSED] = "promise.excused",
		[PROMISE_ON_MORE] = "promise.more",
	};
	struct trace trace = { .what = "promise.late", .actor = "rule",
			       .promise = pledge->promise->id,
			       .contact = pledge->promise->contact,
			       .detail = "the time we promised had passed" };
	enum fault fault = FAULT_NONE;

	if (pledge->promise->late_at && !pledge->was_late &&
	    pledge->event != PROMISE_ON_DEADLINE)
		fault = txn_trace(txn, &trace);
	trace.what = whats[pledge->event];
	trace.actor = pledge->actor;
	trace.detail = pledge->why;
	if (pledge->event == PROMISE_ON_TAKEN)
		trace.staff = pledge->promise->owner;
	return fault ? fault : txn_trace(txn, &trace);
}

static enum fault apply(const struct txn *txn, struct promise_id id, struct pledge *pledge)
{
	struct promise promise;
	struct promise_step step;
	enum fault fault = promise_get(txn->db, id, &promise);

	if (fault)
		return fault;
	pledge->promise = &promise;
	fault = promise_step(promise.state, pledge->event, &step);
	if (fault)
		return fault_because(fault, txn->note, "the promise is %s already",
				     promise_word(promise.state));
	pledge->was_late = promise.late_at != 0;
	apply_step(txn, &step, &promise);
	if (pledge->event == PROMISE_ON_HANDED) {
		/* A person has just acted: off the list, until something fails. */
		promise.answered_at = txn->now;
		person_list_clear(&promise);
	}
	fault = promise_put(txn->db, &promise);
	if (!fault)
		fault = say_step(txn, pledge);
	if (!fault && step.deeds & PROMISE_DEED_PERSON)
		fault = person_list_put(txn, &promise, pledge->reason, pledge->detail);
	if (!fault && promise_is_closed(step.state))
		fault = ladder_run_close(txn, &promise);
	if (!fault && step.deeds & PROMISE_DEED_ASK)
		fault = ask_family(txn, &promise);
	return fault || !promise_is_closed(step.state) ? fault : coverage_room(txn, promise.owner);
}

enum fault promise_apply(const struct txn *txn, struct promise_id id,
			enum promise_event event, const char *actor, const char *why)
{
	struct pledge pledge = { .event = event, .actor = actor, .why = why };

	assert(event != PROMISE_ON_UNDELIVERABLE);
	return apply(txn, id, &pledge);
}

enum fault promise_apply_failed(const struct txn *txn, struct promise_id id,
			const char *actor, enum person_reason reason, const char *detail)
{
	struct pledge pledge = { .event = PROMISE_ON_UNDELIVERABLE, .actor = actor,
				 .reason = reason, .detail = detail };
	AUTO(buf) why;

	buf_init(&why, WHY_MOST);
	person_reason_say(reason, str_of(detail), &why);
	pledge.why = buf_text(&why);
	return apply(txn, id, &pledge);
}
