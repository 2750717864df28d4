/*
 * twilio_inbound - what a family sent, out of a form.
 *
 * Threads: pure; any.  Texts are borrowed from the form and the arena.
 * For this folder only.
 */
#ifndef TWILIO_TWILIO_INBOUND_H
#define TWILIO_TWILIO_INBOUND_H

#include "adapters/adapter.h"
#include "wire/form.h"

/* Takes "whatsapp:" off, and "rcs:"; true when the first was there. */
bool twilio_inbound_strip_channel(struct str *address);
/* What the family wrote, with base64 undone.  FAULT_TOO_LARGE past the arena's ceiling. */
enum fault twilio_inbound_clean_text(struct str text, struct arena *arena,
				     struct str *clean) MUST_CHECK;
/* As it came: what lacks, is long or is broken is work's to judge (adapters/webhook.h).
 * FAULT_TOO_LARGE past the arena's ceiling. */
enum fault twilio_inbound_interpret(const struct form *form, struct arena *arena,
				    struct inbound *inbound, struct note *note) MUST_CHECK;

#endif
