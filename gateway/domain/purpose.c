#include "purpose.h"

#include "words.h"

#define X(name, word) [name] = word,
static const char *const purpose_words[] = { PURPOSES(X) };
#undef X

WORDS_OF(purpose, enum purpose)
