/*
 * receipt_apply - one receipt, from a callback, a poll or a list, becomes a step (T5).
 *
 * Writer thread.  delivery.h's fifth rule stands here: a receipt tells of one attempt;
 * one that ranks no higher than what that attempt told already, and a failure of an
 * attempt that is not the latest, change nothing.
 */
#ifndef WORK_RECEIPT_APPLY_H
#define WORK_RECEIPT_APPLY_H

#include "work/txn/txn.h"

struct receipt_ask {
	struct str account;
	const struct receipt *receipt;
	/* out */
	struct message_id message;
	bool has_stepped;
	bool pauses_line;            /* the provider blocks what this line sends: it was paused in
					the ledger, the loop's copy is the caller's to pause */
	struct line_id line;
};

/* FAULT_MISSING when no message of ours has that token or id. */
enum fault receipt_apply(const struct txn *txn, struct receipt_ask *receipt_ask) MUST_CHECK;

#endif
