/*
 * meaning - what a text from a family is (classify.h).
 *
 * The word stands in SQL CHECK constraints, JSON, the console and the log.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_MEANING_H
#define DOMAIN_MEANING_H

#include "base/str.h"

#define MEANINGS(X)                                                            \
	X(MEANING_INPUT, "input")          /* opens a promise */               \
	X(MEANING_MORE, "more")            /* joins one */                     \
	X(MEANING_STOP, "stop")                                                \
	X(MEANING_START, "start")                                              \
	X(MEANING_HELP, "help")                                                \
	X(MEANING_LANGUAGE, "language")    /* chose or asked for one */        \
	X(MEANING_WRONG_DIGIT, "wrong_digit")                                  \
	X(MEANING_ANSWERED_YES, "answered_yes")                                \
	X(MEANING_ANSWERED_NO, "answered_no") /* opens a promise that follows */ \
	X(MEANING_THANKS, "thanks")                                            \
	X(MEANING_SCOPE, "scope")          /* how far the stop goes */         \
	X(MEANING_HOURS, "hours")          /* asked for the choice, or chose */

#define X(name, word) name,
enum meaning { MEANINGS(X) MEANING_COUNT };
#undef X

const char *meaning_word(enum meaning meaning);
/* False when it is no such word. */
bool meaning_of(struct str word, enum meaning *meaning);

#endif
