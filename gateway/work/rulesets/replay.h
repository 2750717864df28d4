/*
 * replay - what draft rules would have done to the inputs of the last days.
 *
 * Every promise opened since then goes through the draft again, on a clock that is its
 * own record: what the family wrote, when it was answered.  It changes nothing.
 *
 * What it cannot know is said here: a promise that the draft gives to somebody else is
 * taken to be answered when it was; whether we knew the family, its schools and its groups
 * are as of today (but for the one school that a promise was opened for); who has
 * a promise that the draft assigns by role or coverage is whoever had it.
 *
 * Threads: a reader's; pure but for the connection.
 */
#ifndef WORK_REPLAY_H
#define WORK_REPLAY_H

#include "base/fault.h"
#include "domain/rules/rule.h"
#include "store/people/contacts.h"
#include "store/promises/rulebooks.h"

enum { REPLAY_DAYS_MOST = 366, REPLAY_ROWS_MOST = 200000, REPLAY_GROUPS = 300,
       REPLAY_PEOPLE = 200, REPLAY_EXAMPLES = 20, REPLAY_FOR_MS = 8000 };

/* The promises of one language, or one school: "" for families of none, or of several. */
struct replay_group {
	char name[SCHOOL_ROOM];
	int64_t inputs, late_then, late_now, unmatched;
};
struct replay_groups {
	struct replay_group list[REPLAY_GROUPS];
	size_t count;
};

/* Whom steps address; administrators as a role are one "person". */
struct replay_person {
	char email[128];
	int reminders[24], escalations[24], assignments[24]; /* by hour of the day */
};

struct replay_report {
	int64_t from_at, to_at;
	int64_t inputs, late_then, late_now, unmatched;
	int64_t by_rule[RULE_MOST];
	struct replay_groups languages, schools;
	struct replay_person people[REPLAY_PEOPLE];
	size_t people_count;
	int64_t examples[REPLAY_EXAMPLES]; /* promises that no specific rule matched */
	size_t example_count;
	bool is_cut;              /* there was more than we look at */
};

/* What a rule asks of the input that opened it. */
struct rule_facts replay_facts(const struct replay_row *row, const struct school_week *week);

struct txn;
enum fault replay_run(const struct txn *txn, const struct rule_book *book, int days,
		      struct replay_report *report) MUST_CHECK;

#endif
