/*
 * rule_move - an open promise goes from its rule to another one, on purpose.
 *
 * What the promises of a district may rely on:
 *  (1) A deed that was done is not done again; of escalations, none that is not higher.
 *      The family is never acknowledged twice.
 *  (2) The deadline that the family was told never moves later, and moving alone makes
 *      nobody late: a deadline that would have passed already is not taken over.
 *  (3) Late stays late (this file cannot say otherwise).
 *
 * Source: issue 3.5 ("unless moved on purpose"), guarantees.md G9.
 * Threads: pure.
 */
#ifndef DOMAIN_RULE_MOVE_H
#define DOMAIN_RULE_MOVE_H

#include "rule.h"

/* What was done for the promise, whatever rules it was under. */
struct rule_done {
	bool deeds[RULE_DEEDS];
	int tier;                /* the highest that was told */
};

struct rule_moving {
	const struct rule *from; /* NULL: nobody can read it any more */
	const struct rule *to;
	struct rule_progress progress; /* under `from` */
	bool is_owned;
	struct rule_done before; /* under rules before `from` */
};

struct rule_moved {
	int64_t due_at;
	struct rule_due due;     /* what is due at once under `to` and was not done before */
};
struct rule_moved rule_move(const struct rule_moving *moving, const struct school_week *week,
			    int64_t now);

#endif
