/*
 * promise_apply - one step of a promise: what domain/promise decides of it, done.
 *
 * What others have to do is put on the agenda.  For consequences.c only; everybody else
 * calls consequences_promise, which carries that out too.
 *
 * Threads: writer.  FAULT_MISSING, FAULT_CONFLICT (impossible in its state), the store's.
 */
#ifndef WORK_PROMISE_APPLY_H
#define WORK_PROMISE_APPLY_H

#include "work/txn/agenda.h"

struct promise_change {
	struct promise_id promise;
	enum promise_event event;
	const char *actor;
	const char *why;             /* of the trace; with a reason: its detail (person_reason.h) */
	enum person_reason reason;   /* of PROMISE_ON_UNDELIVERABLE, and of nothing else */
};
enum fault promise_apply(const struct txn *txn, const struct promise_change *change) MUST_CHECK;

#endif
