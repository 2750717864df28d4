/*
 * scheduler - the follow-up scheduler: one timer at the next wake-up of any promise, and of
 * any absence that begins or ends.
 *
 * Every promise that is not closed has its next wake-up time in the store; a step
 * fires once; steps that became due together collapse (rule.h).
 *
 * Threads: loop thread; the steps run as jobs on the writer.
 */
#ifndef WORK_SCHEDULER_H
#define WORK_SCHEDULER_H

#include "work/txn/core.h"

struct scheduler *scheduler_new(struct core *core);
void scheduler_free(struct scheduler **scheduler);
void scheduler_wake(struct scheduler *scheduler);

#endif
