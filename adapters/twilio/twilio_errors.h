/*
 * twilio_errors - what Twilio's error codes ask for.
 *
 * For this folder only.  Threads: pure; any.
 */
#ifndef TWILIO_TWILIO_ERRORS_H
#define TWILIO_TWILIO_ERRORS_H

#include "domain/delivery.h"

/* False when the table does not name the code (then *remedy is the default of its kind). */
bool twilio_errors_remedy(int code, enum remedy *remedy);

#endif
