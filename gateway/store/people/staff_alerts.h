/*
 * staff_alerts - texts to the own numbers of staff: when the next is due.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_STAFF_ALERTS_H
#define STORE_STAFF_ALERTS_H

#include "users.h"

/* Texts to their own number.  Asked for: due at once, but not before `gap_for` after the
 * last one; who has no number, or waits for one already, stays as they are. */
enum fault staff_alert_ask(struct db *db, struct user_id id, int64_t now, int64_t gap_for) MUST_CHECK;
enum fault staff_alert_due(struct db *db, int64_t now, struct user *users, size_t most,
			  size_t *count) MUST_CHECK;
enum fault staff_alert_next(struct db *db, int64_t *at) MUST_CHECK;
/* alerted_at 0: the last one stays what it was. */
enum fault staff_alert_put(struct db *db, struct user_id id, int64_t alerted_at,
			  int64_t alert_at) MUST_CHECK;
struct staff_alert_load {
	int64_t waiting;            /* promises that are not answered yet */
	int64_t oldest_at;          /* since when the one opened first waits; 0: none */
};
enum fault staff_alert_load(struct db *db, struct user_id id, struct staff_alert_load *load) MUST_CHECK;

#endif
