/*
 * timetable - the closures in force: the district's, and each school's with the district's.
 *
 * Made of the ledger at the start and after each import, then never changed; counted,
 * and handed out with the speech, so that one job sees one calendar.
 *
 * Threads: made on the writer's (or at the start); hold, drop and read from any.
 */
#ifndef WORK_TIMETABLE_H
#define WORK_TIMETABLE_H

#include "domain/school.h"
#include "store/db/db.h"

struct timetable;

enum fault timetable_load(struct db *db, struct timetable **timetable) MUST_CHECK;
struct timetable *timetable_hold(struct timetable *timetable);
/* Fits AUTO_PTR. */
void timetable_free(struct timetable **timetable);
/* A school's, with the district's; the district's for "" and for a school that has none.
 * NULL when the timetable is NULL.  Lives as long as the timetable. */
const struct school_closures *timetable_closures(const struct timetable *timetable,
						 struct str school);

#endif
