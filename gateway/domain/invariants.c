#include "invariants.h"

#include <assert.h>

#include "base/clock.h"

/* --- a promise ------------------------------------------------------------------- */

static bool is_waiting(const struct invariants_promise *promise)
{
	return !promise_is_closed(promise->state);
}

static bool is_listed(const struct invariants_promise *promise)
{
	return promise->person_at != 0;
}

static bool closed_has_its_time(const struct invariants_promise *promise)
{
	return is_waiting(promise) == (promise->closed_at == 0);
}

static bool kept_has_evidence(const struct invariants_promise *promise)
{
	return promise->state != PROMISE_KEPT ||
	       (promise->answers_delivered > 0 && promise->answered_at != 0);
}

static bool excused_has_reason(const struct invariants_promise *promise)
{
	return (promise->state == PROMISE_EXCUSED) == promise->has_excuse;
}

static bool closed_is_at_rest(const struct invariants_promise *promise)
{
	return is_waiting(promise) || (promise->wake_at == NEVER && !is_listed(promise));
}

static bool kept_late_is_late(const struct invariants_promise *promise)
{
	return promise->state != PROMISE_KEPT || promise->due_at == 0 ||
	       promise->closed_at < promise->due_at || promise->late_at != 0;
}

static bool late_comes_after_opening(const struct invariants_promise *promise)
{
	return promise->late_at == 0 || promise->late_at >= promise->opened_at;
}

static bool answered_has_answer(const struct invariants_promise *promise)
{
	return promise->state != PROMISE_ANSWERED || promise->answers_under_way > 0 ||
	       is_listed(promise);
}

static bool waiting_has_somebody(const struct invariants_promise *promise)
{
	return !is_waiting(promise) || promise->has_owner || is_listed(promise) ||
	       promise->state == PROMISE_ANSWERED;
}

static bool waiting_is_looked_at(const struct invariants_promise *promise)
{
	return !is_waiting(promise) || promise->wake_at != NEVER || is_listed(promise) ||
	       promise->state == PROMISE_ANSWERED;
}

static bool owner_is_here(const struct invariants_promise *promise)
{
	return !is_waiting(promise) || !promise->has_owner || promise->is_owner_here;
}

static const struct {
	const char *claim;
	bool (*holds)(const struct invariants_promise *promise);
} promise_claims[] = {
	{ "what is closed, and nothing else, has the time when", closed_has_its_time },
	{ "what is kept has an answer that a phone confirmed", kept_has_evidence },
	{ "what is excused, and nothing else, has a coded reason", excused_has_reason },
	{ "what is closed wakes no more and is on nobody's list", closed_is_at_rest },
	{ "what was kept after its time is late", kept_late_is_late },
	{ "nothing was late before it was opened", late_comes_after_opening },
	{ "what is answered has its answer under way, or a person", answered_has_answer },
	{ "what waits has an owner, or is on a person's list", waiting_has_somebody },
	{ "what waits wakes, is answered, or is on a person's list", waiting_is_looked_at },
	{ "nobody who left owns what waits", owner_is_here },
};

const char *invariants_promise(const struct invariants_promise *promise)
{
	assert(promise && promise->state < PROMISE_STATES);
	for (size_t i = 0; i < COUNT_OF(promise_claims); i++)
		if (!promise_claims[i].holds(promise))
			return promise_claims[i].claim;
	return NULL;
}

const char *invariants_promise_step(enum promise_state was, int64_t was_late_at,
			       enum promise_state is, int64_t is_late_at)
{
	assert(was < PROMISE_STATES && is < PROMISE_STATES);
	if (was_late_at && is_late_at != was_late_at)
		return "late never goes away, and since when stays";
	if (promise_is_closed(was) && is != was)
		return "what is closed stays closed, as it was closed";
	if (is == PROMISE_OPEN && was != PROMISE_OPEN)
		return "what somebody took is never nobody's first sight again";
	return NULL;
}

/* --- a message ------------------------------------------------------------------- */

static bool tries_were_attempts(const struct invariants_delivery *delivery)
{
	return delivery->tries <= delivery->attempts;
}

static bool sending_was_claimed(const struct invariants_delivery *delivery)
{
	return delivery->state != DELIVERY_SENDING ||
	       (delivery->attempts > 0 && delivery->claimed_at != 0);
}

static bool sent_has_its_time(const struct invariants_delivery *delivery)
{
	return delivery->state != DELIVERY_SENT || delivery->sent_at != 0;
}

static bool over_has_its_time(const struct invariants_delivery *delivery)
{
	return delivery_is_over(delivery->state) == (delivery->final_at != 0);
}

static bool failed_has_person(const struct invariants_delivery *delivery)
{
	return !delivery_is_over(delivery->state) || delivery_is_evidence(delivery->state) ||
	       delivery->needs_person || delivery->is_gone_on;
}

static bool arrived_has_no_person(const struct invariants_delivery *delivery)
{
	return !delivery_is_evidence(delivery->state) || !delivery->needs_person;
}

static bool unknown_is_asked_about(const struct invariants_delivery *delivery)
{
	return (delivery->state != DELIVERY_UNKNOWN && delivery->state != DELIVERY_SENT) ||
	       delivery->look_at != NEVER || delivery->needs_person || delivery->is_gone_on;
}

static const struct {
	const char *claim;
	bool (*holds)(const struct invariants_delivery *delivery);
} delivery_claims[] = {
	{ "no more tries count than there were attempts", tries_were_attempts },
	{ "what is being sent was claimed", sending_was_claimed },
	{ "what is sent has the time when", sent_has_its_time },
	{ "what is over, and nothing else, has the time when", over_has_its_time },
	{ "what failed is a person's, or the ladder's", failed_has_person },
	{ "what arrived is no person's", arrived_has_no_person },
	{ "what is sent or in doubt is asked about, or a person's", unknown_is_asked_about },
};

const char *invariants_delivery(const struct invariants_delivery *delivery)
{
	assert(delivery && delivery->state < DELIVERY_STATES);
	for (size_t i = 0; i < COUNT_OF(delivery_claims); i++)
		if (!delivery_claims[i].holds(delivery))
			return delivery_claims[i].claim;
	return NULL;
}

/* What is over stays so: only a receipt, however late, lifts it. */
const char *invariants_delivery_step(enum delivery_state was, enum delivery_state is)
{
	assert(was < DELIVERY_STATES && is < DELIVERY_STATES);
	if (delivery_is_evidence(was) && is < was)
		return "what a phone confirmed stays confirmed";
	if (delivery_is_over(was) && is != was && !delivery_is_evidence(is))
		return "what is over is lifted by a receipt only";
	return NULL;
}
