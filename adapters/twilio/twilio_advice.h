/*
 * twilio_advice - what an operator has to do about an error code, in words.
 *
 * For this folder only.  Threads: pure; any.
 */
#ifndef TWILIO_TWILIO_ADVICE_H
#define TWILIO_TWILIO_ADVICE_H

/* As adapter->advise. */
const char *twilio_advice(int code);

#endif
