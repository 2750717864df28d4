#include "delivery_look.h"

#include <assert.h>

#include "base/clock.h"

static int64_t poll_at(const struct delivery_look_facts *facts)
{
	int64_t at = delivery_poll_at(facts->sent_at, facts->polls);

	return at == NEVER ? NEVER :
	       facts->sent_at + (at - facts->sent_at) * facts->poll_percent / 100;
}

int64_t delivery_look_at(const struct delivery_look_facts *facts)
{
	int64_t deadline_at = facts->sent_at + facts->receipt_for;

	assert(facts->polls >= 0 && facts->settle_for >= 0 && facts->receipt_for >= 0);
	if (facts->state == DELIVERY_UNKNOWN)
		return facts->now + facts->settle_for;
	if (facts->state != DELIVERY_SENT || facts->needs_person)
		return NEVER;
	return poll_at(facts) < deadline_at ? poll_at(facts) : deadline_at;
}
