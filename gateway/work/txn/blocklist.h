/*
 * blocklist - numbers to which nothing may leave right now, in memory (G6).
 *
 * The loop bars a number before it hands a STOP to the writer.  The bar is lifted when
 * that job is done: committed, every later claim reads the consent, and every earlier
 * claim's `done` ran before (the writer hands results back in order); failed, the
 * family will be heard again.  Bars are counted: two STOPs need two lifts, and one lift
 * too many would be another STOP's: only what was barred is lifted.
 *
 * Threads: loop thread.
 */
#ifndef WORK_BLOCKLIST_H
#define WORK_BLOCKLIST_H

#include "base/str.h"

struct blocklist;

struct blocklist *blocklist_new(void);
void blocklist_free(struct blocklist **blocklist);
void blocklist_add(struct blocklist *blocklist, struct str phone);
void blocklist_lift(struct blocklist *blocklist, struct str phone);
bool blocklist_has(const struct blocklist *blocklist, struct str phone);

#endif
