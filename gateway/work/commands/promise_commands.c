/* What staff do with promises and messages. */
#include <stdio.h>
#include <string.h>

#include "command_private.h"
#include "i18n/text/segment.h"
#include "store/people/consent.h"
#include "store/people/users.h"
#include "work/followup/backstop.h"
#include "work/followup/coverage.h"
#include "work/followup/ladder_run.h"
#include "work/followup/opt_out_review.h"
#include "work/followup/rule_steps.h"

enum { TEXT_CHARACTERS = 1600 }; /* the providers' ceiling: twilio-wire.md §1.2 */

static enum fault find_promise(const struct txn *txn, const struct command *command,
			       struct promise *promise)
{
	enum fault fault = promise_get(txn->db, command->promise, promise);

	return fault == FAULT_MISSING ?
		fault_because(fault, txn->note, "there is no promise with that id") : fault;
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
	return !fault && is_away ?
		fault_because(FAULT_CONFLICT, txn->note, "you are absent: come back first") : fault;
}

enum fault promise_command_take(const struct txn *txn, const struct command *command,
		     struct command_result *result)
{
	struct promise promise;
	enum fault fault;

	if ((fault = find_promise(txn, command, &promise)) || (fault = check_here(txn, command)))
		return fault;
	/* First, so that the step's row says who has it now; refused, both are undone. */
	if (command->actor_id.n)
		promise.owner = command->actor_id;
	/* By the control socket nobody's name is put to it: then it stays on the list. */
	if (promise.owner.n) {
		promise.person_at = 0;
		promise.person_reason[0] = '\0';
	}
	result->state = PROMISE_TAKEN;
	if ((fault = promise_put(txn->db, &promise)) ||
	    (fault = promise_apply(txn, command->promise, PROMISE_ON_TAKEN, command->actor,
				  promise.owner.n ? "put their name to it" : "taken without a name")) ||
	    (fault = promise_get(txn->db, command->promise, &promise)))
		return fault;
	return backstop_put(txn, &promise);
}

static bool has_control(struct str text)
{
	for (size_t i = 0; i < text.size; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f)
			return true;
	}
	return false;
}

enum fault promise_command_check_text(const struct txn *txn, struct str text)
{
	if (str_trim(text).size == 0)
		return fault_because(FAULT_INVALID, txn->note, "the text is empty");
	if (!str_is_utf8(text))
		return fault_because(FAULT_INVALID, txn->note, "the text is not UTF-8");
	if (has_control(text))
		return fault_because(FAULT_INVALID, txn->note,
				     "the text has a control character: only new lines and tabs "
				     "can be sent");
	if (segment_count(text).characters > TEXT_CHARACTERS)
		return fault_because(FAULT_TOO_LARGE, txn->note,
				     "the text has %u characters; a message takes %d: shorten "
				     "it or send two", segment_count(text).characters,
				     TEXT_CHARACTERS);
	return FAULT_NONE;
}

enum fault promise_command_check_reach(const struct txn *txn, const struct outbound *outbound)
{
	struct consent consent;
	enum fault fault = consent_get(txn->db, str_of(outbound->number->phone), outbound->channel,
				       outbound->purpose, &consent);

	if (fault)
		return fault;
	if (consent.is_stopped)
		return fault_because(FAULT_STOPPED, txn->note,
				     "the family asked us to stop texting this number: reach "
				     "them another way, then excuse the promise with opted_out "
				     "or in_person");
	if (!consent.is_granted)
		return fault_because(FAULT_STOPPED, txn->note,
				     "the family has not agreed to messages for this purpose");
	if (number_is_unusable(outbound->number, outbound->channel))
		return fault_because(FAULT_INVALID, txn->note,
				     "this number cannot receive texts (provider error %d): "
				     "call, or use another number", outbound->number->unusable_code);
	return FAULT_NONE;
}

enum fault promise_command_queue_text(const struct txn *txn, const struct outbound *outbound,
			     struct command_result *result)
{
	struct hours_verdict hours;
	enum fault fault = promise_command_check_reach(txn, outbound);

	if (!fault)
		fault = enqueue_message(txn, outbound, &result->message, &hours);
	if (fault)
		return fault;
	if (hours.from_at == NEVER)
		return fault_because(FAULT_CONFLICT, txn->note,
				     "%s: nothing was sent; reach them another way, or agree on "
				     "other hours with them", hours.why);
	result->leaves_at = hours.may_leave ? txn->now : hours.from_at;
	if (!hours.may_leave)
		str_put(result->waits_for, sizeof(result->waits_for), str_of(hours.why));
	return FAULT_NONE;
}

enum fault promise_command_find_family(const struct txn *txn, const char *phone,
				   struct contact *contact, struct number *number)
{
	enum fault fault = number_get(txn->db, str_of(phone), number);

	if (!fault)
		fault = contact_get(txn->db, number->contact, contact);
	return fault == FAULT_MISSING ?
		fault_because(fault, txn->note, "no contact has that number: import or add "
			      "the contact first") : fault;
}

/* A number that is no use is gone round, when the ladder knows a way. */
static enum fault queue_answer(const struct txn *txn, const struct promise *promise,
			       struct outbound *outbound, struct command_result *result)
{
	struct detour *detour = NULL;
	enum fault fault = ladder_run_detour(txn, promise, outbound, &detour);

	if (!fault)
		fault = promise_command_queue_text(txn, outbound, result);
	if (!fault && detour)
		fault = ladder_run_detour_done(detour, result->message);
	ladder_run_detour_free(&detour);
	return fault;
}

/* A person's first answer: written, whatever becomes of it. */
static enum fault mark_human(const struct txn *txn, struct promise *promise)
{
	if (promise->human_at)
		return FAULT_NONE;
	promise->human_at = txn->now;
	return promise_put(txn->db, promise);
}

enum fault promise_command_answer(const struct txn *txn, const struct command *command,
		       struct command_result *result)
{
	struct promise promise;
	struct contact contact;
	struct number number;
	AUTO(buf) folded;
	enum fault fault;

	buf_init(&folded, 64 << 10);
	if ((fault = find_promise(txn, command, &promise)) ||
	    (fault = promise_command_check_text(txn, command->text)) ||
	    (fault = promise_command_find_family(txn, promise.phone, &contact, &number)) ||
	    (fault = mark_human(txn, &promise)) ||
	    (fault = promise_apply(txn, command->promise, PROMISE_ON_HANDED, command->actor,
				  "an answer was written")))
		return fault;
	segment_fold(command->text, &folded);
	fault = queue_answer(txn, &promise, &(struct outbound){
		.contact = &contact, .number = &number, .channel = promise.channel,
		.line = promise.line, .kind = KIND_ANSWER, .purpose = PURPOSE_SCHOOL,
		.promise = promise.id, .author = command->actor_id,
		.language = command->language.size ? command->language.at : contact.language,
		.text = buf_str(&folded) }, result);
	result->state = PROMISE_ANSWERED;
	return fault;
}

enum fault promise_command_excuse(const struct txn *txn, const struct command *command,
		       struct command_result *result)
{
	struct promise promise;
	enum excuse excuse;
	enum fault fault;

	if (!excuse_of(command->word, &excuse))
		return fault_because(FAULT_INVALID, txn->note,
				     "a reason is one of: merged, spam, opted_out, unreachable, "
				     "in_person, no_answer_needed");
	if ((fault = find_promise(txn, command, &promise)) ||
	    (fault = promise_apply(txn, command->promise, PROMISE_ON_EXCUSED, command->actor,
				  excuse_word(excuse))) ||
	    (fault = promise_get(txn->db, command->promise, &promise)))
		return fault;
	str_put(promise.excuse, sizeof(promise.excuse), command->word);
	str_put(promise.excuse_note, sizeof(promise.excuse_note), command->text);
	promise.excused_by = command->actor_id;
	result->state = promise.state;
	return promise_put(txn->db, &promise);
}

enum fault promise_command_note(const struct txn *txn, const struct command *command,
		     struct command_result *result)
{
	struct promise promise;
	enum fault fault = find_promise(txn, command, &promise);

	if (fault)
		return fault;
	if (str_trim(command->text).size == 0)
		return fault_because(FAULT_INVALID, txn->note, "the note is empty");
	result->state = promise.state;
	return txn_trace(txn, &(struct trace){
		.what = "promise.note", .actor = command->actor, .promise = promise.id,
		.contact = promise.contact, .detail = command->text.at });
}

/* The next step of its rule now: the clock of the rule is what moves, not the world's. */
enum fault promise_command_wake(const struct txn *txn, const struct command *command,
		     struct command_result *result)
{
	struct promise promise;
	enum fault fault = find_promise(txn, command, &promise);

	if (fault)
		return fault;
	if (promise.wake_at == NEVER || !rule_steps_are_left(txn, &promise))
		return fault_because(FAULT_CONFLICT, txn->note,
				     "this promise has no step left");
	result->state = promise.state;
	fault = txn_trace(txn, &(struct trace){
		.what = "promise.hurried", .actor = command->actor, .promise = promise.id,
		.contact = promise.contact, .detail = "its next step now" });
	return fault ? fault : rule_steps_take(txn, &promise, promise.wake_at > txn->now ? promise.wake_at :
						     txn->now);
}

enum fault promise_command_send(const struct txn *txn, const struct command *command,
		     struct command_result *result)
{
	struct contact contact;
	struct number number;
	AUTO(buf) folded;
	enum fault fault;

	buf_init(&folded, 64 << 10);
	if (command->purpose == PURPOSE_EMERGENCY)
		return fault_because(FAULT_UNSIGNED, txn->note,
				     "an emergency takes two administrators: one asks with "
				     "hearbackctl emergency send (POST /api/v1/emergencies), "
				     "another approves");
	if ((fault = promise_command_check_text(txn, command->text)) ||
	    (fault = promise_command_find_family(txn, command->phone, &contact, &number)))
		return fault;
	segment_fold(command->text, &folded);
	return promise_command_queue_text(txn, &(struct outbound){
		.contact = &contact, .number = &number, .channel = CHANNEL_SMS,
		.line = command->line->id, .kind = KIND_OUTREACH, .purpose = command->purpose,
		.author = command->actor_id,
		.language = command->language.size ? command->language.at : contact.language,
		.text = buf_str(&folded) }, result);
}

enum fault promise_command_consent(const struct txn *txn, const struct command *command,
			struct command_result *result)
{
	enum decision decision;
	struct promise promise;
	enum fault fault;

	if (!decision_of(command->word, &decision) || decision == DECISION_OPEN)
		return fault_because(FAULT_INVALID, txn->note,
				     "a decision is one of: stopped, kept");
	if ((fault = find_promise(txn, command, &promise)))
		return fault;
	result->state = promise.state;
	return opt_out_review_decide(txn, command->promise, decision, command->actor);
}
