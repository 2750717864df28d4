#include "messages.h"

#include <assert.h>

#include "base/random.h"
#include "deliver.h"
#include "filter.h"
#include "shape.h"
#include "wire/call.h"
#include "wire/form.h"

enum { PAGE_MOST = 1000, URL_MOST = 4096, TOKEN_MOST = 64 };

/* --- lists --------------------------------------------------------------------- */

/* The records of a page, newest first; one more than the page shows tells that
 * there is a further page. */
struct found {
	const struct record *records[PAGE_MOST + 1];
	size_t count;
	bool is_more;
};

static void reverse(struct found *found)
{
	for (size_t i = 0, j = found->count; i + 1 < j; i++) {
		const struct record *swapped = found->records[i];

		found->records[i] = found->records[--j];
		found->records[j] = swapped;
	}
}

static void find_page(const struct rest *rest, const struct filter *filter, struct found *found)
{
	const struct records *records = rest->carrier->records;
	int64_t step = filter->side == FILTER_NEWER ? 1 : -1;
	int64_t last = records_next_no(records) - 1;
	int64_t no = filter->side == FILTER_START ? last : filter->no + step;
	int64_t first = records_first_no(records);

	for (; no >= first && no <= last; no += step) {
		const struct record *record = records_at(records, no);

		if (!record || record->dialect != rest->dialect || !filter_takes(filter, record) ||
		    carrier_now(rest->carrier) - record->created_at < rest->carrier->settings.listed_after)
			continue;
		if ((int64_t)found->count == filter->page_size) {
			found->is_more = true;
			break;
		}
		found->records[found->count++] = record;
	}
	if (filter->side == FILTER_NEWER)
		reverse(found);
}

static void add_page_url(const struct rest *rest, const struct filter *filter, int64_t page,
			 struct str token, struct buf *url)
{
	buf_add(url, call_path(rest->call));
	filter_add_query(&rest->query, filter, page, token, url);
}

/* Another address each time, with what stands on the first page. */
static void add_endless(struct buf *token, const struct rest *rest, const struct filter *filter)
{
	char random[TOKEN_SIZE];
	int64_t no = filter->side == FILTER_START ? records_next_no(rest->carrier->records) : filter->no;

	random_token(random);
	buf_clear(token);
	buf_add_format(token, "PASM%.24s%08x", random, (unsigned)no);
}

/* Where a list leads that leads nowhere; empty: on, as it should. */
static void lead_astray(const struct rest *rest, const struct filter *filter, struct buf *token,
			struct buf *next)
{
	struct filter other = *filter;

	switch (rest->carrier->settings.pages) {
	case PAGES_SELF:
		buf_add(next, call_target(rest->call));
		return;
	case PAGES_ROUND:
		other.page_size ^= 1;
		add_page_url(rest, &other, 0, STR_NONE, next);
		return;
	case PAGES_ENDLESS:
		add_endless(token, rest, filter);
		add_page_url(rest, filter, filter->page + 1, buf_str(token), next);
		return;
	default:
		return;
	}
}

static void answer_page(struct rest *rest, const struct filter *filter,
			const struct found *found)
{
	struct shape_page page = { .key = "messages", .page = filter->page,
				   .page_size = filter->page_size, .items = json_array(),
				   .uri = call_target(rest->call) };
	bool is_next = filter->side == FILTER_NEWER ? found->count > 0 : found->is_more;
	AUTO(buf) first, next, previous, token;

	buf_init(&first, URL_MOST);
	buf_init(&next, URL_MOST);
	buf_init(&previous, URL_MOST);
	buf_init(&token, TOKEN_MOST);
	for (size_t i = 0; i < found->count; i++)
		json_array_append_new(page.items, shape_record(rest->carrier, found->records[i]));
	add_page_url(rest, filter, 0, STR_NONE, &first);
	lead_astray(rest, filter, &token, &next);
	if (is_next && !next.size) {
		buf_add_format(&token, "PA%s", found->records[found->count - 1]->sid);
		add_page_url(rest, filter, filter->page + 1, buf_str(&token), &next);
	}
	if (filter->page > 0 && found->count) {
		buf_clear(&token);
		buf_add_format(&token, "PB%s", found->records[0]->sid);
		add_page_url(rest, filter, filter->page - 1, buf_str(&token), &previous);
	}
	page.first = buf_str(&first);
	page.next = buf_str(&next);
	page.previous = buf_str(&previous);
	rest_answer(rest, 200, shape_page(&page));
}

void messages_list(struct rest *rest)
{
	static const char *const names[] = { "To", "From", "DateSent", "DateSent<", "DateSent>",
					     "PageSize", "Page", "PageToken", NULL };
	struct found *found = arena_take(call_arena(rest->call), sizeof(*found));
	struct filter filter;
	struct note note;

	if (!rest_is_strict(rest, &rest->query, names) ||
	    rest_has_mishap(rest, MISHAP_LIST, form_get(&rest->query, "To"),
			    form_get(&rest->query, "From")))
		return;
	if (!found || filter_read(&rest->query, &filter, &note)) {
		rest_refuse(rest, REFUSAL_PARAMETER, found ? note.text : NULL);
		return;
	}
	if (rest->carrier->settings.page_most && filter.page_size > rest->carrier->settings.page_most)
		filter.page_size = rest->carrier->settings.page_most;
	find_page(rest, &filter, found);
	answer_page(rest, &filter, found);
}

/* --- one message ------------------------------------------------------------------ */

/* Refuses when there is none, or another dialect made it. */
static struct record *find_record(struct rest *rest)
{
	struct record *record = records_find(rest->carrier->records, rest->path[1]);

	if (record && record->dialect == rest->dialect)
		return record;
	rest_refuse(rest, REFUSAL_MISSING, NULL);
	return NULL;
}

void messages_fetch(struct rest *rest)
{
	const struct record *record;

	assert(rest && rest->path_count > 0);
	if (rest_has_mishap(rest, MISHAP_FETCH, STR_NONE, STR_NONE))
		return;
	record = find_record(rest);
	if (record)
		rest_answer(rest, 200, shape_record(rest->carrier, record));
}

static enum refusal redact(struct record *record)
{
	if (!journey_is_final(record->status) && record->status != JOURNEY_SENT)
		return REFUSAL_ON_ITS_WAY;
	buf_clear(&record->text);
	return REFUSAL_NONE;
}

static enum refusal update(struct carrier *carrier, struct record *record, const struct form *form)
{
	struct str status = form_get(form, "Status");
	struct str text = form_get(form, "Body");
	enum refusal refusal = REFUSAL_NONE;

	/* Judged whole before anything is done: a refused request changes nothing. */
	if (text.size || (status.at && !str_is(status, "canceled")))
		return REFUSAL_PARAMETER;
	if (status.at && !deliver_cancel(carrier, record))
		return REFUSAL_TOO_LATE;
	if (text.at)
		refusal = redact(record);
	if (!refusal)
		record->updated_at = carrier_now(carrier);
	return refusal;
}

void messages_update(struct rest *rest)
{
	static const char *const names[] = { "Body", "Status", NULL };
	struct record *record;
	enum refusal refusal;

	assert(rest && rest->path_count > 0);
	if (!rest_is_strict(rest, &rest->form, names))
		return;
	record = find_record(rest);
	if (!record)
		return;
	refusal = update(rest->carrier, record, &rest->form);
	if (refusal)
		rest_refuse(rest, refusal, NULL);
	else
		rest_answer(rest, 200, shape_record(rest->carrier, record));
}

void messages_delete(struct rest *rest)
{
	assert(rest && rest->path_count > 0);

	struct record *record = find_record(rest);

	if (!record)
		return;
	if (!journey_is_final(record->status) && record->status != JOURNEY_SENT) {
		rest_refuse(rest, REFUSAL_ON_ITS_WAY, NULL);
		return;
	}
	records_delete(rest->carrier->records, record);
	rest_answer_bytes(rest, 204, NULL, STR_NONE);
}
