#include "contact_commands.h"

#include <string.h>

#include "work/followup/promise_school.h"
#include "work/followup/quiet_hold.h"
#include "work/txn/txn.h"

/* Only what was given; what families told us themselves outranks everybody's file. */
static void merge(const struct contact_given *given, struct contact *contact)
{
	const struct contact *from = &given->contact;

	if (given->has[CONTACT_HAS_NAME])
		memcpy(contact->name, from->name, sizeof(contact->name));
	if (given->has[CONTACT_HAS_LANGUAGE] && contact->language_source <= from->language_source) {
		memcpy(contact->language, from->language, sizeof(contact->language));
		contact->language_source = from->language_source;
	}
	if (given->has[CONTACT_HAS_ZONE])
		memcpy(contact->zone, from->zone, sizeof(contact->zone));
	if (given->has[CONTACT_HAS_HOURS] && contact->hours_source <= from->hours_source) {
		contact->own_from = from->own_from;
		contact->own_to = from->own_to;
		contact->hours_source = from->own_from == from->own_to ? LANGUAGE_DEFAULT :
									 from->hours_source;
	}
	if (given->has[CONTACT_HAS_PREFERS])
		contact->prefers = from->prefers;
	if (given->has[CONTACT_HAS_KNOWN])
		contact->is_known = from->is_known;
}

static enum fault say(const struct txn *txn, struct contact_put *put, struct contact_id contact)
{
	static const char *const words[] = { "name", "language", "zone", "hours", "prefers",
					     "known" };
	AUTO(buf) detail;

	buf_init(&detail, 100);
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (put->given.has[i])
			buf_add_format(&detail, "%s%s", detail.size ? ", " : "", words[i]);
	put->id = contact;
	return txn_trace(txn, &(struct trace){
		.what = "contact.changed", .actor = put->command.actor, .contact = contact,
		.detail = buf_text(&detail) });
}

/* The family that a number is added to, by one that it has. */
static enum fault find_of(const struct txn *txn, const struct contact_put *put,
			  struct contact *contact)
{
	struct number known;
	enum fault fault = number_get(txn->db, put->of, &known);

	if (fault == FAULT_MISSING)
		return fault_because(fault, txn->note, "no family has the number it is added to");
	if (fault)
		return fault;
	return contact_get(txn->db, known.contact, contact);
}

/* Known already: of that very family it is a change like any other, of another family it
 * is a mistake, and nobody's contact is changed by it. */
static enum fault find_known(const struct txn *txn, const struct contact_put *put,
			     const struct number *number, struct contact *contact)
{
	struct contact of;
	enum fault fault = contact_get(txn->db, number->contact, contact);

	if (fault || put->of.size == 0)
		return fault;
	fault = find_of(txn, put, &of);
	if (!fault && of.id.n != contact->id.n)
		return fault_because(FAULT_CONFLICT, txn->note,
				     "the number is another family's already");
	return fault;
}

/* One more number of a family that is known by another. */
static enum fault add_number(const struct txn *txn, const struct contact_put *put,
			     struct contact *contact)
{
	struct number number;
	enum fault fault = find_of(txn, put, contact);

	if (fault)
		return fault;
	number = (struct number){ .contact = contact->id };
	str_put(number.phone, sizeof(number.phone), str_of(put->phone));
	return number_add(txn->db, &number, txn->now);
}

static bool has_other_hours(const struct contact *before, const struct contact *after)
{
	return before->own_from != after->own_from || before->own_to != after->own_to ||
	       strcmp(before->zone, after->zone) != 0;
}

static enum fault join(const struct txn *txn, struct contact_put *put, struct contact *contact)
{
	return !put->given.has[CONTACT_HAS_HOUSEHOLD] ? FAULT_NONE :
		household_command_join(txn, &put->command, &put->home, contact, &put->household);
}

static enum fault change(const struct txn *txn, struct contact_put *put, struct contact *contact)
{
	const struct contact before = *contact;
	enum fault fault;

	merge(&put->given, contact);
	contact->updated_at = txn->now;
	fault = join(txn, put, contact);
	if (!fault)
		fault = contact_put(txn->db, contact);
	if (!fault && put->given.has[CONTACT_HAS_HOUSEHOLD])
		fault = promise_school_settle(txn, contact, put->command.actor);
	if (!fault && has_other_hours(&before, contact))
		fault = quiet_hold_retime(txn, contact);
	if (!fault)
		fault = say(txn, put, contact->id);
	return fault;
}

static enum fault add(const struct txn *txn, struct contact_put *put)
{
	struct contact contact = { .id = { txn_id(txn) }, .prefers = CHANNEL_SMS,
				   .created_at = txn->now, .updated_at = txn->now };
	struct number number = { .contact = contact.id };
	enum fault fault;

	str_put(contact.language, sizeof(contact.language), str_of(txn->locale->staff->tag));
	str_put(number.phone, sizeof(number.phone), str_of(put->phone));
	merge(&put->given, &contact);
	fault = join(txn, put, &contact);
	if (!fault)
		fault = contact_add(txn->db, &contact);
	if (!fault)
		fault = number_add(txn->db, &number, txn->now);
	if (fault)
		return fault;
	return say(txn, put, contact.id);
}

static bool put_is_whole(const struct command *command)
{
	return container_of(command, struct contact_put, command)->phone[0];
}

static enum fault put_run(const struct txn *txn, struct command *command)
{
	struct contact_put *put = container_of(command, struct contact_put, command);
	struct contact contact;
	struct number number;
	enum fault fault = number_get(txn->db, str_of(put->phone), &number);

	if (fault == FAULT_MISSING && put->of.size == 0)
		return add(txn, put);
	if (fault == FAULT_MISSING)
		fault = add_number(txn, put, &contact);
	else if (!fault)
		fault = find_known(txn, put, &number, &contact);
	if (fault)
		return fault;
	return change(txn, put, &contact);
}

const struct command_row contact_command_put = {
	.word = "contact.put", .role = ROLE_LIAISON, .size = sizeof(struct contact_put),
	.texts = { offsetof(struct contact_put, of) },
	.ids = { [COMMAND_CONTACT] = COMMAND_ID(struct contact_put, id),
		 [COMMAND_HOUSEHOLD] = COMMAND_ID(struct contact_put, household) },
	.is_whole = put_is_whole, .run = put_run,
};
