#include "rest.h"

#include <openssl/evp.h>
#include <string.h>

#include "base/random.h"
#include "refusal.h"
#include "shape.h"

enum { FIELDS_MOST = 200, CREDENTIALS_MOST = 512, BODY_MOST = 4 * 1024 * 1024 };

/* --- answers -------------------------------------------------------------------- */

static void add_headers(struct rest *rest)
{
	char token[TOKEN_SIZE];
	AUTO(buf) text;

	buf_init(&text, 64);
	random_token(token);
	buf_add_format(&text, "RQ%s", token);
	call_add_header(rest->call, "Twilio-Request-Id", buf_text(&text));
	buf_clear(&text);
	buf_add_number(&text, rest->carrier->in_flight);
	call_add_header(rest->call, "Twilio-Concurrent-Requests", buf_text(&text));
}

void rest_answer_bytes(struct rest *rest, int status, const char *type, struct str bytes)
{
	add_headers(rest);
	rest->carrier->in_flight--;
	call_answer(rest->call, status, type, bytes);
}

void rest_answer(struct rest *rest, int status, json_t *json)
{
	AUTO(buf) body;

	buf_init(&body, BODY_MOST);
	json_write(json, &body);
	json_decref(json);
	rest_answer_bytes(rest, status, "application/json", buf_str(&body));
}

void rest_refuse(struct rest *rest, int code, const char *detail)
{
	json_t *line = json_object();

	json_set_number(line, "code", code);
	json_set_str(line, "path", call_path(rest->call));
	carrier_log_add(rest->carrier->log, "refused", line);
	if (code == 20003)
		call_add_header(rest->call, "WWW-Authenticate", "Basic realm=\"practice carrier\"");
	rest_answer(rest, refusal_status(code), refusal_json(code, detail));
}

void rest_cut(struct rest *rest)
{
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
	struct chore chore = { .run = rest_on_hung, .drop = rest_drop, .data = rest };

	chores_add(rest->carrier->chores, hang_for, &chore);
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
	for (size_t i = 0; i < form->count; i++) {
		bool may_repeat;
		bool is_known = is_allowed(form->fields[i].name, names, &may_repeat);
		json_t *line;

		if (is_known && (may_repeat || !is_repeated(form, i)))
			continue;
		line = json_object();
		json_set_str(line, "parameter", form->fields[i].name);
		json_set_str(line, "why", is_known ? STR("repeated") : STR("unknown"));
		carrier_log_add(rest->carrier->log, "strict", line);
		rest_refuse(rest, 20001, is_known ? "a parameter is repeated"
						  : "a parameter is not known");
		return false;
	}
	return true;
}

/* --- who asks ------------------------------------------------------------------------ */

static bool is_account(const struct carrier *carrier, struct str credentials)
{
	struct str token = credentials;
	struct str sid = STR_NONE;
	bool is_sid;

	str_next(&token, ':', &sid);
	is_sid = str_is_same_secret(sid, str_of(carrier->settings.account_sid));
	return str_is_same_secret(token, str_of(carrier->settings.token)) && is_sid;
}

static bool is_authentic(const struct rest *rest)
{
	struct str header = call_header(rest->call, "Authorization");
	struct str base64 = str_trim(str_from(header, 6));
	unsigned char bytes[CREDENTIALS_MOST];
	int size;

	if (!str_equals_nocase(str_slice(header, 0, 6), STR("Basic ")) || !base64.size ||
	    base64.size > CREDENTIALS_MOST || base64.size % 4)
		return false;
	size = EVP_DecodeBlock(bytes, (const unsigned char *)base64.at, (int)base64.size);
	while (size > 0 && bytes[size - 1] == '\0')
		size--;
	return size > 0 && is_account(rest->carrier, (struct str){ (char *)bytes, (size_t)size });
}

/* --- which resource --------------------------------------------------------------------- */

static const struct {
	enum http_method method;
	const char *path;  /* "*": any one segment */
	bool is_json;
	void (*run)(struct rest *rest);
} resources[] = {
	{ HTTP_POST, "Messages", true, create_run },
	{ HTTP_GET, "Messages", true, messages_list },
	{ HTTP_GET, "Messages/*", true, messages_fetch },
	{ HTTP_POST, "Messages/*", true, messages_update },
	{ HTTP_DELETE, "Messages/*", true, messages_delete },
	{ HTTP_GET, "Messages/*/Media", true, media_list },
	{ HTTP_GET, "Messages/*/Media/*", true, media_fetch },
	{ HTTP_DELETE, "Messages/*/Media/*", true, media_delete },
	{ HTTP_GET, "Messages/*/Media/*", false, media_content },
	{ HTTP_GET, "IncomingPhoneNumbers", true, shape_lines },
};

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

static void dispatch(struct rest *rest, bool is_json)
{
	bool is_there = false;

	for (size_t i = 0; i < COUNT_OF(resources); i++) {
		if (resources[i].is_json != is_json || !is_at(rest, resources[i].path))
			continue;
		is_there = true;
		if (resources[i].method != call_method(rest->call))
			continue;
		resources[i].run(rest);
		return;
	}
	rest_refuse(rest, is_there ? 20004 : 20404, NULL);
}

/* Splits what stands behind the account; false when the path has none. */
static bool read_path(struct rest *rest, bool *is_json)
{
	struct str path = str_from(call_path(rest->call), 1);
	struct str segment;
	size_t i = 0;

	for (; str_next(&path, '/', &segment); i++) {
		if (i == 1 && !str_is(segment, "Accounts"))
			return false;
		if (i == 2 && !str_is(segment, rest->carrier->settings.account_sid))
			return false;
		if (i > 2 && rest->path_count < REST_SEGMENTS)
			rest->path[rest->path_count++] = segment;
	}
	if (rest->path_count == 0)
		return false;
	segment = rest->path[rest->path_count - 1];
	*is_json = str_ends(segment, STR(".json"));
	if (*is_json)
		rest->path[rest->path_count - 1] = str_slice(segment, 0, segment.size - 5);
	return true;
}

static bool read_forms(struct rest *rest, struct note *note)
{
	struct arena *arena = call_arena(rest->call);
	bool is_form = str_starts(call_header(rest->call, "Content-Type"),
				  STR("application/x-www-form-urlencoded"));

	if (form_read(call_query(rest->call), FIELDS_MOST, arena, &rest->query, note))
		return false;
	if (!call_body(rest->call).size)
		return true;
	if (!is_form) {
		(void)fault_because(FAULT_INVALID, note, "the body must be a form");
		return false;
	}
	return form_read(call_body(rest->call), FIELDS_MOST, arena, &rest->form, note) ==
	       FAULT_NONE;
}

void rest_run(void *context, struct call *call)
{
	struct rest *rest = arena_take(call_arena(call), sizeof(*rest));
	struct note note = { .text = "" };
	bool is_json = false;

	if (!rest) {
		call_cut(call);
		return;
	}
	rest->carrier = context;
	rest->call = call;
	rest->carrier->in_flight++;
	if (!is_authentic(rest))
		rest_refuse(rest, 20003, NULL);
	else if (!read_path(rest, &is_json))
		rest_refuse(rest, 20404, NULL);
	else if (!read_forms(rest, &note))
		rest_refuse(rest, 20001, note.text);
	else
		dispatch(rest, is_json);
}
