/*
 * twilio_hook - a webhook: a form, signed over our address and its fields.  The address tells
 * what it is; one form tells of one message.
 *
 * For this folder only.  Threads: pure; any.
 */
#ifndef TWILIO_TWILIO_HOOK_H
#define TWILIO_TWILIO_HOOK_H

#include "twilio_dialect.h"

/* Verifies first, then says what it tells, as adapter->open does. */
enum fault twilio_hook_open(const struct dialect *dialect, const struct account *account,
			    const struct webhook *webhook, struct webhook_events *events,
			    struct note *note) MUST_CHECK;
/* As adapter->reply: a document with nothing in it, or nothing. */
struct webhook_reply twilio_hook_reply(const struct webhook_result *result);

#endif
