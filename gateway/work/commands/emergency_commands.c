/* Emergency texts: asked by one administrator, approved by another (G7). */
#include <stdio.h>

#include "command_private.h"
#include "i18n/text/segment.h"
#include "store/log/audit.h"
#include "store/people/users.h"
#include "work/followup/emergency.h"

enum { TEXT_ROOM = 64 << 10, DUE_MOST = 16, NUMBERS_MOST = 16 };

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
static enum fault find_number(const struct txn *txn, const struct command *command, char *phone)
{
	struct number numbers[NUMBERS_MOST];
	size_t count = 0;
	enum fault fault;

	str_put(phone, PHONE_ROOM, str_of(command->phone));
	if (command->contact.id.n == 0)
		return FAULT_NONE;
	fault = contact_numbers(txn->db, command->contact.id, numbers, NUMBERS_MOST, &count);
	for (size_t i = 0; !fault && i < count; i++)
		if (!numbers[i].unusable_code) {
			str_put(phone, PHONE_ROOM, str_of(numbers[i].phone));
			return FAULT_NONE;
		}
	return fault ? fault : fault_because(FAULT_MISSING, txn->note,
					     "no contact with that id has a number that can "
					     "receive texts");
}

static enum fault check_room(const struct txn *txn)
{
	int64_t open = 0;
	enum fault fault = emergency_count_open(txn->db, &open);

	return !fault && open >= EMERGENCY_OPEN_MOST ?
		fault_because(FAULT_LIMIT, txn->note, "%d emergencies wait for approval: "
			      "approve or reject some first", EMERGENCY_OPEN_MOST) : fault;
}

enum fault emergency_command_ask(const struct txn *txn, const struct command *command,
			      struct command_result *result)
{
	struct emergency emergency = { .state = EMERGENCY_OPEN, .text = command->text,
				       .asked_by = command->actor_id, .asked_at = txn->now,
				       .expires_at = txn->now + EMERGENCY_FOR };
	struct contact contact;
	struct number number;
	enum fault fault;

	if ((fault = check_signer(txn, command)) || (fault = promise_command_check_text(txn, command->text)) ||
	    (fault = check_room(txn)) || (fault = find_number(txn, command, emergency.phone)) ||
	    (fault = promise_command_find_family(txn, emergency.phone, &contact, &number)) ||
	    (fault = promise_command_check_reach(txn, &(struct outbound){ .number = &number,
							     .channel = CHANNEL_SMS,
							     .purpose = PURPOSE_EMERGENCY })))
		return fault;
	emergency.id = txn_id(txn);
	emergency.contact = contact.id;
	result->emergency = emergency.id;
	result->contact = contact.id;
	fault = emergency_add(txn->db, &emergency);
	if (!fault)
		fault = say(txn, &emergency, "emergency.asked", command->actor, "one more signs");
	return fault ? fault : person_list_notify(txn, (struct user_id){ 0 }, ROLE_ADMINISTRATOR,
					    (struct promise_id){ 0 }, "emergency.asked");
}

/* Open, and its hour not over. */
static enum fault find_open(const struct txn *txn, const struct command *command,
			    struct arena *arena, struct emergency *emergency)
{
	enum fault fault = emergency_get(txn->db, command->emergency, arena, emergency);

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

static enum fault queue(const struct txn *txn, const struct command *command,
			const struct emergency *emergency, struct command_result *result)
{
	struct contact contact;
	struct number number;
	AUTO(buf) folded;
	enum fault fault = promise_command_find_family(txn, emergency->phone, &contact, &number);

	buf_init(&folded, TEXT_ROOM);
	segment_fold(emergency->text, &folded);
	return fault ? fault : promise_command_queue_text(txn, &(struct outbound){
		.contact = &contact, .number = &number, .channel = CHANNEL_SMS,
		.line = command->line->id, .kind = KIND_OUTREACH, .purpose = PURPOSE_EMERGENCY,
		.author = emergency->asked_by, .language = contact.language,
		.text = buf_str(&folded), .emergency = emergency->id }, result);
}

enum fault emergency_command_approve(const struct txn *txn, const struct command *command,
				  struct command_result *result)
{
	struct emergency emergency;
	char detail[64];
	AUTO(arena) arena;
	enum fault fault;

	arena_init(&arena, TEXT_ROOM);
	if ((fault = find_open(txn, command, &arena, &emergency)) ||
	    (fault = check_signer(txn, command)))
		return fault;
	if (emergency.asked_by.n == command->actor_id.n)
		return fault_because(FAULT_CONFLICT, txn->note,
				     "you asked for it yourself: another administrator has to "
				     "approve it, with a token of their own");
	if ((fault = queue(txn, command, &emergency, result)))
		return fault;
	emergency.state = EMERGENCY_APPROVED;
	emergency.decided_by = command->actor_id;
	emergency.decided_at = txn->now;
	emergency.message = result->message;
	result->emergency = emergency.id;
	snprintf(detail, sizeof(detail), "asked by staff member %lld",
		 (long long)emergency.asked_by.n);
	fault = emergency_put(txn->db, &emergency);
	return fault ? fault : say(txn, &emergency, "emergency.approved", command->actor, detail);
}

/* Whoever asked may take it back. */
enum fault emergency_command_reject(const struct txn *txn, const struct command *command,
				 struct command_result *result)
{
	struct emergency emergency;
	AUTO(arena) arena;
	enum fault fault;

	arena_init(&arena, TEXT_ROOM);
	if ((fault = find_open(txn, command, &arena, &emergency)) ||
	    (fault = check_signer(txn, command)))
		return fault;
	emergency.state = EMERGENCY_REJECTED;
	emergency.decided_by = command->actor_id;
	emergency.decided_at = txn->now;
	result->emergency = emergency.id;
	fault = emergency_put(txn->db, &emergency);
	return fault ? fault : say(txn, &emergency, "emergency.rejected", command->actor, "");
}

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

	arena_init(&arena, DUE_MOST * TEXT_ROOM);
	*count = 0;
	fault = emergency_due(txn->db, txn->now, &arena, due, DUE_MOST, count);
	for (size_t i = 0; !fault && i < *count; i++)
		fault = expire(txn, &due[i]);
	return fault;
}
