/*
 * server - HTTP/1.1 behind a strict prologue, with our own endpoints.
 *
 * Promises (guarantees.md §3; architecture.md, traps):
 * - 400 and close before any endpoint runs: two Content-Lengths, Content-Length with
 *   Transfer-Encoding, no or two Hosts (HTTP/1.1), a space before ':' in a header,
 *   bare LF, a sign or 0x in a length, NUL or control bytes in names or values,
 *   dot segments, fragments or control bytes in the target, chunks that are not
 *   plain (plain ones: 411).
 * - 431/413/414 over the ceilings; 405 with Allow; 404; 501 for unknown methods.
 * - deadlines of their own for headers, body, idle, the whole request and the
 *   reading of the answer, which no arriving byte moves; connections capped per address and in total; at
 *   EMFILE accepting pauses 200 ms (own listener, error callback, spare
 *   descriptor), no busy loop.
 * - every response has nosniff, no-store unless said otherwise; none
 *   repeats what a stranger sent.
 *
 * Threads: loop thread only.  A call may be answered in any later turn: `call`
 * stays valid until call_answer, even when the client has gone (the answer is
 * then dropped).
 */
#ifndef WIRE_SERVER_H
#define WIRE_SERVER_H

#include "http.h"
#include "loop.h"

struct server;
struct call;

struct server_limits {
	size_t header_ceiling;      /* bytes, 16 KiB */
	size_t body_ceiling;        /* bytes, 256 KiB; a endpoint may ask for less or more */
	int connections;            /* in total, 1000 */
	int connections_per_address; /* 200; loopback counts as one address too */
	int64_t header_for;         /* ms, 10 s */
	int64_t body_for;           /* ms, 20 s */
	int64_t idle_for;           /* ms, 60 s */
	int64_t total_for;          /* ms until answered, 60 s */
};

/* The stated defaults. */
struct server_limits server_limits_default(void);

/* `path` may hold {names}: "/hooks/{adapter}/message"; one whole segment each,
 * never empty.  Longest literal match wins. */
struct endpoint {
	enum http_method method;
	const char *path;
	size_t body_ceiling; /* 0: the server's */
	void (*run)(void *context, struct call *call);
};

/* Routes and context must outlive the server; `endpoints` ends with a NULL path. */
struct server *server_new(struct loop *loop, const struct endpoint *endpoints,
			  void *context, const struct server_limits *limits);
/* "127.0.0.1:8080", "[::1]:0"; up to 8 times.  FAULT_CONFIG with
 * the reason.  *port gets the bound port (may be NULL). */
enum fault server_listen(struct server *server, const char *address, int *port,
			 struct note *note) MUST_CHECK;
/* Stops accepting, closes what is idle or streams, lets running calls finish for at
 * most `most_for`.  It is over when server_connections is 0. */
void server_drain(struct server *server, int64_t most_for);
/* Calls that are not answered yet stay valid; their answers are dropped. */
void server_free(struct server **server);
int server_connections(const struct server *server);

/* --- a call: valid until answered; texts borrowed from it ------------------- */
enum http_method call_method(const struct call *call);
/* Path and query exactly as received: signatures are over these bytes. */
struct str call_target(const struct call *call);
struct str call_path(const struct call *call);
struct str call_query(const struct call *call);
/* The segment that stood at {name}, %-decoded; STR_NONE when there is none. */
struct str call_param(struct call *call, const char *name);
/* First value, name compared without case. */
struct str call_header(const struct call *call, const char *name);
/* All of them, as they came. */
const struct http_header *call_headers(const struct call *call, size_t *count);
struct str call_body(const struct call *call);
/* The client's address as text, for counters and limits, never for the log. */
const char *call_peer(const struct call *call);
/* An arena that lives as long as the call, ceiling 1 MiB. */
struct arena *call_arena(struct call *call);
/* Before call_answer; name and value are copied.  A value with a control byte is
 * dropped: it would be a header of a stranger's making. */
void call_add_header(struct call *call, const char *name, const char *value);
/* Answers, once; afterwards `call` is gone.  content_type NULL: no body (204
 * stays 204).  For HEAD-less simplicity HEAD is 405. */
void call_answer(struct call *call, int status, const char *content_type,
		 struct str body);
/* {"error": {"code", "message", "field"?}} as in contract.md, the fault's status;
 * Retry-After: 5 with 503 and 429.  `field` may be NULL. */
void call_refuse(struct call *call, enum fault fault, const struct note *note,
		 const char *field);
/* Closes the connection without a word, instead of call_answer; afterwards `call`
 * is gone.  The practice carrier's faults need it. */
void call_cut(struct call *call);
/* --- server-sent events: instead of call_answer ----------------------------- */
struct stream;
/* Sends the head (text/event-stream); `gone` runs once, on a later turn, when the
 * client leaves, its unread output passes 64 KiB or the server drains.  The stream
 * is still the owner's to close, in `gone` or after it, before the loop goes.  A
 * heartbeat comment goes out every 15 s. */
struct stream *call_stream(struct call *call, void (*gone)(void *data), void *data);
/* Sent as it is: "data: …\n\n". */
void stream_send(struct stream *stream, struct str event_text);
void stream_close(struct stream **stream);

#endif
