/*
 * ruleset_stored - hearbackd -n: the rule books in the ledger, before anything runs.
 *
 * Threads: the connection's; reads of settings and locale what never changes.
 */
#ifndef WORK_RULESET_STORED_H
#define WORK_RULESET_STORED_H

#include "ruleset_check.h"

/* Every version that is in force, will be, or has open promises, against this district as
 * it is today: `tell` hears of each.  *errors: of all.  For hearbackd -n, without a work. */
struct ruleset_ground {
	const struct core_settings *settings;
	const struct locale *locale;
	struct db *db;
	int64_t now;
};
enum fault ruleset_stored_check(const struct ruleset_ground *ground,
			      void (*tell)(int version, const struct rule_findings *findings),
			      size_t *errors, struct note *note) MUST_CHECK;

#endif
