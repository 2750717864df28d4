/*
 * telnyx_sign - is this webhook Telnyx's, and of now?
 *
 * Ed25519 over the timestamp header, '|' and the raw body; five minutes to both sides.
 * The address is not signed: telnyx_hook looks at what the body says of it.
 *
 * Threads: pure; any.
 */
#ifndef TELNYX_TELNYX_SIGN_H
#define TELNYX_TELNYX_SIGN_H

#include "adapters/adapter.h"

/* FAULT_UNSIGNED with the reason.  Every key of the account is tried. */
enum fault telnyx_sign_check(const struct account *account, const struct webhook *webhook,
			     struct note *note) MUST_CHECK;

#endif
