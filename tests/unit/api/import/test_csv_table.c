/* Tables of cells as spreadsheets write them. */
#include "tests/lib/test.h"

#include <stdio.h>
#include <string.h>

#include "api/import/csv_table.h"

/* Rows as "1[a|b] 2[c|d] ". */
static enum fault write_down(void *data, const struct csv_table_row *row, struct note *note)
{
	struct buf *text = data;

	(void)note;
	buf_add_format(text, "%d[", row->row);
	for (size_t i = 0; i < row->count; i++) {
		if (i)
			buf_add_char(text, '|');
		if (row->is_text[i])
			buf_add(text, row->cells[i]);
		else
			buf_add_char(text, '!');
	}
	buf_add_text(text, "] ");
	return FAULT_NONE;
}

static void what_spreadsheets_write_is_read(void **state)
{
	static const struct {
		const char *label, *file, *rows;
	} rows[] = {
		{ "plain", "a,b\nc,d\n", "1[a|b] 2[c|d] " },
		{ "no last line break", "a,b\nc,d", "1[a|b] 2[c|d] " },
		{ "CRLF", "a,b\r\nc,d\r\n", "1[a|b] 2[c|d] " },
		{ "a byte order mark", "\xef\xbb\xbf" "a,b\nc,d\n", "1[a|b] 2[c|d] " },
		{ "semicolons", "a;b\nc;d\n", "1[a|b] 2[c|d] " },
		{ "tabs", "a\tb\nc\td\n", "1[a|b] 2[c|d] " },
		{ "semicolons, and a comma inside", "a;b\n1,5;d\n", "1[a|b] 2[1,5|d] " },
		{ "a quoted comma", "a,b\n\"c,d\",e\n", "1[a|b] 2[c,d|e] " },
		{ "a doubled quote", "a,b\n\"c\"\"d\",e\n", "1[a|b] 2[c\"d|e] " },
		{ "empty cells", "a,b,c\n,d,\n", "1[a|b|c] 2[|d|] " },
		{ "a row of empty cells is blank", "a,b\n,\nc,d\n", "1[a|b] 3[c|d] " },
		{ "blank rows are counted, not told", "a,b\n\n\nc,d\n", "1[a|b] 4[c|d] " },
		{ "a short row", "a,b\nc\n", "1[a|b] 2[c] " },
		{ "a row of what no printer prints is blank", "a,b\n\v\n\f,\" \"\nc,d\n", "1[a|b] 4[c|d] " },
		{ "lines of all three ends", "a,b\rc,d\n\re,f\r\ng,\"h\ri\nj\"\nk,l", "1[a|b] 2[c|d] 4[e|f] 5[g|h\ri\nj] 8[k|l] " },
		{ "a line break in a cell is a line", "a,b\n\"c\nd\",e\nf,g\n",
		  "1[a|b] 2[c\nd|e] 4[f|g] " },
		{ "a cell that is no UTF-8", "a,b\nc,\xe9\nd,e\n", "1[a|b] 2[c|!] 3[d|e] " },
		/* together they were an é, and neither cell is */
		{ "two halves of a letter", "a,b\n\xc3,\xa9\n", "1[a|b] 2[!|!] " },
		{ "nothing", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct note note = { .text = "" };
		AUTO(buf) text;

		buf_init(&text, 4096);
		if (csv_table_read(str_of(rows[i].file), write_down, &text, &note))
			fail_msg("%s: %s", rows[i].label, note.text);
		if (!str_is(buf_str(&text), rows[i].rows))
			fail_msg("%s: %s", rows[i].label, buf_text(&text));
	}
}

static void what_is_no_table_is_refused_with_its_row(void **state)
{
	static const struct {
		const char *label;
		struct str file;
		const char *says;
	} rows[] = {
		{ "a quote that never ends", STR("a,b\n\"c,d\n"), "row" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct note note = { .text = "" };
		AUTO(buf) text;

		buf_init(&text, 4096);
		if (!csv_table_read(rows[i].file, write_down, &text, &note))
			fail_msg("%s is a table", rows[i].label);
		if (!strstr(note.text, rows[i].says))
			fail_msg("%s: %s", rows[i].label, note.text);
	}
}

static enum fault stop_at_two(void *data, const struct csv_table_row *row, struct note *note)
{
	int *rows = data;

	*rows += 1;
	return row->row == 2 ? fault_because(FAULT_LIMIT, note, "enough") : FAULT_NONE;
}

static void a_fault_of_the_taker_ends_the_reading(void **state)
{
	struct note note = { .text = "" };
	int rows = 0;

	(void)state;
	assert_int_equal(csv_table_read(STR("a\nb\nc\nd\n"), stop_at_two, &rows, &note), FAULT_LIMIT);
	assert_int_equal(rows, 2);
	assert_string_equal(note.text, "enough");
}

static enum fault count_cells(void *data, const struct csv_table_row *row, struct note *note)
{
	(void)note;
	*(size_t *)data = row->count;
	return FAULT_NONE;
}

static void a_row_has_so_many_cells_and_no_more(void **state)
{
	char file[2 * CSV_TABLE_COLUMNS + 3];
	struct note note = { .text = "" };
	size_t count = 0;

	(void)state;
	memset(file, ',', sizeof(file));
	file[0] = 'a';
	assert_int_equal(csv_table_read((struct str){ file, CSV_TABLE_COLUMNS }, count_cells, &count,
					&note), FAULT_NONE);
	assert_int_equal(count, CSV_TABLE_COLUMNS);
	assert_true(csv_table_read((struct str){ file, CSV_TABLE_COLUMNS + 1 }, count_cells, &count,
				   &note) != FAULT_NONE);
	assert_true(note.text[0] != '\0');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_spreadsheets_write_is_read),
		cmocka_unit_test(what_is_no_table_is_refused_with_its_row),
		cmocka_unit_test(a_fault_of_the_taker_ends_the_reading),
		cmocka_unit_test(a_row_has_so_many_cells_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
