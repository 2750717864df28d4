/*
 * words - the shipped languages, read once a program: reading them costs more than most tests.
 */
#ifndef TESTS_LIB_WORDS_H
#define TESTS_LIB_WORDS_H

#include "base/memory.h"
#include "tests/lib/fine.h"
#include "work/txn/locale.h"

/* English, Spanish, Somali, Vietnamese, Arabic.  Kept until the program ends; not the caller's. */
static inline struct locale *words_loaded(void)
{
	static const char *const tags[] = { "en", "es", "so", "vi", "ar" };
	static struct locale *loaded;
	struct note note = { .text = "" };

	if (!loaded && locale_load(&(struct locale_ask){ "locales", tags, COUNT_OF(tags), "en" },
				   &loaded, NULL, &note))
		fail_msg("%s", note.text);
	return loaded;
}

/* The same words in a locale of the caller's own that has no calendar yet, as the engine wants it. */
static inline struct locale *words_locale(void)
{
	struct locale *fresh = memory_new(struct locale);

	*fresh = *words_loaded();
	fresh->lends = locale_hold(words_loaded());
	fresh->holders = 1;
	return fresh;
}

#endif
