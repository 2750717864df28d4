/*
 * db_pgsql - what the files of the PostgreSQL driver share.
 *
 *	db_pgsql.c          open, close, transactions
 *	db_pgsql_session.c  connecting, again and again; what a fault means for the transaction
 *	db_pgsql_rows.c     statements: named on first use, bound in binary, rows
 *	db_pgsql_owner.c    who may write this ledger; commits whose answer was lost
 *	db_pgsql_catalog.c  names, references, checking
 *
 * What is decided here:
 * - A ledger is a schema (the first of search_path) of a database that is UTF-8 and sorts by bytes
 *   (collation and ctype C), on PostgreSQL 15 or later with fsync and full_page_writes on and
 *   synchronous_commit not off: anything else is refused when a connection opens, with what to
 *   do.  Databases and roles are the operator's to make; tables are ours (migrate).
 * - Writing: READ COMMITTED, by one daemon at a time (db_pgsql_owner.h).  db_run outside a
 *   transaction is given one of its own, so that its outcome is never unknown.
 * - Reading: REPEATABLE READ READ ONLY, one snapshot a transaction as in SQLite;
 *   default_transaction_read_only, statement_timeout and idle_in_transaction_session_timeout
 *   hold for those whose daemon has died.
 * - A statement that failed has ended the transaction for the server: it is answered with the same
 *   fault from then on, without asking, until its savepoint or the transaction is rolled back.
 * - A connection that went down takes the open transaction with it: FAULT_AGAIN until it is
 *   rolled back.  The next transaction (or question outside of one) connects again; attempts
 *   that fail are 50 ms apart, then twice that, up to 5 s; between them FAULT_AGAIN at once.
 * - Statements have names on a direct connection and none behind a pooler (statements=unnamed),
 *   where only reading is possible: the lock of a writer is its session's.
 * - db_backup is refused: the server has backups of its own (pg_basebackup with the log, or pg_dump).
 *   DB_SCRATCH is SQLite's.
 *
 * Threads: the connection's.
 */
#ifndef STORE_DB_PGSQL_H
#define STORE_DB_PGSQL_H

#include "base/random.h"
#include "db_driver.h"
#include "store/pgsql/db_pgsql_link.h"

/* Far more than the store has texts; a power of two. */
enum { DB_PGSQL_SLOTS = 1024 };

struct db_pgsql {
	struct db db;
	struct db_pgsql_address address;
	struct db_pgsql_link link;
	struct db_pgsql_patience patience;  /* of db_limit and db_stop_when */
	enum db_mode mode;
	bool is_open;             /* begun without commit or rollback */
	enum fault lost;          /* why nothing is left of the open transaction */
	enum fault failed;        /* why the server takes nothing until a rollback */
	int64_t connect_at_us;    /* no attempt before */
	int64_t pause_ms;         /* after the next one that fails */
	char owner[TOKEN_SIZE];   /* writing: who we are in the ledger… */
	int64_t batch;            /* …and how many transactions it has seen */
	bool is_taken_over;       /* another daemon owns the ledger now */
	size_t kept;
	const char *statements[DB_PGSQL_SLOTS];  /* the texts that the session knows, by address */
};

static inline struct db_pgsql *db_pgsql_of(struct db *db)
{
	return container_of(db, struct db_pgsql, db);
}

extern const struct db_driver db_pgsql_driver;

#endif
