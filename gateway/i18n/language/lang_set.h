/*
 * lang_set - the languages, out of locales/languages.yaml.
 *
 * Ownership: what was loaded is the caller's to free, when its last user is gone.
 * Threads: a loaded set is read-only.
 */
#ifndef I18N_LANG_SET_H
#define I18N_LANG_SET_H

#include "lang.h"

/* FAULT_CONFIG with file, line, column: bad YAML, unknown key, a fallback that
 * is not in the file or runs in a circle, one word with two meanings, a locale
 * that ICU has no data for. */
enum fault lang_set_load(const char *path, struct lang_set **set,
			 struct note *note) MUST_CHECK;
void lang_set_free(struct lang_set **set);

#endif
