#include "direction.h"

#include "words.h"

#define X(name, word) [name] = word,
static const char *const direction_words[] = { DIRECTIONS(X) };
#undef X

WORDS_OF(direction, enum direction)
