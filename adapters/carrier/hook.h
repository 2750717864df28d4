/*
 * hook - one webhook or status callback on its way to the customer, with the
 * provider's signature, retries, idempotency token and fallback address.
 *
 * A hook lives from hook_new until it was answered for good; hook_send gives it
 * away.  All attempts at one address carry the same I-Twilio-Idempotency-Token.
 * The log gets a line for every attempt: "webhook" or "callback".
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_HOOK_H
#define CARRIER_HOOK_H

#include "base/random.h"
#include "base/str.h"

enum hook_kind { HOOK_MESSAGE, HOOK_STATUS };

struct carrier;
struct hook;
struct hooks;

struct hooks *hooks_new(void);
/* Forgets all that are under way. */
void hooks_free(struct hooks **hooks);
/* Not yet answered for good. */
size_t hooks_count(const struct hooks *hooks);

/* `no` is the record's number.  Addresses are copied; fallback may be empty. */
struct hook *hook_new(struct carrier *carrier, enum hook_kind kind, int64_t no,
		      struct str url, struct str fallback);
/* Adds a form field; the value is copied, the name is static. */
void hook_add(struct hook *hook, const char *name, struct str value);
/* The same token for copies of one callback. */
void hook_set_token(struct hook *hook, const char token[TOKEN_SIZE]);
void hook_send(struct hook *hook, int64_t in_for);

#endif
