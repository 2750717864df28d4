/*
 * delivery_look - when a message is looked at again: asked about, or asked for its status.
 *
 *   UNKNOWN   after the settle time: the provider's list is read
 *   SENT      at the polls of delivery_poll_at, for the last time at the receipt's deadline;
 *             never when a person has it, who was told that nobody knows
 *   any other never: it waits for its turn, or is over
 *
 * Source: guarantees.md G4, G5, G8.
 * Threads: pure.
 */
#ifndef DOMAIN_DELIVERY_LOOK_H
#define DOMAIN_DELIVERY_LOOK_H

#include "delivery.h"

struct delivery_look_facts {
	enum delivery_state state;
	bool needs_person;
	int64_t now, sent_at;
	int polls;                   /* that were made */
	int64_t settle_for, receipt_for;
	int64_t poll_percent;        /* 100; tests shorten the time between polls */
};

/* NEVER: nothing is asked any more. */
int64_t delivery_look_at(const struct delivery_look_facts *facts);

#endif
