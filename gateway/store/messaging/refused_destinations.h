/*
 * refused_destinations - texts that the provider does not deliver to their country or
 * network, counted by line, code and country until administrators are told.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_REFUSED_DESTINATIONS_H
#define STORE_REFUSED_DESTINATIONS_H

#include "lines.h"

/* ISO 3166, or "" when nobody knows. */
enum { REFUSED_COUNTRY = 4 };

struct refused_destination {
	struct line_id line;
	int code;
	char country[REFUSED_COUNTRY];
	int64_t counted;            /* since administrators were told of the line */
	bool is_named;              /* administrators have read the country's name */
};

/* One text more. */
enum fault refused_destination_add(struct db *db, const struct refused_destination *one) MUST_CHECK;
/* The line that was told of longest ago among those with something to tell.
 * FAULT_MISSING: none has. */
enum fault refused_destination_first(struct db *db, struct line_id *line,
				     int64_t *told_at) MUST_CHECK;
/* What there is to tell of a line, the most frequent first. */
enum fault refused_destination_list(struct db *db, struct line_id line,
				    struct refused_destination *ones, size_t most,
				    size_t *count) MUST_CHECK;
/* The same by code alone, whatever the country, which is "". */
enum fault refused_destination_codes(struct db *db, struct line_id line,
				     struct refused_destination *ones, size_t most,
				     size_t *count) MUST_CHECK;
/* All of it was told. */
enum fault refused_destination_told(struct db *db, struct line_id line, int64_t now) MUST_CHECK;

#endif
