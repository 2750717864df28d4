#include "names.h"

/* One table a word list, filled from names.h; two functions read them all. */
#define X(name, word) [name] = word,
static const char *const channel_words[] = { CHANNELS(X) };
static const char *const direction_words[] = { DIRECTIONS(X) };
static const char *const purpose_words[] = { PURPOSES(X) };
static const char *const kind_words[] = { KINDS(X) };
static const char *const role_words[] = { ROLES(X) };
#undef X

static bool find_word(const char *const *words, size_t count, struct str word, size_t *found)
{
	for (size_t i = 0; i < count; i++) {
		if (str_is(word, words[i])) {
			*found = i;
			return true;
		}
	}
	return false;
}

/* <noun>_word and <noun>_of for one table. */
#define WORDS(noun)                                                             \
	const char *noun##_word(enum noun noun)                                 \
	{                                                                       \
		return noun##_words[noun];                                      \
	}                                                                       \
	bool noun##_of(struct str word, enum noun *noun)                        \
	{                                                                       \
		size_t found;                                                   \
                                                                                \
		if (!find_word(noun##_words, COUNT_OF(noun##_words), word, &found)) \
			return false;                                           \
		*noun = (enum noun)found;                                       \
		return true;                                                    \
	}

WORDS(channel)
WORDS(direction)
WORDS(purpose)
WORDS(kind)
WORDS(role)
