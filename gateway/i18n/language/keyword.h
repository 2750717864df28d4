/*
 * keyword - keywords as one compares them.
 *
 * Two forms: `exact` (NFKC, case folded, outer punctuation and emoji colours
 * dropped, one kind of apostrophe, single spaces) and `bare` (that without the
 * marks of Latin letters and without apostrophes).  A message is compared by its
 * bare form only when it carries no marks itself: Vietnamese "Đúng" (right) must
 * not be "Dừng" (stop) for looking alike without them.
 *
 * A word has one meaning.  Only yes and no may differ between languages, for they
 * are read in the family's own language (and in English) alone.  Where two bare
 * forms collide the more careful meaning wins: stop before everything.
 *
 * Threads: a built table is read-only.
 */
#ifndef I18N_KEYWORD_H
#define I18N_KEYWORD_H

#include "lang.h"
#include "text_forms.h"

struct keyword_entry {
	struct str form;
	enum lang_word word;
	size_t lang; /* place in the set's order */
	const char *written;
};

struct keyword_table {
	struct keyword_entry *exact;
	struct keyword_entry *bare;
	size_t exact_count;
	size_t bare_count;
	char *forms; /* behind all form texts */
};

/* Two entries that must not stand in one file. */
struct keyword_clash {
	const struct keyword_entry *one, *other;
};

void keyword_table_init(struct keyword_table *table, const struct lang *langs, size_t count);
void keyword_table_done(struct keyword_table *table);
/* True, and which, when a word has two meanings. */
bool keyword_table_clashes(const struct keyword_table *table, struct keyword_clash *clash);

/* What a whole message says, when it is nothing but one of our words: NFKC case
 * folding, outer punctuation and space dropped, then again without diacritics.
 * Every shipped language's words count for every family, but yes and no only in
 * `preferred` and in English ("hindi" is a Filipino no, and a Hindi speaker's
 * language).  `lang` (may be NULL) gets the language whose word it was,
 * `preferred` (may be NULL) first.  Courtesy may have pictures of courtesy
 * behind it: "gracias 👍".  False for any other text: "we must STOP this bill"
 * says nothing. */
bool keyword_read_forms(const struct lang_set *set, const struct text_forms *forms,
			const struct lang *preferred, enum lang_word *word,
			const struct lang **lang);
/* The same of a text that has no forms yet; here for the tests. */
bool keyword_read(const struct lang_set *set, struct str text,
		    const struct lang *preferred, enum lang_word *word,
		    const struct lang **lang);
/* A menu answer: digits of any script ("٢", "２", "२"), 0..999, alone in the
 * message but for punctuation and space.  -1 when it is something else. */
int keyword_read_digit(struct str text);

#endif
