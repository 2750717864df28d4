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

/* The coded reasons of an excuse. */
#define EXCUSES(X)                                                              \
	X(EXCUSE_MERGED, "merged")           /* answered together with another */ \
	X(EXCUSE_SPAM, "spam")                                                  \
	X(EXCUSE_OPTED_OUT, "opted_out")     /* and reached by other means */    \
	X(EXCUSE_UNREACHABLE, "unreachable") /* after the ladder */             \
	X(EXCUSE_IN_PERSON, "in_person")     /* answered by word of mouth */    \
	X(EXCUSE_NO_ANSWER_NEEDED, "no_answer_needed")

#define X(name, word) name,
enum promise_state { PROMISE_STATES_(X) PROMISE_STATES };
enum promise_event { PROMISE_EVENTS_(X) PROMISE_EVENTS };
enum excuse { EXCUSES(X) EXCUSE_COUNT };
#undef X

enum promise_deed {
	PROMISE_DEED_AWAIT_RECEIPT = 1,
	PROMISE_DEED_MARK_LATE = 2,
	PROMISE_DEED_ESCALATE = 4,
	PROMISE_DEED_AUDIT = 8,
	PROMISE_DEED_PERSON = 16,   /* onto a person's list, in the same transaction */
	PROMISE_DEED_CLOSE = 32,    /* no further steps; ask "did this answer you?" when KEPT */
	PROMISE_DEED_ASK = 64
};

struct promise_step {
	enum promise_state state;
	unsigned deeds;
};

const char *promise_word(enum promise_state state);
bool promise_of(struct str word, enum promise_state *state);
/* For the tests, which draw the table. */
const char *promise_event_word(enum promise_event event);
const char *excuse_word(enum excuse excuse);
bool excuse_of(struct str word, enum excuse *excuse);
/* FAULT_CONFLICT: impossible in that state; the step is untouched. */
enum fault promise_step(enum promise_state now, enum promise_event event,
			struct promise_step *step) MUST_CHECK;
bool promise_is_closed(enum promise_state state);

#endif
