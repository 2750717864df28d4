#include "timetable.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"
#include "store/people/calendars.h"

enum { CALENDARS_MOST = 500 };

struct school_calendar {
	char school[SCHOOL_ROOM];
	struct school_span *spans;
	struct school_closures closures;
};

struct timetable {
	struct school_calendar *calendars; /* the district's first */
	size_t count;
	_Atomic int holders;
};

void timetable_free(struct timetable **timetable)
{
	struct timetable *gone = *timetable;

	*timetable = NULL;
	if (!gone || atomic_fetch_sub(&gone->holders, 1) > 1)
		return;
	for (size_t i = 0; i < gone->count; i++)
		free(gone->calendars[i].spans);
	free(gone->calendars);
	free(gone);
}

struct timetable *timetable_hold(struct timetable *timetable)
{
	if (timetable)
		atomic_fetch_add(&timetable->holders, 1);
	return timetable;
}

static void fill(struct school_calendar *calendar, const struct closure *closures, size_t count)
{
	size_t kept = 0;

	calendar->spans = memory_array(struct school_span, count);
	for (size_t i = 0; i < count; i++)
		if (!closures[i].school[0] || str_is(str_of(closures[i].school), calendar->school))
			calendar->spans[kept++] = (struct school_span){ closures[i].from_at,
								     closures[i].to_at };
	kept = school_closures_tidy(calendar->spans, kept);
	calendar->closures = (struct school_closures){ calendar->spans, kept };
}

static enum fault read_all(struct db *db, struct calendar *calendars, size_t *calendar_count,
			   struct closure **closures, size_t *count)
{
	int64_t rows = 0;
	enum fault fault = calendar_list(db, calendars, CALENDARS_MOST, calendar_count);

	if (!fault)
		fault = calendar_closure_count(db, &rows);
	if (!fault && rows > CLOSURES_MOST)
		return FAULT_TOO_LARGE;
	*closures = memory_array(struct closure, (size_t)rows);
	if (fault)
		return fault;
	return calendar_closure_list(db, 0, *closures, (size_t)rows, count);
}

enum fault timetable_load(struct db *db, struct timetable **timetable)
{
	assert(db && timetable);

	struct calendar *calendars = memory_array(struct calendar, CALENDARS_MOST);
	struct closure *closures = NULL;
	size_t calendar_count = 0, count = 0;
	enum fault fault = read_all(db, calendars, &calendar_count, &closures, &count);
	struct timetable *fresh = fault ? NULL : memory_new(struct timetable);

	if (fresh) {
		fresh->holders = 1;
		fresh->calendars = memory_array(struct school_calendar, calendar_count + 1);
		fill(&fresh->calendars[fresh->count++], closures, count);
		for (size_t i = 0; i < calendar_count; i++) {
			if (!calendars[i].school[0])
				continue;
			str_put(fresh->calendars[fresh->count].school, SCHOOL_ROOM,
				str_of(calendars[i].school));
			fill(&fresh->calendars[fresh->count++], closures, count);
		}
		*timetable = fresh;
	}
	free(closures);
	free(calendars);
	return fault;
}

const struct school_closures *timetable_closures(const struct timetable *timetable,
						 struct str school)
{
	if (!timetable)
		return NULL;
	for (size_t i = 1; i < timetable->count; i++)
		if (str_equals(school, str_of(timetable->calendars[i].school)))
			return &timetable->calendars[i].closures;
	return &timetable->calendars[0].closures;
}
