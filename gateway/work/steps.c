#include "steps.h"

#include "domain/rule.h"

/* What a due step asks for; the deadline first, so that what follows reads its truth. */
static enum fault do_deeds(const struct scene *scene, const struct promise *promise,
			   unsigned deeds)
{
	enum fault fault = FAULT_NONE;

	if (deeds & RULE_DEADLINE)
		fault = scene_pledge(scene, promise->id, PROMISE_ON_DEADLINE, "rule",
				     "the time we promised has passed");
	if (!fault && deeds & RULE_REMIND_OWNER)
		fault = scene_notify(scene, promise->owner, ROLE_LIAISON, promise->id,
				     "promise.remind");
	if (!fault && deeds & RULE_TELL_ADMINISTRATORS)
		fault = scene_notify(scene, (struct user_id){ 0 }, ROLE_ADMINISTRATOR,
				     promise->id, "promise.late");
	/* An answer is on its way already: telling the family there is none would be false. */
	if (!fault && deeds & RULE_TELL_FAMILY && promise->state != PROMISE_ANSWERED)
		fault = scene_tell(scene, promise, "late.update", KIND_UPDATE, 0);
	return fault;
}

enum fault steps_take(const struct scene *scene, const struct promise *due, int64_t as_of)
{
	struct promise promise;
	struct rule_due look = rule_look(&rule_built_in, &scene->week,
					 due->opened_at, due->next_step, as_of);
	enum fault fault = do_deeds(scene, due, look.deeds);

	if (!fault && look.deeds)
		fault = scene_trace(scene, &(struct trace){
			.what = "rule.step", .actor = "rule", .promise = due->id,
			.contact = due->contact, .detail = due->rule });
	if (!fault)
		fault = promise_get(scene->db, due->id, &promise);
	if (fault)
		return fault;
	promise.next_step = look.next_step;
	promise.wake_at = look.next_wake_at;
	return promise_put(scene->db, &promise);
}
