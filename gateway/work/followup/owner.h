/*
 * owner - a promise goes to somebody: the one function that gives.
 *
 * Whoever gives it (a rule, coverage), what follows is the same: the promise leaves the
 * list on which it stood because nobody had it, it is looked at again, the trace names
 * who has it from now on, and they are told.  What else it is on the list for stays.
 *
 * Source: guarantees.md G9.
 * Threads: writer, inside the caller's transaction.  Errors: the store's.
 */
#ifndef WORK_OWNER_H
#define WORK_OWNER_H

#include "work/txn/txn.h"

struct owner_gift {
	struct user_id user;         /* who has it from now on; never 0 */
	const char *what;            /* of the trace: "promise.reassigned"… */
	const char *actor;
	const char *why;
	const char *notice;          /* what they are told */
};
enum fault owner_give(const struct txn *txn, struct promise *promise,
		      const struct owner_gift *gift) MUST_CHECK;

#endif
