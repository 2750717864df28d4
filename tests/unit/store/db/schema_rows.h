/*
 * schema_rows - what the ledger itself says of its tables, and a row in each of them: for
 * claims that hold of every table, whatever it is called and whatever comes to stand in it.
 */
#ifndef TESTS_UNIT_STORE_DB_SCHEMA_ROWS_H
#define TESTS_UNIT_STORE_DB_SCHEMA_ROWS_H

#include "base/buf.h"
#include "tests/unit/store/ledger.h"

enum { SCHEMA_COLUMNS = 400, SCHEMA_WORDS = 24, SCHEMA_NAME = 40 };

struct schema_column {
	char table[SCHEMA_NAME], name[SCHEMA_NAME];
	bool is_number;
	/* as SQL spells them: 'open', or 1; none: everything of its type is taken */
	char words[SCHEMA_WORDS][SCHEMA_NAME];
	size_t word_count;
	char refers_to[SCHEMA_NAME]; /* a table; "": to none */
};

struct schema {
	struct schema_column columns[SCHEMA_COLUMNS];
	size_t count;
};

/* CHECK (column = 'a' OR column = 'b'), as the driver spells it, out of the table's text. */
static inline void schema_words(struct schema_column *column, struct str sql)
{
	char head[SCHEMA_NAME + 16];
	struct str rest, word;
	size_t at;

	snprintf(head, sizeof(head), "CHECK (%s = ", column->name);
	at = str_find(sql, str_of(head));
	if (at >= sql.size)
		return;
	rest = str_from(sql, at + strlen("CHECK ("));
	rest = str_slice(rest, 0, str_find(rest, STR(")")));
	while (rest.size) {
		at = str_find(rest, STR(" OR "));
		word = str_from(str_slice(rest, 0, at), strlen(column->name) + 3);
		assert_true(column->word_count < SCHEMA_WORDS);
		str_put(column->words[column->word_count++], SCHEMA_NAME, word);
		rest = at < rest.size ? str_from(rest, at + 4) : STR_NONE;
	}
}

static const char schema_of_sqlite[] =
	"SELECT m.name, c.name, c.type, m.sql, coalesce((SELECT f.\"table\""
	" FROM pragma_foreign_key_list(m.name) AS f WHERE f.\"from\" = c.name), '')"
	" FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"
	" WHERE m.type = 'table' AND m.name <> 'migration' ORDER BY m.rowid, c.cid";
/* The checks put together again as SQLite has them. */
static const char schema_of_postgresql[] =
	"SELECT c.relname, a.attname, CASE a.atttypid WHEN 20 THEN 'INTEGER' ELSE 'TEXT' END,"
	" coalesce((SELECT 'CHECK (' || string_agg(a.attname || ' = ' || coalesce(quote_literal(w[1]), w[2]), ' OR ')"
	" || ')' FROM pg_constraint AS k, regexp_matches(pg_get_constraintdef(k.oid),"
	" '''((?:[^'']|'''')*)''::text|\\((-?[0-9]+)\\)::bigint', 'g') AS w WHERE k.conrelid = c.oid"
	" AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]), ''),"
	" coalesce((SELECT k.confrelid::regclass::text FROM pg_constraint AS k WHERE k.conrelid = c.oid"
	" AND k.contype = 'f' AND k.conkey = ARRAY[a.attnum]), '') FROM pg_class AS c JOIN pg_attribute AS a"
	" ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE c.relkind = 'r'"
	" AND c.relnamespace = current_schema()::regnamespace AND c.relname NOT IN ('migration', 'db_writer')"
	" ORDER BY c.oid, a.attnum";

/* Every column of every table but the runner's own, tables in the order they were made. */
static inline void schema_read(struct db *db, struct schema *schema)
{
	AUTO_ROWS rows = NULL;

	*schema = (struct schema){ .count = 0 };
	assert_fine(db_ask(db, &rows, engine_is_postgresql() ? schema_of_postgresql : schema_of_sqlite, NULL, 0));
	while (db_rows_next(rows)) {
		struct schema_column *column = &schema->columns[schema->count++];

		assert_true(schema->count < SCHEMA_COLUMNS);
		str_put(column->table, SCHEMA_NAME, db_rows_text(rows, 0));
		str_put(column->name, SCHEMA_NAME, db_rows_text(rows, 1));
		column->is_number = str_is(db_rows_text(rows, 2), "INTEGER");
		schema_words(column, db_rows_text(rows, 3));
		str_put(column->refers_to, SCHEMA_NAME, db_rows_text(rows, 4));
	}
	assert_fine(db_rows_fault(rows));
}

/* The table of `columns[from]` ends before this one. */
static inline size_t schema_table_end(const struct schema *schema, size_t from)
{
	size_t end = from;

	while (end < schema->count &&
	       strcmp(schema->columns[end].table, schema->columns[from].table) == 0)
		end++;
	return end;
}

/* One row a table: 1, "x" or the first word it takes; so that each refers to the others. */
static inline void schema_fill(struct db *db, const struct schema *schema)
{
	struct note note = { .text = "" };

	for (size_t from = 0, end; from < schema->count; from = end) {
		AUTO(buf) sql;

		buf_init(&sql, 4000);
		end = schema_table_end(schema, from);
		buf_add_format(&sql, "INSERT INTO %s VALUES (", schema->columns[from].table);
		for (size_t i = from; i < end; i++) {
			const struct schema_column *column = &schema->columns[i];

			buf_add_format(&sql, "%s%s", i > from ? ", " : "",
				       column->word_count && !column->is_number ? column->words[0] :
				       column->is_number ? "1" : "'x'");
		}
		buf_add_text(&sql, ");");
		if (db_script(db, buf_text(&sql), &note))
			fail_msg("%s: %s", buf_text(&sql), note.text);
	}
}

/* What comes of putting `value`, as SQL spells it, into that column of that row. */
static inline enum fault schema_put(struct db *db, const struct schema_column *column,
				    const char *value)
{
	char sql[256];

	snprintf(sql, sizeof(sql), "UPDATE %s SET %s = %s;", column->table, column->name, value);
	return db_script(db, sql, NULL);
}

/* Rows of all tables together.  Counted by a script: a statement's text must be const. */
static inline int64_t schema_rows(struct db *db, const struct schema *schema)
{
	AUTO(buf) sql;

	buf_init(&sql, 1 << 14);
	buf_add_text(&sql, "CREATE TEMP TABLE IF NOT EXISTS counted (n INTEGER); DELETE FROM counted;"
			   " INSERT INTO counted SELECT 0");
	for (size_t from = 0; from < schema->count; from = schema_table_end(schema, from))
		buf_add_format(&sql, " + (SELECT count(*) FROM %s)", schema->columns[from].table);
	buf_add_text(&sql, ";");
	assert_fine(db_script(db, buf_text(&sql), NULL));
	return ledger_number(db, "SELECT n FROM counted");
}

#endif
