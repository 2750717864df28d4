#include "rung.h"

#include <assert.h>

#include "words.h"

#define X(name, word, phrase) [name] = word,
static const char *const rung_words[] = { RUNGS(X) };
#undef X
#define X(name, word, phrase) [name] = phrase,
static const char *const phrases[] = { RUNGS(X) };
#undef X

WORDS_OF(rung, enum rung)

const char *rung_phrase(enum rung rung)
{
	assert(rung < RUNG_COUNT);
	return phrases[rung];
}
