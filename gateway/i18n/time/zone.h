/*
 * zone - local time: what the wall clock shows where a family lives.
 *
 * The rules are the system's (zone_database.h), so that a country's new law comes with the
 * system's updates; ICU only spells.
 * Day arithmetic is on the local wall clock, so days with a change of summer
 * time are 23 or 25 hours long.  A local time that does not exist (spring) is
 * the first instant after the gap; one that exists twice (autumn) the first.
 *
 * Threads: any.
 */
#ifndef I18N_ZONE_H
#define I18N_ZONE_H

#include "i18n/language/lang.h"

struct zone;

/* A wall clock's reading. */
struct zone_time {
	int year, month, day; /* month 1..12 */
	int weekday;          /* 0 Sunday */
	int minute;           /* of the day, 0..1439 */
	int second;
};

/* Lives as long as the process (kept in one table); NULL when the system does not know it.
 * Any zone of its database, under its names of before too ("US/Central", "GB", "EST5EDT"), spelled
 * as there; but for "EST", "MST" and "HST", which have no summer time: zone_advice says what is meant. */
const struct zone *zone_find(struct str name);
/* For a name that zone_find does not know: a sentence that names the zone that may be meant, or
 * says how one looks. */
const char *zone_advice(struct str name);
const char *zone_name(const struct zone *zone);
struct zone_time zone_read(const struct zone *zone, int64_t at);
/* The instant of a local date (day may be out of range: 32 January is
 * 1 February) and minute of the day. */
int64_t zone_instant(const struct zone *zone, int year, int month, int day, int minute);
/* "Tuesday, March 3 at 2:30 PM" in the language, short and SMS-friendly (no
 * U+202F; Gregorian everywhere; lang.weekdays/months where ICU knows nothing).
 * The same day as `now` says so by time alone only if the language's pattern
 * has no doubt: we always name weekday, day and month. */
void zone_spell(const struct zone *zone, const struct lang *lang, int64_t at,
		struct buf *into);
/* "6:00 PM" in the language; `minute` of the day, 1440 is midnight. */
void zone_spell_minute(const struct lang *lang, int minute, struct buf *into);

#endif
