/*
 * registry - which adapters there are: the one place that names them all.
 *
 * Threads: const data; any.
 */
#ifndef ADAPTERS_REGISTRY_H
#define ADAPTERS_REGISTRY_H

#include "adapter.h"

/* NULL when there is no such kind. */
const struct adapter *registry_find(struct str kind);
/* What every kind of account needs, NULL behind the last; the first is the usual one. */
const struct account_kind *const *registry_kinds(void);

#endif
