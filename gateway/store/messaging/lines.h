/*
 * lines - the district's numbers: paused or not, and how far they were polled.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_LINES_H
#define STORE_LINES_H

#include "domain/line_health.h"
#include "store/people/contacts.h"

enum { LINE_REASON = 256 };

struct line {
	struct line_id id;
	char account[64];
	char number[PHONE_ROOM];
	struct line_health health;   /* cause PAUSE_NONE: not paused; no streaks */
	char pause_reason[LINE_REASON];
	int64_t polled_at;           /* everything the provider recorded before that is in the ledger */
	int64_t deep_at;             /* when the last poll over 48 hours began; 0: never */
};

struct line_key {
	struct str account, number;
};

/* Finds or makes the row of a configured line. */
enum fault line_put(struct db *db, const struct line_key *key, int64_t new_id, int64_t now,
		    struct line *line) MUST_CHECK;
/* Read and kept to its end; both by the machine's clock. */
struct line_poll {
	int64_t polled_at, deep_at;
};
/* Writes whether it is paused, why, and when it is tried again. */
enum fault line_set_health(struct db *db, struct line_id id, const struct line_health *health,
			   struct str reason) MUST_CHECK;
enum fault line_set_polled(struct db *db, struct line_id id, const struct line_poll *poll) MUST_CHECK;
enum fault line_list(struct db *db, struct line *lines, size_t most, size_t *count) MUST_CHECK;

#endif
