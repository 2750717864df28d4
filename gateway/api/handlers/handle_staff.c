#include "handle_staff.h"

#include <assert.h>
#include <string.h>

#include "api/json/family_fields.h"
#include "base/date.h"
#include "domain/school.h"
#include "event_stream.h"
#include "handle_users.h"
#include "handler.h"
#include "store/people/absences.h"
#include "store/people/users.h"
#include "work/commands/staff_commands.h"

enum { ABSENCES_SHOWN = 100, CAPACITY_MOST = 10000 };

static bool is_given(const struct request *request, const char *name)
{
	const json_t *value = json_object_get(request->asked, name);

	return value && !json_is_null(value);
}

static json_t *shape_told(struct request *request, const struct user *user)
{
	/* A role may have changed: nobody gets in on what was remembered. */
	session_forget(&request->api->sessions);
	event_stream_cut(request->api->hub);
	return json_core_user(user);
}

/* --- what they are ------------------------------------------------------------------- */

static enum fault read_week(struct request *request, struct user *user, struct note *note)
{
	struct str text = str_trim(request_input(request, "week"));
	struct school_week week;

	str_put(user->week, sizeof(user->week), text);
	return text.size == 0 ? FAULT_NONE :
		school_week_read(text, request->api->core->settings->zone, &week, note);
}

static enum fault read_zone(struct request *request, struct user *user, struct note *note)
{
	struct str text = str_trim(request_input(request, "zone"));

	str_put(user->zone, sizeof(user->zone), text);
	return text.size == 0 || zone_find(text) ? FAULT_NONE :
		fault_because(FAULT_INVALID, note, "%s", zone_advice(text));
}

static enum fault read_capacity(struct request *request, struct user *user, struct note *note)
{
	int64_t capacity = json_number(request->asked, "capacity", -1);

	user->capacity = (int)capacity;
	return capacity >= 0 && capacity <= CAPACITY_MOST ? FAULT_NONE :
		fault_because(FAULT_INVALID, note, "capacity is 0 (no limit) to %d", CAPACITY_MOST);
}

static enum fault read_role(struct request *request, struct user *user, struct note *note)
{
	return role_of(request_input(request, "role"), &user->role) ? FAULT_NONE :
		fault_because(FAULT_INVALID, note, "role is viewer, liaison or administrator");
}

static enum fault read_name(struct request *request, struct user *user, struct note *note)
{
	(void)note;
	str_put(user->name, sizeof(user->name), request_input(request, "name"));
	return FAULT_NONE;
}

/* "North, South" -> "North,South" */
static enum fault read_schools(struct request *request, struct user *user, struct note *note)
{
	return family_fields_join(request_input(request, "schools"), user->schools, sizeof(user->schools),
			   note);
}

static json_t *set_told(struct request *request, const struct command *command)
{
	return shape_told(request, &container_of(command, struct user_set, command)->user);
}

enum fault handle_staff_set(struct request *request, struct note *note)
{
	assert(request->more);

	static const struct {
		const char *name;
		int has;
		enum fault (*read)(struct request *request, struct user *user, struct note *note);
	} parts[] = {
		{ "name", USER_HAS_NAME, read_name },
		{ "role", USER_HAS_ROLE, read_role },
		{ "languages", USER_HAS_LANGUAGES, handle_user_read_languages },
		{ "phone", USER_HAS_PHONE, handle_user_read_phone },
		{ "week", USER_HAS_WEEK, read_week },
		{ "zone", USER_HAS_ZONE, read_zone },
		{ "capacity", USER_HAS_CAPACITY, read_capacity },
		{ "schools", USER_HAS_SCHOOLS, read_schools },
	};
	const struct user *user = request->more;
	struct user_set set = { .command.row = &staff_command_set, .email = str_of(user->email) };

	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		enum fault fault;

		if (!is_given(request, parts[i].name))
			continue;
		request->field = parts[i].name;
		fault = parts[i].read(request, &set.given, note);
		if (fault)
			return fault;
		set.has[parts[i].has] = true;
	}
	request->field = NULL;
	return handler_start(request, &set.command, 200, set_told);
}

enum fault handle_staff_set_look(struct request *request, struct db *db, struct note *note)
{
	static const struct request_field fields[] = {
		{ "name", NAME_ROOM - 1, false },
		{ "role", 16, false },
		{ "languages", 159, false },
		{ "phone", 64, false },
		{ "week", WEEK_ROOM - 1, false },
		{ "zone", ZONE_ROOM - 1, false },
		{ "capacity", FIELD_NUMBER, false },
		{ "schools", SCHOOLS_ROOM - 1, false },
		{ .name = NULL },
	};
	enum fault fault = request_input_body(request, fields, note);

	if (fault)
		return fault;
	return handle_user_find(request, db, note);
}

/* --- absences ------------------------------------------------------------------------- */

/* "now", a date where they work (`days` after its midnight), or RFC 3339. */
static enum fault read_instant(struct request *request, const char *name, int days, int64_t *at,
			       struct note *note)
{
	const struct user *user = request->more;
	const struct zone *zone = user->zone[0] ? zone_find(str_of(user->zone)) : NULL;
	struct str text = str_trim(request_input(request, name));
	int64_t year, month, day;

	request->field = name;
	if (!zone)
		zone = request->api->core->settings->zone;
	if (str_is(text, "now")) {
		*at = clock_now(request->api->core->clock);
	} else if (date_parse_rfc3339(text, at)) {
		return fault_because(FAULT_INVALID, note,
				     "a time is now, 2026-12-24 or 2026-12-24T12:00:00-06:00");
	} else if (text.size == 10 && !str_number(str_slice(text, 0, 4), 1970, 2200, &year) &&
		   !str_number(str_slice(text, 5, 2), 1, 12, &month) &&
		   !str_number(str_slice(text, 8, 2), 1, 31, &day)) {
		*at = zone_instant(zone, (int)year, (int)month, (int)day + days, 0);
	}
	request->field = NULL;
	return FAULT_NONE;
}

enum fault handle_staff_absent_look(struct request *request, struct db *db, struct note *note)
{
	static const struct request_field fields[] = {
		{ "from", 40, true },
		{ "to", 40, true },
		{ "reason", REASON_ROOM - 1, false },
		{ .name = NULL },
	};
	enum fault fault = request_input_body(request, fields, note);

	if (fault)
		return fault;
	return handle_user_find(request, db, note);
}

static json_t *absent_told(struct request *request, const struct command *command)
{
	return shape_told(request, &container_of(command, struct user_absent, command)->user);
}

enum fault handle_staff_absent(struct request *request, struct note *note)
{
	assert(request->more);

	const struct user *user = request->more;
	struct user_absent absent = { .command.row = &staff_command_absent,
				      .email = str_of(user->email),
				      .reason = request_input(request, "reason") };
	enum fault fault = read_instant(request, "from", 0, &absent.from_at, note);

	/* The last day is a day away too. */
	if (!fault)
		fault = read_instant(request, "to", 1, &absent.to_at, note);
	if (!fault)
		fault = handler_start(request, &absent.command, 201, absent_told);
	return fault;
}

static json_t *back_told(struct request *request, const struct command *command)
{
	return shape_told(request, &container_of(command, struct user_back, command)->user);
}

enum fault handle_staff_back(struct request *request, struct note *note)
{
	assert(request->more);

	const struct user *user = request->more;
	struct user_back back = { .command.row = &staff_command_back, .email = str_of(user->email) };

	(void)note;
	return handler_start(request, &back.command, 200, back_told);
}

enum fault handle_staff_absences(struct request *request, struct db *db, struct note *note)
{
	struct absence *absences = arena_take(&request->arena, ABSENCES_SHOWN * sizeof(*absences));
	json_t *items = json_array();
	size_t count = 0;
	enum fault fault = absences ? handle_user_find(request, db, note) : FAULT_TOO_LARGE;

	if (!fault)
		fault = absence_of(db, ((const struct user *)request->more)->id,
				   clock_now(request->api->core->clock), absences, ABSENCES_SHOWN,
				   &count);
	for (size_t i = 0; !fault && i < count; i++) {
		json_t *one = json_object();

		json_set_id(one, "id", absences[i].id);
		json_set_time(one, "from_at", absences[i].from_at);
		json_set_time(one, "to_at", absences[i].to_at);
		json_core_word(one, "reason", absences[i].reason);
		json_array_append_new(items, one);
	}
	request->reply = request_input_list(items);
	return fault;
}
