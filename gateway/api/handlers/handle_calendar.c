#include "handle_calendar.h"

#include <assert.h>
#include <string.h>

#include "base/date.h"
#include "handler.h"
#include "i18n/text/label.h"
#include "i18n/time/ical.h"
#include "store/people/calendars.h"
#include "work/commands/calendar_commands.h"

#define YEAR_FOR (365 * DAY_MS)
enum { TOLD_MOST = 200, CALENDARS_SHOWN = 200 };

/* What a file says, beside what the ledger has of the same calendar. */
struct reading {
	struct ical ical;
	struct ical_horizon horizon;
	char school[SCHOOL_ROOM];
	bool is_preview;
	struct closure *had;
	size_t had_count;
	json_t *reply;
};

static json_t *shape_closure(const struct closure *closure)
{
	json_t *shape = json_object();

	json_core_word(shape, "school", closure->school);
	json_set_time(shape, "from_at", closure->from_at);
	json_set_time(shape, "to_at", closure->to_at);
	json_set_str(shape, "summary", str_of(closure->summary));
	json_set_bool(shape, "is_all_day", closure->is_all_day);
	return shape;
}

static enum fault read_asked(struct request *request, struct reading *reading, struct note *note)
{
	struct str school = str_trim(form_get(&request->query, "school"));
	int64_t now = clock_now(request->api->core->clock);

	request->field = "school";
	if (school.size >= SCHOOL_ROOM || !str_is_utf8(school) ||
	    str_find(school, STR(",")) < school.size)
		return fault_because(FAULT_INVALID, note,
				     "a school's name has at most %d bytes and no comma",
				     SCHOOL_ROOM - 1);
	if (label_check(school, LABEL_LINE, note))
		return FAULT_INVALID;
	request->field = NULL;
	str_put(reading->school, sizeof(reading->school), school);
	reading->is_preview = str_is(form_get(&request->query, "preview"), "1");
	reading->horizon = (struct ical_horizon){ request->api->core->settings->zone,
						   now - YEAR_FOR, now + 3 * YEAR_FOR };
	return FAULT_NONE;
}

/* Those of this calendar that end within the horizon, in the file's order. */
static enum fault read_had(struct request *request, struct db *db, struct reading *reading)
{
	int64_t rows = 0;
	size_t count = 0;
	enum fault fault = calendar_closure_count(db, &rows);

	if (fault)
		return fault;
	reading->had = arena_take(&request->arena, ((size_t)rows + 1) * sizeof(*reading->had));
	if (!reading->had)
		return FAULT_TOO_LARGE;
	fault = calendar_closure_list(db, reading->horizon.from_at, reading->had, (size_t)rows, &count);
	for (size_t i = 0; !fault && i < count; i++)
		if (strcmp(reading->had[i].school, reading->school) == 0)
			reading->had[reading->had_count++] = reading->had[i];
	return fault;
}

static struct closure closure_of(const struct reading *reading, size_t i)
{
	const struct ical_closure *from = &reading->ical.closures[i];
	struct closure closure = { .from_at = from->from_at, .to_at = from->to_at,
				   .is_all_day = from->is_all_day };

	str_put(closure.school, sizeof(closure.school), str_of(reading->school));
	str_put(closure.summary, sizeof(closure.summary), from->summary);
	return closure;
}

static int compare(const struct closure *a, const struct closure *b)
{
	if (a->from_at != b->from_at)
		return a->from_at < b->from_at ? -1 : 1;
	if (a->to_at != b->to_at)
		return a->to_at < b->to_at ? -1 : 1;
	return strcmp(a->summary, b->summary);
}

static void tell(json_t *list, const struct closure *closure)
{
	if (json_array_size(list) < TOLD_MOST)
		json_array_append_new(list, shape_closure(closure));
}

/* Both sides are in order: a merge finds what is on one side only. */
static void tell_changes(struct reading *reading, json_t *reply)
{
	json_t *added = json_array(), *removed = json_array();
	int64_t same = 0, more = 0, less = 0;
	size_t i = 0, j = 0;

	while (i < reading->ical.count || j < reading->had_count) {
		struct closure new = { .from_at = NEVER };
		int order;

		if (i < reading->ical.count)
			new = closure_of(reading, i);
		order = j == reading->had_count ? -1 : i == reading->ical.count ? 1 :
			compare(&new, &reading->had[j]);
		if (order < 0)
			tell(added, &new);
		else if (order > 0)
			tell(removed, &reading->had[j]);
		more += order < 0;
		less += order > 0;
		same += order == 0;
		i += order <= 0;
		j += order >= 0;
	}
	json_set_number(reply, "added_count", more);
	json_set_number(reply, "removed_count", less);
	json_set_number(reply, "unchanged", same);
	json_object_set_new(reply, "added", added);
	json_object_set_new(reply, "removed", removed);
}

enum fault handle_calendar_look(struct request *request, struct db *db, struct note *note)
{
	struct reading *reading = arena_take(&request->arena, sizeof(*reading));
	enum fault fault = reading ? read_asked(request, reading, note) : FAULT_TOO_LARGE;

	if (!fault)
		fault = ical_read(request->body, &reading->horizon, &request->arena, &reading->ical,
				  note);
	if (!fault)
		fault = read_had(request, db, reading);
	if (fault)
		return fault;
	reading->reply = request->reply = json_object();
	json_set_bool(request->reply, "preview", reading->is_preview);
	json_core_word(request->reply, "school", reading->school);
	json_set_number(request->reply, "events", reading->ical.events);
	json_set_number(request->reply, "empty", reading->ical.empty);
	json_set_number(request->reply, "closures", (int64_t)reading->ical.count);
	json_set_time(request->reply, "until_at", reading->horizon.to_at);
	tell_changes(reading, request->reply);
	request->more = reading;
	return FAULT_NONE;
}

static json_t *put_told(struct request *request, const struct command *command)
{
	(void)command;
	return json_incref(request->reply);
}

enum fault handle_calendar_put(struct request *request, struct note *note)
{
	assert(request->more);

	const struct reading *reading = request->more;
	struct calendar_put put = { .command.row = &calendar_command_put,
				    .school = str_of(reading->school), .calendar = &reading->ical,
				    .until_at = reading->horizon.to_at };

	(void)note;
	if (!reading->is_preview)
		return handler_start(request, &put.command, 200, put_told);
	request_answer(request, json_incref(request->reply));
	return FAULT_NONE;
}

/* --- what is closed next -------------------------------------------------------------- */

static enum fault show_calendars(struct request *request, struct db *db)
{
	struct calendar *calendars = arena_take(&request->arena,
						CALENDARS_SHOWN * sizeof(*calendars));
	json_t *list = json_array();
	size_t count = 0;
	enum fault fault = calendars ? calendar_list(db, calendars, CALENDARS_SHOWN, &count) :
				       FAULT_TOO_LARGE;

	for (size_t i = 0; !fault && i < count; i++) {
		json_t *one = json_object();

		json_core_word(one, "school", calendars[i].school);
		json_set_time(one, "imported_at", calendars[i].imported_at);
		json_set_str(one, "imported_by", str_of(calendars[i].imported_by));
		json_set_time(one, "until_at", calendars[i].until_at);
		json_array_append_new(list, one);
	}
	json_object_set_new(request->reply, "calendars", list);
	return fault;
}

enum fault handle_calendar_show(struct request *request, struct db *db, struct note *note)
{
	struct closure *closures = arena_take(&request->arena, TOLD_MOST * sizeof(*closures));
	json_t *items = json_array();
	size_t count = 0;
	enum fault fault = closures ? calendar_closure_list(db, clock_now(request->api->core->clock), closures,
						   TOLD_MOST, &count) : FAULT_TOO_LARGE;

	(void)note;
	for (size_t i = 0; !fault && i < count; i++)
		json_array_append_new(items, shape_closure(&closures[i]));
	request->reply = json_object();
	json_object_set_new(request->reply, "items", items);
	if (fault)
		return fault;
	return show_calendars(request, db);
}
