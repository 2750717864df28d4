#include "schools.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "store/db/row.h"

static void school_read(struct row *row, struct school *school)
{
	row_text(row, school->name, sizeof(school->name));
}

READER_ONE(school)
READER_ALL(school)

enum fault school_of_household(struct db *db, struct household_id id, struct school *schools,
			       size_t most, size_t *count)
{
	assert(schools && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT DISTINCT school FROM student"
					     " WHERE household_id = $1 AND school <> ''"
					     " ORDER BY school LIMIT $2",
				  BINDS(NUMBER(id.n), NUMBER(most)));

	if (fault)
		return fault;
	return school_all(rows, schools, most, count);
}

struct schools {
	struct school *at;
	size_t most, count;
};

/* A name that is there stays there once; a full list takes no more. */
static void schools_add(struct schools *schools, struct str name)
{
	size_t i = 0;

	while (i < schools->count && !str_is(name, schools->at[i].name))
		i++;
	if (name.size && i == schools->count && i < schools->most)
		str_put(schools->at[schools->count++].name, SCHOOL_ROOM, name);
}

/* From name to name by the index: a district has many students and few schools. */
static enum fault add_of_students(struct db *db, struct schools *schools)
{
	struct school last = { .name = "" };

	while (schools->count < schools->most) {
		AUTO_ROWS rows = NULL;
		enum fault fault = db_ask(db, &rows, "SELECT school FROM student"
						     " WHERE school > $1 ORDER BY school LIMIT 1",
					  BINDS(TEXTZ(last.name)));

		if (!fault)
			fault = school_one(rows, &last);
		if (fault)
			return fault == FAULT_MISSING ? FAULT_NONE : fault;
		schools_add(schools, str_of(last.name));
	}
	return FAULT_NONE;
}

static enum fault add_of_calendars(struct db *db, struct schools *schools)
{
	AUTO_ROWS rows = NULL;
	struct school school;
	enum fault fault = db_ask(db, &rows, "SELECT school FROM calendar ORDER BY school LIMIT $1",
				  BINDS(NUMBER(schools->most)));

	while (!fault) {
		fault = school_one(rows, &school);
		if (!fault)
			schools_add(schools, str_of(school.name));
	}
	return fault == FAULT_MISSING ? FAULT_NONE : fault;
}

static enum fault add_of_staff(struct db *db, struct schools *schools)
{
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT DISTINCT schools FROM staff"
					     " WHERE disabled_at = 0 AND schools <> '' LIMIT $1",
				  BINDS(NUMBER(schools->most)));

	while (!fault && db_rows_next(rows)) {
		struct str rest = db_rows_text(rows, 0), name;

		while (str_next(&rest, ',', &name))
			schools_add(schools, str_trim(name));
	}
	if (fault)
		return fault;
	return db_rows_fault(rows);
}

enum fault school_count(struct db *db, struct str name, struct school_counts *counts)
{
	assert(counts);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows,
		"SELECT (SELECT count(*) FROM student WHERE school = $1),"
		" (SELECT count(*) FROM staff AS s WHERE s.disabled_at = 0"
		" AND replace(',' || s.schools || ',', ',' || $1 || ',', '') <> ',' || s.schools || ','),"
		" (SELECT count(*) FROM calendar WHERE school = $1)", BINDS(TEXT(name)));

	if (fault)
		return fault;
	if (!db_rows_next(rows))
		return rows_or_missing(rows);
	*counts = (struct school_counts){ db_rows_number(rows, 0), db_rows_number(rows, 1),
					  db_rows_number(rows, 2) };
	return FAULT_NONE;
}

enum fault school_is_known(struct db *db, struct str name, bool *is)
{
	assert(is);

	int64_t found = 0;
	enum fault fault = setting_ask_number(db, "SELECT EXISTS (SELECT 1 FROM student WHERE school = $1)"
					  " OR EXISTS (SELECT 1 FROM calendar WHERE school = $1)",
				      BINDS(TEXT(name)), &found);

	if (!fault)
		*is = found != 0;
	return fault;
}

static int school_order(const void *a, const void *b)
{
	return strcmp(((const struct school *)a)->name, ((const struct school *)b)->name);
}

enum fault school_list(struct db *db, struct school *schools, size_t most, size_t *count)
{
	struct schools found = { schools, most, 0 };
	enum fault fault;

	assert(schools && most > 0 && count);
	fault = add_of_students(db, &found);
	if (!fault)
		fault = add_of_calendars(db, &found);
	if (!fault)
		fault = add_of_staff(db, &found);
	if (fault)
		return fault;
	qsort(schools, found.count, sizeof(*schools), school_order);
	*count = found.count;
	return FAULT_NONE;
}
