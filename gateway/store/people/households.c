#include "households.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "calendars.h"
#include "store/db/row.h"

#define HOUSEHOLD_COLUMNS "id, name, groups, shares, created_at, updated_at"
#define STUDENT_COLUMNS "id, household_id, name, school, created_at, updated_at"

static void household_read(struct row *row, struct household *household)
{
	household->id.n = row_number(row);
	row_text(row, household->name, sizeof(household->name));
	row_text(row, household->groups, sizeof(household->groups));
	household->shares = row_flag(row);
	household->created_at = row_number(row);
	household->updated_at = row_number(row);
}

static void student_read(struct row *row, struct student *student)
{
	student->id.n = row_number(row);
	student->household.n = row_number(row);
	row_text(row, student->name, sizeof(student->name));
	row_text(row, student->school, sizeof(student->school));
	student->created_at = row_number(row);
	student->updated_at = row_number(row);
}

static void school_read(struct row *row, struct school *school)
{
	row_text(row, school->name, sizeof(school->name));
}

READER_ONE(household)
READER_ALL(household)
READER_ONE(student)
READER_ALL(student)
READER_ONE(school)
READER_ALL(school)

/* --- households ------------------------------------------------------------------ */

enum fault household_get(struct db *db, struct household_id id, struct household *household)
{
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " HOUSEHOLD_COLUMNS
					     " FROM household WHERE id = $1",
				  BINDS(NUMBER(id.n)));

	if (fault)
		return fault;
	return household_one(rows, household);
}

enum fault household_by_name(struct db *db, struct str name, struct household *household)
{
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " HOUSEHOLD_COLUMNS
					     " FROM household WHERE name = $1",
				  BINDS(TEXT(name)));

	if (fault)
		return fault;
	return household_one(rows, household);
}

enum fault household_add(struct db *db, const struct household *household)
{
	return db_run(db, "INSERT INTO household (" HOUSEHOLD_COLUMNS ")"
			  " VALUES ($1, $2, $3, $4, $5, $6)",
		      BINDS(NUMBER(household->id.n), TEXTZ(household->name),
			    TEXTZ(household->groups), NUMBER(household->shares),
			    NUMBER(household->created_at), NUMBER(household->updated_at)), NULL);
}

enum fault household_put(struct db *db, const struct household *household)
{
	int64_t changed = 0;
	enum fault fault = db_run(db, "UPDATE household SET name = $1, groups = $2,"
				      " shares = $3, created_at = $4, updated_at = $5"
				      " WHERE id = $6",
		BINDS(TEXTZ(household->name), TEXTZ(household->groups),
		      NUMBER(household->shares), NUMBER(household->created_at),
		      NUMBER(household->updated_at), NUMBER(household->id.n)), &changed);

	return changed_or_missing(fault, changed);
}

enum fault household_list(struct db *db, struct household_id after, struct str text,
			  struct household *households, size_t most, size_t *count)
{
	static const char all[] = "SELECT " HOUSEHOLD_COLUMNS " FROM household"
				  " WHERE id > $1 ORDER BY id LIMIT $2";
	static const char some[] = "SELECT " HOUSEHOLD_COLUMNS " FROM household"
				   " WHERE id > $1 AND lower(name) LIKE $2 ESCAPE '!'"
				   " ORDER BY id LIMIT $3";
	AUTO_ROWS rows = NULL;
	AUTO(buf) pattern;
	enum fault fault;

	buf_init(&pattern, 512);
	contact_pattern(text, &pattern);
	fault = buf_check(&pattern, NULL);
	if (fault)
		return fault;
	fault = text.size ? db_ask(db, &rows, some, BINDS(NUMBER(after.n),
				   TEXT(buf_str(&pattern)), NUMBER(most))) :
			    db_ask(db, &rows, all, BINDS(NUMBER(after.n), NUMBER(most)));
	if (fault)
		return fault;
	return household_all(rows, households, most, count);
}

enum fault household_schools(struct db *db, struct household_id id, struct school *schools,
			     size_t most, size_t *count)
{
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT DISTINCT school FROM student"
					     " WHERE household_id = $1 AND school <> ''"
					     " ORDER BY school LIMIT $2",
				  BINDS(NUMBER(id.n), NUMBER(most)));

	if (fault)
		return fault;
	return school_all(rows, schools, most, count);
}

enum fault household_groups(struct db *db, struct household *households, size_t most,
			    size_t *count)
{
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT 0, '', groups, 0, 0, 0 FROM household"
					     " WHERE groups <> '' GROUP BY groups LIMIT $1",
				  BINDS(NUMBER(most)));

	if (fault)
		return fault;
	return household_all(rows, households, most, count);
}

/* --- students -------------------------------------------------------------------- */

enum fault student_get(struct db *db, struct student_id id, struct student *student)
{
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " STUDENT_COLUMNS
					     " FROM student WHERE id = $1",
				  BINDS(NUMBER(id.n)));

	if (fault)
		return fault;
	return student_one(rows, student);
}

enum fault student_add(struct db *db, const struct student *student)
{
	return db_run(db, "INSERT INTO student (" STUDENT_COLUMNS ")"
			  " VALUES ($1, $2, $3, $4, $5, $6)",
		      BINDS(NUMBER(student->id.n), NUMBER(student->household.n),
			    TEXTZ(student->name), TEXTZ(student->school),
			    NUMBER(student->created_at), NUMBER(student->updated_at)), NULL);
}

enum fault student_put(struct db *db, const struct student *student)
{
	int64_t changed = 0;
	enum fault fault = db_run(db, "UPDATE student SET household_id = $1, name = $2,"
				      " school = $3, created_at = $4, updated_at = $5"
				      " WHERE id = $6",
		BINDS(NUMBER(student->household.n), TEXTZ(student->name), TEXTZ(student->school),
		      NUMBER(student->created_at), NUMBER(student->updated_at),
		      NUMBER(student->id.n)), &changed);

	return changed_or_missing(fault, changed);
}

enum fault student_remove(struct db *db, struct student_id id)
{
	int64_t changed = 0;
	enum fault fault = db_run(db, "DELETE FROM student WHERE id = $1", BINDS(NUMBER(id.n)),
				  &changed);

	return changed_or_missing(fault, changed);
}

enum fault student_of_household(struct db *db, struct household_id id, struct student *students,
				size_t most, size_t *count)
{
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " STUDENT_COLUMNS " FROM student"
					     " WHERE household_id = $1 ORDER BY id LIMIT $2",
				  BINDS(NUMBER(id.n), NUMBER(most)));

	if (fault)
		return fault;
	return student_all(rows, students, most, count);
}

enum fault student_list(struct db *db, struct student_id after, struct str school,
			struct student *students, size_t most, size_t *count)
{
	static const char all[] = "SELECT " STUDENT_COLUMNS " FROM student"
				  " WHERE id > $1 ORDER BY id LIMIT $2";
	static const char some[] = "SELECT " STUDENT_COLUMNS " FROM student"
				   " WHERE school = $1 AND id > $2 ORDER BY id LIMIT $3";
	AUTO_ROWS rows = NULL;
	enum fault fault = school.size ?
		db_ask(db, &rows, some, BINDS(TEXT(school), NUMBER(after.n), NUMBER(most))) :
		db_ask(db, &rows, all, BINDS(NUMBER(after.n), NUMBER(most)));

	if (fault)
		return fault;
	return student_all(rows, students, most, count);
}

/* --- schools --------------------------------------------------------------------- */

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
