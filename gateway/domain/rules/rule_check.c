#include "rule_check.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"

static void refuse(struct rule_findings *findings, const struct rule *rule, const char *field,
		   struct rule_spot spot, const char *reason)
{
	rule_tree_complain(findings, &(struct rule_place){ .rule = rule->name, .field = field,
						      .spot = spot }, "%s", reason);
}

static void warn(struct rule_findings *findings, const struct rule *rule, const char *field,
		 struct rule_spot spot, const char *reason)
{
	rule_tree_complain(findings, &(struct rule_place){ .is_warning = true, .rule = rule->name,
						      .field = field, .spot = spot }, "%s", reason);
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

/* --- a rule that is never reached ----------------------------------------------------- */

static bool has_name(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* Does whatever meets `narrow` meet `wide`?  Empty is wide. */
static bool covers_names(const char *const *wide, size_t wide_count, const char *const *narrow,
			 size_t narrow_count)
{
	for (size_t i = 0; i < narrow_count; i++)
		if (wide_count && !has_name(wide, wide_count, narrow[i]))
			return false;
	return wide_count == 0 || narrow_count > 0;
}

static bool has_same_word(const struct rule_words *words, const struct rule_word *word)
{
	for (size_t i = 0; i < words->count; i++)
		if (str_equals(words->at[i].exact, word->exact))
			return true;
	return false;
}

static bool covers_words(const struct rule_words *wide, const struct rule_words *narrow)
{
	for (size_t i = 0; i < narrow->count; i++)
		if (wide->count && !has_same_word(wide, &narrow->at[i]))
			return false;
	return wide->count == 0 || narrow->count > 0;
}

/* Every condition that there is stands here: one that is forgotten would call a rule
 * shadowed that is not. */
static bool covers(const struct rule_when *wide, const struct rule_when *narrow)
{
#define COVERS(list) covers_names(wide->list.at, wide->list.count, narrow->list.at, narrow->list.count)
	return COVERS(languages) && COVERS(lines) && COVERS(topics) &&
	       COVERS(schools) && COVERS(groups) &&
	       (!wide->channels || (narrow->channels && !(narrow->channels & ~wide->channels))) &&
	       covers_words(&wide->keywords, &narrow->keywords) &&
	       covers_words(&wide->says, &narrow->says) &&
	       (wide->sender == RULE_ANY_SENDER || wide->sender == narrow->sender) &&
	       (wide->hours == RULE_ANY_HOUR || wide->hours == narrow->hours);
#undef COVERS
}

static void warn_shadowed(const struct rule *rule, const struct rule *above,
			  struct rule_findings *findings)
{
	AUTO(buf) reason;

	buf_init(&reason, 200);
	buf_add_format(&reason, "is never reached: whatever falls under it falls under \"%s\" above",
		       above->name);
	warn(findings, rule, "when", rule->when.spot, buf_text(&reason));
}

static void check_shadows(const struct rule_book *book, struct rule_findings *findings)
{
	const struct rule *end = &book->rules[book->count - 1];

	for (const struct rule *rule = book->rules + 1; rule < end; rule++) {
		const struct rule *above = book->rules;

		while (above < rule &&
		       (rule_always_holds(&above->when) || !covers(&above->when, &rule->when)))
			above++;
		if (above < rule)
			warn_shadowed(rule, above, findings);
	}
}

/* --- steps --------------------------------------------------------------------------- */

/* Spans of one unit compare; the deadline is a span of answer_within's unit; at once is
 * before and kept after everything.  Staffed time never passes faster than the clock on the
 * wall, so "30 minutes" behind "4 school hours" goes backwards too.  Across other units
 * nothing is said: a step never fires before the one above it. */
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
		if ((span.unit == RULE_AT_ONCE && is_later) || span.amount < latest[span.unit] ||
		    (span.unit == RULE_WALL_TIME && span.amount < latest[RULE_SCHOOL_TIME]))
			refuse(findings, rule, "after", step->spot,
			       "goes backwards: this step is due before the one above it");
		latest[span.unit] = span.amount;
		is_later = is_later || span.unit != RULE_AT_ONCE;
	}
}

/* Not late yet, and it is told as if: the author may mean it, so it is a warning. */
static void check_early(const struct rule *rule, struct rule_findings *findings)
{
	for (size_t i = 0; i < rule->step_count; i++) {
		const struct rule_step *step = &rule->steps[i];
		bool is_early = step->after.unit == RULE_AT_ONCE ||
				(step->after.unit == rule->answer_for.unit &&
				 step->after.amount < rule->answer_for.amount);

		if (is_early && step->deed == RULE_ESCALATE)
			warn(findings, rule, "after", step->spot, "escalates before the deadline: "
			     "\"answer_within\" is later than this");
		if (is_early && step->deed == RULE_UPDATE)
			warn(findings, rule, "after", step->spot, "tells the family that we still "
			     "owe the answer, before the deadline they were told");
	}
}

/* It becomes late, and nobody but its owner hears of it. */
static void check_silence(const struct rule *rule, struct rule_findings *findings)
{
	bool is_closed_at_once = rule_step_of(rule, RULE_AT_ONCE, RULE_COURTESY) ||
				 rule_step_of(rule, RULE_AT_ONCE, RULE_ANSWER);

	for (size_t i = 0; i < rule->step_count; i++)
		if (rule->steps[i].deed == RULE_ESCALATE)
			return;
	if (!is_closed_at_once)
		warn(findings, rule, "steps", rule->spot, "escalates to nobody: when it becomes late, "
		     "it is marked so and nobody is told");
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
	assert(book && findings);
	check_names(book, findings);
	check_last(book, findings);
	check_shadows(book, findings);
	for (size_t i = 0; i < book->count; i++) {
		check_order(&book->rules[i], findings);
		check_early(&book->rules[i], findings);
		check_silence(&book->rules[i], findings);
		check_circle(&book->rules[i], findings);
		check_moments(&book->rules[i], findings);
	}
}
