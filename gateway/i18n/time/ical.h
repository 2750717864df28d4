/*
 * ical - a school calendar's closures, out of an iCalendar file (RFC 5545).
 *
 * Every event is a closure, whatever it calls itself: whole days by the wall clock of the
 * zone given here, timed ones (half-days) in their own zone.  A TZID is looked up in the
 * system's database, without its maker's prefix, and by Windows' name; then in the file's own
 * VTIMEZONE.  Understood: RRULE (daily or slower), RDATE, EXDATE, DURATION, RECURRENCE-ID,
 * STATUS:CANCELLED.  A time without a zone is the zone's given here.
 * Bounds: 2 MiB, ICAL_EVENTS events, ICAL_CLOSURES closures, ICAL_WORK looks at days and
 * zones (counted before libical looks, ical_weigh.h), and those of ical_scan.h.
 *
 * Threads: any.
 */
#ifndef I18N_ICAL_H
#define I18N_ICAL_H

#include "base/arena.h"
#include "zone.h"

/* Read where, and from when to when. */
struct ical_horizon {
	const struct zone *zone;
	int64_t from_at, to_at;
};

enum { ICAL_BYTES = 2 * 1024 * 1024, ICAL_EVENTS = 5000, ICAL_CLOSURES = 4000,
       ICAL_SUMMARY = 120, ICAL_WORK = 300000 };

struct ical_closure {
	int64_t from_at, to_at;
	bool is_all_day;
	struct str summary;          /* UTF-8, at most ICAL_SUMMARY bytes */
};

struct ical {
	struct ical_closure *closures; /* by from_at, then to_at, then summary; none twice */
	size_t count;
	int events;                  /* read */
	int empty;                   /* cancelled, or without any length */
	int64_t work;                /* of ICAL_WORK, of a refused calendar too */
};

/* What of the calendar touches the horizon, each whole.  All in the arena.
 * FAULT_INVALID with the line in the note (also as note->line), FAULT_TOO_LARGE. */
enum fault ical_read(struct str text, const struct ical_horizon *horizon, struct arena *arena,
		     struct ical *ical, struct note *note) MUST_CHECK;

#endif
