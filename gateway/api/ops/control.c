#include "control.h"

#include <assert.h>
#include <stdio.h>
#include <sys/stat.h>

#include "api/http/request_input.h"
#include "api/json/json_core.h"
#include "api/json/json_family.h"
#include "api/json/json_report.h"
#include "api/json/route_json.h"
#include "api/json/timeline.h"
#include "base/date.h"
#include "i18n/text/phone.h"
#include "i18n/time/zone_database.h"
#include "readiness.h"
#include "store/messaging/refused_destinations.h"
#include "wire/form.h"
#include "work/engine.h"

enum { QUEUE_SHOWN = 200 };

/* --- status ------------------------------------------------------------------ */

/* Ledger and write-ahead log; null when the store is no file. */
static json_t *store_size(const char *address)
{
	struct str text = str_of(address);
	struct stat file, log;
	char path[1024];

	if (!str_starts(text, STR("sqlite:")))
		return json_null();
	str_put(path, sizeof(path), str_from(text, 7));
	if (stat(path, &file))
		return json_null();
	snprintf(path, sizeof(path), "%.1000s-wal", address + 7);
	return json_integer(file.st_size + (stat(path, &log) ? 0 : log.st_size));
}

enum { CODES_SHOWN = 64 };

/* What administrators will hear of once the day is over: code by code. */
static enum fault look_at_destinations(const struct core *core, struct db *db, json_t *into)
{
	struct refused_destination ones[CODES_SHOWN];
	enum fault fault = FAULT_NONE;

	for (size_t i = 0; i < core->line_count && !fault; i++) {
		size_t count = 0;

		fault = refused_destination_codes(db, core->lines[i].id, ones, CODES_SHOWN, &count);
		for (size_t k = 0; !fault && k < count; k++) {
			json_t *shape = json_object();

			json_set_id(shape, "line", ones[k].line.n);
			json_set_number(shape, "code", ones[k].code);
			json_set_number(shape, "count", ones[k].counted);
			json_array_append_new(into, shape);
		}
	}
	return fault;
}

enum fault control_status_look(struct request *request, struct db *db, struct note *note)
{
	struct outbox_counts outbox;
	struct promise_counts promises;
	enum fault fault;

	(void)note;
	fault = delivery_count(db, &outbox);
	if (!fault)
		fault = promise_count(db, &promises);
	if (fault)
		return fault;
	request->reply = json_object();
	json_object_set_new(request->reply, "refused_destinations", json_array());
	fault = look_at_destinations(request->api->core, db, json_object_get(request->reply, "refused_destinations"));
	if (fault)
		return fault;
	json_object_set_new(request->reply, "outbox", json_core_outbox_counts(&outbox));
	json_object_set_new(request->reply, "promises", json_core_promise_counts(&promises));
	json_object_set_new(request->reply, "store_bytes",
			    store_size(request->api->settings.store_address));
	return FAULT_NONE;
}

static json_t *shape_clock(const struct core *core)
{
	json_t *shape = json_object();

	json_set_time(shape, "now", clock_now(core->clock));
	json_set_bool(shape, "is_practice", clock_is_practice(core->clock));
	return shape;
}

/* Whose rules the families' clocks follow. */
static json_t *shape_zones(void)
{
	json_t *shape = json_object();
	char version[ZONE_FILE_VERSION];

	zone_database_version(version);
	json_set_str(shape, "version", str_of(version));
	json_set_str(shape, "folder", str_of(zone_file_folder()));
	return shape;
}

static json_t *shape_counts(const struct core *core)
{
	json_t *shape = json_object();
	int64_t refused = 0;

	for (size_t i = 0; i < core->account_count; i++)
		refused += core->accounts[i].refused_signatures;

#define X(name) json_set_number(shape, #name, core->counts.name);
	CORE_COUNTS(X)
#undef X
#define X(before, name) json_set_number(shape, #before, core->counts.name);
	CORE_COUNTS_BEFORE(X)
#undef X
	/* its name of before, for one version: /metrics has it by adapter */
	json_set_number(shape, "refused_signatures", refused);
	return shape;
}

static json_t *shape_lines(const struct core *core)
{
	json_t *lines = json_array();

	for (size_t i = 0; i < core->line_count; i++)
		json_array_append_new(lines, json_core_line(&core->lines[i]));
	return lines;
}

enum fault control_status(struct request *request, struct note *note)
{
	struct core *core = request->api->core;
	json_t *reply = json_incref(request->reply);
	int64_t commits = 0, jobs = 0;
	json_t *writer = json_object();

	(void)note;
	writer_counts(core->writer, &commits, &jobs);
	json_set_number(writer, "commits", commits);
	json_set_number(writer, "jobs", jobs);
	json_set_number(writer, "waiting", (int64_t)writer_waiting(core->writer));
	json_set_str(reply, "version", str_of(request->api->settings.version));
	json_set_str(reply, "district", str_of(core->settings->district_name));
	json_set_str(reply, "public_url", str_of(request->api->settings.public_url));
	json_set_bool(reply, "is_ready", readiness_is_ready(core));
	json_object_set_new(reply, "causes", readiness_told(core));
	json_set_bool(reply, "is_stopping", core->is_stopping);
	json_object_set_new(reply, "clock", shape_clock(core));
	json_object_set_new(reply, "zones", shape_zones());
	json_object_set_new(reply, "lines", shape_lines(core));
	json_object_set_new(reply, "counts", shape_counts(core));
	json_object_set_new(reply, "writer", writer);
	request_answer(request, reply);
	return FAULT_NONE;
}

/* --- the clock ----------------------------------------------------------------- */

enum fault control_clock(struct request *request, struct note *note)
{
	(void)note;
	request_answer(request, shape_clock(request->api->core));
	return FAULT_NONE;
}

/* "90s", "30m", "4h", "2d" */
static enum fault read_span(struct str text, int64_t *span_for, struct note *note)
{
	static const struct {
		char letter;
		int64_t ms;
	} units[] = { { 's', SECOND_MS }, { 'm', MINUTE_MS }, { 'h', HOUR_MS }, { 'd', DAY_MS } };
	int64_t number;

	for (size_t i = 0; i < COUNT_OF(units); i++) {
		if (text.size < 2 || text.at[text.size - 1] != units[i].letter ||
		    str_number(str_slice(text, 0, text.size - 1), 1, 366 * 86400, &number))
			continue;
		if (number > 366 * DAY_MS / units[i].ms)
			break;
		*span_for = number * units[i].ms;
		return FAULT_NONE;
	}
	return fault_because(FAULT_INVALID, note,
			     "a span reads like 90s, 30m, 4h or 2d, up to a year");
}

enum fault control_clock_check(struct request *request, struct db *db, struct note *note)
{
	static const struct request_field fields[] = {
		{ "advance", 16, true },
		{ .name = NULL },
	};
	int64_t *span_for = arena_take(&request->arena, sizeof(*span_for));
	enum fault fault = request_input_body(request, fields, note);

	(void)db;
	if (fault)
		return fault;
	if (!clock_is_practice(request->api->core->clock))
		return fault_because(FAULT_CONFLICT, note, "the clock is real and follows the machine");
	request->field = "advance";
	fault = read_span(request_input(request, "advance"), span_for, note);
	if (fault)
		return fault;
	request->field = NULL;
	request->more = span_for;
	request->detail = json_object();
	json_set_str(request->detail, "advance", request_input(request, "advance"));
	return FAULT_NONE;
}

enum fault control_clock_advance(struct request *request, struct note *note)
{
	struct core *core = request->api->core;
	const int64_t *span_for = request->more;

	assert(span_for && clock_is_practice(core->clock));
	(void)note;
	clock_advance(core->clock, *span_for);
	engine_wake(core);
	request_answer(request, shape_clock(core));
	return FAULT_NONE;
}

/* --- trace, route, queue ------------------------------------------------------- */

static enum fault trace_promise(struct request *request, struct db *db, struct promise_id id)
{
	struct promise promise;
	enum fault fault = promise_get(db, id, &promise);

	if (fault)
		return fault;
	json_object_set_new(request->reply, "promise", json_core_promise(db, &promise));
	fault = json_report_add_times(&(struct promise_report_look){ request->api->core,
				      request->locale, db, clock_now(request->api->core->clock) },
				      &promise, request->reply);
	if (!fault)
		fault = timeline_add_messages(db, id, &request->arena, request->reply);
	if (!fault)
		fault = timeline_add_events(db, id.n, &request->arena, request->reply);
	return fault;
}

/* A message that belongs to a promise shows that promise with it. */
static enum fault trace_message(struct request *request, struct db *db, struct message_id id)
{
	struct message message;
	struct promise promise;
	json_t *one, *list = json_array();
	enum fault fault;

	json_object_set_new(request->reply, "messages", list);
	fault = message_get(db, id, &request->arena, &message);
	if (!fault)
		fault = json_family_message(db, &message, &one);
	if (fault)
		return fault;
	json_array_append_new(list, one);
	json_object_set_new(request->reply, "promise",
			    message.promise.n && promise_get(db, message.promise, &promise) == FAULT_NONE ?
			    json_core_promise(db, &promise) : json_null());
	return timeline_add_events(db, id.n, &request->arena, request->reply);
}

static enum fault trace_provider_id(struct request *request, struct db *db)
{
	const struct core *core = request->api->core;
	struct message_id id;

	for (size_t i = 0; i < core->account_count; i++) {
		enum fault fault = message_by_provider(
			db, str_of(core->accounts[i].settings->account.name), request->id, &id);

		if (fault == FAULT_NONE)
			return trace_message(request, db, id);
		if (fault != FAULT_MISSING)
			return fault;
	}
	return FAULT_MISSING;
}

enum fault control_trace(struct request *request, struct db *db, struct note *note)
{
	int64_t id;
	enum fault fault;

	request->reply = json_object();
	if (id_parse(request->id, &id)) {
		fault = trace_provider_id(request, db);
	} else {
		fault = trace_promise(request, db, (struct promise_id){ id });
		if (fault == FAULT_MISSING)
			fault = trace_message(request, db, (struct message_id){ id });
	}
	if (fault == FAULT_MISSING)
		return fault_because(fault, note, "no promise and no message has that id");
	request->detail = json_object();
	json_set_str(request->detail, "trace", request->id);
	return fault;
}

enum fault control_route(struct request *request, struct db *db, struct note *note)
{
	struct str word = form_get(&request->query, "purpose");
	enum purpose purpose = PURPOSE_SCHOOL;
	struct phone phone;
	enum fault fault;

	request->field = "purpose";
	if (word.size && !purpose_of(word, &purpose))
		return fault_because(FAULT_INVALID, note, "purpose is emergency, school or other");
	request->field = "number";
	fault = phone_read(form_get(&request->query, "number"), request->api->settings.region,
			   &phone, note);
	if (fault)
		return fault;
	request->field = NULL;
	return route_json(&(struct route_json){ request->api->core, request->locale, str_of(phone.e164),
				       purpose }, db, &request->reply, note);
}

enum fault control_queue(struct request *request, struct db *db, struct note *note)
{
	struct delivery *deliveries = arena_take(&request->arena, QUEUE_SHOWN * sizeof(*deliveries));
	struct outbox_counts counts;
	json_t *items = json_array();
	size_t count = 0;
	enum fault fault;

	(void)note;
	request->reply = json_object();
	json_object_set_new(request->reply, "items", items);
	if (!deliveries)
		return FAULT_TOO_LARGE;
	fault = delivery_count(db, &counts);
	if (!fault)
		fault = delivery_list(db, NEVER, deliveries, QUEUE_SHOWN, &count);
	if (fault)
		return fault;
	for (size_t i = 0; i < count; i++)
		json_array_append_new(items, json_family_delivery(&deliveries[i]));
	json_object_set_new(request->reply, "counts", json_core_outbox_counts(&counts));
	return FAULT_NONE;
}
