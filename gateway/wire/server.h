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
 *   reading of the answer, which no arriving byte moves; connections capped per
 *   address and in total, with places kept for some endpoints (crowd.h).  Who is
 *   idle or half read longest goes before a newcomer is refused, also where there are no
 *   descriptors; where nobody can go, accepting pauses 200 ms, no busy loop.
 * - every response has nosniff, no-store unless said otherwise; none
 *   repeats what a stranger sent.
 *
 * Threads: loop thread only.  What an endpoint sees of a request is call.h.
 */
#ifndef WIRE_SERVER_H
#define WIRE_SERVER_H

#include "base/fault.h"
#include "loop.h"

struct endpoint;
struct proxies;
struct server;

/* Why somebody found no room, or gave way: word of the metric and the log, and what is heard. */
#define SERVER_REFUSAL_ROWS(X)                                                          \
	X(SERVER_FULL, "room", 503, "full",                                             \
	  "all places are taken; ask again in a few seconds")                           \
	X(SERVER_ADDRESS_FULL, "address", 429, "limit",                                 \
	  "too many requests of this address are under way; end some, or ask again in a few seconds") \
	X(SERVER_GAVE_WAY, "gave_way", 0, "", "")                                       \
	X(SERVER_NO_DESCRIPTORS, "descriptors", 0, "", "")

enum server_refusal {
#define X(name, word, status, code, text) name,
	SERVER_REFUSAL_ROWS(X)
#undef X
	SERVER_REFUSALS
};

/* All above 0, but `kept` and what may be NULL. */
struct server_limits {
	size_t header_ceiling;      /* bytes, 16 KiB */
	size_t body_ceiling;        /* bytes, 256 KiB; a endpoint may ask for less or more */
	int connections;            /* in total, 4000 */
	int connections_per_address; /* 200; loopback counts as one address too */
	int kept;                   /* of them, for whom is_kept names; 400 */
	/* Which endpoints have places kept for them; NULL: none.  Pure. */
	bool (*is_kept)(const struct endpoint *endpoint);
	int64_t header_for;         /* ms, 10 s */
	int64_t body_for;           /* ms, 20 s */
	int64_t idle_for;           /* ms, 60 s */
	int64_t total_for;          /* ms until answered, 60 s */
	const struct proxies *proxies; /* whose word is taken for whom they speak; NULL: nobody's.
					* Outlives the server */
};

/* The stated defaults. */
struct server_limits server_limits_default(void);

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
/* Since the start. */
int64_t server_refused(const struct server *server, enum server_refusal refusal);
const char *server_refusal_word(enum server_refusal refusal);

#endif
