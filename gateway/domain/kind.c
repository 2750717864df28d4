#include "kind.h"

#include "words.h"

#define X(name, word) [name] = word,
static const char *const kind_words[] = { KINDS(X) };
#undef X

WORDS_OF(kind, enum kind)
