#include "words.h"

int words_find(const char *const *words, size_t count, struct str word)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(word, words[i]))
			return (int)i;
	return -1;
}
