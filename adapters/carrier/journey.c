#include "journey.h"

enum { MAY_CANCEL = 1, IS_FINAL = 2, IS_TOLD = 4 };

#define GO(arrives, bounces, silent, breaks, doubtful)                             \
	{ JOURNEY_##arrives, JOURNEY_##bounces, JOURNEY_##silent, JOURNEY_##breaks,  \
	  JOURNEY_##doubtful }
#define STAY(status) GO(status, status, status, status, status)

static const struct {
	const char *word;
	unsigned is;
	enum journey_status next[JOURNEY_ENDS];
} steps[JOURNEY_STATUSES] = {
	[JOURNEY_SCHEDULED] = { "scheduled", MAY_CANCEL, STAY(QUEUED) },
	[JOURNEY_ACCEPTED] = { "accepted", MAY_CANCEL, STAY(QUEUED) },
	[JOURNEY_QUEUED] = { "queued", MAY_CANCEL | IS_TOLD, STAY(SENDING) },
	[JOURNEY_SENDING] = { "sending", 0, GO(SENT, SENT, SENT, FAILED, SENT) },
	[JOURNEY_SENT] = { "sent", IS_TOLD, GO(DELIVERED, UNDELIVERED, SENT, SENT, UNCONFIRMED) },
	[JOURNEY_DELIVERED] = { "delivered", IS_FINAL | IS_TOLD, STAY(DELIVERED) },
	[JOURNEY_UNDELIVERED] = { "undelivered", IS_FINAL | IS_TOLD, STAY(UNDELIVERED) },
	[JOURNEY_FAILED] = { "failed", IS_FINAL | IS_TOLD, STAY(FAILED) },
	[JOURNEY_CANCELED] = { "canceled", IS_FINAL | IS_TOLD, STAY(CANCELED) },
	[JOURNEY_RECEIVED] = { "received", IS_FINAL, STAY(RECEIVED) },
	/* Twilio has no word for it: there it stays "sent", untold. */
	[JOURNEY_UNCONFIRMED] = { "sent", IS_FINAL, STAY(UNCONFIRMED) },
};

const char *journey_word(enum journey_status status)
{
	return steps[status].word;
}

enum journey_status journey_next(enum journey_status status, enum journey_end end)
{
	return steps[status].next[end];
}

bool journey_is_final(enum journey_status status)
{
	return steps[status].is & IS_FINAL;
}

bool journey_may_cancel(enum journey_status status)
{
	return steps[status].is & MAY_CANCEL;
}

bool journey_is_told(enum journey_status status)
{
	return steps[status].is & IS_TOLD;
}
