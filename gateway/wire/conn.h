/*
 * conn - one connection of the server, and the structs behind server.h.
 *
 *   IDLE   -> HEAD     the first byte of a request
 *   IDLE HEAD -> BODY  the head is whole, well-formed and has a endpoint
 *   any of these -> WORK  the request is whole: a call, and the endpoint runs
 *   WORK   -> FLUSH    answered; bytes wait for the client to take them
 *   WORK   -> STREAM   the endpoint streams events until one side leaves
 *   FLUSH  -> IDLE     all sent, the next request may be in the buffer already
 *   FLUSH  -> LINGER   all sent, it was the last: wait until the client has read it
 *   any    -> DEAD     closed; the memory goes in the next turn
 *
 *  (1) One request at a time: what is pipelined behind it waits unread.
 *  (2) After a refusal nothing more is read as a request: the bytes behind a
 *      malformed request may mean anything.
 *  (3) Every state but STREAM has a deadline, and no byte that arrives moves it.
 *
 * For this room only.  Threads: loop thread only.
 */
#ifndef WIRE_CONN_H
#define WIRE_CONN_H

#include <netinet/in.h>
#include <sys/queue.h>

#include "head.h"
#include "listener.h"
#include "server.h"

enum conn_state {
	CONN_IDLE,
	CONN_HEAD,
	CONN_BODY,
	CONN_WORK,
	CONN_FLUSH,
	CONN_STREAM,
	CONN_LINGER,
	CONN_DEAD
};

enum { PEER_KEY_SIZE = 16, LISTENERS_MAX = 8, DATE_HEADER_SIZE = 80 };

LIST_HEAD(conns, conn);

struct server {
	struct loop *loop;
	const struct endpoint *endpoints;
	void *context;
	struct server_limits limits;
	struct listener *listeners[LISTENERS_MAX];
	int listener_count;
	struct conns conns;
	int conn_count;
	struct timer *drain;
	bool is_draining;
	int64_t dated_s; /* the second that `date` is of */
	char date[DATE_HEADER_SIZE];
};

struct conn {
	struct server *server;
	enum conn_state state;
	int fd;
	struct event *readable;
	struct event *writable;
	struct timer *deadline;
	int64_t began_at; /* clock_boot_ms of the request's first byte */
	struct buf in;
	size_t wanted; /* bytes of the whole request, in BODY */
	struct buf out;
	size_t out_at; /* sent so far */
	struct call *call;
	struct stream *stream;
	bool is_reading;
	bool is_last;    /* closes after this answer */
	bool is_eof;     /* the client sends nothing more */
	bool is_stepping;
	bool is_head_request; /* HEAD: its answer has no body */
	char peer[INET6_ADDRSTRLEN];
	unsigned char peer_key[PEER_KEY_SIZE];
	LIST_ENTRY(conn) next;
};

struct call {
	struct loop *loop;
	struct conn *conn; /* NULL: the client has gone */
	const struct endpoint *endpoint;
	struct head head; /* slices of `bytes` */
	struct buf bytes;
	struct arena arena;
	struct buf headers; /* lines of the endpoint's own */
	bool is_cache_spoken;
	bool is_retry_spoken;
	char peer[INET6_ADDRSTRLEN];
};

struct stream {
	struct conn *conn; /* NULL: the client has gone */
	struct timer *timer; /* heartbeat, and the news that it has gone */
	void (*gone)(void *data);
	void *data;
};

/* Takes over fd, or hangs up when a cap is reached. */
void conn_new(struct server *server, int fd, const struct sockaddr *peer);
/* Everything but the memory is gone on return; nobody is called back inside. */
void conn_close(struct conn *conn);
/* What stands in conn->out is the answer, or the rest of it: sends it. */
void conn_answered(struct conn *conn);
/* What stands in conn->out is the head of a stream. */
void conn_streams(struct conn *conn, struct stream *stream);
/* Sends what the socket takes now; false when the connection died of it. */
bool conn_flush(struct conn *conn);
const char *server_date(struct server *server);

/* Takes the request out of conn->in and leaves what is behind it. */
struct call *call_new(struct conn *conn, const struct head *head, const struct endpoint *endpoint);
struct stream *stream_new(struct loop *loop, void (*gone)(void *data), void *data);
/* The conn is closing: `gone` runs in a later turn. */
void stream_lost(struct stream *stream);

#endif
