/*
 * webhook_job - all that one webhook tells becomes rows, and its end is told once.
 *
 * Each event is a job of its own (intake.h, receipt_job.h), so each may be there already:
 * when one cannot be kept the provider repeats the webhook, and what was kept is known
 * again by its id (G1, G3).
 *
 * Threads: loop thread.
 */
#ifndef WORK_WEBHOOK_JOB_H
#define WORK_WEBHOOK_JOB_H

#include "adapters/webhook.h"
#include "work/txn/core.h"

/* `events`: at least one; copied.  `done` runs once, on a later loop turn, after the commit
 * of the last one: FAULT_NONE means that all are on disk.  An inbound text to a number that
 * the account has no line for is kept on its first, with an alarm.  FAULT_MISSING now: it
 * has no line at all; FAULT_FULL now: nothing could be begun. */
enum fault webhook_job_start(struct account_state *account, const struct webhook_events *events,
			     void (*done)(void *data, enum fault fault), void *data,
			     struct note *note) MUST_CHECK;

#endif
