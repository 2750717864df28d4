#include "emergency_commands.h"

#include <assert.h>
#include <stdio.h>

#include "i18n/text/segment.h"
#include "store/log/audit.h"
#include "store/people/tokens.h"
#include "text_commands.h"
#include "work/followup/enqueue.h"
#include "work/followup/person_list.h"
#include "work/txn/core.h"
#include "work/txn/txn.h"

enum { TEXT_ROOM = 64 << 10, DUE_MOST = 16, NUMBERS_MOST = 16 };

/* Whoever was let in a moment ago may have been shut out since. */
static enum fault check_token(const struct txn *txn, int64_t id)
{
	struct token token;
	enum fault fault = token_get(txn->db, id, &token);

	if (!fault && !token_opens(&token, txn->now))
		return fault_because(FAULT_STRANGER, txn->note, "your token has just ended: sign "
				     "with another");
	return fault;
}

/* By a token of their own, whatever the door. */
static enum fault check_signer(const struct txn *txn, const struct command *command)
{
	struct user user;
	enum fault fault;

	if (command->actor_id.n == 0)
		return fault_because(FAULT_UNSIGNED, txn->note,
				     "an emergency is signed by name: use your own token "
				     "(--token-file FILE; hearbackctl token add EMAIL makes one)");
	fault = user_get(txn->db, command->actor_id, &user);
	if (!fault && command->actor_token)
		fault = check_token(txn, command->actor_token);
	if (fault)
		return fault;
	return user.role == ROLE_ADMINISTRATOR && !user.disabled_at ? FAULT_NONE :
		fault_because(FAULT_UNSIGNED, txn->note, "this takes the role administrator");
}

static enum fault say(const struct txn *txn, const struct emergency *emergency,
		      const char *what, const char *actor, const char *detail)
{
	return txn_trace(txn, &(struct trace){
		.what = what, .actor = actor, .message = emergency->message,
		.contact = emergency->contact, .detail = detail });
}

/* A contact's first number that can receive texts. */
static enum fault find_number(const struct txn *txn, const struct emergency_ask *ask, char *phone)
{
	struct number numbers[NUMBERS_MOST];
	size_t count = 0;
	enum fault fault;

	str_put(phone, PHONE_ROOM, str_of(ask->phone));
	if (ask->to.n == 0)
		return FAULT_NONE;
	fault = number_of_contact(txn->db, ask->to, numbers, NUMBERS_MOST, &count);
	for (size_t i = 0; !fault && i < count; i++)
		if (!number_is_unusable(&numbers[i], CHANNEL_SMS)) {
			str_put(phone, PHONE_ROOM, str_of(numbers[i].phone));
			return FAULT_NONE;
		}
	if (fault)
		return fault;
	return fault_because(FAULT_MISSING, txn->note,
			     "no contact with that id has a number that can "
			     "receive texts");
}

static enum fault check_room(const struct txn *txn)
{
	int64_t open = 0;
	enum fault fault = emergency_count_open(txn->db, &open);

	if (!fault && open >= EMERGENCY_OPEN_MOST)
		return fault_because(FAULT_LIMIT, txn->note, "%d emergencies wait for approval: "
				     "approve or reject some first", EMERGENCY_OPEN_MOST);
	return fault;
}

static bool ask_is_whole(const struct command *command)
{
	const struct emergency_ask *ask = container_of(command, struct emergency_ask, command);

	return ask->phone[0] || ask->to.n;
}

static enum fault ask_run(const struct txn *txn, struct command *command)
{
	struct emergency_ask *ask = container_of(command, struct emergency_ask, command);
	struct emergency emergency = { .state = EMERGENCY_OPEN, .text = ask->text,
				       .asked_by = command->actor_id, .asked_at = txn->now,
				       .asked_token = command->actor_token,
				       .expires_at = txn->now + EMERGENCY_FOR };
	struct contact contact;
	struct number number;
	enum fault fault;

	fault = check_signer(txn, command);
	if (!fault)
		fault = text_command_check(txn, ask->text);
	if (!fault)
		fault = check_room(txn);
	if (!fault)
		fault = find_number(txn, ask, emergency.phone);
	if (!fault)
		fault = text_command_find_family(txn, emergency.phone, &contact, &number);
	if (!fault)
		fault = text_command_check_reach(txn, &(struct outbound){ .number = &number,
								.channel = CHANNEL_SMS,
								.purpose = PURPOSE_EMERGENCY });
	if (fault)
		return fault;
	ask->emergency = emergency.id = txn_id(txn);
	ask->contact = emergency.contact = contact.id;
	ask->expires_at = emergency.expires_at;
	fault = emergency_add(txn->db, &emergency);
	if (!fault)
		fault = second_signer_find(txn, command_signer(command), &ask->second);
	if (!fault)
		fault = say(txn, &emergency, "emergency.asked", command->actor, "one more signs");
	if (!fault)
		fault = person_list_notify(txn, (struct user_id){ 0 }, ROLE_ADMINISTRATOR,
				     (struct promise_id){ 0 }, "emergency.asked");
	return fault;
}

const struct command_row emergency_command_ask = {
	.word = "emergency.ask", .role = ROLE_ADMINISTRATOR, .size = sizeof(struct emergency_ask),
	.texts = { offsetof(struct emergency_ask, text) },
	.ids = { [COMMAND_CONTACT] = COMMAND_ID(struct emergency_ask, contact),
		 [COMMAND_EMERGENCY] = COMMAND_ID(struct emergency_ask, emergency) },
	.is_whole = ask_is_whole, .run = ask_run,
};

/* --- decide ---------------------------------------------------------------------------- */

/* Open, and its hour not over. */
static enum fault find_open(const struct txn *txn, int64_t id, struct arena *arena,
			    struct emergency *emergency)
{
	enum fault fault = emergency_get(txn->db, id, arena, emergency);

	if (fault == FAULT_MISSING)
		return fault_because(fault, txn->note, "there is no emergency with that id");
	if (fault)
		return fault;
	if (emergency->state == EMERGENCY_EXPIRED ||
	    (emergency->state == EMERGENCY_OPEN && emergency->expires_at <= txn->now))
		return fault_because(FAULT_CONFLICT, txn->note,
				     "nobody approved it within an hour: ask again if it still "
				     "holds");
	if (emergency->state != EMERGENCY_OPEN)
		return fault_because(FAULT_CONFLICT, txn->note, "it was %s already",
				     emergency_state_word(emergency->state));
	return FAULT_NONE;
}

static bool approve_is_whole(const struct command *command)
{
	const struct emergency_approve *approve =
		container_of(command, struct emergency_approve, command);

	return approve->emergency && approve->line;
}

static enum fault queue(const struct txn *txn, const struct emergency *emergency,
			struct line_id line, struct text_told *told)
{
	struct contact contact;
	struct number number;
	AUTO(buf) folded;
	enum fault fault = text_command_find_family(txn, emergency->phone, &contact, &number);

	buf_init(&folded, TEXT_ROOM);
	segment_fold(emergency->text, &folded);
	if (fault)
		return fault;
	return text_command_queue(txn, &(struct outbound){
		.contact = &contact, .number = &number, .channel = CHANNEL_SMS,
		.line = line, .kind = KIND_OUTREACH, .purpose = PURPOSE_EMERGENCY,
		.author = emergency->asked_by, .language = contact.language,
		.text = buf_str(&folded), .emergency = emergency->id }, told);
}

static enum fault decide(const struct txn *txn, const struct command *command,
			 enum emergency_state state, struct emergency *emergency)
{
	emergency->state = state;
	emergency->decided_by = command->actor_id;
	emergency->decided_at = txn->now;
	emergency->decided_token = command->actor_token;
	return emergency_put(txn->db, emergency);
}

/* A signature that was taken back is none: whoever asked has left since, or their token was
 * found to be in other hands.  That it ended by itself within the hour takes nothing back. */
static enum fault check_asker(const struct txn *txn, const struct emergency *emergency)
{
	struct token token = { .revoked_at = 0 };
	struct user user;
	enum fault fault = user_get(txn->db, emergency->asked_by, &user);

	if (!fault && emergency->asked_token)
		fault = token_get(txn->db, emergency->asked_token, &token);
	if (fault)
		return fault;
	return user.role == ROLE_ADMINISTRATOR && !user.disabled_at && !token.revoked_at ?
		FAULT_NONE :
		fault_because(FAULT_CONFLICT, txn->note, "whoever asked for it may not sign any "
			      "more, or their token was revoked: if it still holds, ask again");
}

static enum fault approve_run(const struct txn *txn, struct command *command)
{
	struct emergency_approve *approve =
		container_of(command, struct emergency_approve, command);
	struct text_told told = { .leaves_at = 0 };
	struct emergency emergency;
	char detail[64];
	AUTO(arena) arena;
	enum fault fault;

	arena_init(&arena, TEXT_ROOM);
	fault = find_open(txn, approve->emergency, &arena, &emergency);
	if (!fault)
		fault = check_signer(txn, command);
	if (!fault)
		fault = check_asker(txn, &emergency);
	if (!fault)
		fault = second_signer_check(txn,
			(struct signer){ emergency.asked_by, emergency.asked_token },
			command_signer(command));
	if (fault)
		return fault;
	fault = queue(txn, &emergency, approve->line->id, &told);
	if (fault)
		return fault;
	approve->message = emergency.message = told.message;
	snprintf(detail, sizeof(detail), "asked by staff member %lld",
		 (long long)emergency.asked_by.n);
	fault = decide(txn, command, EMERGENCY_APPROVED, &emergency);
	if (fault)
		return fault;
	return say(txn, &emergency, "emergency.approved", command->actor, detail);
}

const struct command_row emergency_command_approve = {
	.word = "emergency.approve", .role = ROLE_ADMINISTRATOR,
	.size = sizeof(struct emergency_approve),
	.ids = { [COMMAND_MESSAGE] = COMMAND_ID(struct emergency_approve, message),
		 [COMMAND_EMERGENCY] = COMMAND_ID(struct emergency_approve, emergency) },
	.is_whole = approve_is_whole, .run = approve_run,
};

static bool reject_is_whole(const struct command *command)
{
	return container_of(command, struct emergency_reject, command)->emergency != 0;
}

static enum fault reject_run(const struct txn *txn, struct command *command)
{
	const struct emergency_reject *reject =
		container_of(command, struct emergency_reject, command);
	struct emergency emergency;
	AUTO(arena) arena;
	enum fault fault;

	arena_init(&arena, TEXT_ROOM);
	fault = find_open(txn, reject->emergency, &arena, &emergency);
	if (!fault)
		fault = check_signer(txn, command);
	if (fault)
		return fault;
	fault = decide(txn, command, EMERGENCY_REJECTED, &emergency);
	if (fault)
		return fault;
	return say(txn, &emergency, "emergency.rejected", command->actor, "");
}

const struct command_row emergency_command_reject = {
	.word = "emergency.reject", .role = ROLE_ADMINISTRATOR,
	.size = sizeof(struct emergency_reject),
	.ids = { [COMMAND_EMERGENCY] = COMMAND_ID(struct emergency_reject, emergency) },
	.is_whole = reject_is_whole, .run = reject_run,
};

/* --- the hour is over ------------------------------------------------------------------ */

static enum fault expire(const struct txn *txn, struct emergency *emergency)
{
	struct audit_row row = { .at = txn->now };
	char detail[64];
	enum fault fault;

	emergency->state = EMERGENCY_EXPIRED;
	emergency->decided_at = txn->now;
	fault = emergency_put(txn->db, emergency);
	if (!fault)
		fault = say(txn, emergency, "emergency.expired", "system", "");
	if (fault)
		return fault;
	snprintf(detail, sizeof(detail), "{\"emergency\":\"%lld\"}", (long long)emergency->id);
	str_put(row.actor, sizeof(row.actor), STR("system"));
	str_put(row.command, sizeof(row.command), STR("emergency.expire"));
	row.detail = str_of(detail);
	return audit_add(txn->db, txn->core->settings->audit_key, &row);
}

enum fault emergency_command_expire(const struct txn *txn, size_t *count)
{
	struct emergency due[DUE_MOST];
	AUTO(arena) arena;
	enum fault fault;

	assert(txn_is_writing(txn) && count);
	arena_init(&arena, DUE_MOST * TEXT_ROOM);
	*count = 0;
	fault = emergency_due(txn->db, txn->now, &arena, due, DUE_MOST, count);
	for (size_t i = 0; !fault && i < *count; i++)
		fault = expire(txn, &due[i]);
	return fault;
}
