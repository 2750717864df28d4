#include "media.h"

#include <assert.h>

#include "dialect.h"
#include "shape.h"
#include "wire/call.h"

/* Refuses when there is none, or another dialect made it. */
static struct record *find_record(struct rest *rest)
{
	struct record *record = records_find(rest->carrier->records, rest->path[1]);

	if (record && record->dialect == rest->dialect)
		return record;
	rest_refuse(rest, REFUSAL_MISSING, NULL);
	return NULL;
}

/* NULL when the message has none of that name. */
static struct record_medium *medium_of(struct record *record, struct str sid)
{
	for (size_t i = 0; i < record->media_count; i++)
		if (!record->media[i].is_deleted && str_is(sid, record->media[i].sid))
			return &record->media[i];
	return NULL;
}

/* Refuses when there is none. */
static struct record_medium *find_medium(struct rest *rest, struct record **record)
{
	struct record_medium *medium;

	*record = find_record(rest);
	if (!*record)
		return NULL;
	medium = medium_of(*record, rest->path[3]);
	if (!medium)
		rest_refuse(rest, REFUSAL_MISSING, NULL);
	return medium;
}

void media_list(struct rest *rest)
{
	assert(rest && rest->path_count > 0);

	static const char *const names[] = { "PageSize", "Page", "PageToken", "DateCreated",
					     "DateCreated<", "DateCreated>", NULL };
	struct shape_page page = { .key = "media_list", .page_size = 50,
				   .uri = call_target(rest->call),
				   .first = call_target(rest->call) };
	const struct record *record;

	if (!rest_is_strict(rest, &rest->query, names))
		return;
	record = find_record(rest);
	if (!record)
		return;
	page.items = json_array();
	for (size_t i = 0; i < record->media_count; i++)
		if (!record->media[i].is_deleted)
			json_array_append_new(page.items, shape_medium(rest->carrier, record,
								       &record->media[i]));
	rest_answer(rest, 200, shape_page(&page));
}

void media_fetch(struct rest *rest)
{
	assert(rest && rest->path_count > 0);

	struct record *record;
	const struct record_medium *medium = find_medium(rest, &record);

	if (medium)
		rest_answer(rest, 200, shape_medium(rest->carrier, record, medium));
}

void media_content(struct rest *rest)
{
	assert(rest && rest->path_count > 0);

	struct record *record;
	const struct record_medium *medium = find_medium(rest, &record);

	if (!medium)
		return;
	if (medium->url) {
		call_add_header(rest->call, "Location", medium->url);
		rest_answer_bytes(rest, 307, NULL, STR_NONE);
		return;
	}
	rest_answer_bytes(rest, 200, medium->type,
			  (struct str){ medium->bytes, medium->size });
}

void media_delete(struct rest *rest)
{
	assert(rest && rest->path_count > 0);

	struct record *record;
	struct record_medium *medium = find_medium(rest, &record);

	if (!medium)
		return;
	medium->is_deleted = true;
	rest_answer_bytes(rest, 204, NULL, STR_NONE);
}

void media_show(void *context, struct call *call)
{
	const struct carrier *carrier = context;
	struct record *record = records_find(carrier->records, call_param(call, "message"));
	const struct record_medium *medium =
		record ? medium_of(record, call_param(call, "medium")) : NULL;

	if (medium && medium->bytes && record->dialect->is_media_open)
		call_answer(call, 200, medium->type, (struct str){ medium->bytes, medium->size });
	else
		call_refuse(call, FAULT_MISSING, NULL, NULL);
}
