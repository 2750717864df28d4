/*
 * db_sqlite_rows - statements of SQLite: prepared once, bound, stepped.
 *
 * Threads: the connection's.
 */
#ifndef STORE_DB_SQLITE_ROWS_H
#define STORE_DB_SQLITE_ROWS_H

#include "db_sqlite.h"

enum fault db_sqlite_rows_run(struct db *db, const char *sql, const struct bind *binds,
		      size_t count, int64_t *changed);
enum fault db_sqlite_rows_ask(struct db *db, struct db_rows **rows, const char *sql,
		      const struct bind *binds, size_t count);
bool db_sqlite_rows_next(struct db_rows *rows);
int64_t db_sqlite_rows_number(struct db_rows *rows, int column);
struct str db_sqlite_rows_text(struct db_rows *rows, int column);
enum fault db_sqlite_rows_fault(const struct db_rows *rows);
void db_sqlite_rows_done(struct db_rows *rows);
void db_sqlite_rows_statements_free(struct sqlite *sqlite);

#endif
