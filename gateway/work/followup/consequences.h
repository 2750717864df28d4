/*
 * consequences - a step, and everything that follows from it, in this transaction.
 *
 *   domain decides (promise_consequences, delivery_consequences, outcome_of)
 *   promise_apply, delivery_apply, ladder_run, stop, … do their part, and put the rest
 *      on the agenda (txn/agenda.h); none of them calls another one of them
 *   here one item after the other is carried out, until the agenda is empty
 *
 * Whoever works in a transaction steps a promise or a message by the functions here.  The
 * job that began the transaction ends it with consequences_settle.
 *
 * Threads: writer.  Errors: the step's, and the store's.
 */
#ifndef WORK_CONSEQUENCES_H
#define WORK_CONSEQUENCES_H

#include "stop.h"
#include "work/txn/agenda.h"

/* A job that writes gives its transaction an agenda first: AUTO(agenda). */
void consequences_begin(struct txn *txn, struct agenda *agenda);
/* FAULT_CONFLICT: impossible in its state; nothing is changed. */
enum fault consequences_promise(const struct txn *txn, struct promise_id id,
				enum promise_event event, const char *actor,
				const char *why) MUST_CHECK;
/* An event that says nothing new changes nothing; *stepped (may be NULL) tells. */
enum fault consequences_delivery(const struct txn *txn, struct message_id id,
				 const struct change *change, bool *stepped) MUST_CHECK;
enum fault consequences_stop(const struct txn *txn, const struct stop *stop) MUST_CHECK;
/* What enqueue_message and quiet_hold_retime put on the agenda. */
enum fault consequences_carry_out(const struct txn *txn) MUST_CHECK;
/* The end of a transaction's work: with FAULT_NONE all is carried out and written, else
 * forgotten.  Returns `fault`, or its own.  The job commits, or rolls back. */
enum fault consequences_settle(const struct txn *txn, enum fault fault) MUST_CHECK;

#endif
