#include "import.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "import_home.h"
#include "import_told.h"
#include "wire/form.h"
#include "wire/timer.h"

static void keep_node(void *node)
{
	(void)node; /* rows belong to the arena */
}

static void free_import(void *data)
{
	struct import *import = data;

	timer_free(&import->timer);
	tdestroy(import->tree, keep_node);
	tdestroy(import->home_tree, keep_node);
	tdestroy(import->pupil_tree, keep_node);
	json_decref(import->refused);
	json_decref(import->merged);
	json_decref(import->unknown_columns);
	arena_done(&import->arena);
	free(import);
}

static struct import *import_new(struct request *request)
{
	struct import *import = memory_new(struct import);

	import->request = request;
	import->is_preview = str_is(form_get(&request->query, "preview"), "1");
	import->refused = json_array();
	import->merged = json_array();
	import->unknown_columns = json_array();
	arena_init(&import->arena, IMPORT_ROWS * (sizeof(struct import_row) + 64 +
		   sizeof(struct import_home) + sizeof(struct import_pupil)));
	return import;
}

/* --- the header ------------------------------------------------------------------- */

/* A title that is no text names nothing that we know. */
static int column_of(struct str name)
{
	if (str_equals_nocase(name, STR("phone")))
		return IMPORT_PHONE;
	for (int i = 0; i < FAMILY_PART_COUNT; i++)
		if (str_equals_nocase(name, str_of(family_fields_word((enum family_part)i))))
			return i;
	return IMPORT_UNKNOWN;
}

static void tell_unknown(struct import *import, const struct csv_table_row *row, size_t i)
{
	char name[64];

	snprintf(name, sizeof(name), "column %zu (not UTF-8)", i + 1);
	json_array_append_new(import->unknown_columns, row->is_text[i] ?
			      json_stringn(row->cells[i].at, row->cells[i].size) : json_string(name));
}

static enum fault take_header(struct import *import, const struct csv_table_row *row,
			      struct note *note)
{
	bool has[FAMILY_PART_COUNT + 1] = { false };

	for (size_t i = 0; i < row->count; i++) {
		int column = column_of(row->cells[i]);

		import->columns[i] = column;
		if (column == IMPORT_UNKNOWN) {
			tell_unknown(import, row, i);
			continue;
		}
		if (has[column])
			return fault_because(FAULT_INVALID, note, "row %d names the column %s twice",
					     row->row, column == IMPORT_PHONE ? "phone" :
					     family_fields_word((enum family_part)column));
		has[column] = true;
	}
	import->column_count = row->count;
	if (!has[IMPORT_PHONE])
		return fault_because(FAULT_INVALID, note,
				     "row %d names no column phone; it takes phone, and any of "
				     "name, language, zone, prefers, hours, household, groups, shares, "
				     "student, school", row->row);
	return FAULT_NONE;
}

/* --- a row ------------------------------------------------------------------------ */

/* Reads the cells; `e164` has PHONE_SIZE bytes.  False: the row was refused. */
static bool read_cells(struct import *import, const struct csv_table_row *row,
		       struct family_given *given, char *e164)
{
	struct request *request = import->request;
	struct phone phone = { .e164 = "" };
	struct note note = { .line = 0 };

	for (size_t i = 0; i < row->count; i++) {
		int column = import->columns[i];
		enum fault fault = FAULT_NONE;

		if (column != IMPORT_UNKNOWN && !row->is_text[i])
			fault = fault_because(FAULT_INVALID, &note,
					      "this is not UTF-8: save the file as \"CSV UTF-8\"");
		else if (column == IMPORT_PHONE)
			fault = phone_read(row->cells[i], request->api->settings.region, &phone,
					   &note);
		else if (column != IMPORT_UNKNOWN && row->cells[i].size)
			fault = family_fields_set(request->locale, (enum family_part)column,
					   row->cells[i], given, &note);
		if (fault) {
			import_told_refuse(import, row->row, column == IMPORT_PHONE ? "phone" :
				      family_fields_word((enum family_part)column), note.text);
			return false;
		}
	}
	if (!phone.e164[0])
		import_told_refuse(import, row->row, "phone", "the row has no number");
	str_put(e164, PHONE_SIZE, str_of(phone.e164));
	return phone.e164[0];
}

static int compare_phones(const void *a, const void *b)
{
	return strcmp(((const struct import_row *)a)->phone, ((const struct import_row *)b)->phone);
}

static void set_part(struct import_row *row, int part, const struct contact *from)
{
	struct contact *to = &row->contact;

	row->has[part] = true;
	if (part == CONTACT_HAS_NAME)
		memcpy(to->name, from->name, sizeof(to->name));
	else if (part == CONTACT_HAS_LANGUAGE)
		memcpy(to->language, from->language, sizeof(to->language));
	else if (part == CONTACT_HAS_ZONE)
		memcpy(to->zone, from->zone, sizeof(to->zone));
	else if (part == CONTACT_HAS_PREFERS)
		to->prefers = from->prefers;
	if (part == CONTACT_HAS_HOURS) {
		to->own_from = from->own_from;
		to->own_to = from->own_to;
	}
}

/* A row as it was read. */
struct taken {
	int row;
	char phone[PHONE_SIZE];
	struct family_given given;
};

/* Refused ones count: each is read by the library of telephone numbers all the same. */
static enum fault too_many_rows(struct note *note)
{
	return fault_because(FAULT_TOO_LARGE, note, "the file has over %d rows: split it", IMPORT_ROWS);
}

static enum fault keep_row(struct import *import, const struct taken *taken, struct note *note)
{
	struct import_home *home = NULL;
	struct import_row *row = arena_take(&import->arena, sizeof(*row));
	struct import_row **known;

	if (!row || import->count == IMPORT_ROWS)
		return too_many_rows(note);
	if (!import_home_take(import, &taken->given, taken->row, &home))
		return FAULT_NONE;
	row->import = import;
	row->row = taken->row;
	str_put(row->phone, sizeof(row->phone), str_of(taken->phone));
	known = memory_must(tsearch(row, &import->tree, compare_phones));
	if (*known == row)
		import->rows[import->count++] = row;
	else
		import_told_merged(import, taken->row, (*known)->row);
	for (size_t i = 0; i < COUNT_OF(row->has); i++)
		if (taken->given.contact.has[i] && !(*known)->has[i])
			set_part(*known, (int)i, &taken->given.contact.contact);
	if (!(*known)->home)
		(*known)->home = home;
	return FAULT_NONE;
}

static enum fault take_row(void *data, const struct csv_table_row *row, struct note *note)
{
	struct import *import = data;
	struct taken taken = { .row = row->row };

	if (import->column_count == 0)
		return take_header(import, row, note);
	if (++import->read > IMPORT_ROWS)
		return too_many_rows(note);
	if (row->count > import->column_count) {
		import_told_refuse(import, row->row, NULL, "the row has more cells than the header");
		return FAULT_NONE;
	}
	return read_cells(import, row, &taken.given, taken.phone) ? keep_row(import, &taken, note) :
								    FAULT_NONE;
}

/* --- compared with what we have ------------------------------------------------------ */

/* The same rule as work's: what staff or the family said outranks a file. */
static bool changes_language(const struct import_row *row, const struct contact *contact)
{
	return row->has[CONTACT_HAS_LANGUAGE] && contact->language_source <= LANGUAGE_ROSTER &&
	       (contact->language_source != LANGUAGE_ROSTER ||
		strcmp(contact->language, row->contact.language) != 0);
}

static bool changes_home(const struct import_row *row, const struct contact *contact)
{
	const struct import_home *home = row->home;

	return home && (home->change != IMPORT_SAME ||
			home->household.id.n != contact->household.n);
}

static bool changes_hours(const struct import_row *row, const struct contact *contact)
{
	return row->has[CONTACT_HAS_HOURS] && contact->hours_source <= LANGUAGE_ROSTER &&
	       (contact->own_from != row->contact.own_from ||
		contact->own_to != row->contact.own_to);
}

static bool changes(const struct import_row *row, const struct contact *contact)
{
	return changes_home(row, contact) || !contact->is_known || changes_language(row, contact) ||
	       changes_hours(row, contact) ||
	       (row->has[CONTACT_HAS_NAME] && strcmp(contact->name, row->contact.name) != 0) ||
	       (row->has[CONTACT_HAS_ZONE] && strcmp(contact->zone, row->contact.zone) != 0) ||
	       (row->has[CONTACT_HAS_PREFERS] && contact->prefers != row->contact.prefers);
}

static enum fault compare(struct db *db, struct import_row *row)
{
	struct contact contact;
	struct number number;
	enum fault fault = number_get(db, str_of(row->phone), &number);

	if (fault == FAULT_MISSING) {
		row->change = IMPORT_ADD;
		return FAULT_NONE;
	}
	if (!fault)
		fault = contact_get(db, number.contact, &contact);
	if (fault)
		return fault;
	row->change = changes(row, &contact) ? IMPORT_CHANGE : IMPORT_SAME;
	row->import->language_kept += row->has[CONTACT_HAS_LANGUAGE] &&
				      contact.language_source > LANGUAGE_ROSTER &&
				      strcmp(contact.language, row->contact.language) != 0;
	return FAULT_NONE;
}

enum fault import_look(struct request *request, struct db *db, struct note *note)
{
	struct import *import = import_new(request);
	enum fault fault;

	request->more = import;
	request->more_free = free_import;
	fault = csv_table_read(request->body, take_row, import, note);
	if (!fault && import->column_count == 0)
		return fault_because(FAULT_INVALID, note, "the file is empty");
	if (!fault)
		fault = import_home_compare(import, db);
	for (size_t i = 0; !fault && i < import->count; i++) {
		fault = compare(db, import->rows[i]);
		import->unchanged += import->rows[i]->change == IMPORT_SAME;
		import->added += import->is_preview && import->rows[i]->change == IMPORT_ADD;
		import->changed += import->is_preview && import->rows[i]->change == IMPORT_CHANGE;
	}
	return fault;
}
