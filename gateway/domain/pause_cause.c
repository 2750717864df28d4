#include "pause_cause.h"

#include <assert.h>

#include "words.h"

#define X(name, word, sentence) [name] = word,
static const char *const pause_cause_words[] = { PAUSE_CAUSES(X) };
#undef X
#define X(name, word, sentence) [name] = sentence,
static const char *const sentences[] = { PAUSE_CAUSES(X) };
#undef X

WORDS_OF(pause_cause, enum pause_cause)

const char *pause_cause_phrase(enum pause_cause cause)
{
	assert(cause < PAUSE_CAUSE_COUNT);
	return sentences[cause];
}
