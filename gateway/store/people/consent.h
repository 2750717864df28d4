/*
 * consent - per number, channel and purpose, with its history (G6).
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_CONSENT_H
#define STORE_CONSENT_H

#include "domain/consent_cause.h"
#include "domain/names.h"
#include "store/db/db.h"

/* Never set: granted for emergency and school, not granted for other purposes
 * (FCC 16-88; field-notes.md §1.3). */
struct consent {
	bool is_stopped;            /* the family said stop */
	bool is_granted;
	int64_t changed_at;
	enum consent_cause cause;   /* CAUSE_NONE: never set */
};
enum fault consent_get(struct db *db, struct str phone, enum channel channel,
		       enum purpose purpose, struct consent *consent) MUST_CHECK;
struct consent_change {
	struct str phone;
	enum channel channel;
	bool is_stopped;
	enum consent_cause cause;
	struct message_id by;       /* the text that said so; 0: none did */
	int64_t event_id;
	int64_t at;
};
/* STOP and START act on every purpose of the channel, and are remembered in an event
 * row too ("consent.stopped", "consent.started"), whose id the caller gives. */
enum fault consent_set(struct db *db, const struct consent_change *change) MUST_CHECK;
/* One purpose alone, as the answer to the scope question; event "consent.scope". */
enum fault consent_set_purpose(struct db *db, const struct consent_change *change,
			       enum purpose purpose) MUST_CHECK;
/* What was changed, a purpose at a time. */
struct consent_entry {
	enum channel channel;
	enum purpose purpose;
	bool is_stopped;
	int64_t at;
	enum consent_cause cause;
};
/* Newest first. */
enum fault consent_history(struct db *db, struct str phone, struct consent_entry *entries,
			   size_t most, size_t *count) MUST_CHECK;

#endif
