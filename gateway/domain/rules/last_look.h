/*
 * last_look - what waits is never left without a next look.
 *
 * A rule's last step is often the deadline's: afterwards the family has been told a new
 * time, and nobody would ask whether it was kept.  So when no step is left, a promise
 * that nobody has answered wakes once more at that time, and then goes onto a person's
 * list.  The same when somebody takes it from the list and nothing more would wake it.
 *
 * Source: guarantees.md G4; domain/invariants.h (1).
 * Threads: pure.
 */
#ifndef DOMAIN_LAST_LOOK_H
#define DOMAIN_LAST_LOOK_H

#include "domain/promise.h"
#include "rule.h"

struct last_look_facts {
	const struct rule *rule;         /* the promise's */
	const struct school_week *week;  /* of its school */
	int64_t now;
	enum promise_state state;
	int64_t late_at;                 /* 0: not late */
	int64_t wake_at;                 /* what is to come; NEVER: nothing */
	bool is_listed;                  /* a person has it on their list */
	bool has_owner;
	bool is_woken;                   /* it has woken, and its rule had nothing to do */
};

struct last_look {
	int64_t wake_at;                 /* as it is from now on */
	bool is_over;                    /* onto a person's list: no look is left */
	bool tells_above;                /* and to the administrators: the owner has had their time */
};

struct last_look last_look(const struct last_look_facts *facts);

/* When a promise wakes behind a look of its rule, whose next step is at `next_at`: one whose
 * steps a person wound forward still has to become late in its own time. */
int64_t last_look_wake_at(const struct last_look_facts *facts, int64_t due_at, int64_t next_at);

#endif
