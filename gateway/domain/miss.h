/*
 * miss - why an answer did not arrive.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_MISS_H
#define DOMAIN_MISS_H

#include "base/str.h"
#include "remedy.h"

#define MISSES(X)                                                               \
	X(MISS_OFF, "not_reached", "the phone could not be reached")            \
	X(MISS_NO_TEXTS, "no_texts", "the number cannot receive texts")         \
	X(MISS_STOPPED, "stopped", "they asked us to stop texting there")       \
	X(MISS_REFUSED, "refused", "it was refused or blocked")                 \
	X(MISS_DESTINATION, "destination",                                      \
	  "the provider does not deliver to that country or network from our number") \
	X(MISS_CONTENT, "content", "the text was refused: write it differently") \
	X(MISS_SILENCE, "silence", "no receipt came: it may have arrived")      \
	X(MISS_UNKNOWN, "unknown", "nobody knows whether the provider took it") \
	X(MISS_HOURS, "hours", "no hour is allowed by both law and family")

#define X(name, word, phrase) name,
enum miss { MISSES(X) MISS_COUNT };
#undef X

const char *miss_word(enum miss miss);
/* False when it is no such word. */
bool miss_of(struct str word, enum miss *miss);
/* How the trace and staff read it. */
const char *miss_phrase(enum miss miss);
/* Is a number no use before anything was sent there, and why: what they said there comes
 * before what it cannot do.  *miss is untouched when it is of use. */
bool miss_beforehand(bool is_stopped, bool is_unusable, enum miss *miss);
/* What a refusal or an undelivered receipt means for the ladder. */
enum miss miss_of_remedy(enum remedy remedy);

#endif
