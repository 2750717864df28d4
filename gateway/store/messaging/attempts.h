/*
 * attempts - one POST of a message each, by its random token; and callbacks whose token
 * nobody knows.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_ATTEMPTS_H
#define STORE_ATTEMPTS_H

#include "deliveries.h"

/* Intent before the POST: state sending, attempts + 1, an attempt row with the token;
 * `claimed` says so too.  FAULT_CONFLICT when it is not queued any more, or has an alike
 * in sending or unknown: the row decides, never the state in `claimed`, which may have been
 * read before somebody else claimed it. */
enum fault attempt_claim(struct db *db, struct claimed *claimed, int64_t now) MUST_CHECK;

struct attempt_outcome {
	const char *word;           /* "accepted", "refused", "unknown", "not sent"… */
	int code;
	struct str provider_id;     /* empty: what was known stays */
	int64_t at;
};
/* Closes an attempt. */
enum fault attempt_end(struct db *db, const char *token,
		       const struct attempt_outcome *outcome) MUST_CHECK;
/* One attempt by its token, with the highest rank (delivery_rank) its receipts told. */
struct attempt {
	struct message_id message;
	int no;
	int told;
	bool is_latest;             /* no == delivery.attempts */
	int64_t started_at;         /* when it was claimed */
	struct line_id line;        /* of its message */
	char phone[PHONE_ROOM];
};
enum fault attempt_get(struct db *db, struct str token, struct attempt *attempt) MUST_CHECK;
enum fault attempt_tell(struct db *db, struct str token, int told) MUST_CHECK;
/* How many of a message's attempts ended so that nobody knows what became of them. */
enum fault attempt_doubts(struct db *db, struct message_id message, int *count) MUST_CHECK;
/* The token of a message's latest attempt. */
enum fault attempt_latest(struct db *db, struct message_id message,
			  char token[TOKEN_SIZE]) MUST_CHECK;
/* A callback with an unknown token. */
struct orphan {
	int64_t id;
	struct str account, token, provider_id;
	const char *event;          /* "": a word we do not know */
	int code;
	int64_t at;
};
enum fault attempt_orphan_add(struct db *db, const struct orphan *orphan) MUST_CHECK;

#endif
