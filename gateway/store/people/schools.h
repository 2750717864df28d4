/*
 * schools - the schools that students, calendars and staff name.
 *
 * A school is a name and no table of its own.  Names are told apart byte by byte here;
 * whoever writes one takes the spelling that is known already (school_list).
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_SCHOOLS_H
#define STORE_SCHOOLS_H

#include "contacts.h"

enum { SCHOOLS_MOST = 1000 };

struct school {
	char name[SCHOOL_ROOM];
};

/* The distinct schools of a household's students, by name; "" is none.  None of household 0. */
enum fault school_of_household(struct db *db, struct household_id id, struct school *schools,
			       size_t most, size_t *count) MUST_CHECK;

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
