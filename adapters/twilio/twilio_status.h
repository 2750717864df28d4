/*
 * twilio_status - status words, and the callbacks that bring them.
 *
 * For this folder only.  Threads: pure; any.
 */
#ifndef TWILIO_TWILIO_STATUS_H
#define TWILIO_TWILIO_STATUS_H

#include "adapters/adapter.h"
#include "wire/form.h"

/* What a status word means; an unknown one changes nothing.  `code` 0: none given. */
void twilio_status_read(struct str id, struct str status, int code,
			struct receipt *receipt);
/* What a callback says; an id or a status that lacks is empty, and tells nothing. */
void twilio_status_interpret(const struct form *form, struct receipt *receipt);
/* The status word as it came; empty: it has none. */
struct str twilio_status_word(const struct form *form);

#endif
