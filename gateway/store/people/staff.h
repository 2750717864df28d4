/*
 * staff - people who answer, when they are there, their tokens, what they were told, and
 * the audit log.
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

enum { WEEK_ROOM = 160, SCHOOLS_ROOM = 256, REASON_ROOM = 128 };

struct user {
	struct user_id id;
	char email[128];
	char name[NAME_ROOM];
	enum role role;
	char languages[160];        /* tags joined by ',' */
	char phone[PHONE_ROOM];
	int64_t created_at, disabled_at;
	char week[WEEK_ROOM];       /* school_week_read; "": the district's */
	char zone[ZONE_ROOM];       /* "": the district's */
	int capacity;               /* most promises at a time, 0: no limit */
	char schools[SCHOOLS_ROOM]; /* names joined by ',' */
};

enum fault user_add(struct db *db, const struct user *user) MUST_CHECK;
enum fault user_put(struct db *db, const struct user *user) MUST_CHECK;
enum fault user_get(struct db *db, struct user_id id, struct user *user) MUST_CHECK;
enum fault user_by_email(struct db *db, struct str email, struct user *user) MUST_CHECK;
enum fault user_list(struct db *db, struct user_id after, struct user *users, size_t most,
		     size_t *count) MUST_CHECK;
/* The active liaison (or administrator, when no liaison does) who speaks the language,
 * there or not, and owes the fewest answers; FAULT_MISSING when nobody speaks it. */
enum fault user_for_language(struct db *db, struct str language, struct user *user) MUST_CHECK;
/* The active user of that very role who owes the fewest answers, but not this one,
 * and not absent at `now` (0: there or not). */
enum fault user_for_role(struct db *db, enum role role, struct user_id except, int64_t now,
			 struct user *user) MUST_CHECK;
struct user_want {
	struct str language;
	int64_t now;
	struct household_id household; /* the family's, 0: none */
};
/* Who could answer in a language, best first: active, not absent at `now`, below their
 * capacity; liaisons before administrators; who is at a school of the household's
 * children before who is at all schools (names none), and those before the others; then
 * who owes fewest. */
enum fault user_covering(struct db *db, const struct user_want *want, struct user *users,
			 size_t most, size_t *count) MUST_CHECK;

/* Texts to their own number.  Asked for: due at once, but not before `gap_for` after the
 * last one; who has no number, or waits for one already, stays as they are. */
enum fault staff_alert_ask(struct db *db, struct user_id id, int64_t now, int64_t gap_for) MUST_CHECK;
enum fault staff_alert_due(struct db *db, int64_t now, struct user *users, size_t most,
			  size_t *count) MUST_CHECK;
enum fault staff_alert_next(struct db *db, int64_t *at) MUST_CHECK;
/* alerted_at 0: the last one stays what it was. */
enum fault staff_alert_put(struct db *db, struct user_id id, int64_t alerted_at,
			  int64_t alert_at) MUST_CHECK;
struct staff_alert_load {
	int64_t waiting;            /* promises that are not answered yet */
	int64_t oldest_at;          /* since when the one opened first waits; 0: none */
};
enum fault staff_alert_load(struct db *db, struct user_id id, struct staff_alert_load *load) MUST_CHECK;

struct absence {
	int64_t id;
	struct user_id user;
	int64_t from_at, to_at;
	char reason[REASON_ROOM];
	int64_t wake_at;            /* its beginning, then its end, then NEVER */
};
enum fault absence_add(struct db *db, const struct absence *absence) MUST_CHECK;
enum fault absence_put(struct db *db, const struct absence *absence) MUST_CHECK;
/* A person's that end behind `after`, earliest end first. */
enum fault absence_of(struct db *db, struct user_id user, int64_t after,
		      struct absence *absences, size_t most, size_t *count) MUST_CHECK;
/* wake_at <= now, earliest first; and the next wake_at of all, NEVER when none. */
enum fault absence_due(struct db *db, int64_t now, struct absence *absences, size_t most,
		       size_t *count) MUST_CHECK;
enum fault absence_next_wake(struct db *db, int64_t *at) MUST_CHECK;

enum fault user_token_add(struct db *db, struct str token, struct user_id user, int64_t now) MUST_CHECK;
/* The active user of a token; FAULT_STRANGER otherwise. */
enum fault user_token_find(struct db *db, struct str token, struct user *user) MUST_CHECK;

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
	char command[48];               /* "promise.answer", "token.add" */
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
