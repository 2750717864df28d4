/*
 * ruled - a book of rules from its text, the week of Chicago's schools, an instant.
 */
#ifndef TESTS_UNIT_DOMAIN_RULED_H
#define TESTS_UNIT_DOMAIN_RULED_H

#include "tests/lib/test.h"

#include "domain/rules/rule_read.h"
#include "domain/school.h"
#include "tests/lib/instant.h"

static inline struct school_week chicago(void)
{
	return school_week_default(zone_find(STR("America/Chicago")));
}

static inline struct rule_book *read_book(const char *text)
{
	struct rule_findings findings;
	struct rule_book *book = NULL;

	if (rule_read(str_of(text), &findings, &book))
		fail_msg("%d:%d %s %s", findings.list[0].spot.line, findings.list[0].spot.column,
			 findings.list[0].field, findings.list[0].reason);
	return book;
}

#define LAST "  - {name: rest, answer_within: 8 school hours}\n"

#endif
