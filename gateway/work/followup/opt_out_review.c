#include "opt_out_review.h"

#include <assert.h>
#include <string.h>

#include "backstop.h"
#include "consequences.h"
#include "domain/rules/rule.h"
#include "person_list.h"
#include "stop.h"

enum { OPEN_MOST = 32 };

/* The end of the `days`th day on which somebody is at school, and never later than that of
 * the `days`th Monday to Friday: a school that is staffed on Mondays only, or never, has
 * no more time than the law gives. */
static int64_t days_after(const struct school_week *week, int64_t now, int days)
{
	struct school_week business = school_week_default(week->zone);
	int64_t by_school = school_days_after(week, now, days);
	int64_t by_law = school_days_after(&business, now, days);

	return by_school < by_law ? by_school : by_law;
}

enum fault opt_out_review_raise(const struct txn *txn, struct promise_id id,
		       struct message_id message)
{
	assert(txn_is_writing(txn) && id.n != 0 && message.n != 0);

	struct promise promise;
	struct opt_out_review review = {
		.promise = id,
		.message = message,
		.decision = DECISION_OPEN,
		.opened_at = txn->now,
		.decide_by = days_after(&txn->week, txn->now, OPT_OUT_REVIEW_DAYS),
		.wake_at = days_after(&txn->week, txn->now, OPT_OUT_REVIEW_REMIND_DAYS),
		.decided_by = "",
	};
	enum fault fault = agenda_get_promise(txn, id, &promise);

	if (fault)
		return fault;
	review.channel = promise.channel;
	str_put(review.phone, sizeof(review.phone), str_of(promise.phone));
	fault = opt_out_review_add(txn->db, &review);
	if (!fault)
		fault = txn_trace(txn, &(struct trace){
			.what = "consent.review_opened", .actor = "system", .promise = id,
			.message = message, .contact = promise.contact,
			.detail = "a person decides within ten business days" });
	if (fault)
		return fault;
	return person_list_put(txn, &promise, PERSON_OPT_OUT_REVIEW, "");
}

static enum fault close(const struct txn *txn, const struct opt_out_review *open,
			enum decision decision, const char *actor)
{
	struct opt_out_review review = *open;
	enum fault fault;

	review.decision = decision;
	review.wake_at = NEVER;
	review.decided_at = txn->now;
	str_put(review.decided_by, sizeof(review.decided_by), str_of(actor));
	fault = opt_out_review_put(txn->db, &review);
	if (fault)
		return fault;
	return txn_trace(txn, &(struct trace){
		.what = "consent.decided", .actor = actor, .promise = review.promise,
		.detail = decision == DECISION_STOPPED ? "stopped" : "kept" });
}

/* The stop itself, when that is the decision. */
static enum fault stop(const struct txn *txn, const struct opt_out_review *review,
		       enum consent_cause cause)
{
	struct number number;
	enum fault fault = number_get(txn->db, str_of(review->phone), &number);

	if (fault)
		return fault;
	return consequences_stop(txn, &(struct stop){
		&number, review->channel, cause, review->message, txn->now });
}

/* There is nothing to decide any more; what else it may be on the list for stays. */
static enum fault unlist(const struct txn *txn, struct promise_id id)
{
	struct promise promise;
	enum fault fault = agenda_get_promise(txn, id, &promise);

	if (fault || promise.owner.n == 0 ||
	    !person_list_clear_of(&promise, PERSON_OPT_OUT_REVIEW))
		return fault;
	return backstop_put(txn, &promise);
}

enum fault opt_out_review_decide(const struct txn *txn, struct promise_id promise,
			enum decision decision, const char *actor)
{
	assert(txn_is_writing(txn) && promise.n != 0);
	assert(decision < DECISION_COUNT && decision != DECISION_OPEN && actor[0]);

	struct opt_out_review review;
	enum fault fault = opt_out_review_get(txn->db, promise, &review);

	if (fault == FAULT_MISSING)
		return fault_because(fault, txn->note,
				     "nothing in this promise may have asked us to stop");
	if (!fault && review.decision != DECISION_OPEN)
		return fault_because(FAULT_CONFLICT, txn->note, "it was decided already: %s",
				     opt_out_review_decision_word(review.decision));
	if (!fault)
		fault = close(txn, &review, decision, actor);
	if (!fault && decision == DECISION_STOPPED)
		return stop(txn, &review, CAUSE_STAFF);
	if (fault)
		return fault;
	return unlist(txn, promise);
}

enum fault opt_out_review_clear(const struct txn *txn, struct str phone, enum decision decision,
		       const char *actor)
{
	assert(txn_is_writing(txn) && phone.size);
	assert(decision < DECISION_COUNT && decision != DECISION_OPEN && actor[0]);

	struct opt_out_review open[OPEN_MOST];
	size_t count = 0;
	enum fault fault = opt_out_review_open_of(txn->db, phone, open, OPEN_MOST, &count);

	for (size_t i = 0; !fault && i < count; i++)
		fault = close(txn, &open[i], decision, actor);
	for (size_t i = 0; !fault && decision == DECISION_KEPT && i < count; i++)
		fault = unlist(txn, open[i].promise);
	return fault;
}

static enum fault remind(const struct txn *txn, const struct opt_out_review *due)
{
	struct promise promise;
	struct opt_out_review review = *due;
	enum fault fault = agenda_get_promise(txn, due->promise, &promise);

	review.wake_at = review.decide_by;
	if (!fault && promise.owner.n)
		fault = person_list_notify(txn, promise.owner, ROLE_LIAISON, due->promise,
				     "consent.decide");
	if (!fault)
		fault = person_list_notify(txn, (struct user_id){ 0 }, ROLE_ADMINISTRATOR,
				     due->promise, "consent.decide");
	if (!fault)
		fault = txn_trace(txn, &(struct trace){
			.what = "consent.reminded", .actor = "system", .promise = due->promise,
			.message = due->message, .contact = promise.contact,
			.detail = "nobody has decided yet" });
	if (fault)
		return fault;
	return opt_out_review_put(txn->db, &review);
}

static enum fault step(const struct txn *txn, void *thing)
{
	const struct opt_out_review *due = thing;
	enum fault fault;

	if (txn->now < due->decide_by)
		return remind(txn, due);
	fault = close(txn, due, DECISION_STOPPED, "policy");
	if (!fault)
		fault = stop(txn, due, CAUSE_POLICY);
	if (!fault)
		fault = person_list_notify(txn, (struct user_id){ 0 }, ROLE_ADMINISTRATOR,
				     due->promise, "consent.stopped_undecided");
	return fault;
}

static enum fault postpone(const struct txn *txn, void *thing)
{
	struct opt_out_review *review = thing;

	review->wake_at = txn->now + TRIAL_AGAIN_IN;
	return opt_out_review_put(txn->db, review);
}

enum fault opt_out_review_turn(const struct txn *txn, size_t *count)
{
	assert(txn_is_writing(txn) && count);

	static const struct trial trial = { step, postpone, "opt_out_review" };
	struct opt_out_review due[DOUBTS_TURN];
	enum fault fault = opt_out_review_due(txn->db, txn->now, due, DOUBTS_TURN, count);

	for (size_t i = 0; !fault && i < *count; i++)
		fault = txn_try(txn, &trial, &due[i], due[i].promise.n);
	return fault;
}
