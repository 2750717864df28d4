/*
 * text_hours_set - the words for hours, out of locales/hours.yaml.
 *
 * Threads: a loaded set is read-only.
 */
#ifndef I18N_TEXT_HOURS_SET_H
#define I18N_TEXT_HOURS_SET_H

#include "text_hours.h"

/* FAULT_CONFIG with file, line, column, or with the tag that is not shipped.  Borrows
 * `languages`. */
enum fault text_hours_set_load(const char *path, const struct lang_set *languages,
			 struct text_hours_set **set, struct note *note) MUST_CHECK;
void text_hours_set_free(struct text_hours_set **set);

#endif
