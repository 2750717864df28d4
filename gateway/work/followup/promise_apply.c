/* One promise's step and its deeds. */
#include "promise_apply.h"

#include <assert.h>

#include "base/buf.h"
#include "person_list.h"

enum { WHY_MOST = 256 };

/* One step: what was decided, of which row, by whom. */
struct step {
	struct promise *promise;
	const struct promise_change *change;
	struct promise_consequences then;
};

static enum fault say(const struct txn *txn, const struct step *step, const char *what,
		      const char *actor, const char *detail)
{
	return txn_trace(txn, &(struct trace){
		.what = what, .actor = actor, .promise = step->promise->id,
		.contact = step->promise->contact, .detail = detail,
		.staff = step->change->event == PROMISE_ON_TAKEN ? step->promise->owner :
								   (struct user_id){ 0 } });
}

static enum fault say_step(const struct txn *txn, const struct step *step)
{
	static const char *const whats[PROMISE_EVENTS] = {
		[PROMISE_ON_TAKEN] = "promise.taken",
		[PROMISE_ON_HANDED] = "promise.answered",
		[PROMISE_ON_RECEIPT] = "promise.kept",
		[PROMISE_ON_UNDELIVERABLE] = "promise.answer_failed",
		[PROMISE_ON_DEADLINE] = "promise.late",
		[PROMISE_ON_EXCUSED] = "promise.excused",
		[PROMISE_ON_MORE] = "promise.more",
	};

	const struct promise_change *change = step->change;
	AUTO(buf) why;

	buf_init(&why, WHY_MOST);
	if (change->reason)
		person_reason_say(change->reason, str_of(change->why), &why);
	else
		buf_add_text(&why, change->why ? change->why : "");
	return say(txn, step, whats[change->event], change->actor, buf_text(&why));
}

static void write_row(const struct step *step)
{
	const struct promise_consequences *then = &step->then;
	struct promise *promise = step->promise;

	promise->state = then->state;
	promise->late_at = then->late_at;
	if (then->answered_at)
		promise->answered_at = then->answered_at;
	if (then->closed_at)
		promise->closed_at = then->closed_at;
	if (then->deeds & PROMISE_DEED_REST)
		promise->wake_at = NEVER;
	if (then->deeds & PROMISE_DEED_UNLIST)
		person_list_clear(promise);
}

/* --- the deeds, in the order in which they are done -------------------------------------- */

static enum fault say_late(const struct txn *txn, const struct step *step)
{
	return say(txn, step, "promise.late", "rule", "the time we promised had passed");
}

static enum fault list(const struct txn *txn, const struct step *step)
{
	return person_list_put(txn, step->promise, step->change->reason, step->change->why);
}

/* The owner knows by now; so shall those who can send somebody. */
static enum fault visit(const struct txn *txn, const struct step *step)
{
	return person_list_notify(txn, (struct user_id){ 0 }, ROLE_ADMINISTRATOR,
				  step->promise->id, "promise.visit");
}

static enum fault take_back(const struct txn *txn, const struct step *step)
{
	agenda_add(txn, &(struct agenda_item){ .kind = AGENDA_TAKE_BACK,
					       .promise = step->promise->id });
	return FAULT_NONE;
}

static enum fault ask(const struct txn *txn, const struct step *step)
{
	agenda_add(txn, &(struct agenda_item){ .kind = AGENDA_ASK,
					       .promise = step->promise->id });
	return FAULT_NONE;
}

static enum fault room(const struct txn *txn, const struct step *step)
{
	agenda_add(txn, &(struct agenda_item){ .kind = AGENDA_ROOM,
					       .user = step->promise->owner });
	return FAULT_NONE;
}

/* What is not of the row alone (write_row). */
static const struct {
	enum promise_deed deed;
	enum fault (*run)(const struct txn *txn, const struct step *step);
} deeds[] = {
	{ PROMISE_DEED_LIST, list },   { PROMISE_DEED_VISIT, visit },
	{ PROMISE_DEED_TAKE_BACK, take_back },
	{ PROMISE_DEED_ASK, ask },     { PROMISE_DEED_ROOM, room },
};

static enum fault do_deeds(const struct txn *txn, const struct step *step)
{
	enum fault fault = FAULT_NONE;

	if (step->then.deeds & PROMISE_DEED_SAY_LATE)
		fault = say_late(txn, step);
	if (!fault)
		fault = say_step(txn, step);
	for (size_t i = 0; !fault && i < COUNT_OF(deeds); i++)
		if (step->then.deeds & deeds[i].deed)
			fault = deeds[i].run(txn, step);
	return fault;
}

enum fault promise_apply(const struct txn *txn, const struct promise_change *change)
{
	assert(txn_is_writing(txn) && change->promise.n != 0 && change->actor);
	assert(change->event < PROMISE_EVENTS && change->reason < PERSON_REASON_COUNT);

	struct promise promise;
	struct step step = { .promise = &promise, .change = change };
	enum fault fault = agenda_get_promise(txn, change->promise, &promise);

	assert((change->event == PROMISE_ON_UNDELIVERABLE) == (change->reason != PERSON_NONE));
	if (fault)
		return fault;
	fault = promise_consequences(&(struct promise_facts){
		.state = promise.state, .now = txn->now, .due_at = promise.due_at,
		.late_at = promise.late_at, .has_owner = promise.owner.n != 0,
		.is_ladder_spent = change->reason == PERSON_VISIT }, change->event, &step.then);
	if (fault)
		return fault_because(fault, txn->note, "the promise is %s already",
				     promise_word(promise.state));
	write_row(&step);
	fault = agenda_put_promise(txn, &promise);
	if (fault)
		return fault;
	return do_deeds(txn, &step);
}
