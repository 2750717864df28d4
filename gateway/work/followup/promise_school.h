/*
 * promise_school - what a family's household says of a promise: its schools, its groups, and what
 * follows when they change (guarantees.md G9).
 *
 * A promise is of the one school of the family's children; of children at several
 * schools, or none that we know, it is of no school and runs on the district's time.
 * When that changes, open promises change with it in the same transaction: what was
 * promised to the family (due_at) stays, their next step is counted anew.
 *
 * Threads: writer.
 */
#ifndef WORK_PROMISE_SCHOOL_H
#define WORK_PROMISE_SCHOOL_H

#include "base/buf.h"
#include "store/people/households.h"
#include "work/txn/txn.h"

/* Names joined by ',' of all that a household may have. */
enum { HOME_JOINED = HOUSEHOLD_STUDENTS * SCHOOL_ROOM };

struct promise_school {
	struct household household;  /* id 0: none */
	char schools[HOME_JOINED];   /* joined by ',' */
	char school[SCHOOL_ROOM];    /* the one of a promise; "": none, or several */
};

enum fault promise_school_of(const struct txn *txn, struct household_id id, struct promise_school *home) MUST_CHECK;
/* The open promises of a contact, or of all guardians, after a change. */
enum fault promise_school_settle(const struct txn *txn, const struct contact *contact,
		       const char *actor) MUST_CHECK;
enum fault promise_school_settle_all(const struct txn *txn, struct household_id id,
			   const char *actor) MUST_CHECK;
/* The spelling of a school that we have already, if it differs in case or marks only. */
enum fault promise_school_spell(const struct txn *txn, char school[SCHOOL_ROOM]) MUST_CHECK;
/* The same for names joined by ','. */
enum fault promise_school_spell_all(const struct txn *txn, char *joined, size_t room) MUST_CHECK;

#endif
