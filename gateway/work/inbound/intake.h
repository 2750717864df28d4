/*
 * intake - what a family sent becomes rows, in one transaction (T1).
 *
 * When the text is a stop word the number is barred in memory BEFORE the job goes to
 * the writer, and what is under way to it is cut (guarantees.md §5).  The bar is
 * lifted only when that transaction failed, or by START.
 */
#ifndef WORK_INTAKE_H
#define WORK_INTAKE_H

#include "work/txn/core.h"

struct intake_result {
	bool is_repeat;
	struct message_id message;
	struct promise_id promise;   /* opened or joined; 0: none */
	enum meaning meaning;
};

/* Copies `heard`.  `done` runs on a later loop turn, after the commit: FAULT_NONE means
 * it is on disk (or was already: a repeat).  inbound_at: when the provider recorded it
 * (0, and what lies before the year 2000 or ahead of us: now).  FAULT_FULL now when the
 * writer's queue is full. */
enum fault intake_accept(struct line_state *line, const struct inbound *inbound, int64_t inbound_at,
		       void (*done)(void *data, enum fault fault, const struct intake_result *result),
		       void *data) MUST_CHECK;

#endif
