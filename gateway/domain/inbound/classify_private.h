/*
 * classify_private - what classify.c and classify_questions.c share while one text is judged.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_CLASSIFY_PRIVATE_H
#define DOMAIN_CLASSIFY_PRIVATE_H

#include "classify.h"

/* What the text is, when it is nothing but a keyword or a number. */
struct said {
	bool is_word;
	enum lang_word word;
	const struct lang *lang; /* whose word it is */
	int digit;               /* -1: none */
	enum opt_out opt_out;
	const struct lang *opt_out_lang;
	bool has_text_hours;
	struct text_hours text_hours;
};

static inline bool is_said(const struct said *said, enum lang_word word)
{
	return said->is_word && said->word == word;
}

static inline enum question open_question(const struct classify_facts *facts)
{
	return facts->now - facts->asked_at < CLASSIFY_QUESTION_FOR ? facts->question : QUESTION_NONE;
}

static inline bool is_waiting(const struct classify_facts *facts)
{
	return facts->last_promise.n != 0 && (facts->last_state == PROMISE_OPEN ||
					      facts->last_state == PROMISE_TAKEN);
}

/* A keyword tells the language of one of whom we know nothing: it is answered in it
 * and in the one we had supposed, and stays a supposition. */
void classify_suppose_language(const struct classify_facts *facts, const struct lang *lang,
			       struct classification *classification);

#endif
