/*
 * receipt_apply - one receipt, from a callback, a poll or a list, becomes a step (T5).
 *
 * Writer thread, but for receipt_apply_tell.  delivery.h's fifth rule stands here: a receipt tells of one attempt;
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
	bool is_sight;               /* it tells of the line too: receipt_apply_tell */
	struct line_sight sight;
	char phone[PHONE_ROOM];
	struct line_id line;
};

/* FAULT_MISSING when no message of ours has that token or id. */
enum fault receipt_apply(const struct txn *txn, struct receipt_ask *receipt_ask) MUST_CHECK;

/* On the loop, after the commit: the line hears what the receipt says of it. */
void receipt_apply_tell(struct core *core, struct receipt_ask *receipt_ask);

#endif
