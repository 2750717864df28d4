#include "names.h"

#include "words.h"

/* One table a word list, filled from names.h. */
#define X(name, word) [name] = word,
static const char *const channel_words[] = { CHANNELS(X) };
static const char *const direction_words[] = { DIRECTIONS(X) };
static const char *const purpose_words[] = { PURPOSES(X) };
static const char *const kind_words[] = { KINDS(X) };
static const char *const role_words[] = { ROLES(X) };
#undef X

WORDS_OF(channel, enum channel)
WORDS_OF(direction, enum direction)
WORDS_OF(purpose, enum purpose)
WORDS_OF(kind, enum kind)
WORDS_OF(role, enum role)
