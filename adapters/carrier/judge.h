/*
 * judge - is a POST Messages acceptable?  The provider's own checks, in its order.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_JUDGE_H
#define CARRIER_JUDGE_H

#include "carrier.h"

/* Seconds; also what a message without one gets. */
enum { JUDGE_VALID_MOST = 36000 };

/* REFUSAL_NONE when it is fine. */
enum refusal judge_message(struct carrier *carrier, const struct form *form);

#endif
