#include "kept_question.h"

#include <assert.h>

#include "enqueue.h"
#include "ladder_run.h"
#include "work/txn/rulebook_cache.h"
#include "work/txn/trace.h"

/* The conversation goes on where the answer arrived: by the ladder, that may be another
 * number.  *is_family is false of another guardian's, who asked nothing. */
static enum fault find_way(const struct txn *txn, struct promise *promise, bool *is_family)
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
	enum fault fault = find_way(txn, &there, &is_family);

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
	fault = number_put(txn->db, &number);
	if (!fault)
		fault = trace_step(txn, promise, step);
	if (fault)
		return fault;
	return enqueue_sentence(txn, promise, "answered.ask", KIND_UPDATE, 0);
}

enum fault kept_question_ask(const struct txn *txn, struct promise_id id)
{
	assert(txn_is_writing(txn) && id.n != 0);

	struct promise promise;
	enum fault fault = agenda_get_promise(txn, id, &promise);

	if (fault)
		return fault;
	return ask_family(txn, &promise);
}
