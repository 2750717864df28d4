#include "outcome.h"

#include <assert.h>

/* An acknowledgement, an update: only that it will never leave, or that none will ever be
 * delivered there, is anybody's business.  (Of those without a promise the administrators
 * hear by DEED_COUNT_REFUSAL.) */
static enum outcome of_other_text(const struct outcome_facts *facts)
{
	if (!facts->is_hourless && !facts->is_of_destination)
		return OUTCOME_NOTHING;
	if (!facts->has_promise)
		return facts->is_hourless ? OUTCOME_TELL : OUTCOME_NOTHING;
	if (promise_is_closed(facts->promise) || facts->is_listed)
		return OUTCOME_NOTHING;
	return facts->is_hourless ? OUTCOME_NO_HOUR : OUTCOME_DESTINATION;
}

static bool may_arrive_soon(const struct outcome_facts *facts)
{
	return !delivery_is_over(facts->then.state) && !(facts->then.deeds & DEED_PERSON) &&
	       !(facts->event == ON_RETRY && facts->is_retry_long);
}

/* It will not arrive by itself. */
static enum outcome of_missed_answer(const struct outcome_facts *facts)
{
	if (facts->promise == PROMISE_ANSWERED && !facts->is_newest)
		return OUTCOME_NOTHING;
	if (facts->promise != PROMISE_ANSWERED) {
		if (facts->is_listed || facts->event == ON_RETRY)
			return OUTCOME_NOTHING;
		return facts->is_from_copy ? OUTCOME_PUT_BACK : OUTCOME_UNDELIVERED;
	}
	return facts->is_from_copy ? OUTCOME_HAND_OVER : OUTCOME_LADDER;
}

enum outcome outcome_of(const struct outcome_facts *facts)
{
	assert(facts && facts->event < DELIVERY_EVENTS);
	assert(facts->then.state < DELIVERY_STATES);
	assert(!facts->has_promise || facts->promise < PROMISE_STATES);
	if (!facts->is_answer || !facts->has_promise)
		return of_other_text(facts);
	if (promise_is_closed(facts->promise))
		return OUTCOME_NOTHING;
	if (delivery_is_evidence(facts->then.state))
		return OUTCOME_KEPT;
	if (facts->is_stuck && !facts->is_listed)
		return OUTCOME_STUCK;
	return may_arrive_soon(facts) ? OUTCOME_NOTHING : of_missed_answer(facts);
}

enum miss outcome_miss(const struct outcome_miss_facts *facts)
{
	if (facts->event == ON_SUPPRESS)
		return !facts->is_granted ? MISS_STOPPED :
		       facts->is_unusable ? MISS_NO_TEXTS : MISS_HOURS;
	if (facts->has_remedy)
		return miss_of_remedy(facts->remedy);
	if (facts->event != ON_GIVE_UP)
		return MISS_OFF;
	return facts->is_silence ? MISS_SILENCE : MISS_UNKNOWN;
}
