#include "request_input.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "i18n/text/label.h"

static const struct request_field *find_field(const struct request_field *fields, const char *name)
{
	for (; fields->name; fields++)
		if (strcmp(fields->name, name) == 0)
			return fields;
	return NULL;
}

/* By its name, whoever asks: so no new member is forgotten. */
static enum fault check_words(const char *name, struct str text, struct note *note)
{
	/* a number is read by its digits: address books put marks of direction around it */
	static const char *const texts[] = { "text", "document", "phone", "of", "to" }, *const remarks[] = { "note", "reason" };
	enum label_kind kind = LABEL_LINE;

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (strcmp(name, texts[i]) == 0)
			return FAULT_NONE;
	for (size_t i = 0; i < COUNT_OF(remarks); i++)
		if (strcmp(name, remarks[i]) == 0)
			kind = LABEL_LINES;
	return label_check(str_trim(text), kind, note);
}

/* jansson refuses NULs and broken UTF-8, so what is here can be kept. */
static enum fault check_member(struct request *request, const struct request_field *field,
			       const json_t *value, struct note *note)
{
	request->field = field->name;
	if (json_is_null(value))
		return field->is_needed ? fault_because(FAULT_INVALID, note, "this is needed") :
					  FAULT_NONE;
	if (field->most == 0)
		return json_is_object(value) ? FAULT_NONE :
			fault_because(FAULT_INVALID, note, "this must be an object or null");
	if (field->most == FIELD_NUMBER && json_is_integer(value))
		return FAULT_NONE;
	if (field->most == FIELD_FLAG && json_is_boolean(value))
		return FAULT_NONE;
	if (!json_is_string(value))
		return fault_because(FAULT_INVALID, note, "this must be a string");
	if (json_string_length(value) > field->most)
		return fault_because(FAULT_TOO_LARGE, note, "this is longer than %zu bytes",
				     field->most);
	return check_words(field->name, (struct str){ json_string_value(value), json_string_length(value) }, note);
}

static enum fault check_members(struct request *request, const struct request_field *fields,
				struct note *note)
{
	const char *name;
	json_t *value;

	json_object_foreach(request->asked, name, value) {
		const struct request_field *field = find_field(fields, name);
		enum fault fault;

		/* Names the known ones only: an answer never repeats a stranger. */
		request->field = NULL;
		if (!field)
			return fault_because(FAULT_INVALID, note,
					     "the body has a member that is not known here");
		fault = check_member(request, field, value, note);
		if (fault)
			return fault;
	}
	return FAULT_NONE;
}

static enum fault check_needed(struct request *request, const struct request_field *fields,
			       struct note *note)
{
	for (; fields->name; fields++) {
		request->field = fields->name;
		if (fields->is_needed && str_trim(request_input(request, fields->name)).size == 0)
			return fault_because(FAULT_INVALID, note, "this is needed");
	}
	request->field = NULL;
	return FAULT_NONE;
}

enum fault request_input_body(struct request *request, const struct request_field *fields,
			   struct note *note)
{
	assert(fields && !request->asked);

	struct str body = str_trim(request->body).size ? request->body : STR("{}");
	enum fault fault = json_read(body, &request->asked, note);

	if (fault)
		return fault;
	if (!json_is_object(request->asked))
		return fault_because(FAULT_INVALID, note, "the body must be a JSON object");
	fault = check_members(request, fields, note);
	if (fault)
		return fault;
	return check_needed(request, fields, note);
}

struct str request_input(const struct request *request, const char *name)
{
	return json_str(request->asked, name);
}

enum fault request_input_id(const struct request *request, int64_t *id, struct note *note)
{
	assert(id);
	if (id_parse(request->id, id))
		return fault_because(FAULT_MISSING, note, "ids are numbers");
	return FAULT_NONE;
}

/* Opaque: nobody outside should count with it.  The letter tells it from an id. */
static enum fault read_cursor(struct str cursor, int64_t *key)
{
	char digits[17];
	char *end;

	if (cursor.size != 17 || cursor.at[0] != 'k')
		return FAULT_INVALID;
	str_put(digits, sizeof(digits), str_from(cursor, 1));
	if (strspn(digits, "0123456789abcdef") != 16)
		return FAULT_INVALID;
	*key = (int64_t)strtoull(digits, &end, 16);
	return *key > 0 ? FAULT_NONE : FAULT_INVALID;
}

enum fault request_input_page(struct request *request, int64_t first, size_t size, struct page *page,
		      struct note *note)
{
	assert(size > 0 && page);

	struct str limit = form_get(&request->query, "limit");
	struct str cursor = form_get(&request->query, "cursor");
	int64_t most = PAGE_USUAL;
	int64_t after = first;

	request->field = "limit";
	if (limit.size && str_number(limit, 1, PAGE_MOST, &most))
		return fault_because(FAULT_INVALID, note, "limit is 1 to %d", PAGE_MOST);
	request->field = "cursor";
	if (cursor.size && read_cursor(cursor, &after))
		return fault_because(FAULT_INVALID, note,
				     "a cursor is what \"next\" of an earlier list said");
	request->field = NULL;
	*page = (struct page){ .after = after, .most = (size_t)most, .room = (size_t)most + 1 };
	page->at = arena_take(&request->arena, page->room * size);
	return page->at ? FAULT_NONE : FAULT_TOO_LARGE;
}

size_t request_input_page_shown(const struct page *page)
{
	return page->count < page->most ? page->count : page->most;
}

void request_input_page_add(struct page *page, json_t *shape, int64_t key)
{
	assert(shape && page->last != key);
	if (!page->items)
		page->items = json_array();
	json_array_append_new(page->items, shape);
	page->last = key;
}

void request_input_page_end(struct request *request, const struct page *page)
{
	char cursor[24];

	request->reply = request_input_list(page->items ? page->items : json_array());
	snprintf(cursor, sizeof(cursor), "k%016llx", (unsigned long long)page->last);
	if (page->count > page->most)
		json_object_set_new(request->reply, "next", json_string(cursor));
}

json_t *request_input_list(json_t *items)
{
	json_t *reply = json_object();

	json_object_set_new(reply, "items", items);
	json_object_set_new(reply, "next", json_null());
	return reply;
}
