#include "list_cause.h"

#include <assert.h>

#include "words.h"

#define X(name, word, sentence) [name] = word,
static const char *const list_cause_words[] = { LIST_CAUSES(X) };
#undef X
#define X(name, word, sentence) [name] = sentence,
static const char *const sentences[] = { LIST_CAUSES(X) };
#undef X

WORDS_SAID(list_cause, enum list_cause)

const char *list_cause_phrase(enum list_cause cause)
{
	assert(cause < LIST_CAUSE_COUNT);
	return sentences[cause];
}

enum list_cause list_cause_by(enum fault fault)
{
	static const enum list_cause causes[FAULT_KINDS] = {
		[FAULT_CONFIG] = LIST_REFUSED,	   [FAULT_STRANGER] = LIST_STRANGER,
		[FAULT_CONFLICT] = LIST_CIRCLE,	   [FAULT_INVALID] = LIST_UNREADABLE,
		[FAULT_MISSING] = LIST_UNREADABLE, [FAULT_TOO_LARGE] = LIST_UNREADABLE,
		[FAULT_DISK] = LIST_UNKEPT,	   [FAULT_FULL] = LIST_UNKEPT,
		[FAULT_BROKEN] = LIST_UNKEPT,
	};

	assert(fault < FAULT_KINDS);
	if (fault && causes[fault] == LIST_READ)
		return LIST_UNANSWERED;
	return causes[fault];
}
