#include "control.h"

#include <stdlib.h>

#include "base/memory.h"
#include "carrier.h"
#include "dialect.h"
#include "wire/form.h"

enum { ANSWER_MOST = 64 * 1024 * 1024, LINES_USUAL = 10000, LINES_MOST = 100000, PAGE_MOST = 1000 };

#define OFFSET_MOST (30 * DAY_MS)

static void answer_json(struct call *call, int status, json_t *json)
{
	AUTO(buf) body;

	buf_init(&body, ANSWER_MOST);
	json_write(json, &body);
	json_decref(json);
	call_answer(call, status, "application/json", buf_str(&body));
}

void control_add_fault(void *context, struct call *call)
{
	struct carrier *carrier = context;
	struct note note = { .text = "" };
	AUTO_JSON *json = NULL;
	int64_t id = 0;
	enum fault fault = json_read(call_body(call), &json, &note);
	json_t *answer;

	if (!fault)
		fault = mishaps_add(carrier->mishaps, json, &id, &note);
	if (fault) {
		call_refuse(call, fault, &note, NULL);
		return;
	}
	answer = json_object();
	json_set_number(answer, "id", id);
	answer_json(call, 201, answer);
}

void control_show_faults(void *context, struct call *call)
{
	const struct carrier *carrier = context;
	json_t *json = json_object();

	json_object_set_new(json, "faults", mishaps_json(carrier->mishaps));
	answer_json(call, 200, json);
}

void control_clear_faults(void *context, struct call *call)
{
	const struct carrier *carrier = context;

	mishaps_clear(carrier->mishaps);
	call_answer(call, 204, NULL, STR_NONE);
}

void control_release(void *context, struct call *call)
{
	const struct carrier *carrier = context;

	chores_release(carrier->chores);
	call_answer(call, 204, NULL, STR_NONE);
}

/* --- settings ------------------------------------------------------------------------- */

static json_t *lines_json(const struct carrier_settings *settings)
{
	json_t *lines = json_array();

	for (size_t i = 0; i < settings->line_count; i++) {
		json_t *json = json_object();

		json_set_str(json, "number", str_of(settings->lines[i].number));
		json_set_str(json, "webhook", str_of(settings->lines[i].webhook));
		json_set_str(json, "fallback", str_of(settings->lines[i].fallback));
		json_array_append_new(lines, json);
	}
	return lines;
}

void control_show(void *context, struct call *call)
{
	const struct carrier *carrier = context;
	const struct carrier_settings *settings = &carrier->settings;
	json_t *json = json_object();

	json_set_str(json, "account_sid", str_of(settings->account_sid));
	json_set_str(json, "dialect", str_of(settings->dialect->name));
	json_set_str(json, "public_key", str_of(key_public(carrier->key)));
	json_set_number(json, "signed_before_ms", settings->signed_before);
	json_set_number(json, "clock_offset_ms", settings->clock_offset);
	json_set_number(json, "listed_after_ms", settings->listed_after);
	json_set_number(json, "page_most", settings->page_most);
	json_set_str(json, "pages", str_of(carrier_pages_word(settings->pages)));
	json_set_str(json, "opt_out", str_of(carrier_opt_out_word(settings->opt_out)));
	json_set_number(json, "delay_ms", settings->step_for);
	json_set_number(json, "receipt_delay_ms", settings->receipt_for);
	json_set_number(json, "retry_ms", settings->retry_for);
	json_set_number(json, "seed", (int64_t)settings->seed);
	json_object_set_new(json, "numbers", lines_json(settings));
	/* What is still under way: a test waits until it is 0. */
	json_set_number(json, "webhooks_under_way", (int64_t)hooks_count(carrier->hooks));
	json_set_number(json, "held", chores_held(carrier->chores));
	json_set_number(json, "log_lines", carrier_log_count(carrier->log));
	answer_json(call, 200, json);
}

static enum fault change_lines(struct carrier_settings *settings, const json_t *list,
			       struct note *note)
{
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item) {
		enum fault fault = carrier_set_line(settings, json_str(item, "number"),
						    json_str(item, "webhook"),
						    json_str(item, "fallback"), note);

		if (fault)
			return fault;
	}
	return FAULT_NONE;
}

/* Its clock and its lists. */
static enum fault change_lists(struct carrier_settings *settings, const json_t *json,
			       struct note *note)
{
	struct str pages = json_str(json, "pages");
	int64_t clock_offset = json_number(json, "clock_offset_ms", settings->clock_offset);
	int64_t listed_after = json_number(json, "listed_after_ms", settings->listed_after);
	int64_t page_most = json_number(json, "page_most", settings->page_most);

	if (pages.size && !carrier_read_pages(pages, &settings->pages))
		return fault_because(FAULT_INVALID, note,
				     "\"pages\" is well, self, round or endless");
	if (clock_offset < -OFFSET_MOST || clock_offset > OFFSET_MOST)
		return fault_because(FAULT_INVALID, note, "a clock is off by at most 30 days");
	if (listed_after < 0 || listed_after > DAY_MS)
		return fault_because(FAULT_INVALID, note, "a message is listed within a day");
	if (page_most < 0 || page_most > PAGE_MOST)
		return fault_because(FAULT_INVALID, note, "a page shows up to %d messages", PAGE_MOST);
	settings->clock_offset = clock_offset;
	settings->listed_after = listed_after;
	settings->page_most = page_most;
	return FAULT_NONE;
}

static enum fault change(struct carrier_settings *settings, const json_t *json,
			 struct note *note)
{
	struct str opt_out = json_str(json, "opt_out");
	int64_t step_for = json_number(json, "delay_ms", settings->step_for);
	int64_t receipt_for = json_number(json, "receipt_delay_ms", settings->receipt_for);
	int64_t signed_before = json_number(json, "signed_before_ms", settings->signed_before);

	if (opt_out.size && !carrier_read_opt_out(opt_out, &settings->opt_out))
		return fault_because(FAULT_INVALID, note,
				     "\"opt_out\" is off, default or advanced");
	if (step_for < 0 || step_for > DAY_MS || receipt_for < 0 || receipt_for > DAY_MS)
		return fault_because(FAULT_INVALID, note, "a delay is 0 ms to a day");
	if (signed_before < -DAY_MS || signed_before > DAY_MS)
		return fault_because(FAULT_INVALID, note, "a signature is at most a day old");
	settings->signed_before = signed_before;
	settings->step_for = step_for;
	settings->receipt_for = receipt_for;
	if (change_lists(settings, json, note))
		return FAULT_INVALID;
	return change_lines(settings, json_object_get(json, "numbers"), note);
}

/* All of it or nothing: a change that is refused half way has changed nothing. */
static enum fault try_change(struct carrier_settings *settings, const json_t *json,
			     struct note *note)
{
	struct carrier_settings *wanted = memory_new(struct carrier_settings);
	enum fault fault;

	*wanted = *settings;
	fault = change(wanted, json, note);
	if (!fault)
		*settings = *wanted;
	free(wanted);
	return fault;
}

void control_change(void *context, struct call *call)
{
	struct carrier *carrier = context;
	struct note note = { .text = "" };
	AUTO_JSON *json = NULL;
	enum fault fault = json_read(call_body(call), &json, &note);

	if (!fault)
		fault = try_change(&carrier->settings, json, &note);
	if (fault)
		call_refuse(call, fault, &note, NULL);
	else
		control_show(context, call);
}

/* --- the log: ?event=accepted&after=120&limit=1000 ---------------------------------------- */

static int64_t number_in(const struct form *query, const char *name, int64_t otherwise)
{
	int64_t number = otherwise;

	if (str_number(form_get(query, name), 0, INT64_MAX, &number))
		return otherwise;
	return number;
}

void control_show_log(void *context, struct call *call)
{
	const struct carrier *carrier = context;
	struct note note = { .text = "" };
	struct form query;
	int64_t count = carrier_log_count(carrier->log);
	int64_t most;
	AUTO(buf) lines;

	buf_init(&lines, ANSWER_MOST);
	if (form_read(call_query(call), 20, call_arena(call), &query, &note)) {
		call_refuse(call, FAULT_INVALID, &note, NULL);
		return;
	}
	most = number_in(&query, "limit", LINES_USUAL);
	if (most > LINES_MOST)
		most = LINES_MOST;
	carrier_log_read(carrier->log, form_get(&query, "event"),
			 number_in(&query, "after",
				   form_get(&query, "event").size || count < most ? 0
										   : count - most),
			 most, &lines);
	call_answer(call, 200, "application/x-ndjson", buf_str(&lines));
}
