/*
 * db_sqlite_check - is the file whole, and is everything in it?
 *
 * Threads: the connection's.
 */
#ifndef STORE_DB_SQLITE_CHECK_H
#define STORE_DB_SQLITE_CHECK_H

#include "db_sqlite.h"

enum fault db_sqlite_check(struct db *db, bool is_thorough, struct note *note);
/* The same of a plain handle. */
enum fault db_sqlite_check_handle(sqlite3 *handle, bool is_thorough, struct note *note);
enum fault db_sqlite_check_orphans(struct db *db, struct note *note);
enum fault db_sqlite_check_names(struct db *db, struct buf *into);

#endif
