/*
 * db_pgsql_rows - statements of PostgreSQL: named on first use, bound in binary, rows kept.
 *
 * A number is int8, a text is text: the server is told, and converts nothing.  What it would refuse
 * in a text, a NUL and bytes that are no UTF-8, is kept as U+FFFD.  Rows are all here
 * before the first is read (db_pgsql_result.h), so others may be asked meanwhile.
 *
 * Threads: the connection's.
 */
#ifndef STORE_DB_PGSQL_ROWS_H
#define STORE_DB_PGSQL_ROWS_H

#include "db_pgsql.h"

/* Within the open transaction, or on a connection that may only read. */
enum fault db_pgsql_rows_run(struct db_pgsql *pgsql, const char *sql, const struct bind *binds, size_t count,
			     int64_t *changed) MUST_CHECK;
enum fault db_pgsql_rows_ask(struct db *db, struct db_rows **rows, const char *sql,
			     const struct bind *binds, size_t count);
bool db_pgsql_rows_next(struct db_rows *rows);
int64_t db_pgsql_rows_number(struct db_rows *rows, int column);
struct str db_pgsql_rows_text(struct db_rows *rows, int column);
enum fault db_pgsql_rows_fault(const struct db_rows *rows);
void db_pgsql_rows_done(struct db_rows *rows);

#endif
