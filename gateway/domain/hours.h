/*
 * hours - when a text may leave, and what counts as school time.
 *
 * May leave: law (8:00-21:00 where the family lives) ∩ the district's ∩ the family's own
 * hours.
 * Checked when queued (to say until when it waits), again at claim and again at
 * the hand-over (guarantees.md G7).
 * - A reply within 30 minutes of the family's own message is invited and leaves at
 *   any hour.  - Confirmations of STOP and START always leave.  - PURPOSE_EMERGENCY
 *   is exempt.
 * School time: the staffed minutes of the district's week, in its zone, but for the
 * closures of its calendar (holidays, half-days); offsets of follow-up rules count only
 * those.
 * Source: field-notes.md §1.3, product.md journeys 4 and 7.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_HOURS_H
#define DOMAIN_HOURS_H

#include "base/clock.h"
#include "i18n/time/zone.h"
#include "names.h"
#include "wait_reason.h"

#define HOURS_INVITED_FOR (30 * MINUTE_MS)

struct hours_facts {
	const struct zone *zone;     /* the family's: told, else the district's */
	int law_from, law_to;        /* minutes of the day: 480, 1260 */
	int district_from, district_to; /* when the district texts; equal: as the law says */
	int own_from, own_to;        /* the family's; equal: none set; from > to spans midnight */
	int64_t invited_at;          /* the family's last message, 0: never */
	enum kind kind;
	enum purpose purpose;
};

struct hours_verdict {
	bool may_leave;
	int64_t from_at;    /* when it may leave: now when it may, else the next instant; NEVER
			       when law, district and family never meet */
	int64_t until_at;   /* when that permission ends: the validity period (G7) */
	enum wait_reason waits_for; /* WAIT_NONE: it may leave */
	const char *why;    /* "the family wrote just now", "it is night where they live"… */
};

struct hours_verdict hours_check(const struct hours_facts *facts, int64_t now);
/* By when an answer can be there that is due at `at`: then, when a text may leave at that
 * hour, else half an hour into the next one that it may.  What never may stays `at`. */
int64_t hours_reachable_at(const struct hours_facts *facts, int64_t at);

/* Minutes of the day, from < to; 0 and 1440: the whole day. */
struct hours_window {
	int from, to;
};
/* The part of the day that all three leave, on a day without a change of the clock.  False
 * when there is none, or when it is in two pieces. */
bool hours_meet(const struct hours_facts *facts, struct hours_window *window);

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
