/*
 * words - how a table of words is read both ways.
 *
 * Each enum whose words stand in SQL, JSON and the log gets <noun>_word and
 * <noun>_of from its one table, <noun>_words, which an X list fills.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_WORDS_H
#define DOMAIN_WORDS_H

#include <assert.h>

#include "base/str.h"

/* The place of `word` among `count` words, or -1. */
int words_find(const char *const *words, size_t count, struct str word);

/* Defines noun_word and noun_of of `type` from the array noun_words. */
#define WORDS_OF(noun, type) WORDS_SAID(noun, type) WORDS_READ(noun, type)

/* Each alone, where the other is nobody's or the file's own: static WORDS_READ(…) */
#define WORDS_SAID(noun, type)                                                  \
	const char *noun##_word(type noun)                                      \
	{                                                                       \
		assert((size_t)noun < COUNT_OF(noun##_words));                  \
		return noun##_words[noun];                                      \
	}

#define WORDS_READ(noun, type)                                                  \
	bool noun##_of(struct str word, type *noun)                             \
	{                                                                       \
		int found = words_find(noun##_words, COUNT_OF(noun##_words), word); \
                                                                                \
		assert(noun);                                                   \
		if (found < 0)                                                  \
			return false;                                           \
		*noun = (type)found;                                            \
		return true;                                                    \
	}

#endif
