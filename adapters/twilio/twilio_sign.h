/*
 * twilio_sign - is a webhook from who shares our secret?
 *
 * base64(HMAC-SHA1(token, address + every name and value in order)).  The address is OUR
 * public one plus the raw target: a Host header says what a stranger wants.  Providers
 * disagree about the port and about ' in queries, so a few spellings of the same address
 * are tried; each of them needs the secret.  Constant time; every secret tried; no secret:
 * refused.
 *
 * For this folder only.  Threads: pure; any.
 * Rules and vectors: twilio-wire.md §4.
 */
#ifndef TWILIO_TWILIO_SIGN_H
#define TWILIO_TWILIO_SIGN_H

#include "adapters/adapter.h"
#include "wire/form.h"

/* FAULT_UNSIGNED, or FAULT_NONE.  `form` is NULL or empty when the body is no form. */
enum fault twilio_sign_authentic(const struct account *account, struct str target,
				 struct str signature, const struct form *form,
				 struct str body) MUST_CHECK;
/* For providers that sign a repeated parameter as often as it came. */
enum fault twilio_sign_authentic_repeats(const struct account *account, struct str target,
					 struct str signature, const struct form *form,
					 struct str body) MUST_CHECK;

#endif
