/*
 * trace - the rows of the trace that several places write the same way.
 *
 * Every change of state is one row with its time, its actor and its cause, written in the
 * transaction that makes the change (txn_trace).  Here stand those about steps of rules,
 * lines, staff, numbers and what a restart does.
 *
 * Threads: the writer's, inside the caller's transaction; trace_restart before the
 * writer thread has the ledger.
 */
#ifndef WORK_TRACE_H
#define WORK_TRACE_H

#include "domain/rules/rule_move.h"
#include "txn.h"

/* "rule.step": what it did, for code (event_step), and for people which one it is, when it was
 * due, of which rule and version. */
enum fault trace_step(const struct txn *txn, const struct promise *promise,
			  const struct rule_step *step) MUST_CHECK;
/* The same rows read: adds to *done what was done for a promise, under whatever rule. */
enum fault trace_done(const struct txn *txn, struct promise_id promise,
			  struct rule_done *done) MUST_CHECK;
/* "promise.opened" says who has it, "promise.ruled" what was promised; `message`: the
 * family's, that opened it. */
enum fault trace_opened(const struct txn *txn, const struct promise *promise,
			    struct message_id message, const char *why) MUST_CHECK;
/* Pauses it and writes so; `health` has a cause. */
enum fault trace_pause_line(const struct txn *txn, struct line_id line,
				const char *actor, const struct line_health *health,
				const char *why) MUST_CHECK;
/* The same backwards; what waited for that is due at once. */
enum fault trace_resume_line(const struct txn *txn, struct line_id line,
				const char *actor) MUST_CHECK;
/* A number became unusable on a channel, by the provider's code; or (code 0) usable. */
struct number_news {
	struct contact_id contact;
	struct promise_id promise;
	struct message_id message;   /* that told us */
	enum channel channel;
	int code;
	const char *actor;
	const char *why;             /* of a usable one */
};
enum fault trace_number(const struct txn *txn,
			    const struct number_news *news) MUST_CHECK;
/* Of every message that was being sent when we died: nobody knows. */
enum fault trace_restart(const struct core *core, struct db *db) MUST_CHECK;

#endif
