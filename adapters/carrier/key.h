/*
 * key - the Ed25519 pair that signs Telnyx's webhooks: over timestamp, '|' and the raw
 * body.
 *
 * By OpenSSL, and on this side of the wall: the gateway's check is another
 * implementation, and both can only agree when both follow adapters/telnyx/wire.md §6.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_KEY_H
#define CARRIER_KEY_H

#include "base/fault.h"
#include "base/str.h"

/* In base64 and with a NUL: 32 bytes of seed or public key, 64 of signature. */
enum { KEY_TEXT = 45, KEY_SIGNATURE = 89 };

struct key;

/* From the seed in that file (base64, one line), which is made when there is none;
 * `path` NULL: a new pair that nobody keeps.  FAULT_DISK or FAULT_CONFIG with the reason. */
enum fault key_new(const char *path, struct key **key, struct note *note) MUST_CHECK;
void key_free(struct key **key);
/* What the customer is given: the public half in base64. */
const char *key_public(const struct key *key);
void key_sign(const struct key *key, struct str timestamp, struct str body,
	      char into[KEY_SIGNATURE]);

#endif
