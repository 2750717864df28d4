#include "delivery.h"

#include <assert.h>

#include "base/clock.h"
#include "words.h"

#define X(name, word) [name] = word,
static const char *const delivery_words[] = { DELIVERY_STATES_(X) };
static const char *const delivery_event_words[] = { DELIVERY_EVENTS_(X) };
#undef X

WORDS_OF(delivery, enum delivery_state)

struct move {
	bool possible;
	enum delivery_state state;
	unsigned deeds;
};

#define GO(to, deeds) { true, DELIVERY_##to, 0 deeds }
/* The receipt is the truth in every state that is no evidence yet. */
#define TRUTH                                                 \
	[ON_DELIVERED] = GO(DELIVERED, | DEED_EVIDENCE),      \
	[ON_READ]      = GO(READ, | DEED_EVIDENCE)

static const struct move moves[DELIVERY_STATES][DELIVERY_EVENTS] = {
	/* Receipts here are those of an attempt that we had taken for lost. */
	[DELIVERY_QUEUED] = {
		[ON_CLAIM]       = GO(SENDING, ),
		[ON_ACCEPTED]    = GO(SENT, | DEED_AWAIT),
		[ON_UNDELIVERED] = GO(FAILED, | DEED_PERSON),
		[ON_SUPPRESS]    = GO(SUPPRESSED, | DEED_PERSON),
		[ON_GIVE_UP]     = GO(FAILED, | DEED_PERSON),
		TRUTH,
	},
	/* Receipts may overtake the answer to the POST.  ON_RETRY does not go back to
	 * QUEUED while that POST lives: its answer would be taken for the next attempt's,
	 * and what that attempt told (5) hides the poll's word.  So seldom that a person
	 * may decide. */
	[DELIVERY_SENDING] = {
		[ON_ACCEPTED]    = GO(SENT, | DEED_AWAIT),
		[ON_NOT_SENT]    = GO(QUEUED, | DEED_NEW_ATTEMPT),
		[ON_REFUSED_NOW] = GO(QUEUED, | DEED_NEW_ATTEMPT),
		[ON_REFUSED]     = GO(FAILED, | DEED_PERSON),
		[ON_UNKNOWN]     = GO(UNKNOWN, | DEED_SETTLE),
		[ON_RESTART]     = GO(UNKNOWN, | DEED_SETTLE),
		[ON_UNDELIVERED] = GO(FAILED, | DEED_PERSON),
		[ON_RETRY]       = GO(FAILED, | DEED_PERSON),
		TRUTH,
	},
	[DELIVERY_UNKNOWN] = {
		[ON_ACCEPTED]    = GO(SENT, | DEED_AWAIT),
		[ON_NOT_FOUND]   = GO(QUEUED, | DEED_MARK_AMBIGUOUS | DEED_NEW_ATTEMPT),
		[ON_UNDELIVERED] = GO(FAILED, | DEED_PERSON),
		[ON_RETRY]       = GO(QUEUED, | DEED_NEW_ATTEMPT),
		[ON_GIVE_UP]     = GO(FAILED, | DEED_PERSON | DEED_MARK_AMBIGUOUS),
		TRUTH,
	},
	[DELIVERY_SENT] = {
		[ON_UNDELIVERED] = GO(FAILED, | DEED_PERSON),
		[ON_RETRY]       = GO(QUEUED, | DEED_NEW_ATTEMPT),
		[ON_GIVE_UP]     = GO(SENT, | DEED_PERSON),
		TRUTH,
	},
	[DELIVERY_SUPPRESSED] = { TRUTH },
	[DELIVERY_FAILED] = { TRUTH },
	[DELIVERY_DELIVERED] = { [ON_READ] = GO(READ, ) },
};

const char *delivery_event_word(enum delivery_event event)
{
	assert(event < DELIVERY_EVENTS);
	return delivery_event_words[event];
}

/* The error table's consequences beyond this one message. */
static unsigned deeds_of_number(const struct delivery_facts *facts, unsigned deeds,
				enum delivery_state state)
{
	if (delivery_is_evidence(state))
		return deeds | DEED_MEND_NUMBER;
	if (facts->has_remedy && facts->remedy == REMEDY_BAD_NUMBER)
		return deeds | DEED_MARK_NUMBER;
	if (facts->has_remedy && facts->remedy == REMEDY_STOPPED)
		return deeds | DEED_STOP;
	if (facts->has_remedy && remedy_is_of_destination(facts->remedy) &&
	    state == DELIVERY_FAILED)
		return deeds | DEED_COUNT_REFUSAL;
	return deeds;
}

enum fault delivery_consequences(const struct delivery_facts *facts, enum delivery_event event,
				 struct delivery_consequences *then)
{
	assert(facts && then);
	assert(facts->state < DELIVERY_STATES && event < DELIVERY_EVENTS);

	const struct move *move = &moves[facts->state][event];
	unsigned deeds = move->deeds;

	if (!move->possible)
		return FAULT_CONFLICT;
	if (delivery_is_over(move->state))
		deeds |= DEED_END;
	if (event != ON_CLAIM)
		deeds |= DEED_ATTEMPT_OVER;
	if (event == ON_SUPPRESS && facts->is_taken_back)
		deeds &= ~(unsigned)DEED_PERSON;
	/* what is under way, with nothing against it, is no news to anybody */
	if (deeds & (DEED_END | DEED_PERSON | DEED_NEW_ATTEMPT))
		deeds |= DEED_WEIGH;
	*then = (struct delivery_consequences){ move->state,
						deeds_of_number(facts, deeds, move->state) };
	return FAULT_NONE;
}

bool delivery_is_over(enum delivery_state state)
{
	assert(state < DELIVERY_STATES);
	return state >= DELIVERY_SUPPRESSED;
}

bool delivery_is_evidence(enum delivery_state state)
{
	assert(state < DELIVERY_STATES);
	return state >= DELIVERY_DELIVERED;
}

int delivery_rank(enum delivery_event event)
{
	static const int ranks[DELIVERY_EVENTS] = {
		[ON_ACCEPTED] = 1, [ON_UNDELIVERED] = 2, [ON_RETRY] = 2,
		[ON_DELIVERED] = 3, [ON_READ] = 4,
	};

	assert(event < DELIVERY_EVENTS);
	return ranks[event];
}

/* --- when to try again ------------------------------------------------------- */

/* How long to wait after the first, second… counted try; is_endless: the last one
 * again and again, else NEVER. */
enum { WAITS = 12, DOUBTS_AT_ONCE = 5, DOUBTS_MOST = 9 };
struct waits {
	int64_t span_for[WAITS];
	bool is_endless;
};

static const struct waits refused[REMEDY_COUNT] = {
	[REMEDY_RETRY] = { { SECOND_MS, 2 * SECOND_MS, 4 * SECOND_MS, 8 * SECOND_MS,
			     16 * SECOND_MS, 30 * SECOND_MS, 30 * SECOND_MS,
			     5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS }, false },
	[REMEDY_LATER]  = { { HOUR_MS, 6 * HOUR_MS }, false },
	[REMEDY_SENDER] = { { MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS },
			    false },
	[REMEDY_CONFIG] = { { SECOND_MS }, true },
	[REMEDY_LINE]   = { { 30 * SECOND_MS }, true },
	[REMEDY_OUTAGE] = { { 15 * SECOND_MS }, true },
};

static const struct waits undelivered[REMEDY_COUNT] = {
	[REMEDY_RETRY]  = { { 30 * SECOND_MS, HOUR_MS }, false },
	[REMEDY_LATER]  = { { HOUR_MS, 6 * HOUR_MS }, false },
	[REMEDY_SENDER] = { { 15 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS }, false },
	[REMEDY_CONFIG] = { { MINUTE_MS }, true },
	[REMEDY_LINE]   = { { 10 * MINUTE_MS, HOUR_MS }, false },
};

/* 0: no more tries. */
static int64_t waits_for(const struct waits *waits, int attempts)
{
	int last = attempts < 1 ? 0 : attempts - 1;

	if (waits->is_endless)
		return waits->span_for[0];
	return last < WAITS ? waits->span_for[last] : 0;
}

static int64_t spread(int64_t span_for, unsigned random)
{
	return span_for + span_for * ((int64_t)(random & 1023) - 512) / 5120;
}

int64_t delivery_retry_at(enum remedy remedy, int attempts, int64_t now,
			  int64_t asked_for, unsigned random)
{
	assert(remedy < REMEDY_COUNT);
	assert(attempts >= 0 && asked_for >= 0);

	int64_t wait_for = waits_for(&refused[remedy], attempts);

	if (wait_for == 0)
		return NEVER;
	if (asked_for > HOUR_MS)
		asked_for = HOUR_MS;
	wait_for = spread(wait_for, random);
	/* those who were told the same moment must not all come back at it */
	if (wait_for < asked_for)
		wait_for = asked_for + asked_for * (int64_t)(random & 1023) / 10240;
	return now + wait_for;
}

int64_t delivery_resend_at(enum remedy remedy, int attempts, int64_t now, unsigned random)
{
	assert(remedy < REMEDY_COUNT);
	assert(attempts >= 0);

	int64_t wait_for = waits_for(&undelivered[remedy], attempts);

	return wait_for == 0 ? NEVER : now + spread(wait_for, random);
}

int64_t delivery_again_at(int doubts, int64_t now, unsigned random)
{
	static const struct waits again = { { 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS },
					    false };

	assert(doubts >= 0);
	if (doubts <= DOUBTS_AT_ONCE)
		return now;
	if (doubts > DOUBTS_MOST)
		return NEVER;
	return now + spread(waits_for(&again, doubts - DOUBTS_AT_ONCE), random);
}

int64_t delivery_poll_at(int64_t sent_at, int polls)
{
	static const int64_t after_for[] = { 2 * MINUTE_MS, 10 * MINUTE_MS, HOUR_MS,
					     6 * HOUR_MS, 24 * HOUR_MS };

	assert(polls >= 0);
	assert(sent_at > 0);
	if (polls >= (int)COUNT_OF(after_for))
		return NEVER;
	return sent_at + after_for[polls];
}
