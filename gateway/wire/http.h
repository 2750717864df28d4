/*
 * http - requests and replies as values.
 *
 * What adapters compose and judge, what the server hears and the client sends.
 * Nothing here touches a socket.
 *
 * Ownership: texts are borrowed unless a struct buf holds them.
 */
#ifndef WIRE_HTTP_H
#define WIRE_HTTP_H

#include "base/arena.h"
#include "base/buf.h"

enum http_method { HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, HTTP_METHODS };

const char *http_method_word(enum http_method method);

struct http_header {
	struct str name;
	struct str value;
};

enum { HTTP_HEADERS_MAX = 64 };

/* First value, the name compared without case; STR_NONE when there is none. */
struct str http_header_find(const struct http_header *headers, size_t count, const char *name);

/* A request that we are going to send; AUTO(http_request) fits. */
struct http_request {
	enum http_method method;
	struct buf url;
	struct buf body;
	const char *content_type; /* NULL without a body */
	struct buf user;          /* HTTP Basic when not empty */
	struct buf password;
	struct buf bearer;        /* Authorization: Bearer when not empty */
	/* More headers, "Name: value\n" each (the practice carrier's signature and
	 * idempotency token); from our own code only, never from a stranger. */
	struct buf headers;
	/* A POST that creates something (a message, a call) must never be sent twice
	 * by libcurl itself when a kept connection dies: guarantees.md §3. */
	bool is_once;
	/* The address came from outside: a connection into our own network is refused
	 * after resolving, HTTP_NOT_SENT (outside.h). */
	bool is_outside;
};

void http_request_init(struct http_request *request);
void http_request_done(struct http_request *request);

/* How far a request got, for the outcome table of guarantees.md §2.5. */
enum http_fate {
	HTTP_ANSWERED,  /* a whole reply with a status */
	HTTP_NOT_SENT,  /* resolve, connect or TLS failed, or no request byte left */
	HTTP_CUT        /* everything else: nobody knows whether it was accepted */
};

struct http_reply {
	enum http_fate fate;
	int status;        /* 0 unless ANSWERED */
	struct str body;
	struct str content_type;
	struct str location;       /* of a redirect: never followed by the client itself */
	int64_t retry_after_for;   /* ms; 0 when the reply does not say */
	int64_t dated_at;          /* the other side's clock, to the second; 0 when it does not say */
	int64_t took_us;
	const char *error;         /* curl's words when not ANSWERED, else "" */
};

/* What a reply to a question means before it is read: FAULT_NONE (2xx), FAULT_AGAIN (cut,
 * 408, 409, 425, 429, 5xx), FAULT_CONFIG (401, 403), FAULT_MISSING (404), FAULT_INVALID. */
enum fault http_reply_fault(const struct http_reply *reply);

#endif
