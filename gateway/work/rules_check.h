/*
 * rules_check - would these rules do what their author means, here?
 *
 * rule_read.h found what is wrong with the document itself; this adds what only a
 * district knows: its sentences, languages, lines and people.
 *
 * Threads: the connection's; reads of struct work only what never changes.
 */
#ifndef WORK_RULES_CHECK_H
#define WORK_RULES_CHECK_H

#include "domain/rule_read.h"

struct scene;

/* Reads and checks.  FAULT_INVALID: there are errors, all in `findings`, the first in the
 * note; no book then.  Warnings alone are no fault. */
enum fault rules_check(const struct scene *scene, struct str text,
		       struct rule_findings *findings, struct rule_book **book) MUST_CHECK;

#endif
