/*
 * import_told - what an import tells: each row that was refused or merged, and the counts.
 *
 * All are counted, the first IMPORT_TOLD of each kind are told.
 *
 * Threads: where the import is.
 */
#ifndef API_IMPORT_TOLD_H
#define API_IMPORT_TOLD_H

#include "import.h"

/* `column` may be NULL: the whole row.  `reason` repeats nothing of the cell. */
void import_told_refuse(struct import *import, int row, const char *column, const char *reason);
/* A row of a number that stood in row `into` already. */
void import_told_merged(struct import *import, int row, int into);
/* The reply.  The caller owns it. */
json_t *import_told_all(const struct import *import);

#endif
