#include "role.h"

#include "words.h"

#define X(name, word) [name] = word,
static const char *const role_words[] = { ROLES(X) };
#undef X

WORDS_OF(role, enum role)
