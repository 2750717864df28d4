/*
 * events - the trace: one row a fact, for ever.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_EVENTS_H
#define STORE_EVENTS_H

#include "base/arena.h"
#include "domain/names.h"
#include "domain/rules/rule.h"
#include "store/db/db.h"

/* What a step of a rule did. */
struct event_step {
	enum rule_deed deed;
	int tier;                   /* of an escalation; 0: none */
};

struct event {
	int64_t id;                 /* never 0 */
	int64_t at;                 /* after 1970 */
	const char *what;           /* "promise.opened", "message.delivered" */
	const char *actor;          /* "family", "rule", "provider", "staff:ID", "system" */
	struct promise_id promise;
	struct message_id message;
	struct contact_id contact;
	struct str detail;          /* JSON or "" */
	struct user_id staff;       /* whom it is about; who has the promise from now on */
	const struct event_step *step; /* of "rule.step"; NULL: of nothing else, and of what is read */
};
/* FAULT_CONFLICT: there is one of that id. */
enum fault event_keep(struct db *db, const struct event *event) MUST_CHECK;
/* All rows behind `after`, in order: the event stream. */
enum fault event_after(struct db *db, int64_t after, struct arena *arena,
		       struct event *events, size_t most, size_t *count) MUST_CHECK;
/* Everything about one promise or one message (whichever has that id), in order. */
enum fault event_list(struct db *db, int64_t promise_or_message, struct arena *arena,
		      struct event *events, size_t most, size_t *count) MUST_CHECK;
/* What steps did for a promise, under whatever rule: each deed once, with its highest tier. */
enum fault event_steps(struct db *db, struct promise_id promise,
		       struct event_step steps[RULE_DEEDS], size_t *count) MUST_CHECK;

#endif
