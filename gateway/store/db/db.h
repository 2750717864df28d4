/*
 * db - one database connection, driven the same way whatever engine is behind.
 *
 * SQL text is the same for SQLite and PostgreSQL: parameters $1, $2… numbered by
 * first appearance and bound in that order, ids and times as 64-bit integers,
 * text as UTF-8.  A statement is prepared once per connection and found again by
 * the address of its (const) text.  Only db_*.c include a database header.
 *
 * Faults: FAULT_CONFLICT a unique, check or foreign key constraint; FAULT_DISK full,
 * I/O error, read-only, damaged; FAULT_AGAIN busy or locked past the time-out, or
 * past db_limit; FAULT_BROKEN anything that is a mistake of ours.
 *
 * A full disk may make the engine drop a whole transaction by itself.  From then on
 * every statement, and db_commit, give that fault until db_rollback: nothing slips
 * out of a dead transaction as a change of its own.
 *
 * Threads: a connection belongs to one thread.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "backup_place.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "db_health.h"

struct db;
struct db_rows;

/* DB_LOOK: DB_READ that leaves nothing beside a ledger that nobody has open.
 * DB_SCRATCH: a ledger in memory, gone with its connection; the path does not matter. */
enum db_mode { DB_WRITE, DB_READ, DB_LOOK, DB_SCRATCH };

/* "sqlite:/path".  WAL, synchronous=FULL, foreign_keys=ON, busy time-out 5 s.
 * DB_WRITE makes the file when it is not there and takes a lock that a second daemon
 * cannot get: FAULT_CONFLICT.  DB_READ: FAULT_MISSING when there is no such file. */
enum fault db_open(const char *address, enum db_mode mode, struct db **db,
		   struct note *note) MUST_CHECK;
void db_close(struct db **db);

struct bind {
	enum { BIND_NUMBER, BIND_TEXT } type;
	int64_t number;
	struct str text;
};
#define NUMBER(n) ((struct bind){ .type = BIND_NUMBER, .number = (int64_t)(n) })
#define TEXT(s) ((struct bind){ .type = BIND_TEXT, .text = (s) })
#define TEXTZ(z) TEXT(str_of(z))
#define BINDS(...) ((const struct bind[]){ __VA_ARGS__ }), \
	(sizeof((const struct bind[]){ __VA_ARGS__ }) / sizeof(struct bind))

/* Runs a statement that gives no rows.  *changed (may be NULL): rows touched. */
enum fault db_run(struct db *db, const char *sql, const struct bind *binds, size_t count,
		  int64_t *changed) MUST_CHECK;
/* Runs a statement that gives rows; always db_rows_done, also early:
 *	AUTO_ROWS rows;  if (db_ask(db, &rows, sql, BINDS(…))) …; while (db_rows_next(rows)) */
enum fault db_ask(struct db *db, struct db_rows **rows, const char *sql,
		  const struct bind *binds, size_t count) MUST_CHECK;
/* False at the end or at a fault: db_rows_fault tells. */
bool db_rows_next(struct db_rows *rows);
int64_t db_rows_number(struct db_rows *rows, int column);
/* Valid until db_rows_next. */
struct str db_rows_text(struct db_rows *rows, int column);
enum fault db_rows_fault(const struct db_rows *rows) MUST_CHECK;
void db_rows_done(struct db_rows **rows);
#define AUTO_ROWS __attribute__((cleanup(db_rows_done))) struct db_rows *

/* --- rows that the transaction has in memory ---------------------------------------
 * Whoever holds some, changed and not yet written (work/txn/agenda), says so here until they
 * are forgotten.  A question about several rows would miss them: every list of the store
 * asks by db_ask_all, which has them written first.  At most one at a time. */
struct db_held {
	enum fault (*write)(struct db_held *held);
	void (*forget)(struct db_held *held);  /* they were changed behind its back */
};
/* NULL: nothing is held any more. */
void db_hold(struct db *db, struct db_held *held);
enum fault db_write_held(struct db *db) MUST_CHECK;
void db_forget_held(struct db *db);
/* db_ask, of what may be held. */
enum fault db_ask_all(struct db *db, struct db_rows **rows, const char *sql,
		      const struct bind *binds, size_t count) MUST_CHECK;

/* Do all rows refer to what is there?  FAULT_DISK and the table in the note. */
enum fault db_orphans(struct db *db, struct note *note) MUST_CHECK;
/* The names of the tables and indexes, one a line, in their order; appended. */
enum fault db_names(struct db *db, struct buf *into) MUST_CHECK;
/* Several statements of one text, for migrations; DDL words in the driver's spelling. */
enum fault db_script(struct db *db, const char *sql, struct note *note) MUST_CHECK;
enum fault db_begin(struct db *db) MUST_CHECK;
/* Is a transaction open that this thread began? */
bool db_is_begun(const struct db *db);
/* After a fault nothing of the transaction is left. */
enum fault db_commit(struct db *db) MUST_CHECK;
/* Fine when none is open. */
void db_rollback(struct db *db);
/* Inside a transaction, around each job of a batch, and within it around each thing that may fail alone: they
 * nest, the last one opened is the first to end. */
enum fault db_savepoint(struct db *db) MUST_CHECK;
enum fault db_release(struct db *db) MUST_CHECK;
void db_rollback_to(struct db *db);
/* What the engine said last, for notes; never holds values. */
const char *db_message(const struct db *db);
/* Statements that run longer than this from now on end with FAULT_AGAIN; 0: no limit. */
void db_limit(struct db *db, int64_t span_for);
/* Statements that run when *stop becomes true end with FAULT_AGAIN; any thread may set it. */
void db_stop_when(struct db *db, const _Atomic bool *stop);
/* What this connection meets of damage is told there from now on. */
void db_report_to(struct db *db, struct db_health *health);
bool db_is_damaged(const struct db *db);
/* Housekeeping that may wait until nobody does (SQLite: a passive checkpoint, once
 * the log is worth it). */
void db_tidy(struct db *db);
/* Is the file what it should be?  FAULT_DISK and the first damage in the note; FAULT_AGAIN when
 * the limit came first.  Not thorough: every page, but no index against its table and no reference. */
enum fault db_check(struct db *db, bool is_thorough, struct note *note) MUST_CHECK;
/* A consistent copy, checked, readable by nobody else, in place only when whole, while
 * everything runs (SQLite's online backup).  It takes the place of an earlier backup of the same
 * ledger and of nothing else: FAULT_CONFLICT (backup_place.h). */
enum fault db_backup(struct db *db, const char *path, struct note *note) MUST_CHECK;
/* The same, that knows what else is ours. */
enum fault db_backup_beside(struct db *db, const char *path, const struct backup_ours *ours,
			    struct note *note) MUST_CHECK;

#endif
