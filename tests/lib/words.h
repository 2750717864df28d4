/*
 * words - nine of the shipped languages, read once a program: reading them costs more than most tests.
 */
#ifndef TESTS_LIB_WORDS_H
#define TESTS_LIB_WORDS_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "tests/lib/fine.h"
#include "tests/lib/locales.h"
#include "work/txn/locale.h"

enum { WORDS_ALLOWED = 5 };

/* A district of English, Spanish, Somali, Vietnamese, Arabic; the others are shipped and not its own.
 * Kept until the program ends; not the caller's. */
static inline struct locale *words_loaded(void)
{
	static const char *const tags[] = { "en", "es", "so", "vi", "ar", "fr", "ru", "zh-Hans", "zh-Hant" };
	static struct locale *loaded;
	struct note note = { .text = "" };
	char folder[] = "/tmp/hearback-words-XXXXXX", command[64];

	if (loaded)
		return loaded;
	assert_non_null(mkdtemp(folder));
	locales_cut(folder, tags, COUNT_OF(tags));
	if (locale_load(&(struct locale_ask){ folder, tags, WORDS_ALLOWED, "en" }, &loaded, NULL, &note))
		fail_msg("%s", note.text);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	assert_int_equal(system(command), 0);
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
