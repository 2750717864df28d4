/*
 * mishap_rule - one rule of POST /faults, read strictly.
 *
 * A misspelt name, a number that is none or out of its range is refused: such a rule would
 * strike what it should not, or never, and a test would believe that it had.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_MISHAP_RULE_H
#define CARRIER_MISHAP_RULE_H

#include "mishap_words.h"

/* So many words may stand in one rule. */
enum { MISHAP_RULE_WORDS = 4 };

struct mishap_rule {
	int64_t id;
	const struct mishap_kind *kinds[MISHAP_RULE_WORDS];
	size_t kind_count;
	enum mishap_request request;
	bool is_any_request;
	int64_t nth;          /* 0: every */
	int64_t times;        /* 0: no limit */
	double probability;
	int64_t delay_for;    /* -1: the kind's */
	int64_t retry_after_for;
	int64_t code;         /* 0: the kind's */
	int64_t status;       /* 0: the kind's, 403 of a page */
	int copies;
	int64_t seen;
	int64_t used;
	json_t *json;
};

/* Fills all but id, json and the counts.  FAULT_INVALID with the reason. */
enum fault mishap_rule_read(struct mishap_rule *rule, const json_t *json,
			    struct note *note) MUST_CHECK;

#endif
