/*
 * journey - the way of one message through the provider.
 *
 *   SCHEDULED           -> QUEUED       its hour has come
 *   ACCEPTED            -> QUEUED       a service has picked the sender
 *   QUEUED              -> SENDING
 *   SENDING             -> SENT         the network took it (or FAILED: it did not)
 *   SENT                -> DELIVERED    the handset's receipt (or UNDELIVERED, or never)
 *   SENT                -> UNCONFIRMED  the provider gives up waiting for it: nobody knows
 *   SCHEDULED ACCEPTED QUEUED -> CANCELED   the customer asked in time
 *   QUEUED              -> FAILED       its validity period ended in the queue
 *
 * Threads: pure.
 */
#ifndef CARRIER_JOURNEY_H
#define CARRIER_JOURNEY_H

#include <stdbool.h>

#include "base/macros.h"

enum journey_status {
	JOURNEY_SCHEDULED,
	JOURNEY_ACCEPTED,
	JOURNEY_QUEUED,
	JOURNEY_SENDING,
	JOURNEY_SENT,
	JOURNEY_DELIVERED,
	JOURNEY_UNDELIVERED,
	JOURNEY_FAILED,
	JOURNEY_CANCELED,
	JOURNEY_RECEIVED,
	JOURNEY_UNCONFIRMED,
	JOURNEY_STATUSES
};

/* How it is going to end; decided when it is accepted. */
enum journey_end {
	JOURNEY_ARRIVES,
	JOURNEY_BOUNCES,
	JOURNEY_IS_SILENT,
	JOURNEY_BREAKS,
	JOURNEY_IS_DOUBTFUL,
	JOURNEY_ENDS
};

/* Our own word, which is Twilio's where Twilio has one: in the log, on the phones. */
const char *journey_word(enum journey_status status);
/* The same status when it stays there for ever. */
enum journey_status journey_next(enum journey_status status, enum journey_end end);
bool journey_is_final(enum journey_status status);
bool journey_may_cancel(enum journey_status status);
/* Does the provider tell the status callback?  Not on the way through SENDING. */
bool journey_is_told(enum journey_status status);

#endif
