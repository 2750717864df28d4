#include "person_reason.h"

#include <assert.h>

#include "base/buf.h"
#include "miss.h"
#include "words.h"

#define X(name, word, sentence) [name] = word,
static const char *const person_reason_words[] = { PERSON_REASONS(X) };
#undef X
#define X(name, word, sentence) [name] = sentence,
static const char *const sentences[] = { PERSON_REASONS(X) };
#undef X

WORDS_OF(person_reason, enum person_reason)

const char *person_reason_phrase(enum person_reason reason)
{
	assert(reason < PERSON_REASON_COUNT);
	return sentences[reason];
}

void person_reason_say(enum person_reason reason, struct str detail, struct buf *into)
{
	enum miss miss;

	assert(reason < PERSON_REASON_COUNT);
	assert(into);
	buf_add_text(into, sentences[reason]);
	if (detail.size == 0)
		return;
	if (sentences[reason][0])
		buf_add_text(into, ": ");
	if (miss_of(detail, &miss))
		buf_add_text(into, miss_phrase(miss));
	else
		buf_add(into, detail);
}
