/*
 * messages - what was said, both ways, and the trace of everything.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_MESSAGES_H
#define STORE_MESSAGES_H

#include "domain/inbound/classify.h"
#include "store/people/contacts.h"

struct message {
	struct message_id id;
	enum direction direction;
	enum kind kind;             /* outbound */
	enum purpose purpose;
	enum channel channel;
	struct contact_id contact;
	char phone[PHONE_ROOM];
	struct line_id line;
	struct promise_id promise;  /* 0: none */
	char language[TAG_ROOM];
	enum meaning meaning;       /* inbound */
	struct str text;            /* of the caller, or in the arena */
	int media_count;
	int segments;
	struct user_id author;      /* 0: automatic, or a family */
	int64_t created_at;
};

/* G3: FAULT_CONFLICT when that provider id was heard before; nothing changes then. */
enum fault message_add_inbound(struct db *db, struct str account, struct str provider_id,
			const struct message *message) MUST_CHECK;
/* True when the account already knows that provider id (inbound or outbound). */
enum fault message_is_known(struct db *db, struct str account, struct str provider_id,
			    bool *is_known) MUST_CHECK;
/* Our message, inbound or outbound, that the account knows by that id. */
enum fault message_by_provider(struct db *db, struct str account, struct str provider_id,
			       struct message_id *message) MUST_CHECK;
enum fault message_get(struct db *db, struct message_id id, struct arena *arena,
		       struct message *message) MUST_CHECK;
/* How many automatic replies (confirmations, acknowledgements, service) this number
 * got since. */
enum fault message_count_replies(struct db *db, struct str phone, int64_t since_at,
				 int *count) MUST_CHECK;

/* When a person last wrote to this number (answers, outreach); 0: never. */
enum fault message_last_personal(struct db *db, struct str phone, int64_t *at) MUST_CHECK;
/* Messages of a promise, in order. */
enum fault message_of_promise(struct db *db, struct promise_id promise, struct arena *arena,
			      struct message *messages, size_t most, size_t *count) MUST_CHECK;

#endif
