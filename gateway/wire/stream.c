#include "stream.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "conn.h"
#include "timer.h"

enum { HEARTBEAT_FOR = 15 * 1000, UNREAD_CEILING = 64 * 1024 };

struct stream {
	struct conn_user user;
	struct conn *conn; /* NULL: the client has gone */
	struct timer *timer; /* heartbeat, and the news that it has gone */
	void (*gone)(void *data);
	void *data;
};

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

/* `gone` runs in a later turn, because the owner may be in the middle of a list of
 * streams. */
static void on_lost(struct conn_user *user)
{
	struct stream *stream = container_of(user, struct stream, user);

	stream->conn = NULL;
	timer_set(stream->timer, 0);
}

struct stream *stream_new(struct loop *loop, struct conn *conn, void (*gone)(void *data),
			  void *data)
{
	struct stream *stream = memory_new(struct stream);

	assert(loop);
	assert(!conn || conn->state == CONN_WORK);
	stream->user.lost = on_lost;
	stream->conn = conn;
	stream->gone = gone;
	stream->data = data;
	stream->timer = timer_new(loop, on_timer, stream);
	timer_set(stream->timer, HEARTBEAT_FOR);
	if (conn)
		conn_streams(conn, &stream->user);
	else
		on_lost(&stream->user);
	stream_send(stream, STR(":\n\n"));
	return stream;
}

void stream_send(struct stream *stream, struct str event_text)
{
	assert(stream);

	struct conn *conn = stream->conn;

	if (!conn)
		return;
	buf_add(&conn->out, event_text);
	if (conn_flush(conn) && conn->out.size - conn->out_at > UNREAD_CEILING)
		conn_close(conn);
}

void stream_close(struct stream **stream)
{
	assert(stream);

	struct stream *old = *stream;

	if (!old)
		return;
	*stream = NULL;
	if (old->conn)
		conn_answered(old->conn);
	timer_free(&old->timer);
	free(old);
}
