/*
 * db_seal - the seam at which cells are sealed and opened, the same for every engine; db.h has its verbs.
 *
 * Threads: the connection's.
 */
#ifndef STORE_DB_SEAL_H
#define STORE_DB_SEAL_H

#include "db_driver.h"

/* The binds as the engine gets them: `binds` itself when none is sealed, else `into`, whose texts stand in
 * the connection's own room until the next call. */
const struct bind *db_seal_binds(struct db *db, const struct bind *binds, size_t count,
				 struct bind into[BINDS_MOST]);
/* A cell that is not empty; *text is valid until the next call.  FAULT_BROKEN, and the log has it. */
enum fault db_seal_open(struct db *db, enum seal_kind kind, struct str cell, struct str *text) MUST_CHECK;
/* For db_close. */
void db_seal_done(struct db *db);

#endif
