#include <stdlib.h>

#include "base/memory.h"
#include "conn.h"

enum { HEARTBEAT_FOR = 15 * 1000, UNREAD_CEILING = 64 * 1024 };

/* `gone` may close the stream: nothing of it is touched behind that. */
static void on_timer(void *data)
{
	struct stream *stream = data;

	if (!stream->conn) {
		if (stream->gone)
			stream->gone(stream->data);
		return;
	}
	timer_set(stream->timer, HEARTBEAT_FOR);
	stream_send(stream, STR(":\n\n"));
}

struct stream *stream_new(struct loop *loop, void (*gone)(void *data), void *data)
{
	struct stream *stream = memory_new(struct stream);

	stream->gone = gone;
	stream->data = data;
	stream->timer = timer_new(loop, on_timer, stream);
	timer_set(stream->timer, HEARTBEAT_FOR);
	return stream;
}

/* In a later turn, because the owner may be in the middle of a list of streams. */
void stream_lost(struct stream *stream)
{
	stream->conn = NULL;
	timer_set(stream->timer, 0);
}

void stream_send(struct stream *stream, struct str event_text)
{
	struct conn *conn = stream->conn;

	if (!conn)
		return;
	buf_add(&conn->out, event_text);
	if (conn_flush(conn) && conn->out.size - conn->out_at > UNREAD_CEILING)
		conn_close(conn);
}

void stream_close(struct stream **stream)
{
	struct stream *old = *stream;

	if (!old)
		return;
	*stream = NULL;
	if (old->conn) {
		old->conn->stream = NULL;
		conn_answered(old->conn);
	}
	timer_free(&old->timer);
	free(old);
}
