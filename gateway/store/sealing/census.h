/*
 * census - every sealed column of the schema, and the walk that seals all of them anew.
 *
 * The table in census.c is the one list: SECURITY.md shows it with the reasons, and a test reads
 * all columns of the schema and finds each here or among those that stay plain on purpose.
 *
 * Threads: the connection's.
 */
#ifndef STORE_CENSUS_H
#define STORE_CENSUS_H

#include "store/db/db.h"

enum { CENSUS_CELLS = 4 };

struct census_table {
	const char *ask, *put;  /* its key, then the cells; the cells, then its key */
	size_t keys;            /* numbers in its key; 0: the first cell is the key, a phone */
	size_t count;
	struct census_cell {
		const char *column;     /* "contact.name" */
		enum seal_kind kind;    /* SEAL_KIND_COUNT: a hash of that text */
	} cells[CENSUS_CELLS];
};

/* For the tests. */
const struct census_table *census_tables(size_t *count);
/* Of a connection that is not told a key, inside a transaction: what is sealed with `from` (NULL: nothing
 * is) is sealed with `to` (NULL: opened for good); *rows counts.  FAULT_BROKEN: a cell cannot be opened;
 * FAULT_DISK too when the ledger passes for plain and holds cells of `to`.  The note says which column. */
enum fault census_reseal(struct db *db, const struct seal_key *from, const struct seal_key *to, int64_t *rows,
			 struct note *note) MUST_CHECK;

#endif
