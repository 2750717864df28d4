/*
 * person_list - the promises that a person must look at: who puts one there, and why.
 *
 * person_at, person_reason and person_detail of a promise are written here and nowhere else.  Being on
 * the list changes no state and silences no step: it says that the machine alone will
 * not get further.
 *
 * Source: guarantees.md G4.
 * Threads: writer, inside the caller's transaction.  Errors: the store's.
 */
#ifndef WORK_PERSON_LIST_H
#define WORK_PERSON_LIST_H

#include "work/txn/txn.h"

/* Puts an open promise on the list (row and event), and tells its owner, or the
 * administrators when it has none.  Since when stays what it was: the first time.
 * `detail`: "", or the word of a miss (person_reason_say). */
enum fault person_list_put(const struct txn *txn, struct promise *promise,
			enum person_reason reason, const char *detail) MUST_CHECK;
/* The same because nobody covers it (PERSON_UNCOVERED), without an owner: one notice to
 * the administrators.  owner_give takes it off. */
enum fault person_list_put_unowned(const struct txn *txn, struct promise *promise) MUST_CHECK;
/* Its row and its event alone; nobody is told. */
enum fault person_list_note(const struct txn *txn, struct promise *promise,
			enum person_reason reason, const char *detail) MUST_CHECK;
/* Off the list; the caller writes the promise. */
void person_list_clear(struct promise *promise);
/* Off the list when it is there for that reason and no other; was it? */
bool person_list_clear_of(struct promise *promise, enum person_reason reason);
/* One notice to a person, or (user 0) to all of a role. */
enum fault person_list_notify(const struct txn *txn, struct user_id user, enum role role,
			struct promise_id promise, const char *what) MUST_CHECK;

#endif
