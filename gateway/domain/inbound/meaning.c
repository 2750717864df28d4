#include "meaning.h"

#include "domain/words.h"

#define X(name, word) [name] = word,
static const char *const meaning_words[] = { MEANINGS(X) };
#undef X

WORDS_OF(meaning, enum meaning)
