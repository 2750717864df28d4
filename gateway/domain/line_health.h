/*
 * line_health - may a line send, by what the provider said of what was sent over it (G18).
 *
 *   a fault of the account (CONFIG)        pauses it at once
 *   what may be the line's (SENDER, ROUTE) pauses it when LINE_HEALTH_NUMBERS different
 *                                          numbers have met one in a row, without a success
 *                                          between
 *   an answer that is not the provider's   the same: something stands between us
 *   a fault of a destination, and codes    never
 *   that nobody knows
 *
 *  (1) A request that was taken is a success against refusals, a text that arrived against
 *      all: one that is taken and thrown away (an unregistered campaign) is none.
 *  (2) A pause says its cause and the provider's code, and ends by itself: when probe_at has
 *      come one text goes out.  A success lifts the pause, such a fault doubles the wait.
 *  (3) What a person has paused waits for a person.
 *  (4) What was handed over before a pause began, or ended, tells nothing of it.
 *
 * It lives in memory.  What is lost by a crash are numbers that were counted: as many more
 * texts meet the fault, one by one, before the line is paused.  The pause itself is kept in
 * the ledger.
 *
 * Threads: pure; a struct line_health is the loop thread's.
 */
#ifndef DOMAIN_LINE_HEALTH_H
#define DOMAIN_LINE_HEALTH_H

#include <stdint.h>

#include "pause_cause.h"
#include "remedy.h"

enum { LINE_HEALTH_NUMBERS = 5 };

/* Different numbers in a row that met the same kind of fault. */
struct line_streak {
	uint64_t numbers[LINE_HEALTH_NUMBERS];
	int count;
};

/* All zero: well. */
struct line_health {
	enum pause_cause cause;
	int code;                    /* the provider's, 0 when there is none */
	bool is_by_receipt;          /* requests are taken: only what arrives is a success */
	int64_t paused_at, probe_at, probe_for;
	int64_t since_at;            /* what was handed over before tells nothing any more */
	struct line_streak refused, undelivered, strange;
};

enum line_sight_kind {
	SIGHT_ACCEPTED,              /* the request was taken */
	SIGHT_DELIVERED,             /* the phone has it */
	SIGHT_REFUSED,               /* the provider's own error document: remedy and code */
	SIGHT_UNDELIVERED,           /* a receipt says so: remedy and code */
	SIGHT_STRANGE,               /* an answer that is not the provider's; code: its status */
	SIGHT_NOTHING                /* not sent, no answer, 429, 5xx */
};

/* What was seen of one text. */
struct line_sight {
	enum line_sight_kind kind;
	enum remedy remedy;
	int code;
	struct str phone;
	int64_t handed_at;           /* when it was claimed */
};

enum line_turn { LINE_STAYS, LINE_PAUSES, LINE_WAITS, LINE_RESUMES };

/* LINE_PAUSES, LINE_RESUMES: it is (or is not) paused from now on; LINE_WAITS: it stays
 * paused, cause, code or probe_at may be others. */
enum line_turn line_health_see(struct line_health *health, const struct line_sight *sight,
			       int64_t now);
/* By a person. */
void line_health_pause(struct line_health *health, int64_t now);
void line_health_resume(struct line_health *health, int64_t now);
/* When one text may go out over a paused line, at most the longest wait from now, whatever
 * the clock was when that was set; NEVER: a person has to resume it. */
int64_t line_health_probe_at(const struct line_health *health, int64_t now);

#endif
