/*
 * import_home - the households and students of an import.
 *
 * Threads: a reader's, as import_look.
 */
#ifndef API_IMPORT_HOME_H
#define API_IMPORT_HOME_H

#include "import.h"

/* What a row says of its household and a student; both stay NULL when it
 * says nothing.  False: the row is refused. */
bool import_home_take(struct import *import, const struct family_given *given, int row,
		      struct import_home **home);
/* With what the ledger has. */
enum fault import_home_compare(struct import *import, struct db *db) MUST_CHECK;
void import_home_count(struct import *import, struct import_home *home);

#endif
