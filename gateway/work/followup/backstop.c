#include "backstop.h"

#include "base/clock.h"
#include "domain/rules/rule.h"
#include "person_list.h"
#include "work/txn/agenda.h"
#include "work/txn/rulebook_cache.h"

/* Its answer under way ends in a receipt or on a person's list by itself. */
static bool is_left_alone(const struct promise *promise)
{
	return !promise_is_closed(promise->state) && promise->state != PROMISE_ANSWERED &&
	       promise->person_at == 0 && promise->wake_at == NEVER;
}

static int64_t again_at(const struct txn *txn, const struct promise *promise, int64_t from_at)
{
	const struct school_week week = txn_week(txn, promise->school);

	return rule_due_at(rulebook_cache_rule_of(txn, promise), &week, from_at);
}

static enum fault list(const struct txn *txn, struct promise *promise)
{
	enum fault fault = person_list_put(txn, promise, PERSON_RULE_ENDED, "");

	if (fault || promise->owner.n == 0)
		return fault;
	/* the owner was told; they had their time */
	return person_list_notify(txn, (struct user_id){ 0 }, ROLE_ADMINISTRATOR, promise->id,
			    "promise.escalated");
}

enum fault backstop_put(const struct txn *txn, struct promise *promise)
{
	if (!is_left_alone(promise))
		return agenda_put_promise(txn, promise);
	promise->wake_at = again_at(txn, promise, txn->now);
	/* no day of school is known any more */
	return promise->wake_at == NEVER ? list(txn, promise) : agenda_put_promise(txn, promise);
}

/* A calendar that was imported wakes everybody: then it is too early. */
enum fault backstop_end(const struct txn *txn, struct promise *promise)
{
	int64_t at = promise->late_at ? again_at(txn, promise, promise->late_at) : NEVER;

	if (!is_left_alone(promise))
		return agenda_put_promise(txn, promise);
	if (at > txn->now && at != NEVER) {
		promise->wake_at = at;
		return agenda_put_promise(txn, promise);
	}
	return list(txn, promise);
}
