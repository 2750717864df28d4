/*
 * db_driver - what an engine must do for db.h: one const table an engine.
 *
 * A driver's connection and its rows begin with these structs.  Preconditions that
 * db.c has checked already are not checked again.
 *
 * Threads: the connection's.
 */
#ifndef STORE_DB_DRIVER_H
#define STORE_DB_DRIVER_H

#include <pthread.h>

#include "write_set.h"

struct db_driver {
	const char *scheme; /* "sqlite" */
	enum fault (*open)(const char *path, enum db_mode mode, struct db **db,
			   struct note *note);
	void (*close)(struct db *db);
	enum fault (*run)(struct db *db, const char *sql, const struct bind *binds,
			  size_t count, int64_t *changed);
	enum fault (*ask)(struct db *db, struct db_rows **rows, const char *sql,
			  const struct bind *binds, size_t count);
	bool (*next)(struct db_rows *rows);
	int64_t (*number)(struct db_rows *rows, int column);
	struct str (*text)(struct db_rows *rows, int column);
	enum fault (*fault)(const struct db_rows *rows);
	void (*done)(struct db_rows *rows);
	enum fault (*script)(struct db *db, const char *sql, struct note *note);
	enum fault (*begin)(struct db *db);
	enum fault (*commit)(struct db *db);
	void (*rollback)(struct db *db);
	enum fault (*savepoint)(struct db *db);
	enum fault (*release)(struct db *db);
	void (*rollback_to)(struct db *db);
	const char *(*message)(const struct db *db);
	struct place_watch *(*place)(const struct db *db); /* NULL: its ledgers are no files */
	void (*limit)(struct db *db, int64_t span_for, const _Atomic bool *stop);
	void (*tidy)(struct db *db);
	enum fault (*compact)(struct db *db, struct note *note); /* NULL: not ours to do */
	enum fault (*check)(struct db *db, bool is_thorough, struct note *note);
	enum fault (*orphans)(struct db *db, struct note *note);
	enum fault (*names)(struct db *db, struct buf *into);
	enum fault (*backup)(struct db *db, const char *path, const struct backup_ours *ours,
			     struct note *note);
};

/* Room for cells; grows, and stays until the connection ends. */
struct db_room {
	char *at;
	size_t room;
};

struct db {
	const struct db_driver *driver;
	const struct seal_key *key;     /* NULL: nothing is sealed */
	struct db_room closed, opened;  /* cells on their way in; the text last opened */
	struct db_held *held;   /* NULL: nothing */
	struct db_health *health; /* NULL: nobody is told */
	bool is_begun;          /* db_begin without db_commit or db_rollback… */
	pthread_t thread;       /* …and whose: nobody else may use it meanwhile */
#ifndef NDEBUG
	struct write_entry written[WRITE_SET_MOST];
	size_t write_set_count;
	bool is_watched;
#endif
};

/* Not while another thread has a transaction open on it. */
static inline bool db_is_ours(const struct db *db)
{
	return db && (!db->is_begun || pthread_equal(db->thread, pthread_self()));
}

struct db_rows {
	const struct db_driver *driver;
	struct db *db;
};

extern const struct db_driver db_sqlite_driver;

#endif
