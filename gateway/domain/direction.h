/*
 * direction - of a message: from a family, or to it.
 *
 * The word stands in SQL CHECK constraints, JSON, the console and the log.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_DIRECTION_H
#define DOMAIN_DIRECTION_H

#include "base/str.h"

#define DIRECTIONS(X) X(DIRECTION_IN, "in") X(DIRECTION_OUT, "out")

#define X(name, word) name,
enum direction { DIRECTIONS(X) DIRECTION_COUNT };
#undef X

const char *direction_word(enum direction direction);
/* False when it is no such word. */
bool direction_of(struct str word, enum direction *direction);

#endif
