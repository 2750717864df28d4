/*
 * assign - who gets a promise, as a rule's step says.
 *
 * Writer thread.
 */
#ifndef WORK_ASSIGN_H
#define WORK_ASSIGN_H

#include "domain/rules/rule.h"
#include "store/people/users.h"
#include "work/txn/txn.h"

struct assign {
	const struct rule_step *step;
	const char *language;
	struct user_id except;   /* not this one; 0: anybody */
	struct household_id household; /* the family's: who is at its schools first */
	int64_t due_at;          /* they should be there before; 0: soon */
};

/* FAULT_MISSING when there is nobody.  A person who left is replaced by who covers the
 * language: a rule never gives a promise to somebody inactive. */
enum fault assign_find(const struct txn *txn, const struct assign *assign,
		       struct user *user) MUST_CHECK;

#endif
