#include "miss.h"

#include <assert.h>

#include "words.h"

#define X(name, word, phrase) [name] = word,
static const char *const miss_words[] = { MISSES(X) };
#undef X
#define X(name, word, phrase) [name] = phrase,
static const char *const phrases[] = { MISSES(X) };
#undef X

WORDS_OF(miss, enum miss)

const char *miss_phrase(enum miss miss)
{
	assert(miss < MISS_COUNT);
	return phrases[miss];
}

bool miss_beforehand(bool is_stopped, bool is_unusable, enum miss *miss)
{
	assert(miss);
	if (is_stopped)
		*miss = MISS_STOPPED;
	else if (is_unusable)
		*miss = MISS_NO_TEXTS;
	return is_stopped || is_unusable;
}

enum miss miss_of_remedy(enum remedy remedy)
{
	static const enum miss misses[REMEDY_COUNT] = {
		[REMEDY_RETRY] = MISS_OFF,         [REMEDY_LATER] = MISS_OFF,
		[REMEDY_NEVER] = MISS_REFUSED,     [REMEDY_STOPPED] = MISS_STOPPED,
		[REMEDY_BAD_NUMBER] = MISS_NO_TEXTS, [REMEDY_CONFIG] = MISS_OFF,
		[REMEDY_CONTENT] = MISS_CONTENT,   [REMEDY_LINE] = MISS_OFF,
		[REMEDY_OUTAGE] = MISS_OFF,          [REMEDY_SENDER] = MISS_REFUSED,
		[REMEDY_ROUTE] = MISS_DESTINATION, [REMEDY_DESTINATION] = MISS_DESTINATION,
	};

	assert(remedy < REMEDY_COUNT);
	return misses[remedy];
}
