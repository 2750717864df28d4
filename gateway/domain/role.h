/*
 * role - what a member of staff may do; a later one may all that the ones before may.
 *
 * The word stands in SQL CHECK constraints, JSON, the console and the log.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_ROLE_H
#define DOMAIN_ROLE_H

#include "base/str.h"

#define ROLES(X)                                                                  \
	X(ROLE_VIEWER, "viewer") X(ROLE_LIAISON, "liaison")                       \
	X(ROLE_ADMINISTRATOR, "administrator")

#define X(name, word) name,
enum role { ROLES(X) ROLE_COUNT };
#undef X

const char *role_word(enum role role);
/* False when it is no such word. */
bool role_of(struct str word, enum role *role);

#endif
