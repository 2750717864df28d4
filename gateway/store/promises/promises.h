/*
 * promises - what is owed, by whom, by when.
 *
 * What looks at several promises sees those that the transaction holds in memory too
 * (db_ask_all): they are written first.  promise_get does not look there: agenda_get_promise.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_PROMISES_H
#define STORE_PROMISES_H

#include "domain/person_reason.h"
#include "domain/promise.h"
#include "store/people/contacts.h"

struct promise {
	struct promise_id id;
	struct contact_id contact;
	char phone[PHONE_ROOM];
	enum channel channel;
	struct line_id line;
	char language[TAG_ROOM];
	enum promise_state state;
	struct user_id owner;       /* 0: nobody yet */
	struct promise_id follows;
	int64_t opened_at, input_at;
	int inputs;
	int64_t due_at, late_at, answered_at, closed_at;
	char excuse[24];
	char excuse_note[400];
	struct user_id excused_by;
	char rule[32];
	int rule_version;
	int next_step;
	int64_t wake_at;            /* NEVER: nothing more is due */
	int64_t person_at;          /* since when it is on a person's list, 0: not */
	enum person_reason person_reason;
	char person_detail[PERSON_DETAIL]; /* of the reason: person_reason_say */
	char school[SCHOOL_ROOM];   /* of the family's children; "": none, or several */
	char topic[32];             /* that the rules gave it; "": none */
	int64_t human_at;           /* when a person first wrote an answer, 0: not yet */
	int rung;                   /* how many rungs of the ladder were taken */
};

enum fault promise_get(struct db *db, struct promise_id id, struct promise *promise) MUST_CHECK;
enum fault promise_add(struct db *db, const struct promise *promise) MUST_CHECK;
/* Writes everything but id, contact, phone, channel, line. */
enum fault promise_put(struct db *db, const struct promise *promise) MUST_CHECK;
/* The same for whoever has read it in this transaction: `was` is what they read, so that
 * the row is not read once more.  What was late stays late, since the same time. */
enum fault promise_change(struct db *db, const struct promise *was,
			  const struct promise *is) MUST_CHECK;
/* The newest promise of a contact on a line; FAULT_MISSING when none. */
enum fault promise_last(struct db *db, struct contact_id contact, struct line_id line,
			struct promise *promise) MUST_CHECK;
/* Open ones of a contact, oldest first (STOP, hand-over). */
enum fault promise_open_of(struct db *db, struct contact_id contact, struct promise *promises,
			   size_t most, size_t *count) MUST_CHECK;
/* Open ones of a contact that are not of that school. */
enum fault promise_elsewhere(struct db *db, struct contact_id contact, struct str school,
			     struct promise *promises, size_t most, size_t *count) MUST_CHECK;
/* Not closed and wake_at <= now, earliest first. */
enum fault promise_due(struct db *db, int64_t now, struct promise *promises, size_t most,
		       size_t *count) MUST_CHECK;
/* Of those that wait: owned by that person (0: by nobody) and behind `after`, by id. */
enum fault promise_owned(struct db *db, struct user_id owner, struct promise_id after,
			 struct promise *promises, size_t most, size_t *count) MUST_CHECK;
/* Ids of those that wait, under a rule of that name ("": any), behind `after`, by id. */
enum fault promise_waiting(struct db *db, struct str rule, struct promise_id after,
			   struct promise_id *ids, size_t most, size_t *count) MUST_CHECK;
/* Those of a school ("": all) that wait and would wake up are looked at `now`: school
 * time has changed. */
enum fault promise_wake_all(struct db *db, struct str school, int64_t now) MUST_CHECK;
/* The earliest wake_at of all that are not closed; NEVER when none. */
enum fault promise_next_wake(struct db *db, int64_t *at) MUST_CHECK;

struct promise_filter {
	struct str state;           /* "" any, "waiting": open, taken or answered */
	struct str language;
	struct str topic;           /* "": any */
	struct str school;          /* "": any */
	struct user_id owner;       /* 0: any */
	int64_t due_before;         /* 0: any */
	bool is_for_person;         /* only those on a person's list */
	struct promise_id after;    /* keyset: ids below it; 0: from the newest */
};
enum fault promise_list(struct db *db, const struct promise_filter *filter,
			struct promise *promises, size_t most, size_t *count) MUST_CHECK;

struct promise_counts {
	int64_t waiting, late, kept, kept_late, excused, on_person, unowned;
};
enum fault promise_count(struct db *db, struct promise_counts *counts) MUST_CHECK;

#endif
