/*
 * outcome - what the step of a message means for its promise (G4).
 *
 *   an answer arrived                     -> its promise is kept
 *   it will not arrive by itself          -> the next rung of the ladder, whose last is a person;
 *                                            of an older answer nothing new is learnt by its end:
 *                                            it climbed when it was the newest
 *   it will be tried on, but not soon     -> the same: the ladder's first rung is to wait
 *   it could not leave for days           -> a person knows, and it is tried on
 *   no hour will ever come for any other  -> a person has its promise, or the administrators
 *   text                                     are told when it has none
 *   any other text cannot be delivered    -> a person has its promise
 *   to that country or network
 *
 * Threads: pure.
 */
#ifndef DOMAIN_OUTCOME_H
#define DOMAIN_OUTCOME_H

#include "delivery.h"
#include "ladder.h"
#include "promise.h"

struct outcome_facts {
	enum delivery_event event;
	struct delivery_consequences then;   /* what came of it (DEED_WEIGH) */
	bool is_answer;
	bool has_promise;
	enum promise_state promise;          /* as it is by now */
	bool is_listed;                      /* a person has it already */
	bool is_newest;                      /* of the promise's answers */
	bool is_hourless;                    /* suppressed because no hour will ever come */
	bool is_of_destination;              /* failed: the provider does not deliver there */
	bool is_stuck;                       /* queued again, past the receipt's deadline */
	bool is_retry_long;                  /* queued again for half an hour or more */
	bool is_from_copy;                   /* the ledger was put back: it may have arrived (G11) */
};

enum outcome {
	OUTCOME_NOTHING,
	OUTCOME_KEPT,        /* step its promise: ON_RECEIPT */
	OUTCOME_STUCK,       /* list: could not leave so far */
	OUTCOME_UNDELIVERED, /* list: was not delivered */
	OUTCOME_PUT_BACK,    /* list: of a ledger put back */
	OUTCOME_NO_HOUR,     /* list: no hour will ever come */
	OUTCOME_DESTINATION, /* list: nothing is delivered to that number */
	OUTCOME_LADDER,       /* the ladder's next rung */
	OUTCOME_HAND_OVER,   /* step its promise: ON_UNDELIVERABLE, without a rung */
	OUTCOME_TELL,        /* the administrators, of the text alone */
	OUTCOME_COUNT
};

enum outcome outcome_of(const struct outcome_facts *facts);

/* Why an answer did not arrive, as the ladder and a person's list say it. */
struct outcome_miss_facts {
	enum delivery_event event;
	bool has_remedy;                     /* the error table's word on it */
	enum remedy remedy;
	bool is_silence;                     /* of ON_GIVE_UP: it was taken, but no receipt came */
	bool is_granted, is_unusable;        /* of ON_SUPPRESS: consent and number by now */
};
enum miss outcome_miss(const struct outcome_miss_facts *facts);

#endif
