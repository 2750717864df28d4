/*
 * lang_parts - what a loaded set of languages holds; for this room only.
 *
 * Threads: read-only once loaded.
 */
#ifndef I18N_LANG_PARTS_H
#define I18N_LANG_PARTS_H

#include "base/arena.h"
#include "keyword.h"

/* One block of languages.yaml, as libcyaml fills it in. */
struct lang_row {
	char *tag, *name, *autonym, *script, *icu_locale, *voice, *speech, *reviewed;
	int is_rtl;
	char **recognised_as, **fallback, **weekdays, **months;
	unsigned recognised_as_count, fallback_count, weekdays_count, months_count;
	char **words[LANG_WORDS];
	unsigned words_count[LANG_WORDS];
};

struct lang_file {
	struct lang_row *languages;
	unsigned languages_count;
};

struct lang_set {
	struct lang_file *file;
	struct lang *langs;
	size_t count;
	struct arena arena; /* langs and their lists */
	struct keyword_table words;
	struct shim_matcher *matcher;
};

#endif
