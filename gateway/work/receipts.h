/*
 * receipts - what the provider says later about a message of ours (T5).
 *
 * Found by our attempt's token, else by the provider's id; an unknown one is kept
 * as an orphan.  Any order, any number of times: the state only climbs.
 */
#ifndef WORK_RECEIPTS_H
#define WORK_RECEIPTS_H

#include "work.h"

/* Copies `receipt`.  `done` after the commit.  FAULT_FULL now when the queue is full. */
enum fault receipts_take(struct work_account *account, struct str token,
			 const struct receipt *receipt,
			 void (*done)(void *data, enum fault fault), void *data) MUST_CHECK;

#endif
