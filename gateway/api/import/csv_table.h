/*
 * csv_table - a table of cells from a CSV file, row by row.
 *
 * Whatever spreadsheets write: UTF-8 with or without a byte order mark, comma,
 * semicolon or tab (the one that stands most often in the first row), quoted cells
 * with line breaks, CRLF.  A file that is no such thing is refused as a whole, with
 * the row; a cell that is no text is its reader's to refuse.  Rows are counted as a text editor counts lines, the first is 1.
 *
 * Threads: pure.
 */
#ifndef API_CSV_TABLE_H
#define API_CSV_TABLE_H

#include "base/buf.h"

enum { CSV_TABLE_COLUMNS = 64, CSV_TABLE_ROW = 32 * 1024 };

/* Valid until `take` returns. */
struct csv_table_row {
	int row;
	size_t count;
	struct str cells[CSV_TABLE_COLUMNS];
	bool is_text[CSV_TABLE_COLUMNS];  /* UTF-8 and without NULs, each cell by itself */
};

/* Blank rows are left out.  A fault of `take` ends the reading. */
enum fault csv_table_read(struct str text,
		      enum fault (*take)(void *data, const struct csv_table_row *row,
					 struct note *note),
		      void *data, struct note *note) MUST_CHECK;

#endif
