/*
 * row_lang - the languages of a file's rows (opt_out.yaml, hours.yaml); for this room only.
 *
 * Threads: pure.
 */
#ifndef I18N_ROW_LANG_H
#define I18N_ROW_LANG_H

#include "lang.h"

enum { ROW_LANGS_MOST = 40 };

/* Found so far; path, languages and english are the caller's to set. */
struct row_langs {
	const char *path;
	const struct lang_set *languages;
	const struct lang *found[ROW_LANGS_MOST];
	size_t count;
	size_t english; /* the place of English, where it has one */
};

/* FAULT_CONFIG: a language that we do not ship, or one that stands there twice. */
enum fault row_langs_add(struct row_langs *rows, const char *tag, struct note *note) MUST_CHECK;

#endif
