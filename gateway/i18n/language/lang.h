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

size_t lang_count(const struct lang_set *set);
const struct lang *lang_at(const struct lang_set *set, size_t index);
/* Exact tag, ASCII case ignored; NULL when not shipped. */
const struct lang *lang_find(const struct lang_set *set, struct str tag);
/* The best shipped language for any BCP 47 tag ("es-MX", "zh-TW", "prs", "tl",
 * "hmn"), by ICU's LocaleMatcher.  Refused (NULL) when the base languages are
 * not the same or known aliases: ps is never en.  architecture.md, traps. */
const struct lang *lang_match(const struct lang_set *set, struct str tag);

#endif
