#include "csv_table.h"

#include <assert.h>
#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct csv_table {
	struct csv_parser parser;
	struct buf cells;            /* of this row, one behind the other */
	size_t ends[CSV_TABLE_COLUMNS];
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
	struct csv_table *table = data;

	if (table->count == CSV_TABLE_COLUMNS) {
		table->has_too_many = true;
		return;
	}
	buf_add(&table->cells, (struct str){ text, size });
	table->has_text = table->has_text || str_trim((struct str){ text, size }).size > 0;
	table->ends[table->count++] = table->cells.size;
}

static enum fault check_row(const struct csv_table *table)
{
	if (buf_check(&table->cells, NULL))
		return fault_because(FAULT_TOO_LARGE, table->note, "row %d is over %d bytes long",
				     table->row, CSV_TABLE_ROW);
	if (table->has_too_many)
		return fault_because(FAULT_TOO_LARGE, table->note,
				     "row %d has over %d columns", table->row, CSV_TABLE_COLUMNS);
	return FAULT_NONE;
}

static enum fault give_row(const struct csv_table *table)
{
	struct csv_table_row row = { .row = table->row, .count = table->count };
	struct str text = buf_str(&table->cells);
	size_t from = 0;
	enum fault fault = check_row(table);

	if (fault)
		return fault;
	for (size_t i = 0; i < table->count; i++) {
		row.cells[i] = str_trim(str_slice(text, from, table->ends[i] - from));
		row.is_text[i] = str_is_utf8(row.cells[i]) &&
				 !(row.cells[i].size && memchr(row.cells[i].at, '\0', row.cells[i].size));
		from = table->ends[i];
	}
	return table->take(table->data, &row, table->note);
}

static void on_row(int end, void *data)
{
	struct csv_table *table = data;

	(void)end;
	if (!table->fault && table->has_text)
		table->fault = give_row(table);
	buf_clear(&table->cells);
	table->count = 0;
	table->has_text = false;
	table->has_too_many = false;
	table->is_between = true;
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

static enum fault quote_fault(const struct csv_table *table)
{
	return fault_because(FAULT_INVALID, table->note,
			     "row %d: a quote inside a cell must be doubled, and a quoted "
			     "cell must end with a quote", table->row);
}

/* Of a line with its end, whichever of the three: a file may have been put together from
 * several. */
static size_t line_size(struct str text)
{
	size_t size = 0;

	while (size < text.size && text.at[size] != '\n' && text.at[size] != '\r')
		size++;
	size += size < text.size && text.at[size] == '\r';
	if (size < text.size && text.at[size] == '\n')
		size++;
	return size;
}

/* Line by line, so that we know where we are. */
static enum fault feed(struct csv_table *table, struct str text)
{
	while (text.size && !table->fault) {
		size_t size = line_size(text);

		/* A blank line begins no row: libcsv is silent about it. */
		if (table->is_between && str_trim(str_slice(text, 0, size)).size) {
			table->row = table->line;
			table->is_between = false;
		}
		if (csv_parse(&table->parser, text.at, size, on_cell, on_row, table) != size)
			return quote_fault(table);
		table->line++;
		text = str_from(text, size);
	}
	if (!table->fault && csv_fini(&table->parser, on_cell, on_row, table))
		return quote_fault(table);
	return table->fault;
}

enum fault csv_table_read(struct str text,
		      enum fault (*take)(void *data, const struct csv_table_row *row,
					 struct note *note),
		      void *data, struct note *note)
{
	assert(take);

	struct csv_table *table = memory_new(struct csv_table);
	enum fault fault;

	(void)csv_init(&table->parser, CSV_STRICT | CSV_STRICT_FINI); /* fails without a parser only */
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_from(text, 3);
	buf_init(&table->cells, CSV_TABLE_ROW);
	table->line = table->row = 1;
	table->is_between = true;
	table->take = take;
	table->data = data;
	table->note = note;
	csv_set_delim(&table->parser, guess_delimiter(text));
	fault = feed(table, text);
	csv_free(&table->parser);
	buf_done(&table->cells);
	free(table);
	return fault;
}
