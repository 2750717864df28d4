/*
 * rule_read - from the text of a rules.yaml to a book, and all that is wrong with it.
 *
 * Every mistake is found in one pass, each with rule, field, line, column and what was
 * expected there.  What only others know (is there such a sentence, such a person) is
 * checked in work/rulesets/ruleset_check.h, and joins the same findings.
 *
 * Ownership: the caller frees the book.
 * Threads: pure.
 */
#ifndef DOMAIN_RULE_READ_H
#define DOMAIN_RULE_READ_H

#include "rule.h"

enum { RULE_FINDINGS = 50, RULE_DOCUMENT = 48 * 1024 };

struct rule_finding {
	bool is_warning;
	char rule[RULE_NAME];    /* "" for the document */
	char field[24];
	char reason[240];
	struct rule_spot spot;
};

struct rule_findings {
	struct rule_finding list[RULE_FINDINGS]; /* the first ones */
	size_t count, errors, warnings;
};

struct rule_place {
	bool is_warning;
	const char *rule, *field;
	struct rule_spot spot;
};
void rule_tree_complain(struct rule_findings *findings, const struct rule_place *place,
		   const char *format, ...) PRINTS(3, 4);

/* FAULT_INVALID when there are errors: no book then. */
enum fault rule_read(struct str text, struct rule_findings *findings,
		     struct rule_book **book) MUST_CHECK;

#endif
