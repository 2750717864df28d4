/*
 * conn - one connection of the server.
 *
 *   IDLE   -> HEAD     the first byte of a request
 *   IDLE HEAD -> BODY  the head is whole, well-formed and has an endpoint
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
 *  (4) Who has to go for another's sake is heard once more before: a whole request that
 *      already stands in the socket is served.
 *
 * It knows neither calls nor streams nor the server: those stand above it and have it as
 * its user or its home (call > stream > conn, server > all).
 *
 * For this room only.  Threads: loop thread only.
 */
#ifndef WIRE_CONN_H
#define WIRE_CONN_H

#include <netinet/in.h>
#include <sys/queue.h>

#include "answer.h"
#include "crowd.h"
#include "endpoint.h"
#include "head.h"
#include "loop.h"
#include "proxies.h"
#include "server.h"
#include "timer.h"

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

LIST_HEAD(conns, conn);

/* Who has the request of a connection (a call), or its stream. */
struct conn_user {
	/* The connection is gone, or answered for itself: it is not the user's any more.
	 * Runs inside conn.c: the user only notes it. */
	void (*lost)(struct conn_user *user);
};

/* What all connections of one server share.  The server owns it, and outlives them. */
struct conn_home {
	struct loop *loop;
	const struct endpoint *endpoints;
	struct server_limits limits;
	struct conns conns;
	struct crowd crowd;
	bool is_draining;
	struct answer_clock clock;
	/* The request is whole: who is told takes it (conn_take), and answers. */
	void (*on_request)(struct conn_home *home, struct conn *conn, const struct head *head,
			   const struct endpoint *endpoint);
};

struct conn {
	struct conn_home *home;
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
	struct conn_user *user; /* in WORK and STREAM; borrowed */
	bool is_reading;
	bool is_last;    /* closes after this answer */
	bool is_eof;     /* the client sends nothing more */
	bool is_stepping;
	bool is_head_request; /* HEAD: its answer has no body */
	struct address hop;  /* who is connected */
	bool is_proxied;     /* a trusted proxy is: each request has its own client */
	char peer[INET6_ADDRSTRLEN]; /* the client of the request, or "unix:UID" */
	struct crowd_member member;
	LIST_ENTRY(conn) next;
};

/* Takes over `conn`, of memory_new, whose home, fd, hop, is_proxied, peer and member's address
 * are set (door.c), and the fd. */
void conn_begin(struct conn *conn);
/* What stands in the socket, as if the loop had found it. */
void conn_hear(struct conn *conn);
/* As conn_close, for another's sake: counted and said. */
void conn_give_way(struct conn *conn);
/* Everything but the memory is gone on return; its user has lost it, and nobody else is
 * called back inside. */
void conn_close(struct conn *conn);
/* In CONN_WORK: gives the bytes of the request away, `size` of them and what `bytes` owns
 * from now on; what stands behind them stays.  `user` has the connection until it answers,
 * streams or loses it. */
void conn_take(struct conn *conn, struct conn_user *user, size_t size, struct buf *bytes);
/* What stands in conn->out is the answer, or the rest of it: sends it.  It has no user any
 * more. */
void conn_answered(struct conn *conn);
/* What stands in conn->out is the head of a stream, which `user` has from now on. */
void conn_streams(struct conn *conn, struct conn_user *user);
/* Sends what the socket takes now; false when the connection died of it. */
bool conn_flush(struct conn *conn);

#endif
