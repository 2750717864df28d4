/*
 * trace - everything that happened, in order, and in words a person reads.
 *
 * Threads: the connection's.
 */
#ifndef API_TRACE_H
#define API_TRACE_H

#include "shape.h"

/* "the family's text was heard (message 81)"; an event that the table does not know is
 * said by its own name. */
void trace_say(const struct event *event, struct buf *into);
/* Sets "messages" of a promise, in order. */
enum fault trace_add_messages(struct db *db, struct promise_id promise, struct arena *arena,
			      json_t *object) MUST_CHECK;
/* Sets "events" of a promise or a message, in order, each with its sentence. */
enum fault trace_add_events(struct db *db, int64_t promise_or_message, struct arena *arena,
			    json_t *object) MUST_CHECK;

#endif
