/*
 * ladder_rungs - the ladder's memory: each way that was tried for an answer that did not arrive.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_LADDER_RUNGS_H
#define STORE_LADDER_RUNGS_H

#include "domain/ladder.h"
#include "store/messaging/deliveries.h"

enum { RUNG_WHY = 600 };

struct rung_row {
	struct promise_id promise;
	int no;                     /* from 1 */
	struct message_id answer;   /* the text that climbs, where it was first sent */
	struct message_id failed;   /* 0: none was sent, the number was known to be no use */
	struct message_id message;  /* queued for it; failed itself for a later try; 0: a visit */
	enum rung rung;
	enum rung next;             /* as it looked then; RUNG_COUNT behind a visit */
	enum miss miss;
	char why[RUNG_WHY];         /* our own words */
	int64_t at;
};

enum fault ladder_rung_add(struct db *db, const struct rung_row *rung) MUST_CHECK;
/* Of a promise, the newest first. */
enum fault ladder_rung_list(struct db *db, struct promise_id promise, struct rung_row *rungs,
		     size_t most, size_t *count) MUST_CHECK;

/* Where the answers of a promise went. */
struct answer_way {
	struct message_id message;
	char phone[PHONE_ROOM];
	enum channel channel;
	struct line_id line;
	struct contact_id contact;
	enum delivery_state state;
	bool is_ambiguous;
};
/* The newest first. */
enum fault ladder_rung_ways(struct db *db, struct promise_id promise, struct answer_way *ways,
		       size_t most, size_t *count) MUST_CHECK;

/* What is queued about a promise and not an acknowledgement: answers and updates. */
struct queued_word {
	struct message_id message;
	enum kind kind;
};
enum fault ladder_rung_queued(struct db *db, struct promise_id promise, struct queued_word *words,
			  size_t most, size_t *count) MUST_CHECK;

#endif
