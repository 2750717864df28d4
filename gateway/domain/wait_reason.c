#include "wait_reason.h"

#include <assert.h>

#include "words.h"

#define X(name, word, sentence) [name] = word,
static const char *const wait_reason_words[] = { WAIT_REASONS(X) };
#undef X
#define X(name, word, sentence) [name] = sentence,
static const char *const sentences[] = { WAIT_REASONS(X) };
#undef X

WORDS_OF(wait_reason, enum wait_reason)

const char *wait_reason_phrase(enum wait_reason reason)
{
	assert(reason < WAIT_REASON_COUNT);
	return sentences[reason];
}

bool wait_reason_is_hour(enum wait_reason reason)
{
	assert(reason < WAIT_REASON_COUNT);
	return reason == WAIT_NIGHT || reason == WAIT_DISTRICT || reason == WAIT_FAMILY ||
	       reason == WAIT_NO_HOUR;
}

enum wait_reason wait_reason_of_remedy(enum remedy remedy)
{
	static const enum wait_reason reasons[REMEDY_COUNT] = {
		[REMEDY_RETRY] = WAIT_REFUSED,     [REMEDY_LATER] = WAIT_REFUSED,
		[REMEDY_NEVER] = WAIT_REFUSED,     [REMEDY_STOPPED] = WAIT_STOPPED,
		[REMEDY_BAD_NUMBER] = WAIT_REFUSED, [REMEDY_CONFIG] = WAIT_LINE_REFUSED,
		[REMEDY_CONTENT] = WAIT_REFUSED,   [REMEDY_LINE] = WAIT_LINE_BUSY,
		[REMEDY_OUTAGE] = WAIT_NEXT_TRY,   [REMEDY_SENDER] = WAIT_LINE_REFUSED,
		[REMEDY_ROUTE] = WAIT_REFUSED,     [REMEDY_DESTINATION] = WAIT_REFUSED,
	};

	assert(remedy < REMEDY_COUNT);
	return reasons[remedy];
}
