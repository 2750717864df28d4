#include "backstop.h"

#include <assert.h>

#include "domain/rules/last_look.h"
#include "person_list.h"
#include "work/txn/agenda.h"
#include "work/txn/rulebook_cache.h"

static enum fault list(const struct txn *txn, struct promise *promise, bool tells_above)
{
	enum fault fault = person_list_put(txn, promise, PERSON_RULE_ENDED, "");

	if (fault || !tells_above)
		return fault;
	return person_list_notify(txn, (struct user_id){ 0 }, ROLE_ADMINISTRATOR, promise->id,
				  "promise.escalated");
}

static enum fault put(const struct txn *txn, struct promise *promise, bool is_woken)
{
	const struct school_week week = txn_week(txn, promise->school);
	struct last_look look = last_look(&(struct last_look_facts){
		.rule = rulebook_cache_rule_of(txn, promise), .week = &week, .now = txn->now,
		.state = promise->state, .late_at = promise->late_at, .wake_at = promise->wake_at,
		.is_listed = promise->person_at != 0, .has_owner = promise->owner.n != 0,
		.is_woken = is_woken });

	promise->wake_at = look.wake_at;
	return look.is_over ? list(txn, promise, look.tells_above) :
			      agenda_put_promise(txn, promise);
}

enum fault backstop_put(const struct txn *txn, struct promise *promise)
{
	assert(txn_is_writing(txn) && promise->id.n != 0);
	return put(txn, promise, false);
}

enum fault backstop_end(const struct txn *txn, struct promise *promise)
{
	assert(txn_is_writing(txn) && promise->id.n != 0);
	return put(txn, promise, true);
}
