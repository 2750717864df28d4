/*
 * language_source - by what we know a family's language; later outranks earlier.
 *
 * The word stands in SQL CHECK constraints, JSON, the console and the log.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_LANGUAGE_SOURCE_H
#define DOMAIN_LANGUAGE_SOURCE_H

#include "base/str.h"

#define LANGUAGE_SOURCES(X)                                                    \
	X(LANGUAGE_DEFAULT, "default") X(LANGUAGE_RECOGNISED, "recognised")    \
	X(LANGUAGE_ROSTER, "roster") X(LANGUAGE_STAFF, "staff") X(LANGUAGE_TOLD, "told")

#define X(name, word) name,
enum language_source { LANGUAGE_SOURCES(X) LANGUAGE_SOURCE_COUNT };
#undef X

const char *language_source_word(enum language_source language_source);
/* False when it is no such word. */
bool language_source_of(struct str word, enum language_source *language_source);

#endif
