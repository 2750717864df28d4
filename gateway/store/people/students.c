#include "students.h"

#include <assert.h>

#include "store/db/row.h"

#define STUDENT_COLUMNS "id, household_id, name, school, created_at, updated_at"

static void student_read(struct row *row, struct student *student)
{
	student->id.n = row_number(row);
	student->household.n = row_number(row);
	row_sealed(row, SEAL_NAME, student->name, sizeof(student->name));
	row_text(row, student->school, sizeof(student->school));
	student->created_at = row_number(row);
	student->updated_at = row_number(row);
}

READER_ONE(student)
READER_ALL(student)

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
	assert(student->id.n != 0 && student->household.n != 0);
	return db_run(db, "INSERT INTO student (" STUDENT_COLUMNS ")"
			  " VALUES ($1, $2, $3, $4, $5, $6)",
		      BINDS(NUMBER(student->id.n), NUMBER(student->household.n),
			    SEALEDZ(SEAL_NAME, student->name), TEXTZ(student->school),
			    NUMBER(student->created_at), NUMBER(student->updated_at)), NULL);
}

enum fault student_put(struct db *db, const struct student *student)
{
	assert(student->id.n != 0 && student->household.n != 0);

	int64_t changed = 0;
	enum fault fault = db_run(db, "UPDATE student SET household_id = $1, name = $2,"
				      " school = $3, created_at = $4, updated_at = $5"
				      " WHERE id = $6",
		BINDS(NUMBER(student->household.n), SEALEDZ(SEAL_NAME, student->name), TEXTZ(student->school),
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
	assert(students && most > 0 && count);

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
	assert(students && most > 0 && count);

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
