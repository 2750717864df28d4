/*
 * import - contacts, households and students from a CSV file: read and compared on a
 * reader thread, applied as one command a contact, then one a student.
 *
 * Columns: phone, and any of those of family_fields.h, in any order.  A row with a cell that
 * cannot be is refused with the reason, the rest goes on.  Rows of one number are one
 * family, rows of one household's name one household: the first row counts, later ones
 * fill what it left empty; each row may name another student.  What a
 * family told us itself outranks the file (work's commands see to it; here it is counted).
 *
 * Threads: import_look on a reader thread, then the loop thread.
 */
#ifndef API_IMPORT_H
#define API_IMPORT_H

#include "api/http/request.h"
#include "api/json/family_fields.h"
#include "csv_table.h"
#include "i18n/text/phone.h"

enum { IMPORT_ROWS = 100000, IMPORT_TOLD = 1000, IMPORT_WINDOW = 64 };

enum import_change { IMPORT_ADD, IMPORT_CHANGE, IMPORT_SAME };

/* A household by its name, once a file. */
struct import_home {
	int row;
	struct household household;  /* id 0: there is none of that name */
	bool has[HOUSEHOLD_PARTS];
	enum import_change change;
	bool is_told;                /* counted */
};

struct import_row {
	struct import *import;
	int row;
	struct import_home *home;    /* NULL: the row names none */
	char phone[PHONE_SIZE];
	struct contact contact;
	bool has[CONTACT_PARTS];
	enum import_change change;
};

/* A student of a household, once a file. */
struct import_pupil {
	struct import *import;
	int row;
	struct import_home *home;
	struct student student;
	bool has_school;
	enum import_change change;
};

#include "store/people/students.h"
struct import {
	struct request *request;
	bool is_preview;
	/* the columns of the file: FAMILY_…, or one of these */
	int columns[CSV_TABLE_COLUMNS];
	size_t column_count;
	/* what was read */
	struct arena arena;
	struct import_row *rows[IMPORT_ROWS];
	size_t count;
	void *tree;                  /* rows by phone: tsearch */
	struct import_home *homes[IMPORT_ROWS];
	struct import_pupil *pupils[IMPORT_ROWS];
	size_t home_count, pupil_count;
	void *home_tree, *pupil_tree; /* by name; by household and name */
	/* what is told */
	int64_t read, added, changed, unchanged, language_kept;
	int64_t homes_added, homes_changed, pupils_added, pupils_changed;
	int64_t refused_count, merged_count, not_done; /* not done: the daemon stops */
	json_t *refused, *merged, *unknown_columns;
	/* applying */
	size_t next;
	int under_way;
	struct timer *timer;
};

enum { IMPORT_UNKNOWN = -1, IMPORT_PHONE = FAMILY_PART_COUNT };

/* POST /control/import: reads and compares; the reply of a preview. */
ROUTE_LOOK(import_look);

#endif
