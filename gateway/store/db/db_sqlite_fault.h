/*
 * db_sqlite_fault - what SQLite said, as what the caller may do next.
 *
 * Threads: the connection's.
 */
#ifndef STORE_DB_SQLITE_FAULT_H
#define STORE_DB_SQLITE_FAULT_H

#include "db_sqlite.h"

/* Keeps the engine's message for db_message; a transaction that the engine itself took back
 * is lost from then on.  `code` is not SQLITE_OK. */
enum fault db_sqlite_fault(struct sqlite *sqlite, int code);
/* What a person may do about what the handle met last, for the end of a note; or "". */
const char *db_sqlite_fault_advice(sqlite3 *handle);

/* Damage was met: the health says so, and what is closed stays as it was found.  A log of another
 * ledger that lies beside a copy which was just put back would else be written into it. */
void db_sqlite_fault_damage(struct sqlite *sqlite);

#endif
