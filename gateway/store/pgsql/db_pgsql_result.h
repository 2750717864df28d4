/*
 * db_pgsql_result - what a statement gave: its rows, whole, and how many it touched.
 *
 * PostgreSQL sends all rows of a statement before it takes the next one, so they are kept here,
 * up to a ceiling: other statements may run while they are read.
 *
 * Ownership: db_pgsql_result_done frees.  Threads: the caller's.
 */
#ifndef STORE_DB_PGSQL_RESULT_H
#define STORE_DB_PGSQL_RESULT_H

#include <libpq-fe.h>

#include "base/buf.h"

enum { DB_PGSQL_RESULT_COLUMNS = 64, DB_PGSQL_RESULT_MOST = 64 << 20 };

struct db_pgsql_result {
	struct buf cells;   /* a cell: its size, its bytes, a NUL */
	size_t at;          /* the next row */
	int columns;
	struct str row[DB_PGSQL_RESULT_COLUMNS];
	int64_t changed;
	char tag[16];       /* what the last statement says that it did: "COMMIT" */
};

void db_pgsql_result_init(struct db_pgsql_result *result);
void db_pgsql_result_done(struct db_pgsql_result *result);
/* Adds the rows, and keeps what is said of the statement.  FAULT_TOO_LARGE beyond the ceiling. */
enum fault db_pgsql_result_add(struct db_pgsql_result *result, const PGresult *part) MUST_CHECK;
/* False at the end. */
bool db_pgsql_result_next(struct db_pgsql_result *result);
/* Of the row that next found.  NULL is 0 and ""; true is 1. */
int64_t db_pgsql_result_number(const struct db_pgsql_result *result, int column);
/* Valid until next. */
struct str db_pgsql_result_text(const struct db_pgsql_result *result, int column);

#endif
