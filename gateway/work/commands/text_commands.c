#include "text_commands.h"

#include <assert.h>

#include "i18n/text/segment.h"
#include "promise_commands.h"
#include "store/people/consent.h"
#include "work/followup/consequences.h"
#include "work/followup/enqueue.h"
#include "work/followup/ladder_run.h"
#include "work/txn/core.h"
#include "work/txn/txn.h"

enum { TEXT_CHARACTERS = 1600, /* the providers' ceiling: twilio-wire.md §1.2 */
       FOLDED_ROOM = 64 << 10 };

/* --- what may be sent ------------------------------------------------------------------ */

static bool has_control(struct str text)
{
	for (size_t i = 0; i < text.size; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f)
			return true;
	}
	return false;
}

enum fault text_command_check(const struct txn *txn, struct str text)
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

enum fault text_command_check_reach(const struct txn *txn, const struct outbound *outbound)
{
	assert(outbound->number && outbound->purpose < PURPOSE_COUNT);

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

enum fault text_command_queue(const struct txn *txn, const struct outbound *outbound,
			      struct text_told *told)
{
	assert(txn_is_writing(txn) && outbound->contact && outbound->number && told);

	struct hours_verdict hours;
	enum fault fault = text_command_check_reach(txn, outbound);

	if (!fault)
		fault = enqueue_message(txn, outbound, &told->message, &hours);
	if (fault)
		return fault;
	if (hours.from_at == NEVER)
		return fault_because(FAULT_CONFLICT, txn->note,
				     "%s: nothing was sent; reach them another way, or agree on "
				     "other hours with them", hours.why);
	told->leaves_at = hours.may_leave ? txn->now : hours.from_at;
	told->waits_for = hours.waits_for;
	return FAULT_NONE;
}

enum fault text_command_find_family(const struct txn *txn, const char *phone,
				   struct contact *contact, struct number *number)
{
	assert(phone[0] && contact && number);

	enum fault fault = number_get(txn->db, str_of(phone), number);

	if (!fault)
		fault = contact_get(txn->db, number->contact, contact);
	return fault == FAULT_MISSING ?
		fault_because(fault, txn->note, "no contact has that number: import or add "
			      "the contact first") : fault;
}

/* --- answer ---------------------------------------------------------------------------- */

static bool answer_is_whole(const struct command *command)
{
	return container_of(command, struct promise_answer, command)->promise.n != 0;
}

/* A number that is no use is gone round, when the ladder knows a way. */
static enum fault queue_answer(const struct txn *txn, const struct promise *promise,
			       struct outbound *outbound, struct text_told *told)
{
	struct detour *detour = NULL;
	enum fault fault = ladder_run_detour(txn, promise, outbound, &detour);

	if (!fault)
		fault = text_command_queue(txn, outbound, told);
	if (!fault && detour)
		fault = ladder_run_detour_done(detour, told->message);
	ladder_run_detour_free(&detour);
	return fault;
}

/* A person's first answer: written, whatever becomes of it. */
static enum fault mark_human(const struct txn *txn, struct promise *promise)
{
	if (promise->human_at)
		return FAULT_NONE;
	promise->human_at = txn->now;
	return agenda_put_promise(txn, promise);
}

static enum fault answer_run(const struct txn *txn, struct command *command)
{
	struct promise_answer *answer = container_of(command, struct promise_answer, command);
	struct promise promise;
	struct contact contact;
	struct number number;
	AUTO(buf) folded;
	enum fault fault;

	buf_init(&folded, FOLDED_ROOM);
	fault = promise_command_find(txn, answer->promise, &promise);
	if (!fault)
		fault = text_command_check(txn, answer->text);
	if (!fault)
		fault = text_command_find_family(txn, promise.phone, &contact, &number);
	if (!fault)
		fault = mark_human(txn, &promise);
	if (!fault)
		fault = consequences_promise(txn, answer->promise, PROMISE_ON_HANDED, command->actor,
				     "an answer was written");
	if (fault)
		return fault;
	segment_fold(answer->text, &folded);
	answer->state = PROMISE_ANSWERED;
	return queue_answer(txn, &promise, &(struct outbound){
		.contact = &contact, .number = &number, .channel = promise.channel,
		.line = promise.line, .kind = KIND_ANSWER, .purpose = PURPOSE_SCHOOL,
		.promise = promise.id, .author = command->actor_id,
		.language = answer->language.size ? answer->language.at : contact.language,
		.text = buf_str(&folded) }, &answer->told);
}

const struct command_row text_command_answer = {
	.word = "promise.answer", .role = ROLE_LIAISON, .size = sizeof(struct promise_answer),
	.texts = { offsetof(struct promise_answer, text), offsetof(struct promise_answer, language) },
	.ids = { [COMMAND_PROMISE] = COMMAND_ID(struct promise_answer, promise),
		 [COMMAND_MESSAGE] = COMMAND_ID(struct promise_answer, told.message) },
	.is_whole = answer_is_whole, .run = answer_run,
};

/* --- send ------------------------------------------------------------------------------ */

static bool send_is_whole(const struct command *command)
{
	const struct message_send *send = container_of(command, struct message_send, command);

	return send->phone[0] && send->line;
}

static enum fault send_run(const struct txn *txn, struct command *command)
{
	struct message_send *send = container_of(command, struct message_send, command);
	struct contact contact;
	struct number number;
	AUTO(buf) folded;
	enum fault fault;

	buf_init(&folded, FOLDED_ROOM);
	if (send->purpose == PURPOSE_EMERGENCY)
		return fault_because(FAULT_UNSIGNED, txn->note,
				     "an emergency takes two administrators: one asks with "
				     "hearbackctl emergency send (POST /api/v1/emergencies), "
				     "another approves");
	fault = text_command_check(txn, send->text);
	if (!fault)
		fault = text_command_find_family(txn, send->phone, &contact, &number);
	if (fault)
		return fault;
	segment_fold(send->text, &folded);
	return text_command_queue(txn, &(struct outbound){
		.contact = &contact, .number = &number, .channel = CHANNEL_SMS,
		.line = send->line->id, .kind = KIND_OUTREACH, .purpose = send->purpose,
		.author = command->actor_id, .language = contact.language,
		.text = buf_str(&folded) }, &send->told);
}

const struct command_row text_command_send = {
	.word = "message.send", .role = ROLE_LIAISON, .size = sizeof(struct message_send),
	.texts = { offsetof(struct message_send, text) },
	.ids = { [COMMAND_MESSAGE] = COMMAND_ID(struct message_send, told.message) },
	.is_whole = send_is_whole, .run = send_run,
};
