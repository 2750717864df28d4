#include "words.h"

#include <assert.h>

int words_find(const char *const *words, size_t count, struct str word)
{
	assert(words || count == 0);
	for (size_t i = 0; i < count; i++)
		if (str_is(word, words[i]))
			return (int)i;
	return -1;
}
