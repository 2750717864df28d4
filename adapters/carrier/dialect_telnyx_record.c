#include "dialect_telnyx_record.h"

#include <assert.h>

#include "base/date.h"
#include "deliver.h"
#include "dialect_telnyx_show.h"
#include "wire/form.h"

enum { PAGE_USUAL = 20, PAGE_MOST = 50 };

/* --- one message ------------------------------------------------------------------------ */

/* Refuses when there is none, or another dialect made it. */
static struct record *find_record(struct rest *rest)
{
	struct record *record = records_find(rest->carrier->records, rest->path[1]);

	if (record && record->dialect == rest->dialect)
		return record;
	rest_refuse(rest, REFUSAL_MISSING, NULL);
	return NULL;
}

void dialect_telnyx_record_fetch(struct rest *rest)
{
	const struct record *record;

	assert(rest && rest->path_count > 0);
	if (rest_has_mishap(rest, MISHAP_FETCH, STR_NONE, STR_NONE))
		return;
	record = find_record(rest);
	if (record)
		rest_answer_one(rest, 200, dialect_telnyx_show_message(rest->carrier, record));
}

void dialect_telnyx_record_cancel(struct rest *rest)
{
	assert(rest && rest->path_count > 0);

	struct record *record = find_record(rest);

	if (!record)
		return;
	if (record->status != JOURNEY_SCHEDULED ||
	    record->send_at <= carrier_now(rest->carrier) + MINUTE_MS ||
	    !deliver_cancel(rest->carrier, record))
		rest_refuse(rest, REFUSAL_TOO_LATE, NULL);
	else
		/* not wrapped: the official client expects the bare message */
		rest_answer(rest, 200, dialect_telnyx_show_message(rest->carrier, record));
}

/* --- the search of detail records ------------------------------------------------------------ */

struct search {
	struct str cli, cld, direction;
	int64_t from, until;   /* created_at, ms: from, and before */
	int64_t page, page_size;
	bool is_oldest_first;
};

static const char *const names[] = {
	"filter[record_type]", "filter[direction]", "filter[cli]", "filter[cld]",
	"filter[created_at][gte]", "filter[created_at][lt]", "sort", "page[number]",
	"page[size]", "page_number", "page_size", NULL
};

static bool read_time(const struct form *query, const char *name, int64_t *at)
{
	struct str value = form_get(query, name);

	return !value.size || date_parse_rfc3339(value, at) == FAULT_NONE;
}

/* The reference spells page[size], the official client page_size. */
static bool read_page(const struct form *query, const char *const spellings[2], int64_t most,
		      int64_t *number)
{
	struct str value = form_get(query, spellings[0]);

	if (!value.size)
		value = form_get(query, spellings[1]);
	return !value.size || str_number(value, 1, most, number) == FAULT_NONE;
}

static bool read_search(const struct form *query, struct search *search)
{
	static const char *const number[] = { "page[number]", "page_number" };
	static const char *const size[] = { "page[size]", "page_size" };
	struct str sort = form_get(query, "sort");

	*search = (struct search){
		.cli = form_get(query, "filter[cli]"), .cld = form_get(query, "filter[cld]"),
		.direction = form_get(query, "filter[direction]"), .until = INT64_MAX,
		.page = 1, .page_size = PAGE_USUAL, .is_oldest_first = str_is(sort, "created_at")
	};
	if (sort.size && !search->is_oldest_first && !str_is(sort, "-created_at"))
		return false;
	return str_is(form_get(query, "filter[record_type]"), "messaging") &&
	       read_time(query, "filter[created_at][gte]", &search->from) &&
	       read_time(query, "filter[created_at][lt]", &search->until) &&
	       read_page(query, number, INT32_MAX, &search->page) &&
	       read_page(query, size, PAGE_MOST, &search->page_size);
}

static bool waits(const struct record *record)
{
	return record->direction != RECORD_INBOUND && !record->sent_at &&
	       !journey_is_final(record->status);
}

static bool is_same(struct str wanted, const char *has)
{
	return !wanted.size || str_is(wanted, has);
}

static bool takes(const struct search *search, const struct rest *rest,
		  const struct record *record)
{
	const char *direction = record->direction == RECORD_INBOUND ? "inbound" : "outbound";

	if (record->dialect != rest->dialect || record->is_hidden || waits(record))
		return false;
	return record->created_at >= search->from && record->created_at < search->until &&
	       is_same(search->cli, record->from) && is_same(search->cld, record->to) &&
	       is_same(search->direction, direction);
}

/* Appends one page to `items`; returns how many there are in all. */
static int64_t find_page(const struct rest *rest, const struct search *search, json_t *items)
{
	const struct records *records = rest->carrier->records;
	int64_t first = records_first_no(records);
	int64_t last = records_next_no(records) - 1;
	int64_t skipped = (search->page - 1) * search->page_size;
	int64_t count = 0;

	for (int64_t i = 0; i <= last - first; i++) {
		int64_t no = search->is_oldest_first ? first + i : last - i;
		const struct record *record = records_at(records, no);

		if (!record || !takes(search, rest, record))
			continue;
		if (count >= skipped && count < skipped + search->page_size)
			json_array_append_new(items, dialect_telnyx_show_detail(record));
		count++;
	}
	return count;
}

void dialect_telnyx_record_list(struct rest *rest)
{
	struct search search;
	json_t *json, *items, *meta;
	int64_t count;

	assert(rest);
	if (!rest_is_strict(rest, &rest->query, names) ||
	    rest_has_mishap(rest, MISHAP_LIST, form_get(&rest->query, "filter[cld]"),
			    form_get(&rest->query, "filter[cli]")))
		return;
	if (!read_search(&rest->query, &search)) {
		rest_refuse(rest, REFUSAL_PARAMETER, "the search makes no sense");
		return;
	}
	json = json_object();
	items = json_array();
	meta = json_object();
	count = find_page(rest, &search, items);
	json_set_number(meta, "page_number", search.page);
	json_set_number(meta, "page_size", search.page_size);
	json_set_number(meta, "total_pages", (count + search.page_size - 1) / search.page_size);
	json_set_number(meta, "total_results", count);
	json_object_set_new(json, "data", items);
	json_object_set_new(json, "meta", meta);
	rest_answer(rest, 200, json);
}
