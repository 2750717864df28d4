#include "handle_households.h"

#include <assert.h>
#include <string.h>

#include "api/json/family_fields.h"
#include "api/json/json_household.h"
#include "handler.h"
#include "store/people/schools.h"

static const struct request_field add_fields[] = {
	{ "name", NAME_ROOM - 1, true },
	{ "groups", GROUPS_ROOM - 1, false },
	{ "shares", FIELD_FLAG, false },
	{ .name = NULL },
};

static const struct request_field patch_fields[] = {
	{ "name", NAME_ROOM - 1, false },
	{ "groups", GROUPS_ROOM - 1, false },
	{ "shares", FIELD_FLAG, false },
	{ .name = NULL },
};

enum fault handle_households_list(struct request *request, struct db *db, struct note *note)
{
	const struct household *households;
	struct page page;
	enum fault fault = request_input_page(request, 0, sizeof(*households), &page, note);

	if (!fault)
		fault = household_list(db, (struct household_id){ page.after },
				       form_get(&request->query, "q"), page.at, page.room,
				       &page.count);
	if (fault)
		return fault;
	households = page.at;
	for (size_t i = 0; !fault && i < request_input_page_shown(&page); i++) {
		json_t *one;

		fault = json_household(db, &households[i], &one);
		if (!fault)
			request_input_page_add(&page, one, households[i].id.n);
	}
	request_input_page_end(request, &page);
	return fault;
}

/* By id, or by name. */
static enum fault find(struct db *db, struct str text, struct household *household)
{
	struct household_id id;
	enum fault fault = id_parse(text, &id.n) ? FAULT_MISSING :
						   household_get(db, id, household);

	return fault == FAULT_MISSING ? household_by_name(db, text, household) : fault;
}

enum fault handle_household_get(struct request *request, struct db *db, struct note *note)
{
	struct household household;
	enum fault fault = find(db, request->id, &household);

	if (fault == FAULT_MISSING)
		return fault_because(fault, note, "there is no household of that id or name");
	if (fault)
		return fault;
	return json_household(db, &household, &request->reply);
}

enum fault handle_household_find(struct request *request, struct db *db, struct note *note)
{
	struct str text = str_trim(request_input(request, "household"));
	struct household *household;
	enum fault fault;

	if (text.size == 0)
		return FAULT_NONE;
	household = arena_take(&request->arena, sizeof(*household));
	fault = household ? find(db, text, household) : FAULT_TOO_LARGE;
	request->field = "household";
	if (fault == FAULT_MISSING)
		return fault_because(FAULT_INVALID, note,
				     "there is no household of that id or name: add it first");
	if (fault)
		return fault;
	request->field = NULL;
	request->more = household;
	return FAULT_NONE;
}

/* --- changes -------------------------------------------------------------------------- */

static enum fault check_name(struct request *request, struct db *db, struct household_id except,
			     struct note *note)
{
	struct household other;
	struct str name = str_trim(request_input(request, "name"));
	enum fault fault = household_by_name(db, name, &other);

	if (fault == FAULT_MISSING || (fault == FAULT_NONE && other.id.n == except.n))
		return FAULT_NONE;
	request->field = "name";
	if (fault)
		return fault;
	return fault_because(FAULT_CONFLICT, note, "another household has that name");
}

enum fault handle_household_is_new(struct request *request, struct db *db, struct note *note)
{
	enum fault fault = request_input_body(request, add_fields, note);

	if (fault)
		return fault;
	return check_name(request, db, (struct household_id){ 0 }, note);
}

enum fault handle_household_look(struct request *request, struct db *db, struct note *note)
{
	struct household *household = arena_take(&request->arena, sizeof(*household));
	enum fault fault = household ? request_input_body(request, patch_fields, note) : FAULT_TOO_LARGE;

	if (!fault)
		fault = find(db, request->id, household);
	if (fault == FAULT_MISSING)
		return fault_because(fault, note, "there is no household of that id or name");
	request->more = household;
	if (fault)
		return fault;
	return check_name(request, db, household->id, note);
}

static enum fault read_name(struct request *request, struct family_given *given, struct note *note)
{
	struct str name = str_trim(request_input(request, "name"));

	str_put(given->home.household.name, sizeof(given->home.household.name), name);
	given->home.has[HOUSEHOLD_HAS_NAME] = true;
	return name.size ? FAULT_NONE :
			   fault_because(FAULT_INVALID, note, "a household has a name");
}

static enum fault read_groups(struct request *request, struct family_given *given, struct note *note)
{
	return family_fields_set(request->api->core->locale, FAMILY_GROUPS, request_input(request, "groups"),
			  given, note);
}

static enum fault read_shares(struct request *request, struct family_given *given, struct note *note)
{
	const json_t *shares = json_object_get(request->asked, "shares");

	if (json_is_string(shares))
		return family_fields_set(request->api->core->locale, FAMILY_SHARES,
				  request_input(request, "shares"), given, note);
	given->home.household.shares = json_is_true(shares);
	given->home.has[HOUSEHOLD_HAS_SHARES] = true;
	return FAULT_NONE;
}

static json_t *put_told(struct request *request, const struct command *command)
{
	json_t *shape = json_object();

	(void)request;
	json_set_id(shape, "id", container_of(command, struct household_put, command)->id.n);
	return shape;
}

static enum fault put(struct request *request, struct household_id id, int status, struct note *note)
{
	static const struct {
		const char *name;
		enum fault (*read)(struct request *request, struct family_given *given,
				   struct note *note);
	} parts[] = { { "name", read_name }, { "groups", read_groups }, { "shares", read_shares } };
	struct household_put put = { .command.row = &household_command_put };
	struct family_given given = { .home.household.id = id };

	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		enum fault fault;

		if (!json_object_get(request->asked, parts[i].name))
			continue;
		request->field = parts[i].name;
		fault = parts[i].read(request, &given, note);
		if (fault)
			return fault;
	}
	request->field = NULL;
	put.given = given.home;
	return handler_start(request, &put.command, status, put_told);
}

enum fault handle_household_add(struct request *request, struct note *note)
{
	return put(request, (struct household_id){ 0 }, 201, note);
}

enum fault handle_household_put(struct request *request, struct note *note)
{
	const struct household *household = request->more;

	assert(request->more);
	return put(request, household->id, 200, note);
}

/* --- schools -------------------------------------------------------------------------- */

enum fault handle_household_schools(struct request *request, struct db *db, struct note *note)
{
	struct school *schools = arena_take(&request->arena, SCHOOLS_MOST * sizeof(*schools));
	json_t *items = json_array();
	size_t count = 0;
	enum fault fault = schools ? school_list(db, schools, SCHOOLS_MOST, &count) :
				     FAULT_TOO_LARGE;

	(void)note;
	for (size_t i = 0; !fault && i < count; i++) {
		struct school_counts counts = { .students = 0 };
		json_t *one = json_object();

		fault = school_count(db, str_of(schools[i].name), &counts);
		json_set_str(one, "name", str_of(schools[i].name));
		json_set_number(one, "students", counts.students);
		json_set_number(one, "staff", counts.staff);
		json_set_bool(one, "has_calendar", counts.calendars > 0);
		json_array_append_new(items, one);
	}
	request->reply = request_input_list(items);
	return fault;
}
