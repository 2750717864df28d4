/* No column is forgotten: the schema, the census and its table in the README say the same. */
#include "tests/lib/test.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/file.h"
#include "store/sealing/census.h"
#include "tests/unit/store/ledger.h"

#define README "gateway/store/sealing/README.md"

static struct buf *readme(void)
{
	static struct buf text;

	if (text.size == 0) {
		buf_init(&text, 1 << 20);
		assert_fine(file_read(README, &text, NULL));
	}
	return &text;
}

/* The word in the second cell of the row that names the column; "" when none does. */
static void said_of(const char *column, char word[16])
{
	char name[128];
	struct str rest = buf_str(readme()), line;

	word[0] = '\0';
	snprintf(name, sizeof(name), "`%s`", column);
	while (str_next(&rest, '\n', &line)) {
		struct str cells = line, cell;

		if (!str_starts(line, STR("| `")) || !str_next(&cells, '|', &cell) || !str_next(&cells, '|', &cell) ||
		    str_find(cell, str_of(name)) == cell.size || !str_next(&cells, '|', &cell))
			continue;
		if (word[0])
			fail_msg("%s stands there twice", column);
		str_put(word, 16, str_trim(cell));
	}
}

/* "" when the census has it not. */
static const char *word_of(const char *column)
{
	size_t count;
	const struct census_table *tables = census_tables(&count);

	for (size_t i = 0; i < count; i++)
		for (size_t c = 0; c < tables[i].count; c++) {
			enum seal_kind kind = tables[i].cells[c].kind;

			if (strcmp(tables[i].cells[c].column, column) == 0)
				return kind == SEAL_KIND_COUNT || seal_kind_is_matched(kind) ? "matched" : "sealed";
		}
	return "plain";
}

static void every_text_of_the_schema_is_sealed_or_plain_on_purpose(void **state)
{
	struct ledger ledger;
	struct db_rows *rows = NULL;
	int columns = 0;

	(void)state;
	ledger_new(&ledger);
	assert_fine(db_ask(ledger.db, &rows,
			   "SELECT m.name || '.' || c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"
			   " WHERE m.type = 'table' AND m.name <> 'migration'"
			   " AND (c.type = 'TEXT' OR c.name = 'text_hash') ORDER BY 1", NULL, 0));
	while (db_rows_next(rows)) {
		char column[100], said[16];

		str_put(column, sizeof(column), db_rows_text(rows, 0));
		said_of(column, said);
		if (strcmp(said, word_of(column)) != 0)
			fail_msg("%s: " README " says \"%s\", the census \"%s\"", column, said, word_of(column));
		columns++;
	}
	assert_true(columns > 80);
	db_rows_done(&rows);
	ledger_done(&ledger);
}

static void every_column_of_the_census_is_one_of_the_schema(void **state)
{
	struct ledger ledger;
	size_t count;
	const struct census_table *tables = census_tables(&count);

	(void)state;
	ledger_new(&ledger);
	for (size_t i = 0; i < count; i++)
		for (size_t c = 0; c < tables[i].count; c++) {
			const char *column = tables[i].cells[c].column;
			struct db_rows *rows = NULL;

			assert_fine(db_ask(ledger.db, &rows, "SELECT count(*) FROM sqlite_master AS m"
					   " JOIN pragma_table_info(m.name) AS c WHERE m.name || '.' || c.name = $1",
					   BINDS(TEXTZ(column))));
			assert_true(db_rows_next(rows));
			if (db_rows_number(rows, 0) != 1)
				fail_msg("%s is no column", column);
			db_rows_done(&rows);
		}
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_text_of_the_schema_is_sealed_or_plain_on_purpose),
		cmocka_unit_test(every_column_of_the_census_is_one_of_the_schema),
	};

	if (engine_is_postgresql()) {
		puts("the schema is asked of SQLite");
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
