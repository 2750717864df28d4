/*
 * ruleset_try - what a document would do, for whoever shows it.
 *
 * Threads: a reader's, with its own connection.
 */
#ifndef WORK_RULESET_TRY_H
#define WORK_RULESET_TRY_H

#include "domain/rules/rule_read.h"
#include "replay.h"
#include "work/txn/core.h"

struct ruleset_try {
	const struct core *core;
	const struct locale *locale;
	struct db *db;
	struct str document;
	struct rule_findings *findings;
};

/* FAULT_INVALID: there are errors, all in the findings, the first in the note. */
enum fault ruleset_try_check(const struct ruleset_try *attempt, struct note *note) MUST_CHECK;
/* The caller frees *book, whose rules the report counts. */
enum fault ruleset_try_replay(const struct ruleset_try *attempt, int days,
			    struct replay_report *report, struct rule_book **book,
			    struct note *note) MUST_CHECK;

#endif
