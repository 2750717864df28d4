/*
 * import - contacts from a CSV file: read and compared on a reader thread, applied as
 * one act of work's a row.
 *
 * Columns: phone, and any of name, language, zone, prefers, in any order.  A row with a
 * cell that cannot be is refused with the reason, the rest goes on.  Rows of one number
 * are one family: the first row counts, later ones fill what it left empty.  What a
 * family told us itself outranks the file (work's acts see to it; here it is counted).
 *
 * Threads: import_look on a reader thread, then the loop thread.
 */
#ifndef API_IMPORT_H
#define API_IMPORT_H

#include "desk.h"
#include "family.h"
#include "i18n/phone.h"
#include "sheet.h"

enum { IMPORT_ROWS = 100000, IMPORT_TOLD = 1000, IMPORT_WINDOW = 64 };

enum import_change { IMPORT_ADD, IMPORT_CHANGE, IMPORT_SAME };

struct import_row {
	struct import *import;
	int row;
	char phone[PHONE_SIZE];
	struct contact contact;
	bool has[COUNT_OF(((struct act *)NULL)->contact_has)];
	enum import_change change;
};

struct import {
	struct visit *visit;
	bool is_preview;
	/* the columns of the file: FAMILY_…, or one of these */
	int columns[SHEET_COLUMNS];
	size_t column_count;
	/* what was read */
	struct arena arena;
	struct import_row *rows[IMPORT_ROWS];
	size_t count;
	void *tree;                  /* rows by phone: tsearch */
	/* what is told */
	int64_t read, added, changed, unchanged, language_kept;
	int64_t refused_count, merged_count, not_done; /* not done: the daemon stops */
	json_t *refused, *merged, *unknown_columns;
	/* applying */
	size_t next;
	int under_way;
	struct timer *timer;
};

enum { IMPORT_UNKNOWN = -1, IMPORT_PHONE = FAMILY_PART_COUNT };

void import_free(void *import);
void import_refuse(struct import *import, int row, const char *column, const char *reason);
json_t *import_told(const struct import *import);

#endif
