/*
 * households - contacts and students who belong together, and the schools they go to.
 *
 * A household's guardians are its contacts, the oldest first.  A school is a name: there
 * are those of students, of calendars and of staff, and no table of its own.  Names are
 * told apart byte by byte here; whoever writes one takes the spelling that is known
 * already (school_list).
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_HOUSEHOLDS_H
#define STORE_HOUSEHOLDS_H

#include "contacts.h"

enum { GROUPS_ROOM = 256, HOUSEHOLD_STUDENTS = 32, HOUSEHOLD_CONTACTS = 16, SCHOOLS_MOST = 1000,
       GROUPS_MOST = 1000 };

struct household {
	struct household_id id;
	char name[NAME_ROOM];       /* no other household has it */
	char groups[GROUPS_ROOM];   /* words joined by ',' */
	bool shares;                /* what cannot reach one guardian may go to another */
	int64_t created_at, updated_at;
};

struct student {
	struct student_id id;
	struct household_id household;
	char name[NAME_ROOM];
	char school[SCHOOL_ROOM];   /* "": not known */
	int64_t created_at, updated_at;
};

struct school {
	char name[SCHOOL_ROOM];
};

/* FAULT_MISSING, also for 0: a contact of no household. */
enum fault household_get(struct db *db, struct household_id id,
			 struct household *household) MUST_CHECK;
enum fault household_by_name(struct db *db, struct str name,
			     struct household *household) MUST_CHECK;
/* FAULT_CONFLICT when the name is taken. */
enum fault household_add(struct db *db, const struct household *household) MUST_CHECK;
enum fault household_put(struct db *db, const struct household *household) MUST_CHECK;
/* Keyset paging by id, `after` 0 from the start; text is a part of the name ("": all). */
enum fault household_list(struct db *db, struct household_id after, struct str text,
			  struct household *households, size_t most, size_t *count) MUST_CHECK;
/* Its guardians, oldest first; none of household 0. */
enum fault contact_of_household(struct db *db, struct household_id id, struct contact *contacts,
			      size_t most, size_t *count) MUST_CHECK;
/* The distinct schools of its students, by name; "" is none.  None of household 0. */
enum fault household_schools(struct db *db, struct household_id id, struct school *schools,
			     size_t most, size_t *count) MUST_CHECK;
/* The `groups` of all households, each such text once. */
enum fault household_groups(struct db *db, struct household *households, size_t most,
			    size_t *count) MUST_CHECK;

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

struct school_counts {
	int64_t students, staff, calendars;
};
/* How many students go there, active staff name it, calendars it has. */
enum fault school_count(struct db *db, struct str name, struct school_counts *counts) MUST_CHECK;
/* Does a student or a calendar name that very school? */
enum fault school_is_known(struct db *db, struct str name, bool *is) MUST_CHECK;
/* Every school that a student, a calendar or one of the staff knows, by name. */
enum fault school_list(struct db *db, struct school *schools, size_t most,
		       size_t *count) MUST_CHECK;

#endif
