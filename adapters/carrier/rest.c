#include "rest.h"

#include <assert.h>

#include "base/date.h"
#include "dialect.h"

enum { FIELDS_MOST = 200, BODY_MOST = 4 * 1024 * 1024, NAME_MOST = 100 };

/* --- answers -------------------------------------------------------------------- */

/* Its own clock's; without an offset the server says the machine's. */
static void add_date(struct rest *rest)
{
	char date[DATE_SIZE];

	if (!rest->carrier->settings.clock_offset)
		return;
	date_rfc2822(carrier_now(rest->carrier), date);
	call_add_header(rest->call, "Date", date);
}

void rest_answer_bytes(struct rest *rest, int status, const char *type, struct str bytes)
{
	assert(rest && rest->call);
	rest->dialect->add_headers(rest, status);
	add_date(rest);
	rest->carrier->in_flight--;
	call_answer(rest->call, status, type, bytes);
}

void rest_answer(struct rest *rest, int status, json_t *json)
{
	AUTO(buf) body;

	assert(rest && rest->call && json);
	buf_init(&body, BODY_MOST);
	json_write(json, &body);
	json_decref(json);
	rest_answer_bytes(rest, status, "application/json", buf_str(&body));
}

void rest_answer_one(struct rest *rest, int status, json_t *json)
{
	assert(rest && rest->dialect && json);

	json_t *around = json;

	if (rest->dialect->is_wrapped) {
		around = json_object();
		json_object_set_new(around, "data", json);
	}
	rest_answer(rest, status, around);
}

void rest_refuse(struct rest *rest, enum refusal refusal, const char *detail)
{
	assert(rest && rest->dialect);
	assert(refusal != REFUSAL_NONE);

	enum dialect_id id = rest->dialect->id;
	json_t *line = json_object();

	json_set_number(line, "code", refusal_code(id, refusal));
	json_set_str(line, "path", call_path(rest->call));
	carrier_log_add(rest->carrier->log, "refused", line);
	if (refusal == REFUSAL_CREDENTIALS)
		call_add_header(rest->call, "WWW-Authenticate", rest->dialect->realm);
	rest_answer(rest, refusal_status(id, refusal), rest->dialect->refuse(refusal, detail));
}

void rest_refuse_mishap(struct rest *rest, const struct mishap *mishap)
{
	AUTO(buf) seconds;

	buf_init(&seconds, 32);
	buf_add_number(&seconds, mishap->retry_after_for / SECOND_MS);
	if (mishap->retry_after_for)
		call_add_header(rest->call, "Retry-After", buf_text(&seconds));
	rest_refuse(rest, mishap->refusal, NULL);
}

/* No header of the provider's own, and none of its words. */
void rest_answer_page(struct rest *rest, const struct mishap *mishap)
{
	struct str page = str_of(mishap->page);
	json_t *line = json_object();

	json_set_number(line, "status", mishap->status);
	json_set_str(line, "path", call_path(rest->call));
	carrier_log_add(rest->carrier->log, "page", line);
	rest->carrier->in_flight--;
	call_answer(rest->call, mishap->status, str_starts(page, STR("{")) ?
		    "application/json" : "text/html; charset=utf-8", page);
}

void rest_cut(struct rest *rest)
{
	assert(rest && rest->call);
	rest->carrier->in_flight--;
	call_cut(rest->call);
}

static void rest_on_hung(struct carrier *carrier, int64_t no, void *data)
{
	(void)carrier;
	(void)no;
	rest_cut(data);
}

static void rest_drop(void *data)
{
	rest_cut(data);
}

void rest_hang(struct rest *rest, int64_t hang_for)
{
	assert(rest && rest->call);
	assert(hang_for >= 0);

	struct chore chore = { .run = rest_on_hung, .drop = rest_drop, .data = rest };

	chores_add(rest->carrier->chores, hang_for, &chore);
}

static void rest_on_release(struct carrier *carrier, int64_t no, void *data)
{
	struct rest *rest = data;

	(void)carrier;
	(void)no;
	rest->go_on(rest);
}

void rest_hold(struct rest *rest, void (*go_on)(struct rest *rest))
{
	struct chore chore = { .run = rest_on_release, .drop = rest_drop, .data = rest };

	rest->go_on = go_on;
	chores_add(rest->carrier->chores, CHORE_HELD, &chore);
}

/* --- strictness ------------------------------------------------------------------- */

static bool is_allowed(struct str name, const char *const *names, bool *may_repeat)
{
	for (; *names; names++) {
		*may_repeat = (*names)[0] == '*';
		if (str_is(name, *names + *may_repeat))
			return true;
	}
	return false;
}

static bool is_repeated(const struct form *form, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (str_equals(form->fields[i].name, form->fields[index].name))
			return true;
	return false;
}

bool rest_is_strict(struct rest *rest, const struct form *form, const char *const *names)
{
	assert(rest && form && names);
	for (size_t i = 0; i < form->count; i++) {
		bool may_repeat;
		bool is_known = is_allowed(form->fields[i].name, names, &may_repeat);
		json_t *line;

		if (is_known && (may_repeat || !is_repeated(form, i)))
			continue;
		line = json_object();
		json_set_str(line, "parameter", str_slice(form->fields[i].name, 0, NAME_MOST));
		json_set_str(line, "why", is_known ? STR("repeated") : STR("unknown"));
		carrier_log_add(rest->carrier->log, "strict", line);
		rest_refuse(rest, REFUSAL_PARAMETER, is_known ? "a parameter is repeated"
						  : "a parameter is not known");
		return false;
	}
	return true;
}

static bool has_answered(struct rest *rest, const struct mishap *mishap)
{
	switch (mishap->answer) {
	case MISHAP_NONE:
		return false;
	case MISHAP_REFUSE:
		rest_refuse_mishap(rest, mishap);
		break;
	case MISHAP_PAGE:
		rest_answer_page(rest, mishap);
		break;
	case MISHAP_HANG:
		rest_hang(rest, mishap->delay_for);
		break;
	case MISHAP_BAD_JSON:
	case MISHAP_NO_ID:
		rest_answer_bytes(rest, 200, "application/json", STR("{\"messages\": [{"));
		break;
	case MISHAP_CUT:
	case MISHAP_LATE:
		rest_cut(rest);
		break;
	}
	return true;
}

static void ask_again(struct rest *rest)
{
	rest->mishap.is_held = false;
	rest->run(rest);
}

bool rest_has_mishap(struct rest *rest, enum mishap_request kind, struct str to,
		     struct str from)
{
	assert(rest && kind < MISHAP_REQUESTS);

	struct mishap_case request = { .request = kind, .to = to, .from = from };

	if (!rest->go_on)
		mishaps_judge(rest->carrier->mishaps, &request, &rest->mishap);
	if (!rest->mishap.is_held)
		return has_answered(rest, &rest->mishap);
	rest_hold(rest, ask_again);
	return true;
}

/* --- which resource --------------------------------------------------------------------- */

static bool is_at(const struct rest *rest, const char *pattern)
{
	struct str rest_of = str_of(pattern);
	struct str segment;
	size_t i = 0;

	while (str_next(&rest_of, '/', &segment)) {
		if (i == rest->path_count)
			return false;
		if (!str_is(segment, "*") && !str_equals(segment, rest->path[i]))
			return false;
		i++;
	}
	return i == rest->path_count;
}

static void dispatch(struct rest *rest)
{
	const struct rest_resource *resource = rest->dialect->resources;
	bool is_there = false;

	for (; resource->path; resource++) {
		if (resource->is_json != rest->is_json || !is_at(rest, resource->path))
			continue;
		is_there = true;
		if (resource->method != call_method(rest->call))
			continue;
		rest->run = resource->run;
		rest->run(rest);
		return;
	}
	rest_refuse(rest, is_there ? REFUSAL_METHOD : REFUSAL_MISSING, NULL);
}

static enum fault read_forms(struct rest *rest, struct note *note)
{
	struct arena *arena = call_arena(rest->call);
	struct str type = call_header(rest->call, "Content-Type");
	enum fault fault = form_read(call_query(rest->call), FIELDS_MOST, arena, &rest->query,
				     note);

	if (fault || !call_body(rest->call).size)
		return fault;
	if (!str_starts(type, str_of(rest->dialect->content_type)))
		return fault_because(FAULT_INVALID, note, "the body must be %s",
				     rest->dialect->content_type);
	return rest->dialect->read_body(call_body(rest->call), arena, &rest->form, note);
}

void rest_run(struct carrier *carrier, const struct dialect *dialect, struct call *call)
{
	assert(carrier && dialect && call);

	struct rest *rest = arena_take(call_arena(call), sizeof(*rest));
	struct note note = { .text = "" };

	if (!rest) {
		call_cut(call);
		return;
	}
	rest->carrier = carrier;
	rest->dialect = dialect;
	rest->call = call;
	carrier->in_flight++;
	if (!dialect->is_authentic(rest))
		rest_refuse(rest, REFUSAL_CREDENTIALS, NULL);
	else if (!dialect->read_path(rest))
		rest_refuse(rest, REFUSAL_MISSING, NULL);
	else if (read_forms(rest, &note))
		rest_refuse(rest, REFUSAL_PARAMETER, note.text);
	else
		dispatch(rest);
}
