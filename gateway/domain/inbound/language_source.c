#include "language_source.h"

#include "domain/words.h"

#define X(name, word) [name] = word,
static const char *const language_source_words[] = { LANGUAGE_SOURCES(X) };
#undef X

WORDS_OF(language_source, enum language_source)
