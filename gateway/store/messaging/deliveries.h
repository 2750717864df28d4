/*
 * deliveries - the outbox: outbound messages, their attempts and receipts.
 *
 * Source of the protocol: guarantees.md §2.  State words: domain/delivery.h.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_DELIVERIES_H
#define STORE_DELIVERIES_H

#include "base/random.h"
#include "domain/delivery.h"
#include "messages.h"

struct delivery {
	struct message_id message;
	struct line_id line;
	char phone[PHONE_ROOM];
	enum delivery_state state;
	int attempts;               /* claims so far: attempt.no of the latest */
	int tries;                  /* those that count (remedy_spends) */
	int64_t not_before_at;
	char waits_for[64];         /* why it waits, in words: "it is night where they live" */
	int64_t claimed_at, ended_at, sent_at, final_at;
	int error_code;
	bool is_ambiguous;
	bool needs_person;
	int polls;
	int empty_lists;
	int64_t look_at;            /* next reconcile (unknown) or status poll (sent); NEVER:
				       none; 0: at once, so that none is forgotten */
};

/* A claimed row with all that is needed to hand it over. */
struct claimed {
	struct delivery delivery;
	struct message message;     /* text in the arena */
	char token[TOKEN_SIZE];
};

/* Queues an outbound message: message row and delivery row (state queued, kind_rank
 * = kind, but 0 for an emergency; text_hash of the text).  A not_before_at before created_at counts as that. */
enum fault delivery_queue(struct db *db, const struct message *message,
			  int64_t not_before_at, const char *waits_for) MUST_CHECK;
/* Candidates for T3, replies ahead of bulk, the longest due first: queued, due by `now`,
 * and no other row of the same phone AND text in sending or unknown; of two alike only
 * the first.  Texts in the arena.  FAULT_TOO_LARGE when it is too small. */
enum fault delivery_due(struct db *db, struct line_id line, int64_t now, struct arena *arena,
			struct claimed *claimed, size_t most, size_t *count) MUST_CHECK;
/* Intent before the POST: state sending, attempts + 1, an attempt row with the token;
 * `claimed` says so too.  FAULT_CONFLICT when it is not queued any more, or has an alike
 * in sending or unknown. */
enum fault attempt_claim(struct db *db, struct claimed *claimed, int64_t now) MUST_CHECK;
/* The earliest not_before_at of queued rows of a line; NEVER when none waits. */
enum fault delivery_due_next_at(struct db *db, struct line_id line, int64_t *at) MUST_CHECK;
enum fault delivery_get(struct db *db, struct message_id id, struct delivery *delivery) MUST_CHECK;
/* Writes everything but message, line, phone. */
enum fault delivery_put(struct db *db, const struct delivery *delivery) MUST_CHECK;

struct attempt_outcome {
	const char *word;           /* "accepted", "refused", "unknown", "not sent"… */
	int code;
	struct str provider_id;     /* empty: what was known stays */
	int64_t at;
};
/* Closes an attempt. */
enum fault attempt_end(struct db *db, const char *token,
		       const struct attempt_outcome *outcome) MUST_CHECK;
/* FAULT_MISSING for a token we never made. */
enum fault attempt_find(struct db *db, struct str token, struct message_id *message) MUST_CHECK;
/* One attempt by its token, with the highest rank (delivery_rank) its receipts told. */
struct attempt {
	struct message_id message;
	int no;
	int told;
	bool is_latest;             /* no == delivery.attempts */
};
enum fault attempt_get(struct db *db, struct str token, struct attempt *attempt) MUST_CHECK;
enum fault attempt_tell(struct db *db, struct str token, int told) MUST_CHECK;
/* The token of a message's latest attempt. */
enum fault attempt_latest(struct db *db, struct message_id message,
			  char token[TOKEN_SIZE]) MUST_CHECK;
/* Binds a provider's id to our message.  FAULT_CONFLICT when the id already belongs to
 * another message: UNIQUE(account, id); binding the same pair again is fine. */
enum fault delivery_bind(struct db *db, struct str account, struct str provider_id,
			 struct message_id message) MUST_CHECK;
/* FAULT_MISSING when no outbound message of ours has that id. */
enum fault delivery_by_provider(struct db *db, struct str account, struct str provider_id,
				struct message_id *message) MUST_CHECK;
/* The provider id our message got last; FAULT_MISSING when none. */
enum fault delivery_provider_id(struct db *db, struct message_id message, char *into,
				size_t room) MUST_CHECK;
/* Start: every sending row becomes unknown, its attempt ends "unknown", look_at = now +
 * settle_for.  How many. */
enum fault delivery_due_restart(struct db *db, int64_t now, int64_t settle_for,
			    int64_t *count) MUST_CHECK;
/* The sending ones behind `after`, by id. */
enum fault delivery_sending(struct db *db, struct message_id after, struct message_id *ids,
			    size_t most, size_t *count) MUST_CHECK;
/* Rows (unknown or sent) whose look_at has come. */
enum fault delivery_due_to_look_at(struct db *db, int64_t now, struct arena *arena,
			       struct claimed *claimed, size_t most,
			       size_t *count) MUST_CHECK;
/* The earliest look_at of unknown and sent rows; NEVER when none. */
enum fault delivery_due_next_look(struct db *db, int64_t *at) MUST_CHECK;
/* Queued rows of a phone (STOP suppresses them): ids into `ids`. */
enum fault delivery_queued_for(struct db *db, struct str phone, struct message_id *ids,
			       size_t most, size_t *count) MUST_CHECK;
/* What is queued on a line leaves by another one: the first was taken out of the
 * configuration.  How many. */
enum fault delivery_due_move(struct db *db, struct line_id from, struct line_id to,
			 int64_t *count) MUST_CHECK;
/* A callback with an unknown token. */
struct orphan {
	int64_t id;
	struct str account, token, provider_id;
	const char *event;          /* "": a word we do not know */
	int code;
	int64_t at;
};
enum fault attempt_orphan_add(struct db *db, const struct orphan *orphan) MUST_CHECK;

struct outbox_counts {
	int64_t queued, sending, unknown, sent, needs_person;
};
enum fault delivery_count(struct db *db, struct outbox_counts *counts) MUST_CHECK;
/* Newest first among those not over, `before` NEVER from the top: show queue. */
enum fault delivery_list(struct db *db, int64_t before, struct delivery *deliveries,
			 size_t most, size_t *count) MUST_CHECK;

/* --- lines ----------------------------------------------------------------- */
struct line {
	struct line_id id;
	char account[64];
	char number[PHONE_ROOM];
	int64_t paused_at;
	char pause_reason[160];
	int64_t swept_at;           /* everything the provider recorded before that is in the ledger */
};
struct line_key {
	struct str account, number;
};
/* Finds or makes the row of a configured line. */
enum fault line_put(struct db *db, const struct line_key *key, int64_t new_id, int64_t now,
		    struct line *line) MUST_CHECK;
enum fault line_pause(struct db *db, struct line_id id, int64_t at, struct str reason) MUST_CHECK;
enum fault line_swept(struct db *db, struct line_id id, int64_t at) MUST_CHECK;
enum fault line_list(struct db *db, struct line *lines, size_t most, size_t *count) MUST_CHECK;

#endif
