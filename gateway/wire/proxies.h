/*
 * proxies - whose request is it, when a proxy stands in front of us?
 *
 * Only who is on the list is believed about others.  A proxy adds the address it heard from at
 * the right end of its header, so the header is read from there: the first address that is no
 * trusted proxy's is the client's, and what stands to the left of it may be anybody's
 * invention.  Where something stands that is no address ("unknown", "_hidden", rubbish), the
 * proxy that told us so is all we know.
 *
 * One header is believed, never both: which one a proxy sets, and which it lets through as
 * a client wrote it, only the operator knows.
 *
 * Threads: pure.
 */
#ifndef WIRE_PROXIES_H
#define WIRE_PROXIES_H

#include "address.h"
#include "http.h"

enum { PROXIES_MOST = 16 };

struct proxies {
	struct address_range ranges[PROXIES_MOST];
	size_t count;
	bool is_local;      /* who comes over a Unix socket is one */
	bool is_forwarded;  /* they say "Forwarded" (RFC 7239), not "X-Forwarded-For" */
};

/* "10.0.0.0/8", "::1" or "unix".  FAULT_INVALID with the reason; FAULT_FULL past the most. */
enum fault proxies_add(struct proxies *proxies, struct str text, struct note *note) MUST_CHECK;
/* `peer` of family ADDRESS_NONE came over a Unix socket. */
bool proxies_has(const struct proxies *proxies, const struct address *peer);
/* The client's address; the peer's own when it is not on the list, or says nothing. */
struct address proxies_client(const struct proxies *proxies, const struct address *peer,
			      const struct http_header *headers, size_t count);

#endif
