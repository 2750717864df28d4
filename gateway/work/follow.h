/*
 * follow - the follow-up scheduler: one timer at the next wake-up of any promise, and of
 * any absence that begins or ends.
 *
 * Every promise that is not closed has its next wake-up time in the store; a step
 * fires once; steps that became due together collapse (rule.h).
 *
 * Threads: loop thread; the steps run as jobs on the writer.
 */
#ifndef WORK_FOLLOW_H
#define WORK_FOLLOW_H

#include "work.h"

struct follow *follow_new(struct work *work);
void follow_free(struct follow **follow);
void follow_wake(struct follow *follow);

#endif
