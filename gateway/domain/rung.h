/*
 * rung - a way to be tried when an answer does not arrive (ladder.h).
 *
 * Threads: pure.
 */
#ifndef DOMAIN_RUNG_H
#define DOMAIN_RUNG_H

#include "base/str.h"

#define RUNGS(X)                                                                \
	X(RUNG_RETRY, "retry_later", "the same number later")                   \
	X(RUNG_NUMBER, "other_number", "another number of theirs")              \
	X(RUNG_CHANNEL, "other_channel", "another channel")                     \
	X(RUNG_VOICE, "voice", "a call")                                        \
	X(RUNG_GUARDIAN, "other_guardian", "another guardian")                  \
	X(RUNG_VISIT, "visit", "a visit")

#define X(name, word, phrase) name,
enum rung { RUNGS(X) RUNG_COUNT };
#undef X

const char *rung_word(enum rung rung);
/* False when it is no such word. */
bool rung_of(struct str word, enum rung *rung);
/* How the trace says it. */
const char *rung_phrase(enum rung rung);

#endif
