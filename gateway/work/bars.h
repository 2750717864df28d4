/*
 * bars - numbers to which nothing may leave right now, in memory (G6).
 *
 * The loop bars a number before it hands a STOP to the writer.  The bar is lifted when
 * that job is done: committed, every later claim reads the consent, and every earlier
 * claim's `done` ran before (the writer hands results back in order); failed, the
 * family will be heard again.  Bars are counted: two STOPs need two lifts.
 *
 * Threads: loop thread.
 */
#ifndef WORK_BARS_H
#define WORK_BARS_H

#include "base/str.h"

struct bars;

struct bars *bars_new(void);
void bars_free(struct bars **bars);
void bars_add(struct bars *bars, struct str phone);
void bars_lift(struct bars *bars, struct str phone);
bool bars_has(const struct bars *bars, struct str phone);

#endif
