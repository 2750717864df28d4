/*
 * enqueue - saying something to a family: one message row and one delivery row (T2).
 *
 * What is queued is written when the call returns; it leaves when the outbox claims it.
 *
 * Threads: writer, inside a transaction that has an agenda.  Errors: the store's.
 */
#ifndef WORK_ENQUEUE_H
#define WORK_ENQUEUE_H

#include "work/txn/txn.h"

struct outbound {
	const struct contact *contact;
	const struct number *number;
	enum channel channel;
	struct line_id line;
	enum kind kind;
	enum purpose purpose;
	struct promise_id promise;
	struct user_id author;
	const char *language;        /* tag it is written in */
	struct str text;
	int segments;                /* that the text costs; 0: counted here */
	int64_t emergency;           /* the row two administrators signed (emergency_commands.h); without
					it nothing has PURPOSE_EMERGENCY */
};
/* Queues it with the hour it may leave; hours->from_at is NEVER when none will come, and then
 * its end is on the agenda.  *id and *hours may be NULL. */
enum fault enqueue_message(const struct txn *txn, const struct outbound *outbound,
		      struct message_id *id, struct hours_verdict *hours) MUST_CHECK;
/* Says one catalog sentence about a promise to its family: late.update, answered.ask,
 * media.failed (which counts `media_failed`). */
enum fault enqueue_sentence(const struct txn *txn, const struct promise *promise,
		      const char *sentence, enum kind kind, int media_failed) MUST_CHECK;
/* The same for an approved automatic answer of a rule: *is_said is false when the family
 * may not or cannot be texted. */
enum fault enqueue_answer(const struct txn *txn, const struct promise *promise,
			const char *sentence, bool *is_said) MUST_CHECK;

#endif
