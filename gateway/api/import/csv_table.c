#include "csv_table.h"

#include <assert.h>
#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct csv_table {
	struct csv_parser parser;
	struct buf cells;            /* of this row, one behind the other */
	size_t ends[SHEET_COLUMNS];
	size_t count;
	bool has_text;
	bool has_too_many;
	int line;                    /* being read */
	int row;                     /* where this row began */
	bool is_between;             /* no row has begun */
	enum fault fault;
	enum fault (*take)(void *data, const struct csv_table_row *row, struct note *note);
	void *data;
	struct note *note;
};

static void on_cell(void *text, size_t size, void *data)
{
	struct csv_table *sheet = data;

	if (sheet->count == SHEET_COLUMNS) {
		sheet->has_too_many = true;
		return;
	}
	buf_add(&sheet->cells, (struct str){ text, size });
	sheet->has_text = sheet->has_text || size > 0;
	sheet->ends[sheet->count++] = sheet->cells.size;
}

static enum fault check_row(const struct csv_table *sheet)
{
	struct str text = buf_str(&sheet->cells);

	if (buf_check(&sheet->cells, NULL))
		return fault_because(FAULT_TOO_LARGE, sheet->note, "row %d is over %d bytes long",
				     sheet->row, SHEET_ROW);
	if (sheet->has_too_many)
		return fault_because(FAULT_TOO_LARGE, sheet->note,
				     "row %d has over %d columns", sheet->row, SHEET_COLUMNS);
	if (!str_is_utf8(text) || (text.size && memchr(text.at, '\0', text.size)))
		return fault_because(FAULT_INVALID, sheet->note,
				     "row %d is not UTF-8: save the file as \"CSV UTF-8\"",
				     sheet->row);
	return FAULT_NONE;
}

static enum fault give_row(const struct csv_table *sheet)
{
	struct csv_table_row row = { .row = sheet->row, .count = sheet->count };
	struct str text = buf_str(&sheet->cells);
	size_t from = 0;
	enum fault fault = check_row(sheet);

	if (fault)
		return fault;
	for (size_t i = 0; i < sheet->count; i++) {
		row.cells[i] = str_trim(str_slice(text, from, sheet->ends[i] - from));
		from = sheet->ends[i];
	}
	return sheet->take(sheet->data, &row, sheet->note);
}

static void on_row(int end, void *data)
{
	struct csv_table *sheet = data;

	(void)end;
	if (!sheet->fault && sheet->has_text)
		sheet->fault = give_row(sheet);
	buf_clear(&sheet->cells);
	sheet->count = 0;
	sheet->has_text = false;
	sheet->has_too_many = false;
	sheet->is_between = true;
}

static unsigned char guess_delimiter(struct str text)
{
	static const unsigned char delimiters[] = { ',', ';', '\t' };
	struct str first = STR_NONE;
	unsigned char best = ',';
	size_t most = 0;

	str_next(&text, '\n', &first);
	for (size_t i = 0; i < COUNT_OF(delimiters); i++) {
		size_t count = 0;

		for (size_t j = 0; j < first.size; j++)
			count += (unsigned char)first.at[j] == delimiters[i];
		if (count > most) {
			most = count;
			best = delimiters[i];
		}
	}
	return best;
}

static enum fault quote_fault(const struct csv_table *sheet)
{
	return fault_because(FAULT_INVALID, sheet->note,
			     "row %d: a quote inside a cell must be doubled, and a quoted "
			     "cell must end with a quote", sheet->row);
}

/* Line by line, so that we know where we are. */
static enum fault feed(struct csv_table *sheet, struct str text)
{
	char end = text.size && memchr(text.at, '\n', text.size) ? '\n' : '\r';

	while (text.size && !sheet->fault) {
		size_t size = str_find(text, (struct str){ &end, 1 });

		size = size < text.size ? size + 1 : size;
		/* A blank line begins no row: libcsv is silent about it. */
		if (sheet->is_between && str_trim(str_slice(text, 0, size)).size) {
			sheet->row = sheet->line;
			sheet->is_between = false;
		}
		if (csv_parse(&sheet->parser, text.at, size, on_cell, on_row, sheet) != size)
			return quote_fault(sheet);
		sheet->line++;
		text = str_from(text, size);
	}
	if (!sheet->fault && csv_fini(&sheet->parser, on_cell, on_row, sheet))
		return quote_fault(sheet);
	return sheet->fault;
}

enum fault csv_table_read(struct str text,
		      enum fault (*take)(void *data, const struct csv_table_row *row,
					 struct note *note),
		      void *data, struct note *note)
{
	assert(take);

	struct csv_table *sheet = memory_new(struct csv_table);
	enum fault fault;

	(void)csv_init(&sheet->parser, CSV_STRICT | CSV_STRICT_FINI); /* fails without a parser only */
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_from(text, 3);
	buf_init(&sheet->cells, SHEET_ROW);
	sheet->line = sheet->row = 1;
	sheet->is_between = true;
	sheet->take = take;
	sheet->data = data;
	sheet->note = note;
	csv_set_delim(&sheet->parser, guess_delimiter(text));
	fault = feed(sheet, text);
	csv_free(&sheet->parser);
	buf_done(&sheet->cells);
	free(sheet);
	return fault;
}
