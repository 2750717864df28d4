/*
 * rule - what happens to a promise, and after how much school time.
 *
 * One built-in rule stands here; rules as documents join it later and use the
 * same steps.  A step fires once; steps that became due together (after a night,
 * a week of downtime) collapse: each deed once, the family told once.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_RULE_H
#define DOMAIN_RULE_H

#include "hours.h"

enum rule_deed {
	RULE_REMIND_OWNER = 1,
	RULE_TELL_ADMINISTRATORS = 2,
	RULE_TELL_FAMILY = 4,   /* the truth: late.update */
	RULE_DEADLINE = 8       /* promise_step(PROMISE_ON_DEADLINE) */
};

struct rule_step {
	int64_t after_for;      /* ms of school time since the promise was opened */
	unsigned deeds;
};

struct rule {
	const char *name;       /* "built-in" */
	int version;
	int64_t answer_for;     /* ms of school time: due */
	const struct rule_step *steps;
	int step_count;
};

extern const struct rule rule_built_in;

struct rule_due {
	unsigned deeds;         /* all that is due by now, collapsed */
	int next_step;          /* index of the first step that is not due yet */
	int64_t next_wake_at;   /* NEVER when no step is left */
};

int64_t rule_due_at(const struct rule *rule, const struct school_week *week, int64_t opened_at);
/* `next_step`: the first step that has not fired. */
struct rule_due rule_look(const struct rule *rule, const struct school_week *week,
			  int64_t opened_at, int next_step, int64_t now);

#endif
