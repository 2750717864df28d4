/*
 * promise - what the district owes a family for each input: an answer.
 *
 *   OPEN              -> TAKEN     a liaison puts their name to it (or is put to it)
 *   OPEN TAKEN        -> ANSWERED  an answer was written and queued to the family
 *   ANSWERED          -> KEPT      its delivery receipt arrived
 *   ANSWERED          -> TAKEN     no way of the ladder delivered it: a person
 *   TAKEN             -> KEPT      see (4)
 *   OPEN TAKEN ANSWERED -> EXCUSED a named person signs a coded reason; it stays signed
 *   OPEN TAKEN           ON_MORE   another text within two minutes joins; once an answer
 *                                  is under way it opens a promise of its own
 *   OPEN TAKEN ANSWERED  ON_DEADLINE  late, once and for ever
 *
 *  (1) Every input belongs to exactly one promise.
 *  (2) KEPT is reached only by a receipt of an answer: an acknowledgement never
 *      keeps a promise, and no promise is closed unanswered.
 *  (3) Late is a fact (late_at), not a state: it is set once and never unset.
 *  (4) A receipt that comes while nobody waits for it (TAKEN again after a failure
 *      that was not one) still keeps the promise: FAILED -> DELIVERED is the truth.
 *
 * Source: product.md (words), guarantees.md G3, G4.
 */
#ifndef DOMAIN_PROMISE_H
#define DOMAIN_PROMISE_H

#include "names.h"

#define PROMISE_STATES_(X)             \
	X(PROMISE_OPEN, "open")        \
	X(PROMISE_TAKEN, "taken")      \
	X(PROMISE_ANSWERED, "answered")\
	X(PROMISE_KEPT, "kept")        \
	X(PROMISE_EXCUSED, "excused")

#define PROMISE_EVENTS_(X)                                                      \
	X(PROMISE_ON_TAKEN, "taken")                                            \
	X(PROMISE_ON_HANDED, "answer written")                                  \
	X(PROMISE_ON_RECEIPT, "answer delivered")                               \
	X(PROMISE_ON_UNDELIVERABLE, "answer not deliverable")                   \
	X(PROMISE_ON_DEADLINE, "deadline")                                      \
	X(PROMISE_ON_EXCUSED, "excused")                                        \
	X(PROMISE_ON_MORE, "more input")

#define X(name, word) name,
enum promise_state { PROMISE_STATES_(X) PROMISE_STATES };
enum promise_event { PROMISE_EVENTS_(X) PROMISE_EVENTS };
#undef X

/* What promise_consequences has to know of the row. */
struct promise_facts {
	enum promise_state state;
	int64_t now, due_at, late_at;
	bool has_owner;            /* ON_TAKEN: somebody's name stands on it from now on */
	bool is_ladder_spent;      /* ON_UNDELIVERABLE: no way is left, somebody has to go there */
};

/* What is to be done of an event, beside the row's own times, in the same transaction.
 * work/followup/promise_apply does each of them, and nothing else. */
#define PROMISE_DEEDS_(X)                                                              \
	X(PROMISE_DEED_SAY_LATE)   /* the evidence came behind the deadline: say so */ \
	X(PROMISE_DEED_UNLIST)     /* off the person's list: somebody has just acted */ \
	X(PROMISE_DEED_LIST)       /* onto it; its owner is told, or who administers */ \
	X(PROMISE_DEED_VISIT)      /* those who can send somebody are told too */      \
	X(PROMISE_DEED_REST)       /* it wakes no more */                              \
	X(PROMISE_DEED_TAKE_BACK)  /* what is queued and would be false, or said twice */ \
	X(PROMISE_DEED_ASK)        /* "did this answer you?", where the answer arrived */ \
	X(PROMISE_DEED_ROOM)       /* its owner has room for another */

#define X(name) name##_AT,
enum promise_deed_at { PROMISE_DEEDS_(X) PROMISE_DEED_COUNT };
#undef X
#define X(name) name = 1 << name##_AT,
enum promise_deed { PROMISE_DEEDS_(X) };
#undef X

struct promise_consequences {
	enum promise_state state;
	int64_t late_at;                 /* as it is from now on */
	int64_t answered_at, closed_at;  /* 0: as before */
	unsigned deeds;
};

const char *promise_word(enum promise_state state);
bool promise_of(struct str word, enum promise_state *state);
/* For the tests, which draw the table. */
const char *promise_event_word(enum promise_event event);
/* FAULT_CONFLICT: impossible in that state; *then is untouched. */
enum fault promise_consequences(const struct promise_facts *facts, enum promise_event event,
				struct promise_consequences *then) MUST_CHECK;
bool promise_is_closed(enum promise_state state);

#endif
