/*
 * pause_cause - why nothing is sent over a line, in one word.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_PAUSE_CAUSE_H
#define DOMAIN_PAUSE_CAUSE_H

#include <stdbool.h>

#include "base/str.h"

/* The word stands in the ledger (line.pause_cause, under a CHECK), the API and the metric;
 * the sentence is what the operator reads when the adapter has none for the code. */
#define PAUSE_CAUSES(X)                                                                  \
	X(PAUSE_NONE, "", "")                                                            \
	X(PAUSE_PERSON, "person", "paused by a person: hearbackctl resume ends it")      \
	X(PAUSE_ACCOUNT, "account",                                                      \
	  "the provider refuses our account: see its console, and the keys in hearback.yaml") \
	X(PAUSE_SENDER, "sender",                                                        \
	  "the provider refuses family after family from this number: see its registration") \
	X(PAUSE_STRANGER, "stranger",                                                    \
	  "what answers is not the provider: look at the proxy or firewall between us and it")

#define X(name, word, sentence) name,
enum pause_cause { PAUSE_CAUSES(X) PAUSE_CAUSE_COUNT };
#undef X

const char *pause_cause_word(enum pause_cause cause);
bool pause_cause_of(struct str word, enum pause_cause *cause);
const char *pause_cause_phrase(enum pause_cause cause);

#endif
