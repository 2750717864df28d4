/*
 * dialect_twilio_hook - Twilio's webhooks and status callbacks: forms signed by
 * X-Twilio-Signature, answered by documents, with ErrorCode for the second address.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_DIALECT_TWILIO_HOOK_H
#define CARRIER_DIALECT_TWILIO_HOOK_H

#include "carrier.h"
#include "opt_out.h"

/* The verbs of struct dialect. */
struct hook *dialect_twilio_hook_message(struct carrier *carrier, const struct record *record,
					 enum opt_out_word word);
struct hook *dialect_twilio_hook_status(struct carrier *carrier, const struct record *record);
void dialect_twilio_hook_compose(const struct carrier *carrier, const struct hook_letter *letter,
				 struct http_request *request);
int dialect_twilio_hook_judge(struct carrier *carrier, enum hook_kind kind, int64_t no,
			      const struct http_reply *reply);
void dialect_twilio_hook_blame(struct hook *hook, struct str url, int code);

#endif
