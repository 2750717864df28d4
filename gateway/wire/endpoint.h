/*
 * endpoint - an address of ours and who answers there; which one a path belongs to.
 *
 * Paths are compared as they came, byte by byte: nothing is decoded, so there is
 * one spelling of every address.
 *
 * Threads: pure.
 */
#ifndef WIRE_ENDPOINT_H
#define WIRE_ENDPOINT_H

#include "http.h"

struct call;

/* `path` may hold {names}: "/hooks/{adapter}/message"; one whole segment each,
 * never empty.  Longest literal match wins. */
struct endpoint {
	enum http_method method;
	const char *path;
	size_t body_ceiling; /* 0: the server's */
	/* Loop thread; it answers the call, now or in a later turn (call.h). */
	void (*run)(void *context, struct call *call);
};

/* Room for every method word and ", " between them. */
enum { ALLOW_SIZE = 40 };

/* For this room only.  `endpoints` ends with a NULL path; `method` is an enum http_method or
 * HEAD_ROUTELESS.  The match with the most literal bytes; NULL when there is none with this method.
 * `allow` then names the methods that this path has, "" for none. */
const struct endpoint *endpoint_find(const struct endpoint *endpoints, int method, struct str path,
			       char allow[ALLOW_SIZE]);
/* What stands in `path` where the pattern has {name}, as it came. */
struct str endpoint_param(const char *pattern, struct str path, struct str name);

#endif
