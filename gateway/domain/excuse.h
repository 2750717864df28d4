/*
 * excuse - the coded reason with which a named person closes a promise unanswered.
 *
 * The word stands in SQL CHECK constraints, JSON, the console and the log.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_EXCUSE_H
#define DOMAIN_EXCUSE_H

#include "base/str.h"

#define EXCUSES(X)                                                              \
	X(EXCUSE_MERGED, "merged")           /* answered together with another */ \
	X(EXCUSE_SPAM, "spam")                                                  \
	X(EXCUSE_OPTED_OUT, "opted_out")     /* and reached by other means */    \
	X(EXCUSE_UNREACHABLE, "unreachable") /* after the ladder */             \
	X(EXCUSE_IN_PERSON, "in_person")     /* answered by word of mouth */    \
	X(EXCUSE_NO_ANSWER_NEEDED, "no_answer_needed")

#define X(name, word) name,
enum excuse { EXCUSES(X) EXCUSE_COUNT };
#undef X

const char *excuse_word(enum excuse excuse);
/* False when it is no such word. */
bool excuse_of(struct str word, enum excuse *excuse);

#endif
