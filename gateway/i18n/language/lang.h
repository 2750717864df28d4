/*
 * lang - the languages we ship, what families call them and say in them.
 *
 * Loaded from locales/languages.yaml and never changed afterwards: a reload
 * makes a new set, and the old one lives until its last user is gone.
 *
 * Threads: a loaded set is read-only and may be shared by all threads.
 */
#ifndef I18N_LANG_H
#define I18N_LANG_H

#include "base/buf.h"

enum lang_word {
	LANG_STOP,    /* opts out */
	LANG_START,   /* comes back */
	LANG_HELP,
	LANG_HOURS,   /* asks for the choice of hours */
	LANG_ASK_FOR, /* asks for this language by name */
	LANG_THANKS,  /* courtesy that opens no promise */
	LANG_YES,
	LANG_NO,
	LANG_WORDS
};

/* Borrowed from the set; all texts NUL-terminated UTF-8. */
struct lang {
	const char *tag;      /* BCP 47, "zh-Hant" */
	const char *name;     /* in English */
	const char *autonym;
	const char *script;   /* ISO 15924 */
	bool is_rtl;
	const char *icu_locale; /* "" when ICU has no data: weekdays/months below */
	const char *voice;    /* "" when nobody can read it aloud */
	const char *speech;   /* "" when nobody can understand it spoken */
	const struct lang *const *fallback; /* NULL-terminated, whole messages */
	const char *const *weekdays; /* 7 from Sunday, or NULL */
	const char *const *months;   /* 12, or NULL */
	const char *const *words[LANG_WORDS]; /* as written, NULL-terminated */
};

struct lang_set;

/* FAULT_CONFIG with file, line, column: bad YAML, unknown key, a fallback that
 * is not in the file or runs in a circle, one word with two meanings, a locale
 * that ICU has no data for. */
enum fault lang_set_load(const char *path, struct lang_set **set,
			 struct note *note) MUST_CHECK;
void lang_set_free(struct lang_set **set);
size_t lang_count(const struct lang_set *set);
const struct lang *lang_at(const struct lang_set *set, size_t index);
/* Exact tag, ASCII case ignored; NULL when not shipped. */
const struct lang *lang_find(const struct lang_set *set, struct str tag);
/* The best shipped language for any BCP 47 tag ("es-MX", "zh-TW", "prs", "tl",
 * "hmn"), by ICU's LocaleMatcher.  Refused (NULL) when the base languages are
 * not the same or known aliases: ps is never en.  architecture.md, traps. */
const struct lang *lang_match(const struct lang_set *set, struct str tag);
/* What a whole message says, when it is nothing but one of our words: NFKC case
 * folding, outer punctuation and space dropped, then again without diacritics.
 * Every shipped language's words count for every family, but yes and no only in
 * `preferred` and in English ("hindi" is a Filipino no, and a Hindi speaker's
 * language).  `lang` (may be NULL) gets the language whose word it was,
 * `preferred` (may be NULL) first.  Courtesy may have pictures of courtesy
 * behind it: "gracias 👍".  False for any other text: "we must STOP this bill"
 * says nothing. */
bool keyword_read(const struct lang_set *set, struct str text,
		    const struct lang *preferred, enum lang_word *word,
		    const struct lang **lang);
/* A menu answer: digits of any script ("٢", "２", "२"), 0..999, alone in the
 * message but for punctuation and space.  -1 when it is something else. */
int keyword_read_digit(struct str text);
/* Recognises (CLD2, full tables) the language of a text among `allowed` (count
 * 0: all shipped).  NULL when unreliable: never guessed.  Takes 20 µs, 40 for a few
 * words.  What it gets right and what not: README.md. */
const struct lang *detect_language(const struct lang_set *set, struct str text,
				  const struct lang *const *allowed, size_t count);
/* Start-up self-test: Somali and Pashto are found only with the full tables. */
enum fault detect_self_check(const struct lang_set *set, struct note *note) MUST_CHECK;

#endif
