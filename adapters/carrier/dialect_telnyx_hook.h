/*
 * dialect_telnyx_hook - Telnyx's events: JSON signed by Ed25519 over timestamp and raw
 * body, tried three times at each of two addresses.
 *
 * A message's own webhook_url hears of it, else the profile's: the address of its line.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_DIALECT_TELNYX_HOOK_H
#define CARRIER_DIALECT_TELNYX_HOOK_H

#include "carrier.h"
#include "opt_out.h"
#include "retry.h"

/* The verbs of struct dialect. */
struct hook *dialect_telnyx_hook_message(struct carrier *carrier, const struct record *record,
					 enum opt_out_word word);
struct hook *dialect_telnyx_hook_status(struct carrier *carrier, const struct record *record);
void dialect_telnyx_hook_compose(const struct carrier *carrier, const struct hook_letter *letter,
				 struct http_request *request);
struct retry dialect_telnyx_hook_retry(struct str url);
int dialect_telnyx_hook_judge(struct carrier *carrier, enum hook_kind kind, int64_t no,
			      const struct http_reply *reply);

#endif
