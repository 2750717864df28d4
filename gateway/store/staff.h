/*
 * staff - people who answer, their tokens, what they were told, and the audit log.
 *
 * Bearer tokens are kept as SHA-256 only.  The audit log is a chain: every row's MAC
 * (HMAC-SHA256, key from the settings' secret file) covers the row and the MAC before
 * it; audit_verify finds a changed, dropped, swapped or truncated row (the count and
 * the last MAC are anchored in a setting) - G14.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_STAFF_H
#define STORE_STAFF_H

#include "contacts.h"

struct user {
	struct user_id id;
	char email[128];
	char name[NAME_ROOM];
	enum role role;
	char languages[160];        /* tags joined by ',' */
	char phone[PHONE_ROOM];
	int64_t created_at, disabled_at;
};

enum fault user_add(struct db *db, const struct user *user) MUST_CHECK;
enum fault user_put(struct db *db, const struct user *user) MUST_CHECK;
enum fault user_get(struct db *db, struct user_id id, struct user *user) MUST_CHECK;
enum fault user_by_email(struct db *db, struct str email, struct user *user) MUST_CHECK;
enum fault user_list(struct db *db, struct user_id after, struct user *users, size_t most,
		     size_t *count) MUST_CHECK;
/* The active liaison (or administrator, when no liaison does) who speaks the language
 * and owes the fewest answers; FAULT_MISSING when nobody speaks it. */
enum fault user_for_language(struct db *db, struct str language, struct user *user) MUST_CHECK;
/* The same, but not this one. */
enum fault user_for_language_but(struct db *db, struct str language, struct user_id except,
				 struct user *user) MUST_CHECK;
/* The active user of that very role who owes the fewest answers, but not this one. */
enum fault user_for_role(struct db *db, enum role role, struct user_id except,
			 struct user *user) MUST_CHECK;
enum fault token_add(struct db *db, struct str token, struct user_id user, int64_t now) MUST_CHECK;
/* The active user of a token; FAULT_STRANGER otherwise. */
enum fault token_find(struct db *db, struct str token, struct user *user) MUST_CHECK;

struct notice {
	int64_t id;
	struct user_id user;        /* 0: everybody of the role */
	enum role role;
	struct promise_id promise;
	char what[48];              /* "promise.remind", "promise.late", "answer.failed" */
	int64_t at, seen_at;
};
enum fault notice_add(struct db *db, const struct notice *notice) MUST_CHECK;
/* For a user and the role, newest first. */
enum fault notice_list(struct db *db, const struct user *user, int64_t before,
		       struct notice *notices, size_t most, size_t *count) MUST_CHECK;

struct audit_row {
	int64_t no, at;
	char actor[160];            /* "staff:ID", "ctl:uid 0", "system" */
	char act[48];               /* "promise.answer", "token.add" */
	struct str detail;          /* JSON, no secrets, no message text */
};
/* `key` is the audit secret; the row's number is given here, row->no is not read.
 * FAULT_CONFIG when the key is empty. */
enum fault audit_add(struct db *db, struct str key, const struct audit_row *row) MUST_CHECK;
/* *rows: how many stand there.  *bad_no 0: every row is as it was written; otherwise
 * the first that is not, or is not there, or should not be. */
enum fault audit_verify(struct db *db, struct str key, int64_t *rows, int64_t *bad_no) MUST_CHECK;
enum fault audit_list(struct db *db, int64_t before, struct arena *arena,
		      struct audit_row *rows, size_t most, size_t *count) MUST_CHECK;

#endif
