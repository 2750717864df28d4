/*
 * rules_try - what a document would do, for whoever shows it.
 *
 * Threads: a reader's, with its own connection.
 */
#ifndef WORK_RULES_TRY_H
#define WORK_RULES_TRY_H

#include "domain/rule_read.h"
#include "replay.h"
#include "work.h"

struct rules_try {
	const struct work *work;
	const struct speech *speech;
	struct db *db;
	struct str document;
	struct rule_findings *findings;
};

/* FAULT_INVALID: there are errors, all in the findings, the first in the note. */
enum fault rules_try_check(const struct rules_try *attempt, struct note *note) MUST_CHECK;
/* The caller frees *book, whose rules the report counts. */
enum fault rules_try_replay(const struct rules_try *attempt, int days,
			    struct replay_report *report, struct rule_book **book,
			    struct note *note) MUST_CHECK;

#endif
