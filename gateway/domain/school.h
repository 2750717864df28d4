/*
 * school - what counts as school time.
 *
 * The staffed minutes of the district's week, in its zone, but for the closures of its
 * calendar (holidays, half-days); offsets of follow-up rules count only those.
 * Source: product.md journeys 4 and 7.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_SCHOOL_H
#define DOMAIN_SCHOOL_H

#include "base/clock.h"
#include "base/str.h"
#include "i18n/time/zone.h"

/* When nobody is there although the week says so: from_at < to_at, in order, no two
 * touch (school_closures_tidy). */
struct school_span {
	int64_t from_at, to_at;
};
struct school_closures {
	const struct school_span *spans;
	size_t count;
};

/* The staffed week: at most two spans a day (split shifts), minutes of the day,
 * from < to; {0, 0}: none. */
struct school_week {
	const struct zone *zone;
	struct { int from, to; } spans[7][2]; /* from Sunday */
	const struct school_closures *closures; /* borrowed; NULL: none */
};

/* Monday to Friday 8:00-16:00. */
struct school_week school_week_default(const struct zone *zone);
/* "mon-fri 08:00-12:00 13:00-16:00, sat 09:00-12:00"; FAULT_INVALID with reason */
enum fault school_week_read(struct str text, const struct zone *zone,
			    struct school_week *week, struct note *note) MUST_CHECK;
bool school_is_open(const struct school_week *week, int64_t at);
/* The instant at which `span_for` ms of school time have passed since `from_at`.
 * NEVER for a week with no staffed minute. */
int64_t school_after(const struct school_week *week, int64_t from_at, int64_t span_for);
/* The end of the `days`th school day behind the day of `from_at`: "within ten business
 * days".  NEVER for a week with no staffed day. */
int64_t school_days_after(const struct school_week *week, int64_t from_at, int days);
/* Sorts, joins what overlaps or touches, drops what is empty; how many are left. */
size_t school_closures_tidy(struct school_span *spans, size_t count);
/* Staffed milliseconds between two instants. */
int64_t school_between(const struct school_week *week, int64_t from_at, int64_t to_at);
/* The staffed pieces between two instants, in order, at most `most`; how many. */
size_t school_pieces(const struct school_week *week, struct school_span within,
		     struct school_span *pieces, size_t most);

#endif
