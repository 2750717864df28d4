/*
 * mishap_words - the words of POST /faults and the magic numbers, as tables.
 *
 * Threads: pure.
 */
#ifndef CARRIER_MISHAP_WORDS_H
#define CARRIER_MISHAP_WORDS_H

#include "mishaps.h"

/* So many words a magic number may have. */
enum { MISHAP_WORDS_MAGIC = 2 };

struct mishap_kind {
	const char *word;
	enum mishap_answer answer;
	enum refusal refusal; /* the answer, or how the message ends */
	bool is_accepted;
	bool ends;        /* refusal is how the message ends, not an answer */
	unsigned flags;
	bool takes_code;  /* a rule may say which code, and with which status */
	int64_t delay_for; /* unless the rule says: until the answer, or of callbacks */
};

/* NULL when there is no such word. */
const struct mishap_kind *mishap_words_find(struct str word);
/* What happens to the tried-th request to that number; NULLs behind the last. */
void mishap_words_magic(struct str number, int64_t tried,
			const struct mishap_kind *kinds[MISHAP_WORDS_MAGIC]);

#endif
