/*
 * rule_words - which of a book's words stand in a family's text; for this room only.
 *
 * A book has hundreds of words and a text few, so each word knows how it begins
 * (rule_words_gram), a text what begins anywhere in it, and a word whose beginning does not
 * stand there is not searched.
 *
 * Threads: a said is its caller's; words are read-only.
 */
#ifndef DOMAIN_RULE_WORDS_H
#define DOMAIN_RULE_WORDS_H

#include "i18n/language/text_forms.h"
#include "rule.h"

enum { RULE_WORDS_GRAMS = 4096 };

/* What begins in one form of a text: a bit each. */
struct rule_grams {
	uint64_t bits[RULE_WORDS_GRAMS / 64];
};

/* A family's text in both forms of keyword.h; of the second, `mixed` (text_forms.h). */
struct rule_said {
	struct str exact, bare;  /* the text_forms' */
	struct rule_grams exact_grams, bare_grams;
	int looks;               /* left; without one no word is found any more */
};

void rule_words_said(const struct text_forms *forms, struct rule_said *said);
/* Whether one of the words stands in the text, or is all of it; also when there are none:
 * that is no condition. */
bool rule_words_hold(const struct rule_words *words, struct rule_said *said, bool is_whole);
/* How a folded word begins: below RULE_WORDS_GRAMS, or that for one too short to tell. */
unsigned short rule_words_gram(struct str word);

#endif
