/*
 * db_sqlite_ddl - migrations in SQLite's spelling.
 *
 * Threads: the connection's.
 */
#ifndef STORE_DB_SQLITE_DDL_H
#define STORE_DB_SQLITE_DDL_H

#include "base/buf.h"

/* BIGINT becomes INTEGER, CREATE TABLE … ends in STRICT, CHECK (a IN ('x', 'y')) is
 * CHECK (a = 'x' OR a = 'y'); comments and strings stay. */
void db_sqlite_ddl(const char *sql, struct buf *into);

#endif
