/*
 * client - HTTP requests through libcurl-multi on the same loop.
 *
 * Promises:
 * - connections are kept alive; easy handles are reused; no new transfer starts
 *   inside a curl callback (one deferred start per loop turn:
 *   performance.md §3.3).
 * - a request with is_once is never sent twice by libcurl: its body comes from a
 *   read callback that cannot rewind, so a kept connection that dies makes
 *   CURLE_SEND_FAIL_REWIND (65) -> HTTP_CUT (guarantees.md §3).
 * - connect and total timeouts, a ceiling on the reply (past it: HTTP_CUT), no
 *   redirects, http and https only, no proxies from the environment, no DNS on
 *   the loop thread (threaded resolver).
 * - fate by the outcome table: NOT_SENT only when resolve, connect or TLS failed
 *   or 0 request bytes were sent.
 * - at most `window` requests of one client are under way; the rest wait
 *   in order, at most `queue` of them (FAULT_FULL).  429 halves the window (at least
 *   1), 64 good answers widen it by one again, up to max.
 *
 * Threads: loop thread only.
 */
#ifndef WIRE_CLIENT_H
#define WIRE_CLIENT_H

#include "http.h"
#include "loop.h"

struct client;
struct transfer;

/* All above 0, the queue 0 or more. */
struct client_limits {
	int window;              /* 64 */
	int queue;               /* 1024 */
	int64_t connect_for;     /* ms, 5 s */
	int64_t total_for;       /* ms, 20 s: longer than no attempt may live */
	size_t reply_ceiling;    /* bytes, 1 MiB */
};

struct client_limits client_limits_default(void);

/* One per adapter. */
struct client *client_new(struct loop *loop, const struct client_limits *limits);
/* Cancels what is under way without calling back. */
void client_free(struct client **client);

/* Copies the request.  `done` runs once, on a later loop turn, never inside
 * client_send.  *transfer (may be NULL) is valid until then. */
enum fault client_send(struct client *client, const struct http_request *request,
		       void (*done)(void *data, const struct http_reply *reply),
		       void *data, struct transfer **transfer) MUST_CHECK;
/* True when no byte of it can have left (still queued or connecting): it is
 * gone and `done` will not run.  False: bytes may have left; the transfer is cut
 * now and `done` runs with HTTP_CUT. */
bool client_cancel(struct client *client, struct transfer *transfer);
int client_window(const struct client *client);
int client_under_way(const struct client *client);
/* Of those that client_send took, how many have no place in the window yet. */
int client_waiting(const struct client *client);

#endif
