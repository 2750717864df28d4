/*
 * notices - what one of the staff, or everybody of a role, is told in their list.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_NOTICES_H
#define STORE_NOTICES_H

#include "users.h"

enum { NOTICE_DETAIL = 800 };

struct notice {
	int64_t id;
	struct user_id user;        /* 0: everybody of the role */
	enum role role;
	struct promise_id promise;
	char what[48];              /* "promise.remind", "promise.late", "answer.failed" */
	char detail[NOTICE_DETAIL]; /* what its word does not say; "" mostly */
	int64_t at, seen_at;
};
enum fault notice_add(struct db *db, const struct notice *notice) MUST_CHECK;
/* For a user and the role, newest first. */
enum fault notice_list(struct db *db, const struct user *user, int64_t before,
		       struct notice *notices, size_t most, size_t *count) MUST_CHECK;

#endif
