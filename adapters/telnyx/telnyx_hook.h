/*
 * telnyx_hook - a webhook: one signed JSON event, and 200 with nothing in it.
 *
 * The event says what it is; the address it came to does not matter, and is not signed.
 *
 * Threads: pure; any.
 */
#ifndef TELNYX_TELNYX_HOOK_H
#define TELNYX_TELNYX_HOOK_H

#include "adapters/adapter.h"

enum fault telnyx_hook_open(const struct account *account, const struct webhook *webhook,
			    struct webhook_events *events, struct note *note) MUST_CHECK;
struct webhook_reply telnyx_hook_reply(const struct webhook_result *result);

#endif
