/* What administrators do with people, lines and contacts. */
#include <string.h>

#include "command_private.h"
#include "i18n/text/phone.h"
#include "store/messaging/lines.h"
#include "store/people/users.h"
#include "work/followup/coverage.h"
#include "work/followup/promise_school.h"

enum fault admin_command_user_add(const struct txn *txn, const struct command *command,
			 struct command_result *result)
{
	struct user user = command->user;
	enum fault fault;

	if (!strchr(user.email, '@'))
		return fault_because(FAULT_INVALID, txn->note, "that is no e-mail address");
	user.id = (struct user_id){ txn_id(txn) };
	user.created_at = txn->now;
	result->user = user.id;
	fault = user_add(txn->db, &user);
	if (fault == FAULT_CONFLICT)
		return fault_because(fault, txn->note, "a user with that e-mail address exists");
	return fault ? fault : coverage_adopt(txn);
}

static enum fault find_user(const struct txn *txn, const struct command *command, struct user *user)
{
	enum fault fault = user_by_email(txn->db, command->word, user);

	return fault == FAULT_MISSING ?
		fault_because(fault, txn->note, "no user has that e-mail address") : fault;
}

enum fault admin_command_user_disable(const struct txn *txn, const struct command *command,
			     struct command_result *result)
{
	struct user user;
	enum fault fault = find_user(txn, command, &user);

	if (fault)
		return fault;
	result->user = user.id;
	if (user.disabled_at == 0)
		user.disabled_at = txn->now;
	fault = user_put(txn->db, &user);
	return fault ? fault : coverage_hand_over(txn, user.id, "its owner left");
}

enum fault admin_command_token_add(const struct txn *txn, const struct command *command,
			  struct command_result *result)
{
	struct user user;
	enum fault fault = find_user(txn, command, &user);

	if (fault)
		return fault;
	if (user.disabled_at)
		return fault_because(FAULT_CONFLICT, txn->note, "that user is disabled");
	result->user = user.id;
	random_token(result->token);
	return user_token_add(txn->db, str_of(result->token), user.id, txn->now);
}

enum fault admin_command_pause(const struct txn *txn, const struct command *command,
		      struct command_result *result)
{
	result->line = command->line->id;
	return line_pause(txn->db, command->line->id, txn->now, command->text);
}

enum fault admin_command_resume(const struct txn *txn, const struct command *command,
		       struct command_result *result)
{
	result->line = command->line->id;
	return line_pause(txn->db, command->line->id, 0, STR_NONE);
}

/* Only what was given; what families told us themselves outranks everybody's file. */
static void merge(const struct command *command, struct contact *contact)
{
	const struct contact *given = &command->contact;

	if (command->contact_has[CONTACT_HAS_NAME])
		memcpy(contact->name, given->name, sizeof(contact->name));
	if (command->contact_has[CONTACT_HAS_LANGUAGE] &&
	    contact->language_source <= given->language_source) {
		memcpy(contact->language, given->language, sizeof(contact->language));
		contact->language_source = given->language_source;
	}
	if (command->contact_has[CONTACT_HAS_ZONE])
		memcpy(contact->zone, given->zone, sizeof(contact->zone));
	if (command->contact_has[CONTACT_HAS_HOURS] &&
	    contact->hours_source <= given->hours_source) {
		contact->own_from = given->own_from;
		contact->own_to = given->own_to;
		contact->hours_source = given->own_from == given->own_to ? LANGUAGE_DEFAULT :
									   given->hours_source;
	}
	if (command->contact_has[CONTACT_HAS_PREFERS])
		contact->prefers = given->prefers;
	if (command->contact_has[CONTACT_HAS_KNOWN])
		contact->is_known = given->is_known;
}

static enum fault say_contact(const struct txn *txn, const struct command *command,
			      struct contact_id contact, struct command_result *result)
{
	static const char *const words[] = { "name", "language", "zone", "hours", "prefers",
					     "known" };
	AUTO(buf) detail;

	buf_init(&detail, 100);
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (command->contact_has[i])
			buf_add_format(&detail, "%s%s", detail.size ? ", " : "", words[i]);
	result->contact = contact;
	return txn_trace(txn, &(struct trace){
		.what = "contact.changed", .actor = command->actor, .contact = contact,
		.detail = buf_text(&detail) });
}

/* One more number of a family that is known by another. */
static enum fault add_number(const struct txn *txn, const struct command *command,
			     struct contact *contact)
{
	struct number known, number;
	enum fault fault = number_get(txn->db, command->word, &known);

	if (fault == FAULT_MISSING)
		return fault_because(fault, txn->note, "no family has the number it is added to");
	if (!fault)
		fault = contact_get(txn->db, known.contact, contact);
	if (fault)
		return fault;
	number = (struct number){ .contact = contact->id };
	str_put(number.phone, sizeof(number.phone), str_of(command->phone));
	return number_add(txn->db, &number, txn->now);
}

static bool has_other_hours(const struct contact *before, const struct contact *after)
{
	return before->own_from != after->own_from || before->own_to != after->own_to ||
	       strcmp(before->zone, after->zone) != 0;
}

static enum fault put_contact(const struct txn *txn, const struct command *command,
			      struct contact *contact, struct command_result *result)
{
	const struct contact before = *contact;
	enum fault fault = FAULT_NONE;

	merge(command, contact);
	contact->updated_at = txn->now;
	if (command->contact_has[CONTACT_HAS_HOUSEHOLD])
		fault = household_command_join(txn, command, contact, result);
	if (!fault)
		fault = contact_put(txn->db, contact);
	if (!fault && command->contact_has[CONTACT_HAS_HOUSEHOLD])
		fault = promise_school_settle(txn, contact, command->actor);
	if (!fault && has_other_hours(&before, contact))
		fault = quiet_hold_retime(txn, contact);
	return fault ? fault : say_contact(txn, command, contact->id, result);
}

static enum fault add_contact(const struct txn *txn, const struct command *command,
			      struct command_result *result)
{
	struct contact contact = { .id = { txn_id(txn) }, .prefers = CHANNEL_SMS,
				   .created_at = txn->now, .updated_at = txn->now };
	struct number number = { .contact = contact.id };
	enum fault fault;

	str_put(contact.language, sizeof(contact.language), str_of(txn->locale->staff->tag));
	str_put(number.phone, sizeof(number.phone), str_of(command->phone));
	merge(command, &contact);
	if (command->contact_has[CONTACT_HAS_HOUSEHOLD] &&
	    (fault = household_command_join(txn, command, &contact, result)))
		return fault;
	if ((fault = contact_add(txn->db, &contact)) ||
	    (fault = number_add(txn->db, &number, txn->now)))
		return fault;
	return say_contact(txn, command, contact.id, result);
}

enum fault admin_command_contact_put(const struct txn *txn, const struct command *command,
			    struct command_result *result)
{
	struct contact contact;
	struct number number;
	enum fault fault = number_get(txn->db, str_of(command->phone), &number);

	if (fault == FAULT_MISSING && command->word.size == 0)
		return add_contact(txn, command, result);
	if (fault == FAULT_MISSING)
		fault = add_number(txn, command, &contact);
	else if (!fault)
		fault = contact_get(txn->db, number.contact, &contact);
	return fault ? fault : put_contact(txn, command, &contact, result);
}
