/*
 * telnyx_status - what a message object says became of a text of ours.
 *
 * Threads: pure; any.
 */
#ifndef TELNYX_TELNYX_STATUS_H
#define TELNYX_TELNYX_STATUS_H

#include "adapters/webhook.h"
#include "base/json.h"

/* Fills all but the token; the id is borrowed from the message. */
void telnyx_status_read(const json_t *message, struct receipt *receipt);

#endif
