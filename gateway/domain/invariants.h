/*
 * invariants - what must hold of every promise and every message whenever a job has ended.
 *
 * The tables of promise.h and delivery.h say which state follows; this says what the
 * whole row must look like then, so that nothing is forgotten between the two.  Debug
 * builds look after every job (work/invariant_watch); tests/unit/domain/test_machines.c walks
 * every reachable pair of a promise and its answers.
 *
 *  (1) What waits has an owner or stands on a person's list, and will be looked at again:
 *      it wakes, its answer is under way, or a person has it.
 *  (2) What is closed has evidence, or an excuse with a coded reason; nothing is due of it.
 *  (3) Late never goes away.  What is closed, and what a phone confirmed, stays so.
 *  (4) A message that did not arrive is a person's, and one in doubt will be asked about,
 *      unless the ladder has its answer already (work/followup/ladder_run).
 *
 * Source: guarantees.md G4, G8, G9.
 * Threads: pure.
 */
#ifndef DOMAIN_INVARIANTS_H
#define DOMAIN_INVARIANTS_H

#include "delivery.h"
#include "promise.h"

struct invariants_promise {
	enum promise_state state;
	int64_t opened_at, due_at, late_at, answered_at, closed_at, wake_at, person_at;
	bool has_excuse;         /* a coded reason stands on it */
	bool has_owner;
	bool is_owner_here;      /* not disabled, and no viewer */
	int answers_under_way;   /* queued, sending, unknown or sent */
	int answers_delivered;   /* with evidence */
};

struct invariants_delivery {
	enum delivery_state state;
	int attempts, tries;
	int64_t claimed_at, sent_at, final_at, look_at;
	bool needs_person;
	bool is_gone_on;         /* its answer took another way, or its promise is closed */
};

/* The first claim that is broken, as a sentence; NULL: all is well. */
const char *invariants_promise(const struct invariants_promise *promise);
const char *invariants_delivery(const struct invariants_delivery *delivery);
/* From one job's beginning to its end. */
const char *invariants_promise_step(enum promise_state was, int64_t was_late_at,
			       enum promise_state is, int64_t is_late_at);
const char *invariants_delivery_step(enum delivery_state was, enum delivery_state is);

#endif
