/*
 * config_sample - the configuration with every option, printed from the rows.
 *
 * Threads: pure.
 */
#ifndef SETTINGS_CONFIG_SAMPLE_H
#define SETTINGS_CONFIG_SAMPLE_H

#include "config.h"

/* hearback.yaml with every option, its default and why: what --sample prints.  Of several
 * kinds of accounts the first is written out, what the others need stands in comments. */
void config_sample(const struct account_kind *const *kinds, struct buf *into);

#endif
