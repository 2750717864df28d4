/*
 * coverage - who answers whom: assigning, handing over, adopting (guarantees.md G9).
 *
 * Nobody inactive owns a promise: disabling a person, or the beginning of an absence,
 * moves all that waits for them to others in the same transaction; what nobody covers
 * stands visibly unowned, on a person's list, with a notice to the administrators.
 *
 * Threads: writer.
 */
#ifndef WORK_COVERAGE_H
#define WORK_COVERAGE_H

#include "store/people/users.h"
#include "work/txn/agenda.h"
#include "work/txn/txn.h"

struct coverage_ask {
	struct str language;
	struct household_id household; /* the family's, 0: none */
	int64_t due_at;
	struct user_id except;         /* not this one; 0: anybody */
};
/* Who speaks the language, is not absent, has room, and is there for a while before the
 * promise is due (or, when that has passed, within a school day).  Who is at a school of
 * the family's children first, then who is at all schools, then anybody; of these who
 * owes least (user_covering).  FAULT_MISSING when nobody is. */
enum fault coverage_find(const struct txn *txn, const struct coverage_ask *ask,
		      struct user *user) MUST_CHECK;
/* When that person works: their own week or the district's, without what is closed. */
struct school_week coverage_week(const struct txn *txn, const struct user *user);
enum fault coverage_is_away(const struct txn *txn, struct user_id id, bool *is_away) MUST_CHECK;
/* Everything that waits for `from` goes to others, or to nobody with an alarm. */
enum fault coverage_hand_over(const struct txn *txn, struct user_id from,
			   const char *why) MUST_CHECK;
/* What nobody owns finds an owner, if somebody covers it by now. */
enum fault coverage_adopt(const struct txn *txn) MUST_CHECK;
/* One of theirs was closed: when they have a ceiling, there is room for another. */
enum fault coverage_room(const struct txn *txn, struct user_id owner) MUST_CHECK;
/* Absences that begin or end by now; *count: how many. */
enum fault coverage_turn(const struct txn *txn, size_t *count) MUST_CHECK;

#endif
