/*
 * ruleset_check - would these rules do what their author means, here?
 *
 * rule_read.h found what is wrong with the document itself; this adds what only a
 * district knows: its sentences, languages, lines and people.
 *
 * Threads: the connection's; reads of struct core only its settings.
 */
#ifndef WORK_RULESET_CHECK_H
#define WORK_RULESET_CHECK_H

#include "domain/rules/rule_read.h"

struct txn;
struct locale;
struct core_settings;
struct db;

/* Reads and checks.  FAULT_INVALID: there are errors, all in `findings`, the first in the
 * note; no book then.  Warnings alone are no fault. */
enum fault ruleset_check(const struct txn *txn, struct str text,
		       struct rule_findings *findings, struct rule_book **book) MUST_CHECK;

#endif
