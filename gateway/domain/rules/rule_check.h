/*
 * rule_check - does a book make sense as a whole?
 *
 * Names once, a last rule that always holds and no other, steps that do not go
 * backwards, no reassignment in a circle, courtesy only for texts that are nothing else.
 * What its author may have meant is a warning: a rule that another one above it shadows,
 * a step that speaks of lateness before the deadline, lateness that nobody is told of.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_RULE_CHECK_H
#define DOMAIN_RULE_CHECK_H

#include "rule_read.h"

void rule_check(const struct rule_book *book, struct rule_findings *findings);

#endif
