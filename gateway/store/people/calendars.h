/*
 * calendars - when school is closed: the district's calendar and those of schools.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_CALENDARS_H
#define STORE_CALENDARS_H

#include "contacts.h"

enum { SUMMARY_ROOM = 128, CLOSURES_MOST = 40000 };

struct calendar {
	char school[SCHOOL_ROOM];   /* "": the district's */
	int64_t imported_at;
	char imported_by[160];
	int64_t until_at;           /* closures behind it are not known yet */
};

struct closure {
	char school[SCHOOL_ROOM];
	int64_t from_at, to_at;
	char summary[SUMMARY_ROOM];
	bool is_all_day;
};

/* Puts the calendar and forgets the closures it had. */
enum fault calendar_replace(struct db *db, const struct calendar *calendar) MUST_CHECK;
enum fault calendar_list(struct db *db, struct calendar *calendars, size_t most,
			 size_t *count) MUST_CHECK;
enum fault calendar_closure_add(struct db *db, const struct closure *closure) MUST_CHECK;
enum fault calendar_closure_count(struct db *db, int64_t *count) MUST_CHECK;
/* Those that end behind `after`, by beginning. */
enum fault calendar_closure_list(struct db *db, int64_t after, struct closure *closures, size_t most,
			size_t *count) MUST_CHECK;

#endif
