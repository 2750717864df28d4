/*
 * store - opening the ledger: migrations, settings, the lines.
 *
 * Migrations are numbered, checksummed and only go forward; a database of any
 * released version opens; one that is newer than the program, or whose past
 * migrations were changed, is refused with the reason.
 *
 * Threads: the connection's thread.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "db.h"

/* Brings the schema up to date; each migration in a transaction of its own. */
enum fault migrate_run(struct db *db, int64_t now, struct note *note) MUST_CHECK;
/* What migrate would do: for hearbackd -n.  FAULT_CONFIG when it cannot open it. */
enum fault migrate_check(struct db *db, int *behind, struct note *note) MUST_CHECK;
enum fault setting_quick_check(struct db *db, struct note *note) MUST_CHECK;

/* When the newest event of the trace was written; 0 for a new ledger. */
enum fault setting_last_at(struct db *db, int64_t *at) MUST_CHECK;

enum fault setting_get(struct db *db, const char *name, char *into, size_t room) MUST_CHECK;
enum fault setting_set(struct db *db, const char *name, const char *value) MUST_CHECK;

#endif
