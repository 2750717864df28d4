#include "db_sqlite_rows.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "db_sqlite_fault.h"

static struct statement *statement_of(struct db_rows *rows)
{
	return container_of(rows, struct statement, rows);
}

/* $1, $2… must appear in that order: PostgreSQL goes by the number, SQLite by the
 * first appearance.  Only asserted. */
__attribute__((unused)) static bool is_in_order(sqlite3_stmt *stmt)
{
	for (int i = 1; i <= sqlite3_bind_parameter_count(stmt); i++) {
		char name[16];

		snprintf(name, sizeof(name), "$%d", i);
		if (strcmp(sqlite3_bind_parameter_name(stmt, i), name) != 0)
			return false;
	}
	return true;
}

static enum fault prepare(struct sqlite *sqlite, const char *sql, struct statement **made)
{
	struct statement *statement;
	sqlite3_stmt *stmt;
	int code = sqlite3_prepare_v3(sqlite->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
				      &stmt, NULL);

	if (code != SQLITE_OK)
		return db_sqlite_fault(sqlite, code);
	assert(is_in_order(stmt));
	statement = memory_new(struct statement);
	statement->rows.driver = &db_sqlite_driver;
	statement->sqlite = sqlite;
	statement->sql = sql;
	statement->stmt = stmt;
	*made = statement;
	return FAULT_NONE;
}

/* The slot of a text: its statement, or the empty one where it belongs. */
static struct statement **slot_of(struct sqlite *sqlite, const char *sql)
{
	size_t i = (size_t)(((uintptr_t)sql * UINT64_C(0x9e3779b97f4a7c15)) >> 32) %
		   STATEMENT_SLOTS;

	while (sqlite->statements[i] && sqlite->statements[i]->sql != sql)
		i = (i + 1) % STATEMENT_SLOTS;
	return &sqlite->statements[i];
}

static enum fault find(struct sqlite *sqlite, const char *sql, struct statement **found)
{
	struct statement **slot = slot_of(sqlite, sql);
	struct statement *fresh = NULL;
	bool is_spare = *slot || sqlite->kept >= STATEMENT_SLOTS * 3 / 4;
	enum fault fault;

	if (*slot && !(*slot)->is_busy) {
		/* The address is the key, so the text must be const. */
		assert(strcmp(sqlite3_sql((*slot)->stmt), sql) == 0);
		*found = *slot;
		return FAULT_NONE;
	}
	fault = prepare(sqlite, sql, &fresh);
	if (fault)
		return fault;
	assert(fresh); /* for the analyser, to which db_sqlite_fault may be none */
	fresh->is_spare = is_spare;
	if (!is_spare) {
		*slot = fresh;
		sqlite->kept++;
	}
	*found = fresh;
	return FAULT_NONE;
}

static void bind(struct statement *statement, const struct bind *binds, size_t count,
		 sqlite3_destructor_type keep)
{
	assert(count == (size_t)sqlite3_bind_parameter_count(statement->stmt));
	for (size_t i = 0; i < count; i++) {
		int code;

		if (binds[i].type == BIND_NUMBER)
			code = sqlite3_bind_int64(statement->stmt, (int)i + 1,
						  binds[i].number);
		else /* no address would be NULL, and we have no NULLs */
			code = sqlite3_bind_text64(statement->stmt, (int)i + 1,
						   binds[i].text.at ? binds[i].text.at : "",
						   binds[i].text.size, keep, SQLITE_UTF8);
		if (code != SQLITE_OK)
			statement->fault = db_sqlite_fault(statement->sqlite, code);
	}
}

static enum fault start(struct sqlite *sqlite, const char *sql, struct statement **started)
{
	enum fault fault = sqlite->is_open ? sqlite->lost : FAULT_NONE;

	if (!fault)
		fault = find(sqlite, sql, started);
	if (fault)
		return fault;
	(*started)->is_busy = true;
	(*started)->fault = FAULT_NONE;
	return FAULT_NONE;
}

enum fault db_sqlite_rows_ask(struct db *db, struct db_rows **rows, const char *sql,
		      const struct bind *binds, size_t count)
{
	struct statement *statement;
	enum fault fault = start(sqlite_of(db), sql, &statement);

	if (fault)
		return fault;
	bind(statement, binds, count, SQLITE_TRANSIENT);
	*rows = &statement->rows;
	return FAULT_NONE;
}

bool db_sqlite_rows_next(struct db_rows *rows)
{
	struct statement *statement = statement_of(rows);
	int code;

	if (statement->fault)
		return false;
	code = sqlite3_step(statement->stmt);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		statement->fault = db_sqlite_fault(statement->sqlite, code);
	return code == SQLITE_ROW;
}

int64_t db_sqlite_rows_number(struct db_rows *rows, int column)
{
	return sqlite3_column_int64(statement_of(rows)->stmt, column);
}

struct str db_sqlite_rows_text(struct db_rows *rows, int column)
{
	sqlite3_stmt *stmt = statement_of(rows)->stmt;
	const void *at = sqlite3_column_text(stmt, column);

	return (struct str){ at, (size_t)sqlite3_column_bytes(stmt, column) };
}

enum fault db_sqlite_rows_fault(const struct db_rows *rows)
{
	return container_of(rows, const struct statement, rows)->fault;
}

static void statement_free(struct statement *statement)
{
	sqlite3_finalize(statement->stmt);
	free(statement);
}

void db_sqlite_rows_done(struct db_rows *rows)
{
	struct statement *statement = statement_of(rows);

	if (statement->is_spare) {
		statement_free(statement);
		return;
	}
	sqlite3_reset(statement->stmt);
	sqlite3_clear_bindings(statement->stmt);
	statement->is_busy = false;
}

enum fault db_sqlite_rows_run(struct db *db, const char *sql, const struct bind *binds,
		      size_t count, int64_t *changed)
{
	struct sqlite *sqlite = sqlite_of(db);
	struct statement *statement;
	enum fault fault = start(sqlite, sql, &statement);

	if (fault)
		return fault;
	bind(statement, binds, count, SQLITE_STATIC);
	while (db_sqlite_rows_next(&statement->rows))
		;
	fault = statement->fault;
	if (!fault && changed)
		*changed = sqlite3_changes64(sqlite->handle);
	db_sqlite_rows_done(&statement->rows);
	return fault;
}

void db_sqlite_rows_statements_free(struct sqlite *sqlite)
{
	for (size_t i = 0; i < STATEMENT_SLOTS; i++)
		if (sqlite->statements[i])
			statement_free(sqlite->statements[i]);
}
