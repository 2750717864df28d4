/*
 * twilio_read - the provider's lists: messages, one message, the media of one.
 *
 * Texts are copied into the arena that is passed in.
 *
 * For this folder only.  Threads: pure; any.
 */
#ifndef TWILIO_TWILIO_READ_H
#define TWILIO_TWILIO_READ_H

#include "adapters/adapter.h"

/* As adapter->read_list, read_fetch and read_media. */
enum fault twilio_read_list(const struct http_reply *reply, struct arena *arena,
			    struct listing *listing, struct note *note) MUST_CHECK;
enum fault twilio_read_fetch(const struct http_reply *reply, struct arena *arena,
			     struct listed *listed, struct note *note) MUST_CHECK;
enum fault twilio_read_media(const struct account *account, const struct http_reply *reply,
			     struct arena *arena, struct inbound *inbound,
			     struct note *note) MUST_CHECK;

#endif
