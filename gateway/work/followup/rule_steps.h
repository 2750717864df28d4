/*
 * rule_steps - the due steps of one promise's rule, taken in one transaction.
 *
 * Writer thread.
 */
#ifndef WORK_RULE_STEPS_H
#define WORK_RULE_STEPS_H

#include "domain/rules/rule.h"
#include "work/txn/txn.h"

/* Takes all that is due `as_of` (an instant of the rule's own clock: normally now; a
 * person may wind one promise forward) and sets the next wake-up.  By the promise as it
 * stands at that moment, not as a list had it: what was stepped since is not stepped twice,
 * and what was closed since is left alone. */
enum fault rule_steps_take(const struct txn *txn, struct promise_id promise,
		      int64_t as_of) MUST_CHECK;
/* All promises that are due, each by itself: one whose step cannot be taken is put on a
 * person's list and tried again later.  *count: how many were looked at, RULE_STEPS_TURN when
 * there may be more. */
enum { RULE_STEPS_TURN = 64 };
enum fault rule_steps_turn(const struct txn *txn, size_t *count) MUST_CHECK;
/* What a look found due: marks it late, does the deeds, and writes that down.  The caller
 * has set, or sets, next_step and wake_at. */
enum fault rule_steps_catch_up(const struct txn *txn, const struct promise *promise,
			  const struct rule_due *due) MUST_CHECK;
/* What is due by now counts as done, and nothing is done: late stays late. */
enum fault rule_steps_pass_over(const struct txn *txn, struct promise_id promise) MUST_CHECK;
/* Is there a step that time alone will bring? */
bool rule_steps_are_left(const struct txn *txn, const struct promise *promise);
/* The deeds of a look, but acknowledging and assigning at once, which are inbound_store.c's. */
enum fault rule_steps_do(const struct txn *txn, struct promise_id promise,
		    const struct rule_due *due) MUST_CHECK;

#endif
