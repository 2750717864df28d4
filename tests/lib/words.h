/*
 * words - the shipped languages, read once a program: reading them costs more than most tests.
 */
#ifndef TESTS_LIB_WORDS_H
#define TESTS_LIB_WORDS_H

#include "tests/lib/fine.h"
#include "work/txn/locale.h"

/* English, Spanish, Somali, Vietnamese, Arabic.  A reference of the caller's own. */
static inline struct locale *words_locale(void)
{
	static const char *const tags[] = { "en", "es", "so", "vi", "ar" };
	static struct locale *loaded;
	struct note note = { .text = "" };

	if (!loaded && locale_load(&(struct locale_ask){ "locales", tags, COUNT_OF(tags), "en" },
				   &loaded, NULL, &note))
		fail_msg("%s", note.text);
	return locale_hold(loaded);
}

#endif
