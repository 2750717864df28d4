/*
 * opt_out_reviews - texts that may have asked us to stop, until a person has decided.
 *
 * One a promise; a second text of the same promise changes nothing while the first clock
 * runs, and opens the review anew once it was decided.  Closing the promise does not close the review.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_OPT_OUT_REVIEWS_H
#define STORE_OPT_OUT_REVIEWS_H

#include "contacts.h"

#define DECISIONS(X)                                                         \
	X(DECISION_OPEN, "open") X(DECISION_STOPPED, "stopped") X(DECISION_KEPT, "kept")
#define X(name, word) name,
enum decision { DECISIONS(X) DECISION_COUNT };
#undef X
const char *opt_out_review_decision_word(enum decision decision);
bool opt_out_review_decision_of(struct str word, enum decision *decision);

struct opt_out_review {
	struct promise_id promise;
	struct message_id message;
	char phone[PHONE_ROOM];
	enum channel channel;
	enum decision decision;
	int64_t opened_at;
	int64_t decide_by;          /* undecided then, we stop */
	int64_t wake_at;            /* the reminder, then decide_by */
	int64_t decided_at;
	char decided_by[160];
};

/* Keeps an open one that stands there already. */
enum fault opt_out_review_add(struct db *db, const struct opt_out_review *review) MUST_CHECK;
enum fault opt_out_review_get(struct db *db, struct promise_id promise, struct opt_out_review *review) MUST_CHECK;
/* Writes decision, wake_at, decided_at and decided_by. */
enum fault opt_out_review_put(struct db *db, const struct opt_out_review *review) MUST_CHECK;
/* Open ones of a number. */
enum fault opt_out_review_open_of(struct db *db, struct str phone, struct opt_out_review *reviews, size_t most,
			 size_t *count) MUST_CHECK;
/* Open with wake_at <= now, earliest first. */
enum fault opt_out_review_due(struct db *db, int64_t now, struct opt_out_review *reviews, size_t most,
		     size_t *count) MUST_CHECK;
/* NEVER when none is open. */
enum fault opt_out_review_next_wake(struct db *db, int64_t *at) MUST_CHECK;

#endif
