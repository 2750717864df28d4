/*
 * inbound_store - T1 on the writer thread: everything one inbound message changes.
 */
#ifndef WORK_INBOUND_STORE_H
#define WORK_INBOUND_STORE_H

#include "intake.h"
#include "work/txn/txn.h"

struct inbound_store_ask {
	const struct inbound *inbound;    /* clean (inbound_clean.h) */
	unsigned odd;                     /* what is odd about it: bits of enum inbound_oddity */
	const struct classify_read *read; /* of what is judged of its text */
	struct line_id line;
	struct str account;
	int64_t inbound_at;
};

/* A repeat changes nothing and is fine. */
enum fault inbound_store(const struct txn *txn, const struct inbound_store_ask *ask,
			struct intake_result *result, bool *is_capped) MUST_CHECK;

#endif
