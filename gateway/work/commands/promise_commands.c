#include "promise_commands.h"

#include <assert.h>

#include "domain/excuse.h"

#include "store/people/users.h"
#include "work/followup/backstop.h"
#include "work/followup/consequences.h"
#include "work/followup/coverage.h"
#include "work/followup/opt_out_review.h"
#include "work/followup/rule_steps.h"
#include "work/txn/txn.h"

enum fault promise_command_find(const struct txn *txn, struct promise_id id,
				struct promise *promise)
{
	assert(txn_is_writing(txn) && id.n != 0 && promise);

	enum fault fault = agenda_get_promise(txn, id, promise);

	return fault == FAULT_MISSING ?
		fault_because(fault, txn->note, "there is no promise with that id") : fault;
}

/* --- take ------------------------------------------------------------------------------ */

static bool take_is_whole(const struct command *command)
{
	return container_of(command, struct promise_take, command)->promise.n != 0;
}

/* Nobody inactive owns a promise. */
static enum fault check_here(const struct txn *txn, const struct command *command)
{
	bool is_away = false;
	struct user user = { .disabled_at = 0 };
	enum fault fault = command->actor_id.n ? user_get(txn->db, command->actor_id, &user) : FAULT_NONE;

	if (!fault)
		fault = coverage_is_away(txn, command->actor_id, &is_away);
	/* their request was on its way when they were disabled */
	if (!fault && (user.disabled_at || (command->actor_id.n && user.role == ROLE_VIEWER)))
		return fault_because(FAULT_CONFLICT, txn->note, "you do not answer families any more");
	if (!fault && is_away)
		return fault_because(FAULT_CONFLICT, txn->note, "you are absent: come back first");
	return fault;
}

static enum fault take_run(const struct txn *txn, struct command *command)
{
	struct promise_take *take = container_of(command, struct promise_take, command);
	struct promise promise;
	enum fault fault;

	fault = promise_command_find(txn, take->promise, &promise);
	if (!fault)
		fault = check_here(txn, command);
	if (fault)
		return fault;
	/* First, so that the step's row says who has it now; refused, both are undone. */
	if (command->actor_id.n)
		promise.owner = command->actor_id;
	take->state = PROMISE_TAKEN;
	fault = agenda_put_promise(txn, &promise);
	if (!fault)
		fault = consequences_promise(txn, take->promise, PROMISE_ON_TAKEN, command->actor,
					     promise.owner.n ? "put their name to it" :
							       "taken without a name");
	if (!fault)
		fault = agenda_get_promise(txn, take->promise, &promise);
	if (fault)
		return fault;
	return backstop_put(txn, &promise);
}

const struct command_row promise_command_take = {
	.word = "promise.take", .role = ROLE_LIAISON, .size = sizeof(struct promise_take),
	.ids = { [COMMAND_PROMISE] = COMMAND_ID(struct promise_take, promise) },
	.is_whole = take_is_whole, .run = take_run,
};

/* --- excuse ---------------------------------------------------------------------------- */

static bool excuse_is_whole(const struct command *command)
{
	const struct promise_excuse *excuse = container_of(command, struct promise_excuse, command);

	return excuse->promise.n && excuse->reason.size;
}

static enum fault excuse_run(const struct txn *txn, struct command *command)
{
	struct promise_excuse *given = container_of(command, struct promise_excuse, command);
	struct promise promise;
	enum excuse excuse;
	enum fault fault;

	if (!excuse_of(given->reason, &excuse))
		return fault_because(FAULT_INVALID, txn->note,
				     "a reason is one of: merged, spam, opted_out, unreachable, "
				     "in_person, no_answer_needed");
	fault = promise_command_find(txn, given->promise, &promise);
	if (!fault)
		fault = consequences_promise(txn, given->promise, PROMISE_ON_EXCUSED, command->actor,
				     excuse_word(excuse));
	if (!fault)
		fault = agenda_get_promise(txn, given->promise, &promise);
	if (fault)
		return fault;
	str_put(promise.excuse, sizeof(promise.excuse), given->reason);
	str_put(promise.excuse_note, sizeof(promise.excuse_note), given->note);
	promise.excused_by = command->actor_id;
	given->state = promise.state;
	return agenda_put_promise(txn, &promise);
}

const struct command_row promise_command_excuse = {
	.word = "promise.excuse", .role = ROLE_LIAISON, .size = sizeof(struct promise_excuse),
	.texts = { offsetof(struct promise_excuse, reason), offsetof(struct promise_excuse, note) },
	.ids = { [COMMAND_PROMISE] = COMMAND_ID(struct promise_excuse, promise) },
	.is_whole = excuse_is_whole, .run = excuse_run,
};

/* --- note ------------------------------------------------------------------------------ */

static bool note_is_whole(const struct command *command)
{
	return container_of(command, struct promise_note, command)->promise.n != 0;
}

static enum fault note_run(const struct txn *txn, struct command *command)
{
	struct promise_note *note = container_of(command, struct promise_note, command);
	struct promise promise;
	enum fault fault = promise_command_find(txn, note->promise, &promise);

	if (fault)
		return fault;
	if (str_trim(note->text).size == 0)
		return fault_because(FAULT_INVALID, txn->note, "the note is empty");
	note->state = promise.state;
	return txn_trace(txn, &(struct trace){
		.what = "promise.note", .actor = command->actor, .promise = promise.id,
		.contact = promise.contact, .detail = note->text.at });
}

const struct command_row promise_command_note = {
	.word = "promise.note", .role = ROLE_LIAISON, .size = sizeof(struct promise_note),
	.texts = { offsetof(struct promise_note, text) },
	.ids = { [COMMAND_PROMISE] = COMMAND_ID(struct promise_note, promise) },
	.is_whole = note_is_whole, .run = note_run,
};

/* --- consent --------------------------------------------------------------------------- */

static bool consent_is_whole(const struct command *command)
{
	const struct promise_consent *consent = container_of(command, struct promise_consent, command);

	return consent->promise.n && consent->decision.size;
}

static enum fault consent_run(const struct txn *txn, struct command *command)
{
	struct promise_consent *consent = container_of(command, struct promise_consent, command);
	enum decision decision;
	struct promise promise;
	enum fault fault;

	if (!opt_out_review_decision_of(consent->decision, &decision) || decision == DECISION_OPEN)
		return fault_because(FAULT_INVALID, txn->note,
				     "a decision is one of: stopped, kept");
	fault = promise_command_find(txn, consent->promise, &promise);
	if (fault)
		return fault;
	consent->state = promise.state;
	return opt_out_review_decide(txn, consent->promise, decision, command->actor);
}

const struct command_row promise_command_consent = {
	.word = "promise.consent", .role = ROLE_LIAISON, .size = sizeof(struct promise_consent),
	.texts = { offsetof(struct promise_consent, decision) },
	.ids = { [COMMAND_PROMISE] = COMMAND_ID(struct promise_consent, promise) },
	.is_whole = consent_is_whole, .run = consent_run,
};

/* --- wake ------------------------------------------------------------------------------ */

static bool wake_is_whole(const struct command *command)
{
	return container_of(command, struct promise_wake, command)->promise.n != 0;
}

/* The clock of the rule is what moves, not the world's. */
static enum fault wake_run(const struct txn *txn, struct command *command)
{
	struct promise_wake *wake = container_of(command, struct promise_wake, command);
	struct promise promise;
	enum fault fault = promise_command_find(txn, wake->promise, &promise);

	if (fault)
		return fault;
	if (promise.wake_at == NEVER || !rule_steps_are_left(txn, &promise))
		return fault_because(FAULT_CONFLICT, txn->note,
				     "this promise has no step left");
	wake->state = promise.state;
	fault = txn_trace(txn, &(struct trace){
		.what = "promise.hurried", .actor = command->actor, .promise = promise.id,
		.contact = promise.contact, .detail = "its next step now" });
	if (fault)
		return fault;
	return rule_steps_take(txn, promise.id, promise.wake_at > txn->now ? promise.wake_at :
				     txn->now);
}

const struct command_row promise_command_wake = {
	.word = "promise.wake", .role = ROLE_ADMINISTRATOR, .size = sizeof(struct promise_wake),
	.ids = { [COMMAND_PROMISE] = COMMAND_ID(struct promise_wake, promise) },
	.is_whole = wake_is_whole, .run = wake_run,
};
