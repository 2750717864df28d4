/*
 * kept_question - "did this answer you?", where the answer of a kept promise arrived.
 *
 * Threads: writer, inside the caller's transaction.  Errors: the store's.
 */
#ifndef WORK_KEPT_QUESTION_H
#define WORK_KEPT_QUESTION_H

#include "work/txn/agenda.h"

/* AGENDA_ASK: stands open on that number from now on, if the promise's rule asks; that it
 * was answered is noted in any case. */
enum fault kept_question_ask(const struct txn *txn, struct promise_id id) MUST_CHECK;

#endif
