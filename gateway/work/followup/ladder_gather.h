/*
 * ladder_gather - what the ladder has to know of one promise: the family's numbers, the other
 * guardians', and where this answer went already.  For ladder_run.c only.
 *
 * Threads: writer.
 */
#ifndef WORK_LADDER_GATHER_H
#define WORK_LADDER_GATHER_H

#include "ladder_run.h"

enum { LADDER_RUN_TRIED = 96 };

/* Large: on the heap. */
struct ladder_run {
	const struct txn *txn;
	struct promise promise;
	struct message_id failed;       /* 0: a detour */
	struct message_id answer;       /* the text that climbs; 0: a detour's, not yet queued */
	enum purpose purpose;
	char language[TAG_ROOM];        /* it is written in */
	struct ladder_facts facts;
	struct ladder_way ways[LADDER_WAYS];
	/* of each way */
	struct contact contacts[LADDER_WAYS];
	struct number numbers[LADDER_WAYS];
	struct line_id lines[LADDER_WAYS];
	/* the rungs of this promise, and where its answers went */
	struct rung_row rungs[LADDER_RUN_TRIED];
	size_t rung_count;
	struct answer_way tried[LADDER_RUN_TRIED];
	size_t tried_count;
};

/* Fills everything below `language` but facts.miss and facts.may_retry. */
enum fault ladder_gather(struct ladder_run *run) MUST_CHECK;

#endif
