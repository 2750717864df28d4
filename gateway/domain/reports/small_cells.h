/*
 * small_cells - which groups of a table may not be shown, so that nobody stands out.
 *
 * A group with fewer than `ceiling` members is hidden.  The total stands beside the
 * groups, so whoever subtracts the shown ones from it learns what the hidden ones have
 * together.  Therefore further groups, the smallest first, are hidden until at least two
 * are, and each of them could have `ceiling` members for all that the sum tells:
 *
 *	hidden together >= ceiling + (hidden groups) - 1
 *
 * since each hidden group has at least one member.  A hidden group does not say why it
 * is hidden.  Empty groups are shown: that there is nobody tells of nobody.
 *
 * Source: product.md journey 12; field-notes.md §1.3 (k-suppression).
 * Threads: pure.
 */
#ifndef DOMAIN_SMALL_CELLS_H
#define DOMAIN_SMALL_CELLS_H

#include "base/str.h"

/* Sets is_hidden of every group.  False: no choice of groups is safe, so neither groups
 * nor total may be shown. */
bool small_cells_suppress(const int64_t *members, size_t count, int64_t ceiling, bool *is_hidden);

#endif
