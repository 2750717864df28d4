/*
 * dialect_twilio - Twilio's row, and its door: Basic authentication, forms, ".json".
 * Wire facts: reference/twilio-wire.md.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_DIALECT_TWILIO_H
#define CARRIER_DIALECT_TWILIO_H

#include "dialect.h"

extern const struct dialect dialect_twilio;

/* Answers whatever is asked below /2010-04-01/; the context is the struct carrier. */
void dialect_twilio_run(void *context, struct call *call);
/* {"code", "message", "more_info", "status"}; the caller owns it.  Here for the tests. */
json_t *dialect_twilio_refuse(enum refusal refusal, const char *detail);

#endif
