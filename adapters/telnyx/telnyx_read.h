/*
 * telnyx_read - message objects, in webhooks and in replies.
 *
 * Threads: pure; any.
 */
#ifndef TELNYX_TELNYX_READ_H
#define TELNYX_TELNYX_READ_H

#include "adapters/adapter.h"
#include "base/json.h"

/* A message that a family sent, as it came; texts are copied into the arena.
 * FAULT_TOO_LARGE: it does not fit. */
enum fault telnyx_read_inbound(const json_t *message, struct arena *arena,
			       struct inbound *inbound, struct note *note) MUST_CHECK;
enum fault telnyx_read_fetch(const struct http_reply *reply, struct arena *arena,
			     struct listed *listed, struct note *note) MUST_CHECK;
enum fault telnyx_read_media(const struct account *account, const struct http_reply *reply,
			     struct arena *arena, struct inbound *inbound,
			     struct note *note) MUST_CHECK;

#endif
