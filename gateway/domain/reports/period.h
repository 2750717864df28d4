/*
 * period - the days that a report is about, in the district's zone.
 *
 * Days are written as 2026-03-31; both ends belong to it.  Without any it is the last 30
 * days with today.  For eyes that may not see small groups it is whole months that are
 * over, so that no two periods differ by less than a month: a day widens to its month,
 * and without any it is the last whole month.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_PERIOD_H
#define DOMAIN_PERIOD_H

#include "i18n/time/zone.h"
#include "report.h"

enum { PERIOD_DAYS_USUAL = 30, PERIOD_DAYS_MOST = 400, PERIOD_DAY = 16 };

struct period_ask {
	const struct zone *zone;
	int64_t now;
	struct str from, to;        /* empty: not said */
	bool is_in_months;
};

struct period {
	int64_t from_at, to_at;     /* to_at is the first instant behind it */
	char from[PERIOD_DAY], to[PERIOD_DAY];
	int months;                 /* of those in months */
	int64_t month_at[REPORT_MONTHS + 1];
	char month[REPORT_MONTHS][PERIOD_DAY]; /* 2026-03 */
};

/* FAULT_INVALID with the reason: no such day, backwards, too long, not over yet. */
enum fault period_read(const struct period_ask *ask, struct period *period,
		       struct note *note) MUST_CHECK;
/* The month an instant of it lies in, from 0; 0 for a period that is not in months. */
int period_month(const struct period *period, int64_t at);

#endif
