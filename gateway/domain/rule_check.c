#include "rule_check.h"

#include <string.h>

static void refuse(struct rule_findings *findings, const struct rule *rule, const char *field,
		   struct rule_spot spot, const char *reason)
{
	rule_complain(findings, &(struct rule_place){ .rule = rule->name, .field = field,
						      .spot = spot }, "%s", reason);
}

static void check_names(const struct rule_book *book, struct rule_findings *findings)
{
	for (size_t i = 0; i < book->count; i++) {
		const struct rule *rule = &book->rules[i];

		if (rule->name[0] && rule_find(book, rule->name) != rule)
			refuse(findings, rule, "name", rule->spot, "another rule has this name");
	}
}

static void check_last(const struct rule_book *book, struct rule_findings *findings)
{
	const struct rule *last = &book->rules[book->count - 1];

	for (const struct rule *rule = book->rules; rule < last; rule++)
		if (rule_always_holds(&rule->when))
			refuse(findings, rule, "when", rule->when.spot,
			       "holds always, so no rule below it is ever reached");
	if (!rule_always_holds(&last->when))
		refuse(findings, last, "when", last->when.spot,
		       "the last rule must hold always, or some input would have no rule: "
		       "leave its \"when\" out");
}

/* Spans of one unit compare; the deadline is a span of answer_within's unit; at once is
 * before and kept after everything.  Across units nothing is said: a step never fires
 * before the one above it. */
static void check_order(const struct rule *rule, struct rule_findings *findings)
{
	int64_t latest[RULE_WHEN_KEPT + 1] = { 0 };
	bool is_later = false;

	for (size_t i = 0; i < rule->step_count; i++) {
		const struct rule_step *step = &rule->steps[i];
		struct rule_span span = step->after.unit == RULE_AT_DEADLINE ? rule->answer_for :
									       step->after;

		if (span.unit == RULE_WHEN_KEPT)
			continue;
		if ((span.unit == RULE_AT_ONCE && is_later) || span.amount < latest[span.unit])
			refuse(findings, rule, "after", step->spot,
			       "goes backwards: this step is due before the one above it");
		latest[span.unit] = span.amount;
		is_later = is_later || span.unit != RULE_AT_ONCE;
	}
}

static bool is_same_target(const struct rule_step *one, const struct rule_step *other)
{
	if (one->whom != other->whom)
		return false;
	return one->whom == RULE_TO_PERSON ? strcmp(one->person, other->person) == 0 :
					     one->role == other->role;
}

/* A person who had it does not get it again; "somebody else who covers the language"
 * can be meant once. */
static void check_circle(const struct rule *rule, struct rule_findings *findings)
{
	for (size_t i = 0; i < rule->step_count; i++) {
		const struct rule_step *step = &rule->steps[i];

		if (step->deed != RULE_REASSIGN)
			continue;
		for (const struct rule_step *before = rule->steps; before < step; before++) {
			bool counts = before->deed == RULE_REASSIGN ||
				      (before->deed == RULE_ASSIGN && before->whom == RULE_TO_PERSON);

			if (!counts || !is_same_target(before, step))
				continue;
			refuse(findings, rule, "to", step->spot,
			       "is a circle: an earlier step gave it there already");
			break;
		}
	}
}

static void check_moments(const struct rule *rule, struct rule_findings *findings)
{
	for (size_t i = 0; i < rule->step_count; i++) {
		const struct rule_step *step = &rule->steps[i];
		bool is_first = step->deed == RULE_ACKNOWLEDGE || step->deed == RULE_COURTESY;

		if (is_first && step->after.unit != RULE_AT_ONCE)
			refuse(findings, rule, "after", step->spot,
			       "acknowledging and closing as courtesy happen at once or never");
		if ((step->deed == RULE_ASK) != (step->after.unit == RULE_WHEN_KEPT))
			refuse(findings, rule, "after", step->spot,
			       "ask goes with \"after: kept\", and nothing else does");
		if (step->deed == RULE_COURTESY && !rule->when.says.count)
			refuse(findings, rule, "when", step->spot,
			       "only a text that is nothing but a courtesy may be closed so: name "
			       "the whole texts under \"says\"");
	}
}

void rule_check(const struct rule_book *book, struct rule_findings *findings)
{
	check_names(book, findings);
	check_last(book, findings);
	for (size_t i = 0; i < book->count; i++) {
		check_order(&book->rules[i], findings);
		check_circle(&book->rules[i], findings);
		check_moments(&book->rules[i], findings);
	}
}
