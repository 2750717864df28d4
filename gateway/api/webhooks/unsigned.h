/*
 * unsigned - a webhook whose signature does not fit: what the operator is told.
 *
 * The request is refused already, and nothing here can change that.  The likely cause is
 * found by asking the adapter once more with the address that the request itself names: when
 * that fits, the provider signs another address than our public_url.  The log has no byte
 * of the request.
 *
 * Threads: loop thread.
 */
#ifndef API_UNSIGNED_H
#define API_UNSIGNED_H

#include "work/txn/core.h"

struct webhook;

/* Counts it, and says it once in a minute for each account.  `from` is the peer's address,
 * `note` the adapter's own words. */
void unsigned_tell(struct account_state *account, const struct webhook *webhook,
		   const char *from, const struct note *note);

#endif
