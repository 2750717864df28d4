/*
 * ladder - which other way is tried when an answer does not arrive.
 *
 *   retry later     the same number in an hour, and once more in six: the message's own
 *                   next tries (delivery_resend_at); always the first rung
 *   other number    of the family that wrote, on the same channel
 *   other channel   of that family's numbers
 *   voice           not available yet: passed over, and said so
 *   other guardian  when the household shares, in the language it is written in
 *   visit           a person; always the last rung
 *
 *  (1) A way (one number on one channel) is taken once for an answer: the ladder ends.
 *  (2) A number that may have got it already is not texted again, by no channel.
 *  (3) A number that asked us to stop on any channel is not texted on another either.
 *  (4) Another guardian is never told in a language that is not theirs.
 *
 * Source: product.md journey 5 (words: ladder), guarantees.md G4 G5 G6, twilio-wire.md §2.
 * Threads: pure.
 */
#ifndef DOMAIN_LADDER_H
#define DOMAIN_LADDER_H

#include "channel.h"
#include "miss.h"
#include "rung.h"

enum { LADDER_WAYS = 48 };

/* One number on one channel. */
struct ladder_way {
	enum channel channel;
	bool is_guardians;      /* another guardian's; else of the family that wrote */
	bool speaks;            /* their language is the one the answer is written in */
	bool is_tried;          /* this answer took this way */
	bool may_have_it;       /* it went to this number by some channel, and nobody knows
				   that it did not arrive */
	bool is_stopped;        /* they said stop on this number, on any channel */
	bool is_unusable;
	bool may_receive;       /* consent for the purpose */
	bool has_line, has_hour;
	int64_t inbound_at;
};

struct ladder_facts {
	enum miss miss;
	enum channel channel;   /* the answer's first */
	bool may_retry;         /* the message has a try left, in an hour or more */
	bool shares;            /* the household lets another guardian know */
	const enum rung *order; /* the district's; count 0: the full one */
	size_t order_count;
	const struct ladder_way *ways;
	size_t count;
};

struct ladder_choice {
	enum rung rung;
	size_t way;                       /* index; of retry and visit nothing */
	const char *passed[RUNG_COUNT];   /* why a rung above was passed over; NULL: it was not */
};

struct ladder_choice ladder_choose(const struct ladder_facts *facts);
/* May a district want this order: no rung twice, retry later not in it (it is always the
 * first), nothing behind a visit (which is always the last).  *bad: the first that may not. */
bool ladder_order_check(const enum rung *order, size_t count, size_t *bad);

#endif
