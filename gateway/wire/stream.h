/*
 * stream - server-sent events: a body that goes on until one side leaves.
 *
 * Made by call_stream.  A comment goes out at once, so that a client behind a proxy knows that
 * it is heard, and as heartbeat every 15 s.  The owner closes it, whether or not the client
 * is still there.
 *
 * Threads: loop thread only.
 */
#ifndef WIRE_STREAM_H
#define WIRE_STREAM_H

#include "base/str.h"

struct conn;
struct loop;
struct stream;

/* Sent as it is: "data: …\n\n". */
void stream_send(struct stream *stream, struct str event_text);
/* Ends the answer.  `gone` does not run any more. */
void stream_close(struct stream **stream);

/* For call.c only, which has written the head of the answer to conn->out.  `conn` NULL:
 * the client has gone, and `gone` (which may be NULL) will say so. */
struct stream *stream_new(struct loop *loop, struct conn *conn, void (*gone)(void *data),
			  void *data);

#endif
