/*
 * filter - which messages a list asks for, and which page of them.
 *
 * DateSent compares whole seconds of the sent time; a message that was never
 * sent counts by its creation.  "DateSent=2026-01-02" is that UTC day,
 * "DateSent>" on or after, "DateSent<" on or before (a day: to its end).
 *
 * Threads: pure.
 */
#ifndef CARRIER_FILTER_H
#define CARRIER_FILTER_H

#include "records.h"
#include "wire/form.h"

enum filter_side { FILTER_START, FILTER_OLDER, FILTER_NEWER };

struct filter {
	struct str to;
	struct str from;
	int64_t sent_from;     /* seconds, inclusive */
	int64_t sent_until;
	int64_t page_size;
	int64_t page;
	/* Where the page begins: at the newest, or beside record `no`. */
	enum filter_side side;
	int64_t no;
};

/* FAULT_INVALID with the reason; the texts stay the form's. */
enum fault filter_read(const struct form *query, struct filter *filter,
		       struct note *note) MUST_CHECK;
bool filter_takes(const struct filter *filter, const struct record *record);
/* Adds the query of the same list at another page; sid empty: the first page. */
void filter_add_query(const struct form *query, const struct filter *filter,
		      int64_t page, struct str token, struct buf *url);

#endif
