/*
 * timeline - everything that happened, in order, and in words a person reads.
 *
 * Threads: the connection's.
 */
#ifndef API_TIMELINE_H
#define API_TIMELINE_H

#include "json_core.h"

/* Sets "messages" of a promise, in order. */
enum fault timeline_add_messages(struct db *db, struct promise_id promise, struct arena *arena,
			      json_t *object) MUST_CHECK;
/* Sets "events" of a promise or a message, in order, each with its sentence; staff by
 * their names of today. */
enum fault timeline_add_events(struct db *db, int64_t promise_or_message, struct arena *arena,
			    json_t *object) MUST_CHECK;

#endif
