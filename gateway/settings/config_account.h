/*
 * config_account - the rows of an entry below `adapters`, with those of its kind among them.
 *
 * For config*.c only.
 */
#ifndef SETTINGS_CONFIG_ACCOUNT_H
#define SETTINGS_CONFIG_ACCOUNT_H

#include "config_options.h"

/* NULL when no kind has that word. */
const struct account_kind *config_account_kind(const struct account_kind *const *kinds,
					       struct str word);
/* `rows` with the account's own where OPTION_ACCOUNT stands; in the arena, which must have
 * room. */
const struct option *config_account_rows(const struct option *rows,
					 const struct account_kind *const *kinds,
					 const struct account_kind *kind, struct arena *arena);
/* The values of an entry that was read: secrets out of their files.  *blamed: the place in
 * the entry that a fault is about. */
enum fault config_account_values(struct config_adapter *adapter,
				 const struct account_kind *kind, const void **blamed,
				 struct note *note) MUST_CHECK;

#endif
