/*
 * telnyx_advice - what an operator has to do about an error code, in words.
 *
 * For this folder only.  Threads: pure; any.
 */
#ifndef TELNYX_TELNYX_ADVICE_H
#define TELNYX_TELNYX_ADVICE_H

/* As adapter->advise. */
const char *telnyx_advice(int code);

#endif
