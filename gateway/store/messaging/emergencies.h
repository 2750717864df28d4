/*
 * emergencies - texts that leave at any hour, once two administrators have signed.
 *
 * One asks, another approves before expires_at; else nothing was ever sent.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_EMERGENCIES_H
#define STORE_EMERGENCIES_H

#include "base/arena.h"
#include "base/clock.h"
#include "store/people/contacts.h"

#define EMERGENCY_STATES(X)                                                     \
	X(EMERGENCY_OPEN, "open") X(EMERGENCY_APPROVED, "approved")             \
	X(EMERGENCY_REJECTED, "rejected") X(EMERGENCY_EXPIRED, "expired")
#define X(name, word) name,
enum emergency_state { EMERGENCY_STATES(X) EMERGENCY_STATE_COUNT };
#undef X
const char *emergency_state_word(enum emergency_state emergency_state);

/* How long it waits for the second signature. */
#define EMERGENCY_FOR (60 * MINUTE_MS)

struct emergency {
	int64_t id;
	struct contact_id contact;
	char phone[PHONE_ROOM];
	struct str text;            /* of the caller, or in the arena */
	enum emergency_state state;
	struct user_id asked_by;
	int64_t asked_at, expires_at;
	struct user_id decided_by;
	int64_t decided_at;
	struct message_id message;  /* that left; 0: none did */
	int64_t asked_token, decided_token; /* that each signed with; 0: not known */
};

enum fault emergency_add(struct db *db, const struct emergency *emergency) MUST_CHECK;
enum fault emergency_get(struct db *db, int64_t id, struct arena *arena,
			 struct emergency *emergency) MUST_CHECK;
/* Writes the decision.  FAULT_CONFLICT when it is not open any more. */
enum fault emergency_put(struct db *db, const struct emergency *emergency) MUST_CHECK;
/* Newest first, behind `before`. */
enum fault emergency_list(struct db *db, int64_t before, struct arena *arena,
			  struct emergency *emergencies, size_t most, size_t *count) MUST_CHECK;
/* Open with expires_at <= now; and the next of all, NEVER when none is open. */
enum fault emergency_due(struct db *db, int64_t now, struct arena *arena,
			 struct emergency *emergencies, size_t most, size_t *count) MUST_CHECK;
enum fault emergency_next_wake(struct db *db, int64_t *at) MUST_CHECK;
/* Has this text two signatures?  Asked once more at the claim. */
enum fault emergency_is_signed(struct db *db, struct message_id message,
			       bool *is_signed) MUST_CHECK;
enum fault emergency_count_open(struct db *db, int64_t *count) MUST_CHECK;

#endif
