#include "seal_kind.h"

#include <assert.h>

const char *seal_kind_word(enum seal_kind kind)
{
#define X(name, word, is_matched) [name] = word,
	static const char *const words[] = { SEAL_KINDS(X) };
#undef X

	assert(kind < SEAL_KIND_COUNT);
	return words[kind];
}

bool seal_kind_is_matched(enum seal_kind kind)
{
#define X(name, word, is_matched) [name] = is_matched,
	static const bool matched[] = { SEAL_KINDS(X) };
#undef X

	assert(kind < SEAL_KIND_COUNT);
	return matched[kind];
}
