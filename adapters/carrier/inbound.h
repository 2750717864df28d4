/*
 * inbound - a phone texts a line: the record, the webhook, the provider's own
 * handling of STOP, and what the customer's answer document asks for.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_INBOUND_H
#define CARRIER_INBOUND_H

#include "carrier.h"

struct inbound {
	struct str phone;
	struct str line;       /* empty: the first */
	struct str text;
	const json_t *media;   /* array of addresses or {"type", "data" in base64}; may be NULL */
	bool is_whatsapp;
};

/* *record is what the provider has on record now.  FAULT_INVALID, FAULT_MISSING
 * (no such line), FAULT_FULL with the reason. */
enum fault inbound_take(struct carrier *carrier, const struct inbound *inbound,
			const struct record **record, struct note *note) MUST_CHECK;
/* The customer's 2xx answer to a message webhook: its texts are sent to the
 * phone.  0, or the provider's code for what is wrong with it. */
int inbound_on_answer(struct carrier *carrier, int64_t no, const struct http_reply *reply);

#endif
