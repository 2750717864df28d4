/*
 * deliver - moves accepted messages through the provider by the clock: the steps
 * of journey.h, the phone's screen, and the status callbacks with their mishaps.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_DELIVER_H
#define CARRIER_DELIVER_H

#include "carrier.h"

/* A message that was just put on record; queue_for is extra time in the queue. */
void deliver_start(struct carrier *carrier, struct record *record, int64_t queue_for);
/* False when it is too late. */
bool deliver_cancel(struct carrier *carrier, struct record *record);

#endif
