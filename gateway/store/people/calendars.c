#include "calendars.h"

#include <assert.h>

#include "store/db/row.h"

#define CALENDAR_COLUMNS "school, imported_at, imported_by, until_at"
#define CLOSURE_COLUMNS "school, from_at, to_at, summary, is_all_day"

static void calendar_read(struct row *row, struct calendar *calendar)
{
	row_text(row, calendar->school, sizeof(calendar->school));
	calendar->imported_at = row_number(row);
	row_text(row, calendar->imported_by, sizeof(calendar->imported_by));
	calendar->until_at = row_number(row);
}

static void closure_read(struct row *row, struct closure *closure)
{
	row_text(row, closure->school, sizeof(closure->school));
	closure->from_at = row_number(row);
	closure->to_at = row_number(row);
	row_text(row, closure->summary, sizeof(closure->summary));
	closure->is_all_day = row_flag(row);
}

READER_ALL(calendar)
READER_ALL(closure)

enum fault calendar_replace(struct db *db, const struct calendar *calendar)
{
	enum fault fault = db_run(db, "INSERT INTO calendar (" CALENDAR_COLUMNS ")"
				      " VALUES ($1, $2, $3, $4) ON CONFLICT (school) DO UPDATE"
				      " SET imported_at = $2, imported_by = $3, until_at = $4",
		BINDS(TEXTZ(calendar->school), NUMBER(calendar->imported_at),
		      TEXTZ(calendar->imported_by), NUMBER(calendar->until_at)), NULL);

	if (fault)
		return fault;
	return db_run(db, "DELETE FROM closure WHERE school = $1",
		      BINDS(TEXTZ(calendar->school)), NULL);
}

enum fault calendar_list(struct db *db, struct calendar *calendars, size_t most, size_t *count)
{
	assert(calendars && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " CALENDAR_COLUMNS " FROM calendar"
					     " ORDER BY school LIMIT $1", BINDS(NUMBER(most)));

	if (fault)
		return fault;
	return calendar_all(rows, calendars, most, count);
}

enum fault calendar_closure_add(struct db *db, const struct closure *closure)
{
	assert(closure->from_at < closure->to_at);
	return db_run(db, "INSERT INTO closure (" CLOSURE_COLUMNS ") VALUES ($1, $2, $3, $4, $5)",
		      BINDS(TEXTZ(closure->school), NUMBER(closure->from_at),
			    NUMBER(closure->to_at), TEXTZ(closure->summary),
			    NUMBER(closure->is_all_day)), NULL);
}

enum fault calendar_closure_count(struct db *db, int64_t *count)
{
	return setting_ask_number(db, "SELECT count(*) FROM closure", NULL, 0, count);
}

enum fault calendar_closure_list(struct db *db, int64_t after, struct closure *closures, size_t most,
			size_t *count)
{
	assert(closures && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " CLOSURE_COLUMNS " FROM closure"
					     " WHERE to_at > $1 ORDER BY from_at, school, to_at,"
					     " summary LIMIT $2",
				  BINDS(NUMBER(after), NUMBER(most)));

	if (fault)
		return fault;
	return closure_all(rows, closures, most, count);
}
