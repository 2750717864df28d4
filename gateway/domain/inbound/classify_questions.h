/*
 * classify_questions - the judges of texts that answer or ask something; for classify.c only.
 *
 * Each is true when the text is theirs; the classification then has all of it, and is as
 * it was when not.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_CLASSIFY_QUESTIONS_H
#define DOMAIN_CLASSIFY_QUESTIONS_H

#include "classify_private.h"

/* An answer to the question that stands open. */
bool classify_questions_answer(const struct classify_facts *facts, const struct said *said,
			       struct classification *classification);
/* The word that asks for the menu of hours. */
bool classify_questions_hours(const struct classify_facts *facts, const struct said *said,
			      struct classification *classification);
/* "After 6": hours in the family's own words. */
bool classify_questions_text_hours(const struct classify_facts *facts, const struct said *said,
				   struct classification *classification);

#endif
