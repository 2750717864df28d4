/*
 * shape - resources as the provider spells them in JSON: dates in RFC 2822,
 * counts as strings, null where it says null.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_SHAPE_H
#define CARRIER_SHAPE_H

#include "rest.h"

/* The caller owns what these return. */
json_t *shape_record(const struct carrier *carrier, const struct record *record);
json_t *shape_medium(const struct carrier *carrier, const struct record *record,
		     const struct record_medium *medium);

/* Where a page stands among its neighbours; addresses may be empty: null. */
struct shape_page {
	const char *key;         /* "messages" */
	json_t *items;           /* given away */
	int64_t page, page_size;
	struct str uri, first, next, previous;
};
json_t *shape_page(const struct shape_page *page);
/* GET IncomingPhoneNumbers.json */
void shape_lines(struct rest *rest);

#endif
