/*
 * consent_cause - by what a family's consent was changed, in one word.
 *
 * The word stands in the ledger (consent and consent_change, under a CHECK), in the API
 * and in the trace; who did it follows from it.
 *
 * Source: field-notes.md §1.3.
 * Threads: pure.
 */
#ifndef DOMAIN_CONSENT_CAUSE_H
#define DOMAIN_CONSENT_CAUSE_H

#include <stdbool.h>

#include "base/str.h"

/* The word, who did it, and how staff read it.  CAUSE_NONE: it was never changed. */
#define CONSENT_CAUSES(X)                                                               \
	X(CAUSE_NONE, "", "family", "")                                                 \
	X(CAUSE_KEYWORD, "keyword", "family", "the family sent the word for it")        \
	X(CAUSE_PHRASE, "phrase", "family", "the family said so in words of their own") \
	X(CAUSE_SCOPE, "scope", "family", "the family chose which messages still come") \
	X(CAUSE_PROVIDER, "provider", "provider", "the provider told us")               \
	X(CAUSE_STAFF, "staff", "staff", "a member of staff decided")                   \
	X(CAUSE_POLICY, "policy", "system", "nobody decided within ten business days")  \
	X(CAUSE_OTHER, "other", "family", "another cause") /* of a ledger before 0011 */

#define X(name, word, actor, sentence) name,
enum consent_cause { CONSENT_CAUSES(X) CONSENT_CAUSE_COUNT };
#undef X

const char *consent_cause_word(enum consent_cause cause);
bool consent_cause_of(struct str word, enum consent_cause *cause);
const char *consent_cause_phrase(enum consent_cause cause);
/* Of its row in the trace. */
const char *consent_cause_actor(enum consent_cause cause);

#endif
