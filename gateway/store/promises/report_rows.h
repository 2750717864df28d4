/*
 * report_rows - the promises of a time, for reports.
 *
 * Ids are made in the order of time, so the primary key is the way to a window; what a
 * poll found later was opened earlier than its id says, and is looked for up to
 * REPORT_POLLED_FOR behind the window.
 *
 * Threads: the connection's, a reader's.
 */
#ifndef STORE_REPORT_ROWS_H
#define STORE_REPORT_ROWS_H

#include "base/clock.h"
#include "promises.h"

#define REPORT_POLLED_FOR (14 * DAY_MS)

struct report_promise {
	int64_t id, opened_at, late_at, human_at, closed_at;
	int inputs;
	enum promise_state state;
	enum channel channel;
	char language[TAG_ROOM];
	char school[SCHOOL_ROOM];
	char excuse[24];
};

struct report_reach {
	int64_t from_at, to_at;     /* opened from, and before */
	int64_t after_id;           /* behind this one; 0: from the first */
	size_t most;
};
/* Calls `each` for at most `most` of them by id, while it says fine.  How many. */
enum fault report_rows_walk(struct db *db, const struct report_reach *reach,
		       enum fault (*each)(void *context, const struct report_promise *promise),
		       void *context, size_t *count) MUST_CHECK;
/* When the acknowledgement of a promise left for the provider; 0: not yet, or none does. */
enum fault report_rows_acknowledged(struct db *db, struct promise_id promise,
			       int64_t *at) MUST_CHECK;

#endif
