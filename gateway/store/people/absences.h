/*
 * absences - when somebody is away, and when that begins or ends.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_ABSENCES_H
#define STORE_ABSENCES_H

#include "users.h"

struct absence {
	int64_t id;
	struct user_id user;
	int64_t from_at, to_at;
	char reason[REASON_ROOM];
	int64_t wake_at;            /* its beginning, then its end, then NEVER */
};
enum fault absence_add(struct db *db, const struct absence *absence) MUST_CHECK;
enum fault absence_put(struct db *db, const struct absence *absence) MUST_CHECK;
/* A person's that end behind `after`, earliest end first. */
enum fault absence_of(struct db *db, struct user_id user, int64_t after,
		      struct absence *absences, size_t most, size_t *count) MUST_CHECK;
/* wake_at <= now, earliest first; and the next wake_at of all, NEVER when none. */
enum fault absence_due(struct db *db, int64_t now, struct absence *absences, size_t most,
		       size_t *count) MUST_CHECK;
enum fault absence_next_wake(struct db *db, int64_t *at) MUST_CHECK;

#endif
