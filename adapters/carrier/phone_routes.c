#include "phone_routes.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "inbound.h"
#include "wire/form.h"

enum { FIELDS_MOST = 50, ANSWER_MOST = 4 * 1024 * 1024 };

static void answer_json(struct call *call, int status, json_t *json)
{
	AUTO(buf) body;

	buf_init(&body, ANSWER_MOST);
	json_write(json, &body);
	json_decref(json);
	call_answer(call, status, "application/json", buf_str(&body));
}

/* People forget the '+', and a form would read it as a space. */
static struct str number_of(struct call *call, struct str text)
{
	AUTO(buf) number;

	buf_init(&number, PHONE_NUMBER);
	text = str_trim(text);
	if (!text.size || text.at[0] < '0' || text.at[0] > '9')
		return text;
	buf_add_char(&number, '+');
	buf_add(&number, text);
	return arena_copy(call_arena(call), buf_str(&number));
}

/* --- what a phone texts: a form, JSON or the bare text -------------------------------- */

struct typed {
	struct inbound inbound;
	json_t *json;     /* owns the texts when it was JSON */
	json_t *media;
};

static void typed_done(struct typed *typed)
{
	json_decref(typed->json);
	json_decref(typed->media);
}

static enum fault read_json(struct call *call, struct typed *typed, struct note *note)
{
	enum fault fault = json_read(call_body(call), &typed->json, note);

	if (fault)
		return fault;
	typed->inbound.text = json_str(typed->json, "text");
	typed->inbound.line = number_of(call, json_str(typed->json, "to"));
	typed->inbound.is_whatsapp = str_is(json_str(typed->json, "channel"), "whatsapp");
	if (json_is_array(json_object_get(typed->json, "media")))
		typed->media = json_incref(json_object_get(typed->json, "media"));
	return FAULT_NONE;
}

/* What is no UTF-8 is no address either, and not nothing. */
static json_t *media_of(const struct form *form)
{
	json_t *media = json_array();

	for (size_t i = 0; i < form->count; i++) {
		struct str value = form->fields[i].value;
		json_t *address;

		if (!str_is(form->fields[i].name, "media"))
			continue;
		address = json_stringn(value.at, value.size);
		json_array_append_new(media, address ? address : json_null());
	}
	return media;
}

static enum fault read_form(struct call *call, struct typed *typed, struct note *note)
{
	struct str body = call_body(call);
	struct form form;
	enum fault fault;

	/* curl -d "¿Hay clases?" says it is a form, but it is the text. */
	if (str_find(body, STR("=")) == body.size) {
		typed->inbound.text = body;
		return FAULT_NONE;
	}
	fault = form_read(body, FIELDS_MOST, call_arena(call), &form, note);
	if (fault)
		return fault;
	typed->inbound.text = form_get(&form, "text");
	if (!typed->inbound.text.at)
		typed->inbound.text = form_get(&form, "Body");
	typed->inbound.line = number_of(call, form_get(&form, "to"));
	typed->inbound.is_whatsapp = str_is(form_get(&form, "channel"), "whatsapp");
	typed->media = media_of(&form);
	return FAULT_NONE;
}

static enum fault read_typed(struct call *call, struct typed *typed, struct note *note)
{
	struct str type = call_header(call, "Content-Type");

	typed->inbound.phone = number_of(call, call_param(call, "number"));
	if (str_starts(type, STR("application/json")))
		return read_json(call, typed, note);
	if (str_starts(type, STR("application/x-www-form-urlencoded")))
		return read_form(call, typed, note);
	typed->inbound.text = call_body(call);
	return FAULT_NONE;
}

void phone_routes_text(void *context, struct call *call)
{
	assert(context && call);

	AUTO(typed) typed = { .json = NULL };
	const struct record *record = NULL;
	struct note note = { .text = "" };
	enum fault fault = read_typed(call, &typed, &note);
	json_t *json;

	typed.inbound.media = typed.media;
	if (!fault)
		fault = inbound_take(context, &typed.inbound, &record, &note);
	if (fault) {
		call_refuse(call, fault, &note, NULL);
		return;
	}
	json = json_object();
	json_set_str(json, "sid", str_of(record->sid));
	json_set_str(json, "from", str_of(record->from));
	json_set_str(json, "to", str_of(record->to));
	json_set_str(json, "text", buf_str(&record->text));
	json_set_time(json, "at", record->created_at);
	answer_json(call, 201, json);
}

/* --- what a phone shows ------------------------------------------------------------------ */

static json_t *text_json(const struct carrier *carrier, const struct phone_text *text)
{
	const struct record *record = records_find(carrier->records, str_of(text->sid));
	json_t *json = json_object();

	json_set_str(json, "direction", text->is_in ? STR("in") : STR("out"));
	json_set_str(json, "text", str_of(text->text));
	json_set_time(json, "at", text->at);
	json_set_str(json, "status", str_of(record ? journey_word(record->status) : ""));
	json_set_str(json, "sid", str_of(text->sid));
	json_set_str(json, "with", str_of(text->other));
	if (text->media_count)
		json_set_number(json, "media", text->media_count);
	return json;
}

void phone_routes_show(void *context, struct call *call)
{
	assert(context && call);

	const struct carrier *carrier = context;
	struct str number = number_of(call, call_param(call, "number"));
	const struct phone *phone = phones_find(carrier->phones, number);
	json_t *json = json_object();
	json_t *texts = json_array();

	for (size_t i = 0; phone && i < phone->count; i++)
		json_array_append_new(texts, text_json(carrier, &phone->texts[i]));
	json_set_str(json, "number", number);
	json_object_set_new(json, "messages", texts);
	answer_json(call, 200, json);
}

static int compare_phones(const void *left, const void *right)
{
	const struct phone *a = *(const struct phone *const *)left;
	const struct phone *b = *(const struct phone *const *)right;
	int64_t a_at = a->texts[a->count - 1].at;
	int64_t b_at = b->texts[b->count - 1].at;

	if (a_at != b_at)
		return a_at < b_at ? 1 : -1;
	return str_compare(str_of(a->number), str_of(b->number));
}

/* Those with something on the screen, the liveliest first. */
static json_t *phones_json(const struct carrier *carrier)
{
	size_t count = 0;
	const struct phone **shown = memory_array(const struct phone *, phones_count(carrier->phones));
	const struct phone *phone = NULL;
	json_t *list = json_array();

	while ((phone = phones_next(carrier->phones, phone)))
		if (phone->count)
			shown[count++] = phone;
	qsort(shown, count, sizeof(*shown), compare_phones);
	for (size_t i = 0; i < count; i++) {
		json_t *json = json_object();

		json_set_str(json, "number", str_of(shown[i]->number));
		json_set_number(json, "count", (int64_t)shown[i]->count);
		json_object_set_new(json, "last",
				    text_json(carrier, &shown[i]->texts[shown[i]->count - 1]));
		json_array_append_new(list, json);
	}
	free(shown);
	return list;
}

void phone_routes_list(void *context, struct call *call)
{
	const struct carrier *carrier = context;
	json_t *json = json_object();
	json_t *lines = json_array();

	for (size_t i = 0; i < carrier->settings.line_count; i++)
		json_array_append_new(lines, json_string(carrier->settings.lines[i].number));
	json_object_set_new(json, "lines", lines);
	json_object_set_new(json, "phones", phones_json(carrier));
	answer_json(call, 200, json);
}

void phone_routes_delete(void *context, struct call *call)
{
	assert(context && call);

	const struct carrier *carrier = context;

	phones_delete(carrier->phones, number_of(call, call_param(call, "number")));
	call_answer(call, 204, NULL, STR_NONE);
}
