/*
 * listener - accepts connections on one address, and survives having no
 * descriptors left.
 *
 * libevent's own answer to EMFILE is to try again at once, for ever (measured: a
 * whole core and 120 MB of log in 4 s).  Ours: the owner gives one up, and the newcomer has
 * it; where the owner has none to give, hang up on the one who waits longest, with a
 * descriptor spared for that, and accept nobody for 200 ms.
 *
 * Threads: loop thread only.
 */
#ifndef WIRE_LISTENER_H
#define WIRE_LISTENER_H

#include <sys/socket.h>

#include "base/str.h"
#include "loop.h"

struct listener;

struct listener_owner {
	/* Owns fd (non-blocking, close-on-exec). */
	void (*accepted)(void *data, int fd, const struct sockaddr *peer);
	/* There are no descriptors: true when it closed one.  NULL: it has none. */
	bool (*gives_way)(void *data);
	void *data;
};

/* Could all of these be listened on, together?  Listens nowhere, makes nothing.  *bad: which could not.
 * FAULT_CONFIG with what to do; FAULT_CONFLICT: nothing else is wrong, but another process has it. */
enum fault listener_look(const char *const *addresses, size_t count, size_t *bad, struct note *note) MUST_CHECK;
/* FAULT_CONFIG with the reason. */
enum fault listener_new(struct loop *loop, struct str address,
			struct listener_owner owner, struct listener **listener,
			struct note *note) MUST_CHECK;
void listener_free(struct listener **listener);
int listener_port(const struct listener *listener);

#endif
