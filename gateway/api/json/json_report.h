/*
 * json_report - a report, and the times of one promise, as JSON.
 *
 * Threads: a reader's.
 */
#ifndef API_JSON_REPORT_H
#define API_JSON_REPORT_H

#include "base/json.h"
#include "work/rulesets/promise_report.h"

/* The caller owns it. */
json_t *json_report(const struct promise_report_ask *ask, const struct promise_report *stats);
/* Adds "times" to the promise's own object: {"opened": …, "first_human_answer": …,
 * "school": {…}}: when what happened, and how much school time it took. */
enum fault json_report_add_times(const struct promise_report_look *look,
				 const struct promise *promise, json_t *reply) MUST_CHECK;

#endif
