/*
 * ical_scan - the frame of an iCalendar file, and on which line its events stand.
 *
 * libical forgets the lines, and reads what has no frame: so the frame is judged before it.
 * For the ical files alone.
 *
 * Threads: any; each scan is one call's.
 */
#ifndef I18N_ICAL_SCAN_H
#define I18N_ICAL_SCAN_H

#include "base/arena.h"

/* Where the events stand in the file; libical does not tell. */
struct ical_scan {
	struct str text;
	int *lines;                  /* of BEGIN:VEVENT, one an event; in the arena */
	int count;                   /* at most ICAL_EVENTS */
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
