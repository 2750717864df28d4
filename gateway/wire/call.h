/*
 * call - one request as an endpoint sees it, and the answer it owes.
 *
 * A call may be answered in any later turn: it stays valid until call_answer,
 * call_refuse, call_cut or call_stream, even when the client has gone (the answer is
 * then dropped).  Each call is ended by exactly one of these.  Texts are borrowed from
 * it and die with it.
 *
 * Threads: loop thread only.
 */
#ifndef WIRE_CALL_H
#define WIRE_CALL_H

#include "http.h"

struct call;
struct conn;
struct endpoint;
struct head;
struct stream;

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
/* The client's address as text, as a trusted proxy tells it: for limits, the log of what was
 * refused, and the audit.  "unix:UID" over a Unix socket. */
const char *call_peer(const struct call *call);
/* An arena that lives as long as the call, ceiling 1 MiB. */
struct arena *call_arena(struct call *call);
/* Before call_answer; name and value are copied.  A value with a control byte is
 * dropped: it would be a header of a stranger's making. */
void call_add_header(struct call *call, const char *name, const char *value);
/* Answers, once; afterwards `call` is gone.  status 200 to 599.  content_type NULL: no
 * body (204 stays 204).  For HEAD-less simplicity HEAD is 405. */
void call_answer(struct call *call, int status, const char *content_type,
		 struct str body);
/* {"error": {"code", "message", "field"?}} as in contract.md, the fault's status;
 * Retry-After: 5 with 503 and 429 (call_answer adds none).  `field` may be NULL. */
void call_refuse(struct call *call, enum fault fault, const struct note *note,
		 const char *field);
/* Closes the connection without a word, instead of call_answer; afterwards `call`
 * is gone.  The practice carrier's faults need it. */
void call_cut(struct call *call);
/* Server-sent events, instead of call_answer (stream.h); afterwards `call` is gone.
 * Sends the head (text/event-stream); `gone` runs once, on a later turn, when the
 * client leaves, its unread output passes 64 KiB or the server drains.  The stream
 * is still the owner's to close, in `gone` or after it, before the loop goes. */
struct stream *call_stream(struct call *call, void (*gone)(void *data), void *data);

/* For server.c only: takes the request out of the connection, which is in CONN_WORK, and
 * leaves what is behind it. */
struct call *call_new(struct conn *conn, const struct head *head, const struct endpoint *endpoint);

#endif
