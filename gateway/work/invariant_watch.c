#include "invariant_watch.h"

#ifndef NDEBUG
#include <assert.h>

#include "base/halt.h"
#include "base/log.h"

#include "domain/invariants.h"
#include "store/db/write_set.h"
#include "store/messaging/deliveries.h"
#include "store/people/users.h"
#include "store/promises/promises.h"

static const char *look_at_promise(struct db *db, const struct write_entry *written)
{
	struct promise promise;
	struct user owner = { .role = ROLE_VIEWER };
	struct invariants_promise facts;
	const char *broken;

	/* what cannot be read now is the job's fault, or the disk's */
	if (promise_get(db, (struct promise_id){ written->id }, &promise))
		return NULL;
	if (promise.owner.n && user_get(db, promise.owner, &owner) == FAULT_MISSING)
		return "an owner is one of the staff";
	facts = (struct invariants_promise){
		.state = promise.state, .opened_at = promise.opened_at,
		.due_at = promise.due_at, .late_at = promise.late_at,
		.answered_at = promise.answered_at, .closed_at = promise.closed_at,
		.wake_at = promise.wake_at, .person_at = promise.person_at,
		.has_excuse = promise.excuse[0] != '\0', .has_owner = promise.owner.n != 0,
		.is_owner_here = owner.disabled_at == 0 && owner.role != ROLE_VIEWER };
	if (write_set_answers(db, promise.id, &facts.answers_under_way, &facts.answers_delivered))
		return NULL;
	broken = invariants_promise(&facts);
	return broken ? broken : invariants_promise_step((enum promise_state)written->was_state,
						    written->was_late_at, promise.state,
						    promise.late_at);
}

static const char *look_at_delivery(struct db *db, const struct write_entry *written)
{
	struct delivery delivery;
	struct invariants_delivery facts;
	const char *broken;

	if (delivery_get(db, (struct message_id){ written->id }, &delivery))
		return NULL;
	facts = (struct invariants_delivery){
		.state = delivery.state, .attempts = delivery.attempts,
		.tries = delivery.tries, .claimed_at = delivery.claimed_at,
		.sent_at = delivery.sent_at, .final_at = delivery.final_at,
		.look_at = delivery.look_at, .needs_person = delivery.needs_person };
	if (write_set_gone_on(db, delivery.message, &facts.is_gone_on))
		return NULL;
	broken = invariants_delivery(&facts);
	return broken ? broken : invariants_delivery_step((enum delivery_state)written->was_state,
						     delivery.state);
}

const char *invariant_watch_broken(struct db *db, int64_t *id)
{
	const struct write_entry *all;
	size_t count = write_set_all(db, &all);
	const char *broken = NULL;

	for (size_t i = 0; !broken && i < count; i++) {
		*id = all[i].id;
		broken = all[i].what == WRITE_SET_PROMISE ? look_at_promise(db, &all[i]) :
							  look_at_delivery(db, &all[i]);
	}
	return broken;
}

/* An assertion that says which: assert would show an expression only. */
static void invariant_watch_job(void *context, struct db *db)
{
	int64_t id = 0;
	const char *broken = invariant_watch_broken(db, &id);

	(void)context;
	if (!broken)
		return;
	log_fact(LOG_ALARM, "invariant.broken", LOG_ID("id", id));
	halt_because("invariant.broken", broken);
}

void invariant_watch_start(struct core *core)
{
	assert(core->writer);
	writer_watch(core->writer, invariant_watch_job, core);
}
#endif
