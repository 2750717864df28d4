/*
 * sign - X-Twilio-Signature, made the way the provider makes it.
 *
 * A second implementation on purpose: the carrier cannot see adapters/, so the
 * gateway's check and this maker can only agree when both follow the rule
 * (reference/twilio-wire.md §4).
 *
 * Threads: pure.
 */
#ifndef CARRIER_SIGN_H
#define CARRIER_SIGN_H

#include "wire/form.h"

/* 20 bytes in base64 and a NUL. */
#define SIGN_SIZE 29

/* Over the URL without its fragment, then name and value of every field, sorted
 * by name, then value; an equal pair counts once. */
void sign_form(struct str token, struct str url, const struct form_field *fields,
	       size_t count, char into[SIGN_SIZE]);
/* What is in front of '#'. */
struct str sign_bare_url(struct str url);

#endif
