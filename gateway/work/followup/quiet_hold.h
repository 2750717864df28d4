/*
 * quiet_hold - texts that wait for an hour: what is said about them, and what moves them.
 *
 * Threads: writer, inside a transaction that has an agenda.  Errors: the store's.
 */
#ifndef WORK_QUIET_HOLD_H
#define WORK_QUIET_HOLD_H

#include "work/txn/txn.h"

/* Says in the trace why and until when a text is held; `at` is NEVER or when it leaves. */
struct quiet_hold {
	const struct contact *contact;
	struct promise_id promise;
	struct message_id message;
	int64_t at;
	enum wait_reason why;
};
enum fault quiet_hold_say(const struct txn *txn, const struct quiet_hold *held) MUST_CHECK;
/* No hour will ever come: on the agenda, the text ends, and a person gets its promise, or the
 * text itself when it has none. */
void quiet_hold_give_up(const struct txn *txn, struct message_id id);
/* The hours or the zone of a family have changed: what is held for them leaves when it may
 * now, earlier or later; what may never leave any more is given up. */
enum fault quiet_hold_retime(const struct txn *txn, const struct contact *contact) MUST_CHECK;

#endif
