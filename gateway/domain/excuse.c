#include "excuse.h"

#include "words.h"

#define X(name, word) [name] = word,
static const char *const excuse_words[] = { EXCUSES(X) };
#undef X

WORDS_OF(excuse, enum excuse)
