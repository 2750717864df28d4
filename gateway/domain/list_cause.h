/*
 * list_cause - why a line's list at the provider is not read now, in one word.
 *
 * Whose refusal it is the provider's own error document tells: a 401 or 403 without one is somebody's
 * who stands between us and the provider, and says nothing of our credentials.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_LIST_CAUSE_H
#define DOMAIN_LIST_CAUSE_H

#include "base/fault.h"

/* The word stands in the API and the metric; the sentence is the operator's. */
#define LIST_CAUSES(X)                                                                     \
	X(LIST_READ, "", "")                                                               \
	X(LIST_REFUSED, "refused",                                                         \
	  "the provider refuses our credentials: see its console, and the keys in hearback.yaml") \
	X(LIST_STRANGER, "stranger",                                                       \
	  "what answers is not the provider: look at the proxy or firewall between us and it") \
	X(LIST_UNANSWERED, "unanswered", "the provider does not answer now; it is asked again by itself") \
	X(LIST_UNREADABLE, "unreadable",                                                   \
	  "what the provider answers is no list that we can read: the log's inbound_poll.failed has more") \
	X(LIST_CIRCLE, "circle", "its pages lead in a circle: tell the provider; it is asked again by itself") \
	X(LIST_UNKEPT, "unkept", "what it has could not be kept here: see the ledger's disk")

#define X(name, word, sentence) name,
enum list_cause { LIST_CAUSES(X) LIST_CAUSE_COUNT };
#undef X

const char *list_cause_word(enum list_cause cause);
const char *list_cause_phrase(enum list_cause cause);
/* What a list that was asked for ended with: adapters/adapter.h says which fault means what. */
enum list_cause list_cause_by(enum fault fault);

#endif
