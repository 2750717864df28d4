/*
 * ruleset_names - does anybody know the schools and groups that a rule names?
 *
 * A name that nobody knows is a warning, not a mistake: rules may be written before the
 * roster is there.  For ruleset_check.c.
 *
 * Threads: any connection's.
 */
#ifndef WORK_RULESET_NAMES_H
#define WORK_RULESET_NAMES_H

#include "domain/rules/rule_read.h"
#include "store/db/db.h"

enum fault ruleset_names_check(struct db *db, const struct rule *rule,
			    struct rule_findings *findings) MUST_CHECK;

#endif
