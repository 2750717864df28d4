/*
 * opt_out_set - the phrases that ask us to stop, out of locales/opt_out.yaml.
 *
 * Threads: a loaded set is read-only.
 */
#ifndef I18N_OPT_OUT_SET_H
#define I18N_OPT_OUT_SET_H

#include "opt_out.h"

/* FAULT_CONFIG with file, line, column, or with the tag that is not shipped.  Borrows
 * `languages`. */
enum fault opt_out_set_load(const char *path, const struct lang_set *languages,
			 struct opt_out_set **set, struct note *note) MUST_CHECK;
void opt_out_set_free(struct opt_out_set **set);

#endif
