/*
 * twilio_judge - what became of a POST, by the outcome table of guarantees.md §2.5 and no
 * other: what is not proven to be refused may have been accepted.
 *
 * For this folder only.  Threads: pure; any.
 */
#ifndef TWILIO_TWILIO_JUDGE_H
#define TWILIO_TWILIO_JUDGE_H

#include "twilio_dialect.h"

/* As adapter->judge. */
struct judgement twilio_judge_reply(const struct dialect *dialect, const struct http_reply *reply);

#endif
