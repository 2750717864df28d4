#include "handle_contacts.h"

#include <string.h>

#include "api/json/family_fields.h"
#include "api/json/json_family.h"
#include "handle_households.h"
#include "handler.h"
#include "i18n/text/phone.h"

static const struct request_field patch_fields[] = {
	{ "name", NAME_ROOM - 1, false },
	{ "language", 64, false },
	{ "zone", ZONE_ROOM - 1, false },
	{ "hours", 0, false },
	{ "prefers", 16, false },
	{ "household", NAME_ROOM - 1, false },
	{ .name = NULL },
};

static const struct request_field add_fields[] = {
	{ "phone", 64, true },
	{ "of", 64, false },
	{ "name", NAME_ROOM - 1, false },
	{ "language", 64, false },
	{ "zone", ZONE_ROOM - 1, false },
	{ "hours", 0, false },
	{ "prefers", 16, false },
	{ "household", NAME_ROOM - 1, false },
	{ .name = NULL },
};

enum fault handle_contacts_list(struct request *request, struct db *db, struct note *note)
{
	const struct contact *contacts;
	struct page page;
	enum fault fault = request_input_page(request, 0, sizeof(*contacts), &page, note);

	if (!fault)
		fault = contact_list(db, (struct contact_id){ page.after },
				     form_get(&request->query, "q"), page.at, page.room,
				     &page.count);
	if (fault)
		return fault;
	contacts = page.at;
	for (size_t i = 0; !fault && i < request_input_page_shown(&page); i++) {
		json_t *one;

		fault = json_family_contact(db, &contacts[i], &one);
		if (!fault)
			request_input_page_add(&page, one, contacts[i].id.n);
	}
	request_input_page_end(request, &page);
	return fault;
}

/* {id} is a contact's id or one of its numbers. */
static enum fault find_contact(struct request *request, struct db *db, struct contact_id *id,
			       struct note *note)
{
	struct number number = { .unusable_code = 0 };
	struct phone phone;
	enum fault fault;

	if (!str_starts(request->id, STR("+")))
		return request_input_id(request, &id->n, note);
	fault = phone_read(request->id, request->api->settings.region, &phone, note);
	if (!fault)
		fault = number_get(db, str_of(phone.e164), &number);
	if (!fault)
		*id = number.contact;
	return fault;
}

enum fault handle_contact_get(struct request *request, struct db *db, struct note *note)
{
	struct contact contact;
	struct contact_id id;
	enum fault fault;

	fault = find_contact(request, db, &id, note);
	if (!fault)
		fault = contact_get(db, id, &contact);
	if (fault == FAULT_MISSING && !note->text[0])
		return fault_because(fault, note, "there is no contact with that id or number: "
				     "GET /api/v1/contacts?q= finds one by a part of name or number");
	if (fault)
		return fault;
	return json_family_contact(db, &contact, &request->reply);
}

static enum fault read_hours(struct request *request, struct contact_given *given, struct note *note)
{
	const json_t *hours = json_object_get(request->asked, "hours");
	int from = 0, to = 0;
	enum fault fault;

	if (!hours)
		return FAULT_NONE;
	request->field = "hours";
	if (json_is_object(hours)) {
		fault = family_fields_read_minutes(json_str(hours, "from"), &from, note);
		if (!fault)
			fault = family_fields_read_minutes(json_str(hours, "to"), &to, note);
		if (fault)
			return fault;
	}
	given->contact.own_from = from;
	given->contact.own_to = to;
	given->contact.hours_source = LANGUAGE_STAFF;
	given->has[CONTACT_HAS_HOURS] = true;
	request->field = NULL;
	return FAULT_NONE;
}

/* null or "" empties name and zone; a language or a channel cannot be empty. */
static enum fault read_part(struct request *request, enum family_part part,
			    struct family_given *given, struct note *note)
{
	const char *word = family_fields_word(part);
	enum fault fault;

	if (!json_object_get(request->asked, word))
		return FAULT_NONE;
	request->field = word;
	fault = family_fields_set(request->api->core->locale, part, request_input(request, word), given, note);
	if (!fault)
		request->field = NULL;
	return fault;
}

/* The number that GET takes: E.164, however it was written. */
static json_t *put_told(struct request *request, const struct command *command)
{
	json_t *shape = json_object();
	const struct phone *phone = request->more;

	(void)command;
	json_set_str(shape, "phone", str_of(phone->e164));
	return shape;
}

static enum fault read_parts(struct request *request, struct family_given *given, struct note *note)
{
	enum fault fault = FAULT_NONE;

	for (int i = 0; !fault && i < FAMILY_PART_COUNT; i++)
		if (i != FAMILY_HOURS)
			fault = read_part(request, (enum family_part)i, given, note);
	if (!fault)
		fault = read_hours(request, &given->contact, note);
	if (fault)
		return fault;
	given->contact.contact.language_source = LANGUAGE_STAFF;
	given->contact.contact.is_known = true;
	given->contact.has[CONTACT_HAS_KNOWN] = true;
	return FAULT_NONE;
}

/* A number of the family that the new one is added to. */
static enum fault read_of(struct request *request, struct str *number, struct note *note)
{
	struct str of = request_input(request, "of");
	struct phone *phone = arena_take(&request->arena, sizeof(*phone));
	enum fault fault;

	if (of.size == 0)
		return FAULT_NONE;
	request->field = "of";
	fault = phone_read(of, request->api->settings.region, phone, note);
	if (fault)
		return fault;
	request->field = NULL;
	*number = str_of(phone->e164);
	return FAULT_NONE;
}

static enum fault put(struct request *request, struct str number, int status, struct note *note)
{
	struct contact_put put = { .command.row = &contact_command_put };
	struct family_given given = { .contact.has = { false } };
	struct phone *phone = arena_take(&request->arena, sizeof(*phone));
	enum fault fault;

	request->field = "phone";
	fault = phone_read(number, request->api->settings.region, phone, note);
	if (fault)
		return fault;
	request->field = NULL;
	str_put(put.phone, sizeof(put.phone), str_of(phone->e164));
	fault = read_of(request, &put.of, note);
	if (!fault)
		fault = read_parts(request, &given, note);
	if (fault)
		return fault;
	put.given = given.contact;
	put.home = given.home;
	if (request->more)
		put.home.household.id = ((const struct household *)request->more)->id;
	request->more = phone;
	return handler_start(request, &put.command, status, put_told);
}

static enum fault find_number(struct request *request, struct db *db, struct str text,
			      struct number *number, struct note *note)
{
	struct phone phone;
	enum fault fault;

	request->field = "phone";
	fault = phone_read(text, request->api->settings.region, &phone, note);
	if (fault)
		return fault;
	request->field = NULL;
	return number_get(db, str_of(phone.e164), number);
}

/* Whether the number is taken already is read here; two who add the same number at the
 * same instant both succeed, and the family is there once. */
enum fault handle_contact_is_new(struct request *request, struct db *db, struct note *note)
{
	struct number number;
	enum fault fault = request_input_body(request, add_fields, note);

	if (fault)
		return fault;
	fault = find_number(request, db, request_input(request, "phone"), &number, note);
	if (fault == FAULT_NONE)
		return fault_because(FAULT_CONFLICT, note, "a family has that number already");
	return fault == FAULT_MISSING ? handle_household_find(request, db, note) : fault;
}

enum fault handle_contact_add(struct request *request, struct note *note)
{
	return put(request, request_input(request, "phone"), 201, note);
}

/* What the family told us outranks everybody, and work drops the rest without a word:
 * so it is said here. */
static enum fault check_language(struct request *request, struct db *db,
				 const struct number *number, struct note *note)
{
	struct str asked = request_input(request, "language");
	struct family_given given = { .contact.has = { false } };
	struct contact contact;
	enum fault fault;

	if (asked.size == 0)
		return FAULT_NONE;
	fault = contact_get(db, number->contact, &contact);
	if (fault)
		return fault;
	request->field = "language";
	fault = family_fields_set(request->locale, FAMILY_LANGUAGE, asked, &given, note);
	if (fault)
		return fault;
	if (contact.language_source == LANGUAGE_TOLD &&
	    !str_is(str_of(contact.language), given.contact.contact.language))
		return fault_because(FAULT_CONFLICT, note,
				     "the family told us its language itself; only the family "
				     "changes that, by texting the language's name");
	request->field = NULL;
	return FAULT_NONE;
}

static enum fault check_own_hours(struct request *request, struct db *db,
				  const struct number *number, struct note *note)
{
	struct contact_given given = { .has = { false } };
	struct contact contact;
	enum fault fault = read_hours(request, &given, note);

	if (fault || !given.has[CONTACT_HAS_HOURS])
		return fault;
	fault = contact_get(db, number->contact, &contact);
	if (fault)
		return fault;
	if (contact.hours_source != LANGUAGE_TOLD ||
	    (contact.own_from == given.contact.own_from && contact.own_to == given.contact.own_to))
		return FAULT_NONE;
	request->field = "hours";
	return fault_because(FAULT_CONFLICT, note,
			     "the family told us its hours itself; only the family changes them, "
			     "by texting HOURS, or a wish like: text me after 6 pm");
}

static enum fault look_put(struct request *request, struct db *db, bool is_there,
			   struct note *note)
{
	struct number number;
	enum fault fault;

	if (!str_starts(request->id, STR("+")))
		return fault_because(FAULT_INVALID, note,
				     "the address names a number, like +13125550100");
	fault = request_input_body(request, patch_fields, note);
	if (!fault)
		fault = handle_household_find(request, db, note);
	if (!fault)
		fault = find_number(request, db, request->id, &number, note);
	if (!fault) {
		fault = check_language(request, db, &number, note);
		if (fault)
			return fault;
		return check_own_hours(request, db, &number, note);
	}
	if (fault == FAULT_MISSING)
		return is_there ? fault_because(fault, note, "no family has that number") : FAULT_NONE;
	return fault;
}

/* PUT adds or changes, PATCH changes. */
enum fault handle_contact_put_look(struct request *request, struct db *db, struct note *note)
{
	return look_put(request, db, false, note);
}

enum fault handle_contact_patch_look(struct request *request, struct db *db, struct note *note)
{
	return look_put(request, db, true, note);
}

enum fault handle_contact_put(struct request *request, struct note *note)
{
	return put(request, request->id, 200, note);
}
