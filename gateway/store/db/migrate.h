/*
 * migrate - the numbered changes of the schema.
 *
 * The files in migrations/ are compiled in (the Makefile calls migrations/embed).
 * What was applied stands in the table `migration`, with the SHA-256 of its text.
 *
 * Threads: the connection's.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "db.h"

struct migration {
	int no;                 /* rising; a gap was never released */
	const char *name;       /* "0001_main_job" */
	const char *sql;
};

extern const struct migration migrations[];
extern const size_t migration_count;

/* Applies those that are missing; FAULT_CONFIG when the database is newer than the
 * list or its past differs from it: nothing changes then.  Apart from migrate_run for
 * the tests, which have lists of their own. */
enum fault migrate_with(struct db *db, const struct migration *list, size_t count,
			int64_t now, struct note *note) MUST_CHECK;
/* How many are missing; the same refusals.  For the tests, too. */
enum fault migrate_check_with(struct db *db, const struct migration *list, size_t count,
			 int *behind, struct note *note) MUST_CHECK;

/* Brings the schema up to date; each migration in a transaction of its own. */
enum fault migrate_run(struct db *db, int64_t now, struct note *note) MUST_CHECK;
/* Is every table and index there that those migrations make?  FAULT_DISK and the first that is
 * not.  Of a ledger that is up to date. */
enum fault migrate_whole(struct db *db, struct note *note) MUST_CHECK;
/* For the tests. */
enum fault migrate_whole_with(struct db *db, const struct migration *list, size_t count,
			 struct note *note) MUST_CHECK;
/* What migrate would do: for hearbackd -n.  FAULT_CONFIG when it cannot open it. */
enum fault migrate_check(struct db *db, int *behind, struct note *note) MUST_CHECK;

#endif
