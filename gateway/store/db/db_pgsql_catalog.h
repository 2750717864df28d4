/*
 * db_pgsql_catalog - what PostgreSQL's catalogs tell of a ledger: its names, its references, whether it
 * can be read.
 *
 * db_check reads every row of every table (and with them every page; a server with checksums, which
 * initdb --data-checksums makes, finds there what was not written so), as SQLite's reads every page.
 * The thorough one also looks for rows that refer to nothing, and, where the extension amcheck is
 * installed, holds every index against its table.
 *
 * Threads: the connection's.
 */
#ifndef STORE_DB_PGSQL_CATALOG_H
#define STORE_DB_PGSQL_CATALOG_H

#include "db_pgsql.h"

enum fault db_pgsql_catalog_names(struct db *db, struct buf *into);
enum fault db_pgsql_catalog_orphans(struct db *db, struct note *note);
enum fault db_pgsql_catalog_check(struct db *db, bool is_thorough, struct note *note);

#endif
