/*
 * db_sqlite - what the files of the SQLite driver share.
 *
 *	db_sqlite.c         open, close, transactions
 *	db_sqlite_rows.c    statements: prepared once, bound, stepped
 *	db_sqlite_copy.c    checking, tidying, the online backup
 *	db_sqlite_ddl.c     CREATE TABLE in SQLite's spelling
 *
 * Threads: the connection's.
 */
#ifndef STORE_DB_SQLITE_H
#define STORE_DB_SQLITE_H

#include <sqlite3.h>

#include "base/buf.h"
#include "db_driver.h"
#include "db_place.h"
#include "place_watch.h"

/* Far more than the store has texts; a power of two. */
enum { STATEMENT_SLOTS = 1024 };

struct sqlite;

struct statement {
	struct db_rows rows;
	struct sqlite *sqlite;
	const char *sql;        /* its address is the key */
	sqlite3_stmt *stmt;
	enum fault fault;
	bool is_busy;
	bool is_spare;          /* the kept one was busy: dropped after use */
};

struct sqlite {
	struct db db;
	sqlite3 *handle;
	char *path;
	enum db_mode mode;
	struct db_place_hold hold;
	struct place_watch *watch; /* of what is written; NULL: nothing is, or in memory */
	bool is_open;           /* db_begin without db_commit or db_rollback */
	enum fault lost;        /* why the engine dropped the open transaction by itself */
	int log_pages;          /* of the write-ahead log, after the last commit */
	int64_t deadline_us;    /* 0: none */
	const _Atomic bool *stop; /* NULL: nobody says so */
	char message[200];
	size_t kept;
	struct statement *statements[STATEMENT_SLOTS];
};

static inline struct sqlite *sqlite_of(struct db *db)
{
	return container_of(db, struct sqlite, db);
}

/* Opens a plain handle with our settings: no statements, no lock. */
enum fault db_sqlite_open(const char *path, int flags, sqlite3 **handle,
			      struct note *note);

#endif
