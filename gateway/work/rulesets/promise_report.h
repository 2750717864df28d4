/*
 * promise_report - what became of the promises of a period: domain/reports/report over the ledger.
 *
 * Reads what is committed, on a reader thread: at most REPORT_ROWS_MOST promises and
 * STATS_FOR_MS.  School time is that of each promise's school, with the closures in force.
 *
 * Ownership: the report is the caller's (report_free).
 */
#ifndef WORK_PROMISE_REPORT_H
#define WORK_PROMISE_REPORT_H

#include "domain/reports/period.h"
#include "domain/reports/school_index.h"
#include "store/promises/promises.h"
#include "work/txn/core.h"

enum { STATS_FOR_MS = 6000 };

struct promise_report_look {
	const struct core *core;     /* settings only */
	const struct locale *locale;
	struct db *db;
	int64_t now;
};

struct promise_report_ask {
	struct period period;
	struct report_ask report;
};
struct promise_report {
	struct report *report;
	bool is_cut;                 /* there is more than one report looks at: the end is missing */
};
/* A report that hides is whole, or FAULT_TOO_LARGE. */
enum fault promise_report_run(const struct promise_report_look *look, const struct promise_report_ask *ask,
		     struct promise_report *stats, struct note *note) MUST_CHECK;
/* The staffed week of a school; its closures live as long as the speech. */
struct school_week promise_report_week(const struct promise_report_look *look, struct str school);

#endif
