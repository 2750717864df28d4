/*
 * purpose - what a text to a family is about, as consent knows it.
 *
 * Consent is kept per number, channel and purpose.
 * The word stands in SQL CHECK constraints, JSON, the console and the log.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_PURPOSE_H
#define DOMAIN_PURPOSE_H

#include "base/str.h"

#define PURPOSES(X)                                                               \
	X(PURPOSE_EMERGENCY, "emergency") X(PURPOSE_SCHOOL, "school")             \
	X(PURPOSE_OTHER, "other")

#define X(name, word) name,
enum purpose { PURPOSES(X) PURPOSE_COUNT };
#undef X

const char *purpose_word(enum purpose purpose);
/* False when it is no such word. */
bool purpose_of(struct str word, enum purpose *purpose);

#endif
