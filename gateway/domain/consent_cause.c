#include "consent_cause.h"

#include <assert.h>

#include "words.h"

#define X(name, word, actor, sentence) [name] = word,
static const char *const consent_cause_words[] = { CONSENT_CAUSES(X) };
#undef X
#define X(name, word, actor, sentence) [name] = actor,
static const char *const actors[] = { CONSENT_CAUSES(X) };
#undef X
#define X(name, word, actor, sentence) [name] = sentence,
static const char *const sentences[] = { CONSENT_CAUSES(X) };
#undef X

WORDS_OF(consent_cause, enum consent_cause)

const char *consent_cause_phrase(enum consent_cause cause)
{
	assert(cause < CONSENT_CAUSE_COUNT);
	return sentences[cause];
}

const char *consent_cause_actor(enum consent_cause cause)
{
	assert(cause < CONSENT_CAUSE_COUNT);
	return actors[cause];
}
