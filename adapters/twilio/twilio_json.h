/*
 * twilio_json - numbers as Twilio and its clones spell them.
 *
 * For this folder only.  Threads: pure; any.
 */
#ifndef TWILIO_TWILIO_JSON_H
#define TWILIO_TWILIO_JSON_H

#include "base/json_mend.h"

/* Counts and codes come as numbers or as texts; 0 for anything else. */
int twilio_json_number(const json_t *object, const char *key);

#endif
