/*
 * agenda - what remains to be done in this transaction, and the promises it has loaded.
 *
 * A step of a message may step its promise, which may take back other messages, …: none of
 * them calls the next.  Each puts what follows from it on the agenda, and
 * work/followup/consequences carries out one item after the other: what an item adds comes
 * before what stood behind it, as if it had been called.
 *
 * A promise is read once a transaction, changed in memory and written once
 * (agenda_write_promises).  The ledger knows that they are held (db_hold): whoever asks it for
 * *several* promises, or for what a person owes, has them written first by that question
 * itself.  A savepoint that is taken back takes the copies with it (agenda_forget): txn_try
 * writes before one and forgets behind it.
 *
 *  (1) An item's texts are its own: nothing points into what may be gone.
 *  (2) Chains end: past AGENDA_DEPTH_MOST consequences of consequences it is our fault.
 *  (3) A transaction ends with nothing on the agenda and nothing unwritten, or is rolled
 *      back: consequences_settle; agenda_done asserts it.
 *
 * Threads: the writer's; owned by the job that makes the txn, for one call.
 */
#ifndef WORK_AGENDA_H
#define WORK_AGENDA_H

#include "txn.h"

enum { AGENDA_MOST = 1024, AGENDA_DEPTH_MOST = 256, AGENDA_WHY = 240, AGENDA_PROMISES = 8 };

/* One step of a message. */
struct change {
	enum delivery_event event;
	const char *actor;
	int code;
	enum remedy remedy;
	bool has_remedy;
	bool is_try;                 /* counts as a try (remedy_spends) */
	int64_t retry_at;            /* for the ways back to queued */
	bool is_silence;             /* of ON_GIVE_UP: taken by the provider, but no receipt */
	bool is_hourless;            /* of ON_SUPPRESS: no hour will ever come */
	bool is_taken_back;          /* of ON_SUPPRESS: its promise is closed */
	enum wait_reason waits_for;  /* of a way back to queued; WAIT_NONE: the next try */
	const char *why;             /* for the trace alone; NULL: what it waits for, or the event */
};

#define AGENDA_KINDS(X)                                                              \
	X(AGENDA_DELIVERY)   /* `message` steps by `change` */                       \
	X(AGENDA_OUTCOME)    /* what that means for its promise: `then` */           \
	X(AGENDA_PROMISE)    /* `promise` steps by `event` */                        \
	X(AGENDA_LADDER)      /* the answer `message` takes the next rung: `miss` */  \
	X(AGENDA_TAKE_BACK)  /* what is queued of a closed `promise` */              \
	X(AGENDA_ASK)        /* "did this answer you?" of a kept `promise` */        \
	X(AGENDA_ROOM)       /* `user` has room for another promise */               \
	X(AGENDA_STOP)       /* T6 of `phone`, said by `message` */                  \
	X(AGENDA_STOP_QUEUED)   /* what is queued to `phone` */                      \
	X(AGENDA_STOP_PROMISES) /* who waits at `phone` */

#define X(name) name,
enum agenda_kind { AGENDA_KINDS(X) AGENDA_KIND_COUNT };
#undef X

struct agenda_item {
	enum agenda_kind kind;
	struct message_id message;
	struct promise_id promise;
	struct user_id user;
	struct change change;
	struct delivery_consequences then;
	enum promise_event event;
	enum person_reason reason;   /* of PROMISE_ON_UNDELIVERABLE; change.why is its detail */
	enum miss miss;
	bool may_retry;
	char phone[PHONE_ROOM];
	enum channel channel;
	/* the agenda's own: change.actor and change.why point here while it is carried out */
	char actor[64], why[AGENDA_WHY];
	bool has_why;
	int depth;
};

struct agenda_promise {
	struct promise as_read, now;
	bool is_changed;
};

struct agenda {
	enum fault (*carry_out)(const struct txn *txn); /* until nothing remains */
	struct agenda_item *items;   /* the next one last */
	size_t count, room;
	size_t fresh;                /* items[fresh…] were added by what runs now, in order */
	int depth;                   /* of what runs now; 0: nothing runs */
	struct agenda_promise promises[AGENDA_PROMISES];
	size_t promise_count;
	struct db *db;               /* that knows of them; NULL: none was loaded yet */
	struct db_held held;
};

/* `carry_out` is consequences_carry_out: this room does not see it. */
void agenda_init(struct agenda *agenda, enum fault (*carry_out)(const struct txn *txn));
void agenda_done(struct agenda *agenda);

/* Copies the item with the texts of its change. */
void agenda_add(const struct txn *txn, const struct agenda_item *item);
/* The next one, into *item; false: nothing remains. */
bool agenda_next(const struct txn *txn, struct agenda_item *item);
/* FAULT_BROKEN: the chain is too long. */
enum fault agenda_check(const struct txn *txn) MUST_CHECK;
bool agenda_is_empty(const struct txn *txn);

/* As promise_get and promise_put, over the loaded one.  Without an agenda (readers) they
 * are just those. */
enum fault agenda_get_promise(const struct txn *txn, struct promise_id id,
			      struct promise *promise) MUST_CHECK;
enum fault agenda_put_promise(const struct txn *txn, const struct promise *promise) MUST_CHECK;
/* A new one: its row is written now. */
enum fault agenda_add_promise(const struct txn *txn, const struct promise *promise) MUST_CHECK;
/* Writes what has changed; the loaded ones stay. */
enum fault agenda_write_promises(const struct txn *txn) MUST_CHECK;
/* What was changed is taken back, or was changed behind our back: all is forgotten. */
void agenda_forget(const struct txn *txn);

#endif
