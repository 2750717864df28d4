/*
 * users - people who answer: their roles, languages, weeks, schools.
 *
 * An e-mail address is one person's, whatever its letters' case.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_USERS_H
#define STORE_USERS_H

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

/* FAULT_CONFLICT: somebody has that address, spelled so or otherwise. */
enum fault user_add(struct db *db, const struct user *user) MUST_CHECK;
/* The address stays as it was added. */
enum fault user_put(struct db *db, const struct user *user) MUST_CHECK;
enum fault user_get(struct db *db, struct user_id id, struct user *user) MUST_CHECK;
/* What to say when it is FAULT_CONFLICT. */
#define USER_TWIN_SENTENCE                                                              \
	"two users have that address, spelled in different ways: write one of them exactly " \
	"as `hearbackctl show users` has it, and disable the other"
/* However it is spelled; FAULT_CONFLICT when two of a ledger of before have it, each spelled
 * in another way than this. */
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

#endif
