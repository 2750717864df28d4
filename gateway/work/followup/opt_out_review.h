/*
 * opt_out_review - a text that may have asked us to stop, on its way to a decision.
 *
 * It goes to a person with its promise, and to a clock of its own that nobody can
 * silence: it is a row of its own whose times are set once, so neither an answer nor an
 * excuse, a new owner, a paused line, other rules or a calendar moves it, only a decision
 * closes it.  Halfway owner and administrators are reminded; after ten business days
 * (Monday to Friday, or the school's own week where that is sooner; holidays and closures
 * give no more time) without a decision we stop, and the administrators are told so.
 * 47 CFR 64.1200(a)(10), field-notes.md §1.3.
 *
 * Threads: writer thread, inside the caller's transaction.
 */
#ifndef WORK_OPT_OUT_REVIEW_H
#define WORK_OPT_OUT_REVIEW_H

#include "store/people/opt_out_reviews.h"
#include "work/txn/txn.h"

enum { OPT_OUT_REVIEW_DAYS = 10, OPT_OUT_REVIEW_REMIND_DAYS = 5 };

/* `message`: the text that may have asked. */
enum fault opt_out_review_raise(const struct txn *txn, struct promise_id promise,
		       struct message_id message) MUST_CHECK;
/* A person's decision; FAULT_CONFLICT when one was taken already. */
enum fault opt_out_review_decide(const struct txn *txn, struct promise_id promise,
			enum decision decision, const char *actor) MUST_CHECK;
/* All open ones of a number are answered by the family's own plain word. */
enum fault opt_out_review_clear(const struct txn *txn, struct str phone, enum decision decision,
		       const char *actor) MUST_CHECK;
/* What the clocks say that are due: the reminder, or the stop.  *count: how many were
 * looked at, DOUBTS_TURN when there may be more. */
enum { DOUBTS_TURN = 16 };
enum fault opt_out_review_turn(const struct txn *txn, size_t *count) MUST_CHECK;

#endif
