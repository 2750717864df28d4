/*
 * person_reason - why a promise is on a person's list, in one word.
 *
 * The word stands in the ledger (promise.person_reason, under a CHECK), in the API and in
 * what code compares; the sentence is for staff alone, as those of the misses are
 * (ladder.h).  Two of them have a detail: the word of the miss for which the answer did
 * not arrive.
 *
 * Source: guarantees.md G4.
 * Threads: pure.
 */
#ifndef DOMAIN_PERSON_REASON_H
#define DOMAIN_PERSON_REASON_H

#include <stdbool.h>

#include "base/str.h"

struct buf;

enum { PERSON_DETAIL = 64 };

/* PERSON_NONE: it is on no list. */
#define PERSON_REASONS(X)                                                               \
	X(PERSON_NONE, "", "")                                                          \
	X(PERSON_STOPPED, "stopped", "the family asked us to stop texting")             \
	X(PERSON_OPT_OUT_REVIEW, "opt_out_review",                                      \
	  "they may want no more, or be somebody else: decide stop or keep")            \
	X(PERSON_UNCOVERED, "uncovered", "nobody covers this language")                 \
	X(PERSON_ESCALATED, "escalated", "escalated by its rule")                       \
	X(PERSON_RULE_ENDED, "rule_ended", "its rule is at its end, and nobody has answered") \
	X(PERSON_RULE_UNREADABLE, "rule_unreadable", "its rule cannot be read")         \
	X(PERSON_STEP_FAILED, "step_failed", "its follow-up cannot be done")            \
	X(PERSON_ANSWER_UNSAID, "answer_unsaid", "its automatic answer cannot be said") \
	X(PERSON_STUCK, "stuck", "the answer could not leave so far")                   \
	X(PERSON_UNDELIVERED, "undelivered", "the answer could not be delivered")       \
	X(PERSON_DESTINATION, "destination",                                            \
	  "the provider does not deliver to their number: reach them another way")      \
	X(PERSON_NO_HOUR, "no_hour", "law, district and the family's own hours never meet") \
	X(PERSON_VISIT, "visit", "visit")                                               \
	X(PERSON_PUT_BACK, "put_back",                                                  \
	  "the ledger was put back from a copy: see what was said since")               \
	X(PERSON_OTHER, "other", "") /* of a ledger before 0011: the detail says it */

#define X(name, word, sentence) name,
enum person_reason { PERSON_REASONS(X) PERSON_REASON_COUNT };
#undef X

const char *person_reason_word(enum person_reason reason);
bool person_reason_of(struct str word, enum person_reason *reason);
const char *person_reason_phrase(enum person_reason reason);
/* The whole sentence: "visit: the phone could not be reached".  `detail`: "", the word of
 * a miss, or what an earlier version wrote in words of its own. */
void person_reason_say(enum person_reason reason, struct str detail, struct buf *into);

#endif
