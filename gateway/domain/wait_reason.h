/*
 * wait_reason - why a queued text waits, in one word.
 *
 * The word stands in the ledger (delivery.waits_for, under a CHECK), in the API and in
 * what code compares; the sentence is for staff alone.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_WAIT_REASON_H
#define DOMAIN_WAIT_REASON_H

#include <stdbool.h>

#include "base/str.h"
#include "remedy.h"

/* WAIT_NONE: for its turn alone. */
#define WAIT_REASONS(X)                                                                 \
	X(WAIT_NONE, "", "")                                                            \
	X(WAIT_NIGHT, "night", "it is night where they live")                           \
	X(WAIT_DISTRICT, "district_hours", "the district does not text at this hour")   \
	X(WAIT_FAMILY, "family_hours", "the family asked for other hours")              \
	X(WAIT_NO_HOUR, "no_hour", "law, district and the family's own hours never meet") \
	X(WAIT_HOURS_END, "hours_end", "the allowed hours end")                         \
	X(WAIT_NEXT_TRY, "next_try", "the next try")                                    \
	X(WAIT_REFUSED, "refused_for_now", "the provider refused it for now")           \
	X(WAIT_UNDELIVERED, "undelivered", "the carrier could not deliver it: once more") \
	X(WAIT_NOT_FOUND, "not_found",                                                  \
	  "the provider does not know it: it may have been lost, or hidden")            \
	X(WAIT_LINE_BUSY, "line_busy", "the line has more to send than it may")         \
	X(WAIT_LINE_REFUSED, "line_refused",                                            \
	  "the provider refuses our account or number: see hearbackctl lines")          \
	X(WAIT_LINE_PAUSED, "line_paused", "the line is paused")                        \
	X(WAIT_STOPPED, "stopped", "the family asked us to stop")                       \
	X(WAIT_BUSY, "busy", "too many requests are under way")                         \
	X(WAIT_STOPPING, "stopping", "we are stopping")                                 \
	X(WAIT_OTHER, "other", "another reason") /* of a ledger before 0011; a fault of ours */

#define X(name, word, sentence) name,
enum wait_reason { WAIT_REASONS(X) WAIT_REASON_COUNT };
#undef X

const char *wait_reason_word(enum wait_reason reason);
bool wait_reason_of(struct str word, enum wait_reason *reason);
const char *wait_reason_phrase(enum wait_reason reason);
/* Is it an hour for which it waits (hours.h)?  Then a change of hours moves it. */
bool wait_reason_is_hour(enum wait_reason reason);
/* Of a refusal that is tried again. */
enum wait_reason wait_reason_of_remedy(enum remedy remedy);

#endif
