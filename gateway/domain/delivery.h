/*
 * delivery - one outbound message on its way to a phone.
 *
 *   QUEUED    -> SENDING    claimed: attempt token written before any byte leaves
 *   SENDING   -> SENT       the provider took it and gave an id
 *   SENDING   -> UNKNOWN    cut, 5xx, unreadable; or we died meanwhile
 *   SENDING   -> QUEUED     not sent, or refused for now (not_before_at is set)
 *   SENDING   -> FAILED     refused for good
 *   UNKNOWN   -> SENT       adopted: found in the provider's list, or its callback came
 *   UNKNOWN   -> QUEUED     two empty lists after the settle time: marked ambiguous;
 *                           or undelivered, and the error table says once more
 *   UNKNOWN   -> FAILED     doubtful for good: marked ambiguous, a person takes it
 *   SENT      -> FAILED     undelivered
 *   SENT      -> QUEUED     undelivered, but the error table says once more
 *   SENT      -> SENT       no receipt by the deadline: unknown, a person takes it
 *   QUEUED    -> SUPPRESSED STOP, cancelled, or the person who wrote it took it back
 *   QUEUED    -> FAILED     no line or hour will ever do: a person takes it
 *   DELIVERED -> READ
 *   QUEUED SENDING UNKNOWN SENT SUPPRESSED FAILED
 *             -> DELIVERED READ     the receipt, however late, is the truth (G8)
 *   QUEUED SENDING UNKNOWN
 *             -> SENT FAILED        a receipt that came before the answer to the POST,
 *                                   or from an attempt that we had given up
 *
 *  (1) Status only climbs: queued < sending < unknown < sent < failed < delivered < read;
 *      the ways back to QUEUED are new attempts, with a new token (G8).
 *  (2) UNKNOWN never goes straight back to QUEUED on a restart or time-out (G5).
 *  (3) Only DELIVERED and READ are evidence.
 *  (4) STOP suppresses what is QUEUED and nothing else.  Of a row in SENDING the caller
 *      cancels the transfer: ON_NOT_SENT, then ON_SUPPRESS, when no byte had left;
 *      ON_UNKNOWN otherwise.  An UNKNOWN row stays so; the next claim suppresses it.
 *  (5) Receipts tell of one attempt.  Before the step, the caller drops those that rank
 *      no higher than what that attempt has told already (delivery_rank), and failures
 *      of an attempt that is not the latest: an older one can only raise.
 *
 * Source: guarantees.md §2.5-2.7; twilio-wire.md §1.5 and §2.
 */
#ifndef DOMAIN_DELIVERY_H
#define DOMAIN_DELIVERY_H

#include "names.h"
#include "remedy.h"

#define DELIVERY_STATES_(X)                    \
	X(DELIVERY_QUEUED, "queued")           \
	X(DELIVERY_SENDING, "sending")         \
	X(DELIVERY_UNKNOWN, "unknown")         \
	X(DELIVERY_SENT, "sent")               \
	X(DELIVERY_SUPPRESSED, "suppressed")   \
	X(DELIVERY_FAILED, "failed")           \
	X(DELIVERY_DELIVERED, "delivered")     \
	X(DELIVERY_READ, "read")

/* What was seen of an attempt, or what a receipt says. */
#define DELIVERY_EVENTS_(X)                                                    \
	X(ON_CLAIM, "claim")                                                   \
	X(ON_ACCEPTED, "accepted")     /* 2xx with an id, adopted, or status sent */ \
	X(ON_NOT_SENT, "not sent")     /* no byte left: try again later */     \
	X(ON_REFUSED_NOW, "refused for now")                                   \
	X(ON_REFUSED, "refused")       /* for good */                          \
	X(ON_UNKNOWN, "unknown")       /* nobody knows whether it was taken */ \
	X(ON_RESTART, "restart")       /* we find it at start */               \
	X(ON_NOT_FOUND, "not found")   /* two empty lists, settle time over */ \
	X(ON_UNDELIVERED, "undelivered")                                       \
	X(ON_RETRY, "retry")           /* undelivered, the table says once more */ \
	X(ON_DELIVERED, "delivered")                                           \
	X(ON_READ, "read")                                                     \
	X(ON_SUPPRESS, "suppress")     /* STOP, cancel */                      \
	X(ON_GIVE_UP, "give up")       /* doubtful for good: a person takes it */

#define X(name, word) name,
enum delivery_state { DELIVERY_STATES_(X) DELIVERY_STATES };
enum delivery_event { DELIVERY_EVENTS_(X) DELIVERY_EVENTS };
#undef X

const char *delivery_word(enum delivery_state state);
bool delivery_of(struct str word, enum delivery_state *state);
const char *delivery_event_word(enum delivery_event event);
/* QUEUED, SENDING, UNKNOWN and SENT are not over. */
bool delivery_is_over(enum delivery_state state);
bool delivery_is_evidence(enum delivery_state state);
/* How far up a receipt's event stands: accepted 1, undelivered and retry 2,
 * delivered 3, read 4; 0 for what is no receipt.  See (5). */
int delivery_rank(enum delivery_event event);

/* --- what is decided of an event ---------------------------------------------- */
struct delivery_facts {
	enum delivery_state state;
	bool has_remedy;           /* the error table's word on it */
	enum remedy remedy;
	bool is_taken_back;        /* ON_SUPPRESS: its promise is closed, nobody misses it */
};

/* What is to be done, in the same transaction.  work/followup/delivery_apply does each of
 * them, and nothing else. */
#define DELIVERY_DEEDS_(X)                                                            \
	X(DEED_EVIDENCE)       /* it arrived: no person's any more */                 \
	X(DEED_PERSON)         /* it will not arrive by itself: a person's list (G4) */ \
	X(DEED_MARK_AMBIGUOUS)                                                        \
	X(DEED_NEW_ATTEMPT)    /* goes again with a new token, not before a time */   \
	X(DEED_AWAIT)          /* sent now: the receipt's poll and deadline begin */  \
	X(DEED_SETTLE)         /* in doubt: no list was looked at yet */              \
	X(DEED_END)            /* it has the time when it was over */                 \
	X(DEED_ATTEMPT_OVER)   /* so has its attempt */                               \
	X(DEED_MEND_NUMBER)    /* a receipt proves that the number can be texted */   \
	X(DEED_MARK_NUMBER)    /* it cannot */                                        \
	X(DEED_COUNT_REFUSAL)  /* the provider does not deliver there: administrators hear */ \
	X(DEED_STOP)           /* the provider says that the family opted out (T6) */ \
	X(DEED_WEIGH)          /* its promise may have to know: domain/outcome */

#define X(name) name##_AT,
enum delivery_deed_at { DELIVERY_DEEDS_(X) DELIVERY_DEED_COUNT };
#undef X
#define X(name) name = 1 << name##_AT,
enum delivery_deed { DELIVERY_DEEDS_(X) };
#undef X

struct delivery_consequences {
	enum delivery_state state;
	unsigned deeds;
};

/* FAULT_CONFLICT: that event says nothing new in that state (a late or repeated
 * receipt): nothing changes, *then is untouched, and that is fine. */
enum fault delivery_consequences(const struct delivery_facts *facts, enum delivery_event event,
				 struct delivery_consequences *then) MUST_CHECK;

/* The provider refused the request, for the `attempts`-th counted time (from 1):
 * when to try again, or NEVER when the tries are spent or it is no use.
 *   RETRY   eight times within two minutes, then 5 and 15 min, 1 and 6 h: LATER
 *   LATER   1 h, 6 h
 *   SENDER  1, 5 and 15 min, 1 and 6 h, unless several numbers met it: the line is paused
 *   CONFIG  1 s (the line is paused meanwhile, and says when), LINE 30 s, OUTAGE 15 s:
 *           for as long as it lasts
 * `random` 0..1023 spreads by ±10 %.  `asked_for`: Retry-After in ms, 0 when not
 * given; never earlier than that, but no request for more than an hour is obeyed. */
int64_t delivery_retry_at(enum remedy remedy, int attempts, int64_t now,
			  int64_t asked_for, unsigned random);
/* The provider took it, and a receipt says it was not delivered: when to send it
 * once more.  Two more times at most over a day (SENDER three, CONFIG for as long as it
 * lasts: the line is paused meanwhile, and says when): the error may be wrong, and then
 * the family has it already. */
int64_t delivery_resend_at(enum remedy remedy, int attempts, int64_t now, unsigned random);
/* Nobody knew what became of it for the `doubts`-th time (from 1), and then the provider did
 * not know it: when it goes again, marked.  At once five times, then after 5 and 15 min, 1 and
 * 6 h; NEVER then: what it meets each time is no outage (a firewall that dislikes its
 * words), and a person has to look. */
int64_t delivery_again_at(int doubts, int64_t now, unsigned random);
/* When to ask the provider for the status of a SENT message the `polls`-th time
 * (from 0): 2, 10, 60 min, 6, 24 h after sent_at; NEVER afterwards. */
int64_t delivery_poll_at(int64_t sent_at, int polls);
/* Sent and no receipt by then: unknown, not delivered; a person (72 h). */
#define DELIVERY_RECEIPT_DEADLINE (72 * INT64_C(3600000))

#endif
