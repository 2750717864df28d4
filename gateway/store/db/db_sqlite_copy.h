/*
 * db_sqlite_copy - tidying the file, and the online backup.
 *
 * Threads: the connection's.
 */
#ifndef STORE_DB_SQLITE_COPY_H
#define STORE_DB_SQLITE_COPY_H

#include "db_sqlite.h"

void db_sqlite_copy_tidy(struct db *db);
enum fault db_sqlite_copy_compact(struct db *db, struct note *note);
/* For sqlite3_wal_hook: counts the log's pages, and checkpoints when nobody tidies. */
int db_sqlite_copy_on_commit(void *data, sqlite3 *handle, const char *name, int pages);
enum fault db_sqlite_copy_backup(struct db *db, const char *path, const struct backup_ours *ours,
				 struct note *note);

#endif
