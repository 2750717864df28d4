/*
 * delivery_due - what is due: to be sent, to be looked at again, to be moved.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_DELIVERY_DUE_H
#define STORE_DELIVERY_DUE_H

#include "deliveries.h"

/* Candidates for T3, replies ahead of bulk, the longest due first: queued, due by `now`,
 * and no other row of the same phone AND text in sending or unknown; of two alike only
 * the first.  Texts in the arena.  FAULT_TOO_LARGE when it is too small. */
enum fault delivery_due(struct db *db, struct line_id line, int64_t now, struct arena *arena,
			struct claimed *claimed, size_t most, size_t *count) MUST_CHECK;
/* The earliest not_before_at of queued rows of a line; NEVER when none waits. */
enum fault delivery_due_next_at(struct db *db, struct line_id line, int64_t *at) MUST_CHECK;
/* Start: every sending row becomes unknown, its attempt ends "unknown", look_at = now +
 * settle_for.  How many. */
enum fault delivery_due_restart(struct db *db, int64_t now, int64_t settle_for,
			    int64_t *count) MUST_CHECK;
/* Rows (unknown or sent) whose look_at has come. */
enum fault delivery_due_to_look_at(struct db *db, int64_t now, struct arena *arena,
			       struct claimed *claimed, size_t most,
			       size_t *count) MUST_CHECK;
/* What is queued on a line and waits for an hour is due now: the claim judges it anew.  Adds
 * to *count how many.  delivery_due_anew: whatever it waits for. */
enum fault delivery_due_anew(struct db *db, struct line_id line, int64_t now,
			     int64_t *count) MUST_CHECK;
enum fault delivery_due_again(struct db *db, struct line_id line, int64_t now,
			      int64_t *count) MUST_CHECK;
/* The earliest look_at of unknown and sent rows; NEVER when none. */
enum fault delivery_due_next_look(struct db *db, int64_t *at) MUST_CHECK;
/* What is queued on a line leaves by another one: the first was taken out of the
 * configuration.  How many. */
enum fault delivery_due_move(struct db *db, struct line_id from, struct line_id to,
			 int64_t *count) MUST_CHECK;

/* What waits because the provider refused the line (WAIT_LINE_REFUSED) is due at once: the
 * line may send again.  How many. */
enum fault delivery_due_release(struct db *db, struct line_id line, int64_t now,
			    int64_t *count) MUST_CHECK;

#endif
