/*
 * ical_parts - what ical.c, ical_scan.c and ical_repeat.c share; nobody else.
 *
 * Threads: each reader is one call's.
 */
#ifndef I18N_ICAL_PARTS_H
#define I18N_ICAL_PARTS_H

#include <libical/ical.h>

#include "ical.h"

/* Where the events stand in the file; libical does not tell. */
struct ical_scan {
	struct str text;
	int *lines;                  /* of BEGIN:VEVENT, one an event */
	int count;
};

/* Judges the frame: BEGIN and END match, every line is a property. */
enum fault ical_scan(struct str text, struct arena *arena, struct ical_scan *scan,
		     struct note *note) MUST_CHECK;
/* The line of a property of the event, or of the event when it has none. */
int ical_scan_line(const struct ical_scan *scan, int event, const char *property);

/* An occurrence that a RECURRENCE-ID speaks of. */
struct ical_override {
	const char *uid;
	int64_t at;
};

struct ical_reader {
	struct ical_scan scan;
	icalcomponent *root;
	const struct zone *zone;
	const struct ical_horizon *horizon;
	struct ical *ical;
	struct arena *arena;
	struct note *note;
	struct ical_override *overrides;
	size_t override_count;
	int steps;                   /* of repetition, over the whole file */
	int no;                      /* of the event being read */
};

/* One event: when it is first, and how long. */
struct ical_event {
	icalcomponent *component;
	struct icaltimetype start;
	const char *tzid;            /* of DTSTART, or NULL */
	int64_t start_at;
	int64_t length_for;          /* timed */
	int days;                    /* all day */
	struct str summary;
	const char *uid;
	bool is_override;
};

enum fault ical_complain(const struct ical_reader *reader, const char *property,
			 const char *reason) MUST_CHECK;
/* The instant of a local time; FAULT_INVALID for a zone that nobody knows. */
enum fault ical_instant(const struct ical_reader *reader, struct icaltimetype time,
			const char *tzid, const char *property, int64_t *at) MUST_CHECK;
const char *ical_tzid(icalproperty *property);
/* Keeps one occurrence that begins at `start` local time. */
enum fault ical_keep(struct ical_reader *reader, const struct ical_event *event,
		     struct icaltimetype start) MUST_CHECK;
/* All occurrences of the event, by its rules and dates. */
enum fault ical_repeat(struct ical_reader *reader, const struct ical_event *event) MUST_CHECK;

#endif
