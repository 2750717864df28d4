/*
 * ruleset_migrate - open promises go to another version of the rules, on purpose.
 *
 * Each is matched again with what its family wrote and when, and goes on under the rule
 * that now holds (domain/rules/rule_move.h says what is never done twice).  At most
 * RULES_MOVE_MOST in one transaction: whoever moves thousands asks again and again, and
 * families' own texts are written in between.
 *
 * What cannot be known again: the family's language and whether we know it are as of
 * today.  A promise that cannot be moved stays as it was, and its reason is told.
 *
 * Threads: ruleset_migrate_preview a reader's, with its own connection; ruleset_migrate the
 * writer's.
 */
#ifndef WORK_RULESET_MIGRATE_H
#define WORK_RULESET_MIGRATE_H

#include "base/fault.h"
#include "domain/rules/rule.h"
#include "store/promises/promises.h"

struct txn;
struct locale;
struct core;

enum { RULES_MOVE_MOST = 100 };

struct ruleset_moved {
	struct promise_id promise;
	char reason[160];            /* why it was not moved; "": it was, or is the same */
	bool is_same;                /* it falls under that very rule already */
	char from[RULE_NAME], to[RULE_NAME];
	int from_version;
	int64_t due_before, due_at, next_step_at;
	bool does[RULE_DEEDS];       /* what is due at once under the new rule */
};

struct ruleset_move {
	int to;                      /* version; 0: the one in force, and then which it was */
	struct promise_id ids[RULES_MOVE_MOST];
	size_t count;
	struct ruleset_moved rows[RULES_MOVE_MOST]; /* one an id */
	size_t moved, same, refused;
};

/* FAULT_MISSING: there is no such version.  FAULT_CONFLICT: it is not in force yet, or
 * cannot be read. */
enum fault ruleset_migrate_preview(const struct core *core, const struct locale *locale,
			      struct db *db, struct ruleset_move *move,
			      struct note *note) MUST_CHECK;
enum fault ruleset_migrate(const struct txn *txn, const char *actor,
			 struct ruleset_move *move) MUST_CHECK;

#endif
