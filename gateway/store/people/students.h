/*
 * students - the children of households, and their schools.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_STUDENTS_H
#define STORE_STUDENTS_H

#include "contacts.h"

struct student {
	struct student_id id;
	struct household_id household;
	char name[NAME_ROOM];
	char school[SCHOOL_ROOM];   /* "": not known */
	int64_t created_at, updated_at;
};

enum fault student_get(struct db *db, struct student_id id, struct student *student) MUST_CHECK;
enum fault student_add(struct db *db, const struct student *student) MUST_CHECK;
enum fault student_put(struct db *db, const struct student *student) MUST_CHECK;
enum fault student_remove(struct db *db, struct student_id id) MUST_CHECK;
/* A household's, oldest first. */
enum fault student_of_household(struct db *db, struct household_id id, struct student *students,
				size_t most, size_t *count) MUST_CHECK;
/* Keyset paging by id; school "": all. */
enum fault student_list(struct db *db, struct student_id after, struct str school,
			struct student *students, size_t most, size_t *count) MUST_CHECK;

#endif
