/* What the ledger refuses, whoever asks: of every table and every column that it has. */
#include "tests/lib/test.h"

#include "schema_rows.h"
#include "store/db/migrate.h"

struct filled {
	struct ledger ledger;
	struct schema schema;
};

static void filled_new(struct filled *filled)
{
	ledger_new(&filled->ledger);
	schema_read(filled->ledger.db, &filled->schema);
	schema_fill(filled->ledger.db, &filled->schema);
}

static bool is_word_of(const struct schema_column *column, const char *word)
{
	for (size_t i = 0; i < column->word_count; i++)
		if (strcmp(column->words[i], word) == 0)
			return true;
	return false;
}

static void expect_refused(struct filled *filled, const struct schema_column *column,
			   const char *value)
{
	enum fault fault = schema_put(filled->ledger.db, column, value);

	if (fault != FAULT_CONFLICT)
		fail_msg("%s.%s = %s: %s", column->table, column->name, value, fault_word(fault));
}

static void expect_taken(struct filled *filled, const struct schema_column *column,
			 const char *value)
{
	enum fault fault = schema_put(filled->ledger.db, column, value);

	if (fault)
		fail_msg("%s.%s = %s: %s", column->table, column->name, value, fault_word(fault));
}

/* In capitals, with a blank behind it, and without its last letter. */
static void expect_near_misses_refused(struct filled *filled, const struct schema_column *column,
				       const char *word)
{
	char near[3][SCHEMA_NAME + 4];
	size_t size = strlen(word);

	if (column->is_number || size < 4)
		return;
	snprintf(near[0], sizeof(near[0]), "upper(%s)", word);
	snprintf(near[1], sizeof(near[1]), "%.*s '", (int)size - 1, word);
	snprintf(near[2], sizeof(near[2]), "%.*s'", (int)size - 2, word);
	for (int i = 0; i < 3; i++)
		if (!is_word_of(column, near[i]))
			expect_refused(filled, column, near[i]);
}

static void a_column_of_words_takes_each_of_its_own_and_nothing_near_them(void **state)
{
	struct filled filled;
	int words = 0;

	(void)state;
	filled_new(&filled);
	for (size_t i = 0; i < filled.schema.count; i++) {
		const struct schema_column *column = &filled.schema.columns[i];

		for (size_t word = 0; word < column->word_count; word++) {
			expect_taken(&filled, column, column->words[word]);
			expect_near_misses_refused(&filled, column, column->words[word]);
		}
		words += (int)column->word_count;
		if (column->word_count && !is_word_of(column, "''"))
			expect_refused(&filled, column, "''");
		if (column->word_count && column->is_number)
			expect_refused(&filled, column, "2");
	}
	assert_true(words > 120);
	ledger_done(&filled.ledger);
}

/* The schema has no NULLs: what is not there yet is 0 or an empty text. */
static void no_column_takes_nothing_at_all(void **state)
{
	struct filled filled;

	(void)state;
	filled_new(&filled);
	assert_true(filled.schema.count > 180);
	for (size_t i = 0; i < filled.schema.count; i++)
		if (schema_put(filled.ledger.db, &filled.schema.columns[i], "NULL") == FAULT_NONE)
			fail_msg("%s.%s", filled.schema.columns[i].table, filled.schema.columns[i].name);
	ledger_done(&filled.ledger);
}

/* STRICT: what a column says of its type holds. */
static void no_number_is_a_text_and_no_text_is_bytes(void **state)
{
	struct filled filled;

	(void)state;
	filled_new(&filled);
	for (size_t i = 0; i < filled.schema.count; i++) {
		const struct schema_column *column = &filled.schema.columns[i];

		/* PostgreSQL writes bytes and halves as its types have them, and so holds none */
		if (engine_is_postgresql() && !column->is_number)
			continue;
		if (schema_put(filled.ledger.db, column, column->is_number ? "'many'" : "x'00'") ==
		    FAULT_NONE)
			fail_msg("%s.%s", column->table, column->name);
		if (!engine_is_postgresql() && column->is_number && schema_put(filled.ledger.db, column, "1.5") == FAULT_NONE)
			fail_msg("%s.%s holds a half", column->table, column->name);
	}
	ledger_done(&filled.ledger);
}

static void no_row_refers_to_what_is_not_there(void **state)
{
	struct filled filled;
	int references = 0;

	(void)state;
	filled_new(&filled);
	for (size_t i = 0; i < filled.schema.count; i++) {
		const struct schema_column *column = &filled.schema.columns[i];

		if (!column->refers_to[0])
			continue;
		expect_refused(&filled, column, column->is_number ? "4711" : "'nobody'");
		references++;
	}
	assert_true(references >= 15);
	ledger_done(&filled.ledger);
}

static void what_a_row_refers_to_cannot_be_taken_away(void **state)
{
	struct filled filled;

	(void)state;
	filled_new(&filled);
	for (size_t i = 0; i < filled.schema.count; i++) {
		const struct schema_column *column = &filled.schema.columns[i];
		char sql[128];

		if (!column->refers_to[0])
			continue;
		snprintf(sql, sizeof(sql), "DELETE FROM %s;", column->refers_to);
		assert_fault(db_script(filled.ledger.db, sql, NULL), FAULT_CONFLICT);
	}
	ledger_done(&filled.ledger);
}

static void no_row_stands_there_twice(void **state)
{
	struct filled filled;
	int64_t before;

	(void)state;
	filled_new(&filled);
	before = schema_rows(filled.ledger.db, &filled.schema);
	for (size_t from = 0; from < filled.schema.count;
	     from = schema_table_end(&filled.schema, from)) {
		const char *table = filled.schema.columns[from].table;
		char sql[128];

		snprintf(sql, sizeof(sql), "INSERT INTO %s SELECT * FROM %s;", table, table);
		if (db_script(filled.ledger.db, sql, NULL) != FAULT_CONFLICT)
			fail_msg("%s has no key", table);
	}
	assert_true(schema_rows(filled.ledger.db, &filled.schema) == before);
	ledger_done(&filled.ledger);
}

static bool has_table(const struct schema *schema, const char *table)
{
	for (size_t i = 0; i < schema->count; i++)
		if (!strcmp(schema->columns[i].table, table))
			return true;
	return false;
}

/* Whatever version wrote it: no row is lost, none refers to nothing, and every check of
 * today holds for it, as if the row were written anew. */
static void a_ledger_of_each_version_keeps_every_row(void **state)
{
	(void)state;
	for (size_t version = 1; version <= migration_count; version++) {
		struct filled filled;
		struct note note = { .text = "" };
		int64_t before;
		bool has_grants;

		ledger_place(&filled.ledger);
		ledger_connect(&filled.ledger);
		assert_fine(migrate_with(filled.ledger.db, migrations, version, noon, &note));
		schema_read(filled.ledger.db, &filled.schema);
		schema_fill(filled.ledger.db, &filled.schema);
		before = schema_rows(filled.ledger.db, &filled.schema);
		has_grants = has_table(&filled.schema, "staff_grant");
		if (migrate_run(filled.ledger.db, noon + 1, &note))
			fail_msg("from %s: %s", migrations[version - 1].name, note.text);
		schema_read(filled.ledger.db, &filled.schema);
		/* the one table whose first rows are worked out of others */
		if (!has_grants)
			before += ledger_number(filled.ledger.db, "SELECT count(*) FROM staff_grant");
		assert_true(schema_rows(filled.ledger.db, &filled.schema) == before);
		assert_fine(db_check(filled.ledger.db, true, &note));
		for (size_t i = 0; i < filled.schema.count; i++)
			expect_taken(&filled, &filled.schema.columns[i], filled.schema.columns[i].name);
		ledger_done(&filled.ledger);
	}
}

/* A migration that dies in the middle of the list leaves the ledger at the one before, and
 * the next start goes on from there. */
static void a_ledger_goes_on_where_a_migration_failed(void **state)
{
	(void)state;
	for (size_t broken = 1; broken < migration_count; broken++) {
		struct migration list[32];
		struct filled filled;
		struct note note = { .text = "" };
		int behind = -1;

		assert_true(migration_count < COUNT_OF(list));
		memcpy(list, migrations, migration_count * sizeof(*list));
		list[broken].sql = "DELETE FROM setting; CREATE TABLE setting (a BIGINT);";
		ledger_place(&filled.ledger);
		ledger_connect(&filled.ledger);
		assert_fault(migrate_with(filled.ledger.db, list, migration_count, noon, &note),
			     FAULT_BROKEN);
		assert_non_null(strstr(note.text, list[broken].name));
		assert_fine(migrate_check(filled.ledger.db, &behind, &note));
		assert_int_equal(behind, migration_count - broken);
		assert_fine(migrate_run(filled.ledger.db, noon, &note));
		assert_fine(migrate_check(filled.ledger.db, &behind, &note));
		assert_int_equal(behind, 0);
		ledger_done(&filled.ledger);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_column_of_words_takes_each_of_its_own_and_nothing_near_them),
		cmocka_unit_test(no_column_takes_nothing_at_all),
		cmocka_unit_test(no_number_is_a_text_and_no_text_is_bytes),
		cmocka_unit_test(no_row_refers_to_what_is_not_there),
		cmocka_unit_test(what_a_row_refers_to_cannot_be_taken_away),
		cmocka_unit_test(no_row_stands_there_twice),
		cmocka_unit_test(a_ledger_of_each_version_keeps_every_row),
		cmocka_unit_test(a_ledger_goes_on_where_a_migration_failed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
