#include "last_look.h"

#include <assert.h>

#include "base/clock.h"

/* Its answer under way ends in a receipt or on a person's list by itself. */
static bool is_left_alone(const struct last_look_facts *facts)
{
	return !promise_is_closed(facts->state) && facts->state != PROMISE_ANSWERED &&
	       !facts->is_listed && facts->wake_at == NEVER;
}

/* When the family may think that somebody asks again; NEVER: no day of school is known any
 * more, or it was the last time.  A calendar that was imported wakes everybody: then it is
 * too early. */
static int64_t again_at(const struct last_look_facts *facts)
{
	int64_t at;

	if (!facts->is_woken)
		return rule_due_at(facts->rule, facts->week, facts->now);
	at = facts->late_at ? rule_due_at(facts->rule, facts->week, facts->late_at) : NEVER;
	return at > facts->now ? at : NEVER;
}

struct last_look last_look(const struct last_look_facts *facts)
{
	struct last_look look = { .wake_at = facts->wake_at };

	assert(facts->rule && facts->week && facts->state < PROMISE_STATES);
	if (!is_left_alone(facts))
		return look;
	look.wake_at = again_at(facts);
	look.is_over = look.wake_at == NEVER;
	look.tells_above = look.is_over && facts->has_owner;
	return look;
}

int64_t last_look_wake_at(const struct last_look_facts *facts, int64_t due_at, int64_t next_at)
{
	if (promise_is_closed(facts->state))
		return NEVER;
	return next_at == NEVER && facts->late_at == 0 && due_at > facts->now ? due_at : next_at;
}
