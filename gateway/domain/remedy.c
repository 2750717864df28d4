#include "remedy.h"

#include <assert.h>

#include "words.h"

#define X(name, word) [name] = word,
static const char *const remedy_words[] = { REMEDIES(X) };
#undef X

WORDS_OF(remedy, enum remedy)

bool remedy_spends(enum remedy remedy)
{
	assert(remedy < REMEDY_COUNT);
	return remedy == REMEDY_RETRY || remedy == REMEDY_LATER || remedy == REMEDY_SENDER;
}

bool remedy_is_of_destination(enum remedy remedy)
{
	assert(remedy < REMEDY_COUNT);
	return remedy == REMEDY_DESTINATION || remedy == REMEDY_ROUTE;
}
