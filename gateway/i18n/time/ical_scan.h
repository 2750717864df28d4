/*
 * ical_scan - the frame of an iCalendar file, on which line its events stand, and what of it
 * is handed to libical.
 *
 * libical forgets the lines, and reads what has no frame: so the frame is judged before it.
 * It also walks a line again for each of its parameters and keeps whatever it is shown: so it
 * is shown unfolded lines of the properties that we ask for, each and all with a ceiling.
 * A reminder inside an event, a to-do, a description cost nothing.
 * For the ical files alone.
 *
 * Threads: any; each scan is one call's.
 */
#ifndef I18N_ICAL_SCAN_H
#define I18N_ICAL_SCAN_H

#include "base/arena.h"

enum { ICAL_LINE = 16 * 1024,        /* bytes of an unfolded line */
       ICAL_HEAD = 1000,             /* of them before the colon */
       ICAL_LINE_DATES = 500,        /* of RDATE or EXDATE: libical drops more in silence */
       ICAL_DATES = 50000, ICAL_LINES = 100000, ICAL_ZONES = 64, ICAL_ZONE_RULES = 100,
       ICAL_RULES = 6000,            /* RRULE: libical keeps 3 KB of each */
       ICAL_FIRST_YEAR = 1600 };     /* of a zone's rules */

/* Where the events stand in the file; libical does not tell. */
struct ical_scan {
	struct str text;
	struct str kept;             /* for libical, with a NUL behind it; in the arena */
	int *lines;                  /* of BEGIN:VEVENT, one an event; in the arena */
	int count;                   /* at most ICAL_EVENTS */
	int kept_lines, dates, rules, zones, zone_rules;
	int64_t zone_changes;        /* a year, of all zones together: ical_weigh.h */
};

/* Judges the frame: BEGIN and END match, every line is a property.  The text is at most
 * ICAL_BYTES and must outlive the scan.  FAULT_INVALID with the line in the note,
 * FAULT_TOO_LARGE. */
enum fault ical_scan(struct str text, struct arena *arena, struct ical_scan *scan,
		     struct note *note) MUST_CHECK;
/* The line of a property of the event (from 0, below scan->count), or of the event when it
 * has none. */
int ical_scan_line(const struct ical_scan *scan, int event, const char *property);

#endif
