/*
 * kind - what an outbound message is for.
 *
 * Replies go ahead of bulk (lower first).
 * The word stands in SQL CHECK constraints, JSON, the console and the log.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_KIND_H
#define DOMAIN_KIND_H

#include "base/str.h"

#define KINDS(X)                                                                  \
	X(KIND_CONFIRMATION, "confirmation") /* of STOP or START: at once */      \
	X(KIND_ACK, "acknowledgement")                                            \
	X(KIND_ANSWER, "answer")             /* keeps a promise when delivered */ \
	X(KIND_SERVICE, "service")           /* language, help, thanks, digits */ \
	X(KIND_UPDATE, "update")             /* the truth when late; the 1/2 question */ \
	X(KIND_OUTREACH, "outreach")

#define X(name, word) name,
enum kind { KINDS(X) KIND_COUNT };
#undef X

const char *kind_word(enum kind kind);
/* False when it is no such word. */
bool kind_of(struct str word, enum kind *kind);

#endif
