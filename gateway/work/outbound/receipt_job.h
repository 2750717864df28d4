/*
 * receipt_job - what the provider says later about a message of ours (T5).
 *
 * Found by our attempt's token, else by the provider's id; an unknown one is kept
 * as an orphan.  Any order, any number of times: the state only climbs.
 */
#ifndef WORK_RECEIPT_JOB_H
#define WORK_RECEIPT_JOB_H

#include "work/txn/core.h"

/* Copies `receipt`.  `done` after the commit.  FAULT_FULL now when the queue is full. */
enum fault receipt_job_start(struct account_state *account, const struct receipt *receipt,
			 void (*done)(void *data, enum fault fault), void *data) MUST_CHECK;

#endif
