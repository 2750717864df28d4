/*
 * audit_link - a link of the audit chain (store/log/audit), as the mark beside the ledger knows
 * it: a number and a MAC that must be found again.
 *
 * Threads: the connection's.
 */
#ifndef STORE_AUDIT_LINK_H
#define STORE_AUDIT_LINK_H

#include "db.h"
#include "digest.h"

struct audit_link {
	int64_t no;               /* 0: none was written yet */
	char mac[DIGEST_SIZE];
};

/* Whether a key is the one that sealed what stands there. */
enum audit_key {
	AUDIT_KEY_UNUSED,         /* nothing is sealed */
	AUDIT_KEY_FOREIGN,        /* something is, and nothing by it */
	AUDIT_KEY_OURS            /* something is by it; what is not was changed */
};

/* The last one that stands there. */
enum fault audit_link_last(struct db *db, struct audit_link *link) MUST_CHECK;
/* Is it there, as it was?  That none was written is always so. */
enum fault audit_link_is(struct db *db, const struct audit_link *link, bool *is) MUST_CHECK;

#endif
