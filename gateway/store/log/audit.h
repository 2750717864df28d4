/*
 * audit - who did what, in a chain (G14): every row's MAC (HMAC-SHA256, key from the
 * settings' secret file) covers the row and the MAC before it; audit_verify finds a
 * changed, dropped, swapped or truncated row (the count and the last MAC are anchored in a
 * setting).
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "base/arena.h"
#include "store/db/audit_link.h"

struct audit_row {
	int64_t no, at;
	char actor[160];            /* "staff:ID", "ctl:uid 0", "system" */
	char command[48];               /* "promise.answer", "token.add" */
	struct str detail;          /* JSON, no secrets, no message text */
};
/* `key` is the audit secret; the row's number is given here, row->no is not read.
 * FAULT_CONFIG when the key is empty. */
enum fault audit_add(struct db *db, struct str key, const struct audit_row *row) MUST_CHECK;
/* By the anchor and the last row. */
enum fault audit_key_is(struct db *db, struct str key, enum audit_key *is) MUST_CHECK;
/* *rows: how many stand there.  *bad_no 0: every row is as it was written; otherwise
 * the first that is not, or is not there, or should not be. */
enum fault audit_verify(struct db *db, struct str key, int64_t *rows, int64_t *bad_no) MUST_CHECK;
enum fault audit_list(struct db *db, int64_t before, struct arena *arena,
		      struct audit_row *rows, size_t most, size_t *count) MUST_CHECK;

#endif
