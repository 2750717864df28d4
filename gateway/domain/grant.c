#include "grant.h"

#include "words.h"

#define X(name, word) [name] = word,
static const char *const grant_words[] = { GRANTS(X) };
#undef X

WORDS_OF(grant, enum grant_kind)
