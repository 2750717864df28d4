#include "filter.h"

#include <assert.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/date.h"

enum { DAY_SIZE = 10, PAGE_MOST = 1000, PAGE_USUAL = 50, SID_SIZE = 34 };

/* First and last second that a value means: a day, or one instant. */
static enum fault read_span(struct str value, int64_t *first, int64_t *last, struct note *note)
{
	int64_t at;

	if (date_parse_rfc3339(value, &at))
		return fault_because(FAULT_INVALID, note,
				     "DateSent must be YYYY-MM-DD or an ISO 8601 time");
	*first = at / SECOND_MS;
	*last = value.size == DAY_SIZE ? *first + DAY_MS / SECOND_MS - 1 : *first;
	return FAULT_NONE;
}

static enum fault read_dates(const struct form *query, struct filter *filter, struct note *note)
{
	static const struct {
		const char *name;
		bool is_from, is_until;
	} dates[] = { { "DateSent", true, true }, { "DateSent>", true, false },
		      { "DateSent<", false, true } };

	for (size_t i = 0; i < COUNT_OF(dates); i++) {
		struct str value = form_get(query, dates[i].name);
		int64_t first = 0;
		int64_t last = 0;

		if (!value.size)
			continue;
		if (read_span(value, &first, &last, note))
			return FAULT_INVALID;
		if (dates[i].is_from && first > filter->sent_from)
			filter->sent_from = first;
		if (dates[i].is_until && last < filter->sent_until)
			filter->sent_until = last;
	}
	return FAULT_NONE;
}

static enum fault read_number(const struct form *query, const char *name, int64_t most,
			      int64_t *number, struct note *note)
{
	struct str value = form_get(query, name);

	if (!value.at)
		return FAULT_NONE;
	if (str_number(value, 0, most, number))
		return fault_because(FAULT_INVALID, note, "%s is no number up to %lld", name,
				     (long long)most);
	return FAULT_NONE;
}

/* "PA" or "PB" and the sid that the page is older or newer than. */
static enum fault read_token(const struct form *query, struct filter *filter, struct note *note)
{
	struct str token = form_get(query, "PageToken");
	char digits[9];

	if (!token.size)
		return filter->page == 0 ? FAULT_NONE
					 : fault_because(FAULT_INVALID, note,
							 "a later Page needs its PageToken");
	if (token.size != 2 + SID_SIZE || token.at[0] != 'P' ||
	    (token.at[1] != 'A' && token.at[1] != 'B'))
		return fault_because(FAULT_INVALID, note, "the PageToken is not ours");
	str_put(digits, sizeof(digits), str_from(token, token.size - 8));
	filter->side = token.at[1] == 'A' ? FILTER_OLDER : FILTER_NEWER;
	filter->no = (int64_t)strtoul(digits, NULL, 16);
	return FAULT_NONE;
}

enum fault filter_read(const struct form *query, struct filter *filter, struct note *note)
{
	assert(query && filter);

	struct filter read = { .to = form_get(query, "To"), .from = form_get(query, "From"),
			       .sent_until = INT64_MAX, .page_size = PAGE_USUAL };

	if (read_dates(query, &read, note) ||
	    read_number(query, "PageSize", PAGE_MOST, &read.page_size, note) ||
	    read_number(query, "Page", INT32_MAX, &read.page, note) ||
	    read_token(query, &read, note))
		return FAULT_INVALID;
	if (read.page_size == 0)
		read.page_size = PAGE_USUAL;
	*filter = read;
	return FAULT_NONE;
}

bool filter_takes(const struct filter *filter, const struct record *record)
{
	assert(filter && record);

	int64_t at = (record->sent_at ? record->sent_at : record->created_at) / SECOND_MS;

	if (record->is_hidden)
		return false;
	if (filter->to.size && !str_is(filter->to, record->to))
		return false;
	if (filter->from.size && !str_is(filter->from, record->from))
		return false;
	return at >= filter->sent_from && at <= filter->sent_until;
}

void filter_add_query(const struct form *query, const struct filter *filter,
		      int64_t page, struct str token, struct buf *url)
{
	static const char *const paging[] = { "PageSize", "Page", "PageToken" };
	char mark = '?';

	assert(query && filter && url);
	for (size_t i = 0; i < query->count; i++) {
		bool is_paging = false;

		for (size_t j = 0; j < COUNT_OF(paging); j++)
			is_paging |= str_is(query->fields[i].name, paging[j]);
		if (is_paging)
			continue;
		buf_add_char(url, mark);
		form_url_add(url, query->fields[i].name);
		buf_add_char(url, '=');
		form_url_add(url, query->fields[i].value);
		mark = '&';
	}
	buf_add_format(url, "%cPageSize=%lld&Page=%lld", mark, (long long)filter->page_size,
		       (long long)page);
	if (token.size)
		buf_add_format(url, "&PageToken=%.*s", STR_ARG(token));
}
