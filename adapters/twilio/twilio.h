/*
 * twilio - Twilio's words, and those who speak them with an accent: the adapters.
 *
 * What differs between them is data (twilio_dialect.h).  The registry alone names them.
 *
 * Threads: const data; any.
 * Source: reference/twilio-wire.md.
 */
#ifndef TWILIO_TWILIO_H
#define TWILIO_TWILIO_H

#include "adapters/adapter.h"

extern const struct adapter twilio_adapter_twilio;
extern const struct adapter twilio_adapter_signalwire;
extern const struct adapter twilio_adapter_somleng;
extern const struct adapter twilio_adapter_practice;

#endif
