/*
 * question - what a family was asked last, and may answer by a digit.
 *
 * The word stands in SQL CHECK constraints, JSON, the console and the log.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_QUESTION_H
#define DOMAIN_QUESTION_H

#include "base/str.h"

#define QUESTIONS(X)                                            \
	X(QUESTION_NONE, "none")                                \
	X(QUESTION_LANGUAGE, "language") /* 1 Soomaali, 2 English */ \
	X(QUESTION_ANSWERED, "answered") /* 1 yes, 2 no */      \
	X(QUESTION_SCOPE, "scope")       /* of a stop: 1 all, 2 all but emergencies */ \
	X(QUESTION_HOURS, "hours")       /* when we may text */

#define X(name, word) name,
enum question { QUESTIONS(X) QUESTION_COUNT };
#undef X

const char *question_word(enum question question);
/* False when it is no such word. */
bool question_of(struct str word, enum question *question);

#endif
