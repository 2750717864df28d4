/*
 * events - the trace: one row a fact, for ever.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_EVENTS_H
#define STORE_EVENTS_H

#include "base/arena.h"
#include "domain/names.h"
#include "store/db/db.h"

struct event {
	int64_t id;
	int64_t at;
	const char *what;           /* "promise.opened", "message.delivered" */
	const char *actor;          /* "family", "rule", "provider", "staff:ID", "system" */
	struct promise_id promise;
	struct message_id message;
	struct contact_id contact;
	struct str detail;          /* JSON or "" */
	struct user_id staff;       /* whom it is about; who has the promise from now on */
};
enum fault event_keep(struct db *db, const struct event *event) MUST_CHECK;
/* Everything about one promise or one message (whichever has that id), in order. */
/* All rows behind `after`, in order: the event stream. */
enum fault event_after(struct db *db, int64_t after, struct arena *arena,
		       struct event *events, size_t most, size_t *count) MUST_CHECK;
enum fault event_list(struct db *db, int64_t promise_or_message, struct arena *arena,
		      struct event *events, size_t most, size_t *count) MUST_CHECK;

#endif
