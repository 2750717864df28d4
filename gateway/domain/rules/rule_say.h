/*
 * rule_say - a rule's spans in words, as rules.yaml spells them.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_RULE_SAY_H
#define DOMAIN_RULE_SAY_H

#include "rule.h"

/* "4 school hours", "deadline", "at once": as rules.yaml spells it. */
void rule_say_span(const struct rule_span *span, struct buf *into);

#endif
