#include "ruleset_check.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "ruleset_names.h"
#include "store/people/absences.h"
#include "store/people/users.h"
#include "work/txn/txn.h"

/* Longer than this is more than a holiday: the rule should name somebody else. */
#define AWAY_FOR (14 * DAY_MS)
enum { ABSENCES_MOST = 8 };

struct checking {
	const struct txn *txn;
	struct rule_findings *findings;
	const struct rule *rule;
};

static struct rule_place place_of(const struct checking *checking, const char *field,
				  struct rule_spot spot, bool is_warning)
{
	return (struct rule_place){ is_warning, checking->rule->name, field, spot };
}

/* --- when ---------------------------------------------------------------------------- */

static bool is_allowed(const struct locale *locale, const struct lang *lang)
{
	for (size_t i = 0; i < locale->allowed_count; i++)
		if (locale->allowed[i] == lang)
			return true;
	return false;
}

static void check_languages(const struct checking *checking)
{
	const struct rule_when *when = &checking->rule->when;
	struct rule_place place = place_of(checking, "language", when->spot, false);

	for (size_t i = 0; i < when->languages.count; i++) {
		const struct lang *lang = lang_find(checking->txn->locale->languages,
						    str_of(when->languages.at[i]));

		place.is_warning = false;
		if (!lang || strcmp(lang->tag, when->languages.at[i]) != 0)
			rule_tree_complain(checking->findings, &place, "\"%.20s\" is no language that we "
				      "ship; tags are those of locales/languages.yaml",
				      when->languages.at[i]);
		place.is_warning = true;
		if (lang && !is_allowed(checking->txn->locale, lang))
			rule_tree_complain(checking->findings, &place, "no family is written to in "
				      "\"%.20s\": it is none of district.languages",
				      when->languages.at[i]);
	}
}

static bool is_line(const struct core_settings *settings, const char *number)
{
	for (size_t i = 0; i < settings->account_count; i++)
		for (size_t j = 0; j < settings->accounts[i].line_count; j++)
			if (strcmp(settings->accounts[i].lines[j].number, number) == 0)
				return true;
	return false;
}

static void check_lines(const struct checking *checking)
{
	const struct rule_when *when = &checking->rule->when;
	struct rule_place place = place_of(checking, "line", when->spot, false);

	for (size_t i = 0; i < when->lines.count; i++)
		if (!is_line(checking->txn->core->settings, when->lines.at[i]))
			rule_tree_complain(checking->findings, &place, "%.20s is none of the district's "
				      "lines; write it as \"+13125550100\"", when->lines.at[i]);
}

/* --- sentences ------------------------------------------------------------------------ */

/* The families a rule can meet: those of its languages, else all of the district. */
static size_t languages_of(const struct checking *checking, const struct lang **langs)
{
	const struct rule_tags *tags = &checking->rule->when.languages;
	const struct locale *locale = checking->txn->locale;
	size_t count = 0;

	for (size_t i = 0; i < locale->allowed_count; i++) {
		bool is_meant = tags->count == 0;

		for (size_t j = 0; j < tags->count; j++)
			is_meant = is_meant || strcmp(tags->at[j], locale->allowed[i]->tag) == 0;
		if (is_meant)
			langs[count++] = locale->allowed[i];
	}
	return count;
}

static void check_template(const struct checking *checking, const struct rule_step *step)
{
	const struct locale *locale = checking->txn->locale;
	const struct lang *english = lang_find(locale->languages, STR("en"));
	struct rule_place place = place_of(checking, "template", step->spot, false);
	const struct lang *langs[LOCALE_LANGUAGES];
	size_t count = languages_of(checking, langs);
	AUTO(buf) without;

	buf_init(&without, 140);
	if (!step->template || strcmp(step->template, "ack") == 0)
		return;
	if (!catalog_has(locale->catalog, english, step->template)) {
		rule_tree_complain(checking->findings, &place, "there is no sentence \"%.63s\" in "
			      "locales/en.po", step->template);
		return;
	}
	for (size_t i = 0; i < count; i++)
		if (!catalog_has(locale->catalog, langs[i], step->template))
			buf_add_format(&without, " %s", langs[i]->tag);
	place.is_warning = step->deed != RULE_ANSWER;
	if (without.size)
		rule_tree_complain(checking->findings, &place, "%.63s is not translated for:%s%s",
			      step->template, buf_text(&without), place.is_warning ?
			      " (another language will be used)" :
			      "; an automatic answer must be in the family's language");
}

/* --- people ---------------------------------------------------------------------------- */

static enum fault check_coverage(const struct checking *checking, const struct rule_step *step)
{
	struct rule_place place = place_of(checking, "to", step->spot, true);
	const struct lang *langs[LOCALE_LANGUAGES];
	size_t count = languages_of(checking, langs);
	enum fault fault = FAULT_NONE;
	struct user user;
	AUTO(buf) uncovered;

	buf_init(&uncovered, 140);
	for (size_t i = 0; !fault && i < count; i++) {
		fault = user_for_language(checking->txn->db, str_of(langs[i]->tag), &user);
		if (fault != FAULT_MISSING)
			continue;
		fault = FAULT_NONE;
		buf_add_format(&uncovered, " %s", langs[i]->tag);
	}
	if (!fault && uncovered.size)
		rule_tree_complain(checking->findings, &place, "nobody covers:%s (administrators are "
			      "told of each such promise)", buf_text(&uncovered));
	return fault;
}

/* Now or soon: who plans to be away stands in the ledger already. */
static enum fault check_absences(const struct checking *checking, const struct rule_step *step,
				 struct user_id user)
{
	struct rule_place place = place_of(checking, "to", step->spot, true);
	int64_t now = checking->txn->now;
	struct absence absences[ABSENCES_MOST];
	size_t count = 0;
	enum fault fault = absence_of(checking->txn->db, user, now, absences, ABSENCES_MOST,
				      &count);
	bool is_long = false;

	for (size_t i = 0; !fault && i < count; i++)
		is_long |= absences[i].to_at - (absences[i].from_at > now ? absences[i].from_at : now) >
			   AWAY_FOR;
	if (is_long)
		rule_tree_complain(checking->findings, &place, "this person is away for more than two "
			      "weeks, now or later; meanwhile who covers the language gets it");
	return fault;
}

static enum fault check_person(const struct checking *checking, const struct rule_step *step)
{
	struct rule_place place = place_of(checking, "to", step->spot, false);
	struct user user;
	enum fault fault = user_by_email(checking->txn->db, str_of(step->person), &user);

	if (fault == FAULT_MISSING)
		rule_tree_complain(checking->findings, &place, "no user has that e-mail address");
	else if (fault == FAULT_CONFLICT)
		rule_tree_complain(checking->findings, &place, USER_TWIN_SENTENCE);
	else if (!fault && (user.disabled_at || user.role == ROLE_VIEWER))
		rule_tree_complain(checking->findings, &place, user.disabled_at ?
			      "this person was disabled" : "viewers answer nobody");
	else if (!fault)
		fault = check_absences(checking, step, user.id);
	return fault == FAULT_MISSING || fault == FAULT_CONFLICT ? FAULT_NONE : fault;
}

static enum fault check_role(const struct checking *checking, const struct rule_step *step)
{
	struct rule_place place = place_of(checking, "to", step->spot, true);
	struct user user;
	enum fault fault = user_for_role(checking->txn->db, step->role, (struct user_id){ 0 },
					 0, &user);

	if (fault == FAULT_MISSING)
		rule_tree_complain(checking->findings, &place, "nobody has the role %s",
			      role_word(step->role));
	return fault == FAULT_MISSING ? FAULT_NONE : fault;
}

static enum fault check_whom(const struct checking *checking, const struct rule_step *step)
{
	static enum fault (*const checks[])(const struct checking *checking,
					    const struct rule_step *step) = {
		[RULE_TO_COVERAGE] = check_coverage, [RULE_TO_ROLE] = check_role,
		[RULE_TO_PERSON] = check_person,
	};

	return step->deed == RULE_ASSIGN || step->deed == RULE_REASSIGN ?
		checks[step->whom](checking, step) : FAULT_NONE;
}

/* --- all of it -------------------------------------------------------------------------- */

static enum fault check_rule(const struct checking *checking)
{
	const struct rule *rule = checking->rule;
	struct rule_place place = place_of(checking, "steps", rule->spot, true);
	enum fault fault = ruleset_names_check(checking->txn->db, rule, checking->findings);

	check_languages(checking);
	check_lines(checking);
	for (size_t i = 0; !fault && i < rule->step_count; i++) {
		check_template(checking, &rule->steps[i]);
		fault = check_whom(checking, &rule->steps[i]);
	}
	if (!rule_step_of(rule, RULE_AT_ONCE, RULE_ASSIGN) &&
	    !rule_step_of(rule, RULE_AT_ONCE, RULE_COURTESY) &&
	    !rule_step_of(rule, RULE_AT_ONCE, RULE_ANSWER))
		rule_tree_complain(checking->findings, &place, "assigns nobody at once: administrators "
			      "are told of each such promise");
	return fault;
}

static enum fault refuse(const struct txn *txn, const struct rule_findings *findings)
{
	const struct rule_finding *first = findings->list;

	while (first->is_warning && first < &findings->list[findings->count - 1])
		first++;
	return fault_because(FAULT_INVALID, txn->note, "line %d, column %d: %s%s%s: %.150s%s",
			     first->spot.line, first->spot.column, first->rule,
			     first->rule[0] ? ", " : "", first->field, first->reason,
			     findings->errors > 1 ? " (and more)" : "");
}

enum fault ruleset_check(const struct txn *txn, struct str text,
		       struct rule_findings *findings, struct rule_book **book)
{
	assert(findings && book);

	struct rule_book *read = NULL;
	enum fault fault = rule_read(text, findings, &read);

	for (size_t i = 0; !fault && i < read->count; i++)
		fault = check_rule(&(struct checking){ txn, findings, &read->rules[i] });
	if (!fault && findings->errors)
		fault = FAULT_INVALID;
	if (fault) {
		rule_book_free(&read);
		return fault == FAULT_INVALID ? refuse(txn, findings) : fault;
	}
	*book = read;
	return FAULT_NONE;
}
