/*
 * refusal - what a provider says no to, and how a message ends badly: our own names,
 * and each dialect's code, HTTP status and words for them.
 *
 * The rest of the carrier knows the names only; a number stands nowhere but here.
 *
 * Threads: pure.
 */
#ifndef CARRIER_REFUSAL_H
#define CARRIER_REFUSAL_H

#include "base/json.h"

/* The providers whose words we speak: dialect.h. */
enum dialect_id { DIALECT_TWILIO, DIALECT_TELNYX, DIALECTS };

enum refusal {
	REFUSAL_NONE,
	/* answers to any request */
	REFUSAL_PARAMETER,
	REFUSAL_CREDENTIALS,
	REFUSAL_METHOD,
	REFUSAL_ON_ITS_WAY,
	REFUSAL_MISSING,
	REFUSAL_LIMIT,
	REFUSAL_SERVER,
	REFUSAL_UNAVAILABLE,
	/* answers to a new message */
	REFUSAL_TO_INVALID,
	REFUSAL_FROM_INVALID,
	REFUSAL_REGION,
	REFUSAL_NO_TEXT,
	REFUSAL_NO_FROM,
	REFUSAL_NO_TO,
	REFUSAL_FROM_OTHERS,
	REFUSAL_CALLBACK,
	REFUSAL_STOPPED,
	REFUSAL_QUEUE_FULL,
	REFUSAL_UNROUTABLE,
	REFUSAL_NOT_MOBILE,
	REFUSAL_TOO_LONG,
	REFUSAL_NO_CONTENT,
	REFUSAL_MEDIA_URL,
	REFUSAL_MEDIA_MANY,
	REFUSAL_VALIDITY,
	REFUSAL_NO_SEND_AT,
	REFUSAL_BAD_SEND_AT,
	REFUSAL_FAR_SEND_AT,
	REFUSAL_NO_SERVICE,
	REFUSAL_TOO_LATE,
	/* how an accepted message ends */
	REFUSAL_OVERFLOW,
	REFUSAL_UNREACHABLE,
	REFUSAL_BLOCKED,
	REFUSAL_UNKNOWN_NUMBER,
	REFUSAL_LANDLINE,
	REFUSAL_FILTERED,
	REFUSAL_NETWORK,
	REFUSAL_EXPIRED,
	REFUSALS
};

/* A code that no row of ours has, with the HTTP status that carries it: a name like the
 * others from then on. */
enum refusal refusal_made(int code, int status);
/* 0 for REFUSAL_NONE. */
int refusal_code(enum dialect_id dialect, enum refusal refusal);
/* The HTTP status that carries it. */
int refusal_status(enum dialect_id dialect, enum refusal refusal);
/* A sentence or a title; never NULL. */
const char *refusal_text(enum dialect_id dialect, enum refusal refusal);

#endif
