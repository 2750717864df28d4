/*
 * hours - when a text may leave.
 *
 * May leave: law (8:00-21:00 where the family lives) ∩ the district's ∩ the family's own
 * hours.
 * Checked when queued (to say until when it waits), again at claim and again at
 * the hand-over (guarantees.md G7).
 * - A reply within 30 minutes of the family's own message is invited and leaves at
 *   any hour.  - Confirmations of STOP and START always leave.  - PURPOSE_EMERGENCY
 *   is exempt.
 * Source: field-notes.md §1.3, product.md journey 7.
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

#endif
