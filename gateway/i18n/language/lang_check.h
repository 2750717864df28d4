/*
 * lang_check - do the rows of languages.yaml fit together?
 *
 * For lang_set.c only, while it loads.
 */
#ifndef I18N_LANG_CHECK_H
#define I18N_LANG_CHECK_H

#include "lang_parts.h"

/* FAULT_CONFIG with the place in `text` (the file's own) when the rows do not fit
 * together. */
enum fault lang_check_set(struct lang_set *set, const char *path, struct str text,
			  struct note *note) MUST_CHECK;

#endif
