/*
 * access - who may pass a route, in rising order: whoever may pass one may pass those
 * before it.
 *
 * Threads: const data; any.
 */
#ifndef API_ACCESS_H
#define API_ACCESS_H

#include "store/people/users.h"

#define ACCESSES(X)                                                               \
	X(ACCESS_OPEN, "open")     /* nobody asks: health, what a provider signs */ \
	X(ACCESS_VIEWER, "viewer")                                                \
	X(ACCESS_LIAISON, "liaison")                                              \
	X(ACCESS_ADMINISTRATOR, "administrator")
#define X(name, word) name,
enum access { ACCESSES(X) ACCESS_COUNT };
#undef X

/* As in openapi.json's x-role. */
const char *access_word(enum access access);
/* The highest that a role may pass. */
enum access access_of(enum role role);

#endif
