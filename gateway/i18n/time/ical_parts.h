/*
 * ical_parts - what ical.c and ical_repeat.c share: the reader, an event, and the few deeds
 * both need.  For these two alone.
 *
 * Threads: each reader is one call's.
 */
#ifndef I18N_ICAL_PARTS_H
#define I18N_ICAL_PARTS_H

#include <libical/ical.h>

#include "ical.h"
#include "ical_scan.h"

enum { ICAL_ZONE_NAMES = 64 };

/* What a TZID was found to be; NULL: no zone that anybody knows. */
struct ical_zone_name {
	const char *tzid;
	const struct zone *zone;
};

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
	int64_t work;                /* at most ICAL_WORK */
	int own_year;                /* until which the file's own zones were followed */
	struct ical_zone_name zones[ICAL_ZONE_NAMES];
	size_t zone_count;
	int no;                      /* of the event being read, below scan.count */
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

/* FAULT_INVALID, and in the note the line of that property in the event being read. */
enum fault ical_parts_complain(const struct ical_reader *reader, const char *property,
			       const char *reason) MUST_CHECK;
/* The instant of a local time; FAULT_INVALID for a zone that nobody knows.  `tzid` NULL: the
 * reader's zone. */
enum fault ical_parts_instant(struct ical_reader *reader, struct icaltimetype time,
			      const char *tzid, const char *property, int64_t *at) MUST_CHECK;
/* Counts what is about to be done; FAULT_INVALID with the property's line when the calendar
 * asks too much. */
enum fault ical_parts_work(struct ical_reader *reader, const char *property, int64_t looks) MUST_CHECK;
/* The name of its zone, borrowed from it; NULL when it names none. */
const char *ical_parts_tzid(icalproperty *property);
/* Keeps one occurrence that begins at `start` local time, when it touches the horizon.
 * FAULT_TOO_LARGE past ICAL_CLOSURES. */
enum fault ical_parts_keep(struct ical_reader *reader, const struct ical_event *event,
			   struct icaltimetype start) MUST_CHECK;

#endif
