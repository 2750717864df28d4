#include "db.h"

#include <assert.h>
#include <string.h>

#include "db_driver.h"
#include "db_pgsql.h"
#include "db_seal.h"

static const struct db_driver *const drivers[] = { &db_sqlite_driver, &db_pgsql_driver };

enum fault db_open(const char *address, enum db_mode mode, struct db **db,
		   struct note *note)
{
	assert(address && db && mode <= DB_SCRATCH);
	for (size_t i = 0; i < COUNT_OF(drivers); i++) {
		size_t size = strlen(drivers[i]->scheme);

		if (strncmp(address, drivers[i]->scheme, size) == 0 && address[size] == ':')
			return drivers[i]->open(address + size + 1, mode, db, note);
	}
	return fault_because(FAULT_CONFIG, note,
			     "the store's address must begin with sqlite: or postgresql:");
}

void db_close(struct db **db)
{
	assert(!*db || db_is_ours(*db));
	if (*db) {
		db_seal_done(*db);
		(*db)->driver->close(*db);
	}
	*db = NULL;
}

enum fault db_run(struct db *db, const char *sql, const struct bind *binds, size_t count,
		  int64_t *changed)
{
	assert(db_is_ours(db) && sql && (binds || count == 0));

	struct bind sealed[BINDS_MOST];

	if (db->key)
		binds = db_seal_binds(db, binds, count, sealed);
	return db->driver->run(db, sql, binds, count, changed);
}

enum fault db_ask(struct db *db, struct db_rows **rows, const char *sql,
		  const struct bind *binds, size_t count)
{
	assert(db_is_ours(db) && rows && !*rows && sql && (binds || count == 0));

	struct bind sealed[BINDS_MOST];
	enum fault fault;

	if (db->key)
		binds = db_seal_binds(db, binds, count, sealed);
	fault = db->driver->ask(db, rows, sql, binds, count);
	if (!fault)
		(*rows)->db = db;
	return fault;
}

void db_seal(struct db *db, const struct seal_key *key)
{
	assert(db_is_ours(db) && !db->is_begun);
	db->key = key;
}

const struct seal_key *db_sealed_by(const struct db *db)
{
	assert(db);
	return db->key;
}

void db_hold(struct db *db, struct db_held *held)
{
	assert(db_is_ours(db) && (!held || !db->held || db->held == held));
	assert(!held || (held->write && held->forget));
	db->held = held;
}

enum fault db_write_held(struct db *db)
{
	return db->held ? db->held->write(db->held) : FAULT_NONE;
}

void db_forget_held(struct db *db)
{
	if (db->held)
		db->held->forget(db->held);
}

enum fault db_ask_all(struct db *db, struct db_rows **rows, const char *sql,
		      const struct bind *binds, size_t count)
{
	enum fault fault = db_write_held(db);

	if (fault)
		return fault;
	return db_ask(db, rows, sql, binds, count);
}

bool db_rows_next(struct db_rows *rows)
{
	return rows->driver->next(rows);
}

int64_t db_rows_number(struct db_rows *rows, int column)
{
	return rows->driver->number(rows, column);
}

struct str db_rows_text(struct db_rows *rows, int column)
{
	return rows->driver->text(rows, column);
}

enum fault db_rows_sealed(struct db_rows *rows, int column, enum seal_kind kind, struct str *text)
{
	struct str cell = db_rows_text(rows, column);

	assert(text);
	if (rows->db->key && cell.size > 0)
		return db_seal_open(rows->db, kind, cell, text);
	*text = cell;
	return FAULT_NONE;
}

enum fault db_rows_fault(const struct db_rows *rows)
{
	return rows->driver->fault(rows);
}

void db_rows_done(struct db_rows **rows)
{
	if (*rows)
		(*rows)->driver->done(*rows);
	*rows = NULL;
}

enum fault db_script(struct db *db, const char *sql, struct note *note)
{
	assert(db_is_ours(db) && sql);
	return db->driver->script(db, sql, note);
}

bool db_is_begun(const struct db *db)
{
	return db->is_begun && pthread_equal(db->thread, pthread_self());
}

enum fault db_begin(struct db *db)
{
	enum fault fault;

	assert(db && !db->is_begun && !db->held);
	fault = db->driver->begin(db);
	db->is_begun = fault == FAULT_NONE;
	db->thread = pthread_self();
	return fault;
}

enum fault db_commit(struct db *db)
{
	assert(db_is_begun(db) && !db->held);
	db->is_begun = false;
	return db->driver->commit(db);
}

void db_rollback(struct db *db)
{
	assert(db && (!db->is_begun || db_is_begun(db)));
	db->is_begun = false;
	db->driver->rollback(db);
}

enum fault db_savepoint(struct db *db)
{
	assert(db_is_begun(db));
	return db->driver->savepoint(db);
}

enum fault db_release(struct db *db)
{
	assert(db_is_begun(db));
	return db->driver->release(db);
}

void db_rollback_to(struct db *db)
{
	assert(db_is_begun(db));
	db->driver->rollback_to(db);
}

const char *db_message(const struct db *db)
{
	return db->driver->message(db);
}

void db_limit(struct db *db, int64_t span_for)
{
	assert(db_is_ours(db) && span_for >= 0);
	db->driver->limit(db, span_for, NULL);
}

void db_stop_when(struct db *db, const _Atomic bool *stop)
{
	assert(db_is_ours(db) && stop);
	db->driver->limit(db, 0, stop);
}

void db_report_to(struct db *db, struct db_health *health)
{
	assert(db_is_ours(db) && health);
	db->health = health;
}

bool db_is_damaged(const struct db *db)
{
	return db->health && db_health_state(db->health) == DB_HEALTH_DAMAGED;
}

struct place_watch *db_place_watch(const struct db *db)
{
	assert(db);
	return db->driver->place ? db->driver->place(db) : NULL;
}

enum fault db_orphans(struct db *db, struct note *note)
{
	assert(db_is_ours(db));
	return db->driver->orphans(db, note);
}

enum fault db_names(struct db *db, struct buf *into)
{
	assert(db_is_ours(db) && into);
	return db->driver->names(db, into);
}

void db_tidy(struct db *db)
{
	db->driver->tidy(db);
}

enum fault db_compact(struct db *db, struct note *note)
{
	assert(db_is_ours(db) && !db->is_begun);
	if (!db->driver->compact)
		return fault_because(FAULT_CONFIG, note, "this engine's free pages are its administrator's: VACUUM FULL");
	return db->driver->compact(db, note);
}

enum fault db_check(struct db *db, bool is_thorough, struct note *note)
{
	assert(db_is_ours(db));
	return db->driver->check(db, is_thorough, note);
}

enum fault db_backup(struct db *db, const char *path, struct note *note)
{
	assert(db_is_ours(db) && path && path[0]);
	return db->driver->backup(db, path, NULL, note);
}

enum fault db_backup_beside(struct db *db, const char *path, const struct backup_ours *ours, struct note *note)
{
	assert(db_is_ours(db) && path && path[0] && ours);
	return db->driver->backup(db, path, ours, note);
}
