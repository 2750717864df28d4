/* A rules.yaml: rules and their steps. */
#include "rule_read.h"

#include <assert.h>
#include <string.h>

#include "base/halt.h"
#include "i18n/files/yaml_bounds.h"
#include "i18n/text/label.h"
#include "rule_check.h"
#include "rule_topics.h"
#include "rule_tree.h"
#include "rule_when.h"

enum { ARENA_CEILING = 16 * 1024 * 1024, TEMPLATE_MOST = 63 };

/* --- steps -------------------------------------------------------------------------- */

struct step_text {
	struct rule_step step;
	bool has_after, has_do, has_to, has_tier, has_template, is_approved;
};

static void read_after(struct reading *reading, const yaml_node_t *node, void *into)
{
	static const struct { const char *word; enum rule_unit unit; } words[] = {
		{ "at once", RULE_AT_ONCE }, { "deadline", RULE_AT_DEADLINE },
		{ "kept", RULE_WHEN_KEPT },
	};
	struct step_text *text = into;

	text->has_after = true;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_is(rule_tree_scalar(node), words[i].word)) {
			text->step.after.unit = words[i].unit;
			return;
		}
	if (!rule_tree_span(rule_tree_scalar(node), &text->step.after))
		rule_tree_refuse(reading, node, "after", "should be \"at once\", \"deadline\", \"kept\" or a "
		       "span: \"4 school hours\", \"1 school day\", \"30 minutes\", \"2 days\"");
}

static void read_do(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct step_text *text = into;
	AUTO(buf) known;

	buf_init(&known, 230);
	text->has_do = rule_deed_of(rule_tree_scalar(node), &text->step.deed);
	if (text->has_do)
		return;
	text->has_do = true;
	text->step.deed = RULE_DEEDS;
	buf_add_text(&known, "there is no such deed; known are:");
	for (int i = 0; i < RULE_DEEDS; i++)
		buf_add_format(&known, "%s %s", i ? "," : "", rule_deed_word((enum rule_deed)i));
	rule_tree_refuse(reading, node, "do", buf_text(&known));
}

static void read_to(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct step_text *text = into;
	struct str value = rule_tree_scalar(node);

	text->has_to = true;
	text->step.whom = RULE_TO_PERSON;
	if (str_is(value, "coverage"))
		text->step.whom = RULE_TO_COVERAGE;
	else if (str_starts(value, STR("role ")) && role_of(str_from(value, 5), &text->step.role) &&
		 text->step.role != ROLE_VIEWER)
		text->step.whom = RULE_TO_ROLE;
	else if (str_find(value, STR("@")) == value.size)
		rule_tree_refuse(reading, node, "to", "should be coverage (who covers the language), role "
		       "liaison, role administrator, or a person's e-mail");
	text->step.person = text->step.whom == RULE_TO_PERSON ? rule_tree_keep(reading, value) : NULL;
}

static void read_tier(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct step_text *text = into;
	int64_t tier = 1;

	text->has_tier = true;
	if (str_number(rule_tree_scalar(node), 1, RULE_TIERS, &tier))
		rule_tree_refuse(reading, node, "tier", "should be 1 (administrators are told), 2 (and it is "
		       "on a person's list) or 3 (and an alarm is raised)");
	text->step.tier = (int)tier;
}

static void read_template(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct step_text *text = into;
	struct str name = rule_tree_scalar(node);

	text->has_template = true;
	if (name.size == 0 || name.size > TEMPLATE_MOST)
		rule_tree_refuse(reading, node, "template", "should be the name of a sentence, such as late.update");
	text->step.template = rule_tree_keep(reading, name);
}

static void read_approved(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct step_text *text = into;

	text->is_approved = str_is(rule_tree_scalar(node), "yes");
	if (!text->is_approved)
		rule_tree_refuse(reading, node, "approved", "should be yes, or the step should not be here");
}

/* What each deed asks for and allows. */
static const struct deed_needs {
	bool takes_to, takes_tier, takes_template, needs_template, needs_approval;
	const char *template;    /* without one */
} needs[RULE_DEEDS] = {
	[RULE_ACKNOWLEDGE] = { .takes_template = true, .template = "ack" },
	[RULE_ASSIGN] = { .takes_to = true },
	[RULE_REASSIGN] = { .takes_to = true },
	[RULE_ESCALATE] = { .takes_tier = true },
	[RULE_UPDATE] = { .takes_template = true, .template = "late.update" },
	[RULE_ANSWER] = { .takes_template = true, .needs_template = true, .needs_approval = true },
	[RULE_COURTESY] = { .needs_approval = true },
};

/* What is said, and the deed's own text where nothing else is given. */
static void check_template(struct reading *reading, const yaml_node_t *node,
			   struct step_text *text, const struct deed_needs *need)
{
	if (text->has_template && !need->takes_template)
		rule_tree_refuse(reading, node, "template", "goes with deeds that say something only");
	if (!text->has_template && need->needs_template)
		rule_tree_refuse(reading, node, "template", "is missing: what should be answered?");
	if (!text->has_template)
		text->step.template = need->template;
}

static void check_step(struct reading *reading, const yaml_node_t *node, struct step_text *text)
{
	const struct deed_needs *need;

	if (!text->has_after)
		rule_tree_refuse(reading, node, "after", "is missing: when should it happen?");
	if (!text->has_do)
		rule_tree_refuse(reading, node, "do", "is missing: what should happen?");
	if (!text->has_do || text->step.deed == RULE_DEEDS)
		return;
	need = &needs[text->step.deed];
	if (text->has_to && !need->takes_to)
		rule_tree_refuse(reading, node, "to", "goes with assign and reassign only");
	if (!text->has_to && need->takes_to)
		rule_tree_refuse(reading, node, "to", "is missing: to whom?");
	if (text->has_tier != need->takes_tier)
		rule_tree_refuse(reading, node, "tier", "goes with escalate, and only there");
	check_template(reading, node, text, need);
	if (text->is_approved != need->needs_approval)
		rule_tree_refuse(reading, node, "approved", need->needs_approval ?
		       "no machine answers or closes without \"approved: yes\"" :
		       "goes with answer and close as courtesy only");
}

static void read_steps(struct reading *reading, const yaml_node_t *node, void *into)
{
	static const struct field fields[] = {
		{ "after", read_after }, { "do", read_do },             { "to", read_to },
		{ "tier", read_tier },   { "template", read_template }, { "approved", read_approved },
		{ .key = NULL },
	};
	struct rule *rule = into;
	size_t count = rule_tree_list(reading, node, "steps", RULE_STEPS_MOST);

	rule->steps = rule_tree_take(reading, (count + 1) * sizeof(*rule->steps));
	for (size_t i = 0; i < count; i++) {
		const yaml_node_t *entry = rule_tree_at(reading, node, i);
		struct step_text text = { .step = { .spot = rule_tree_spot(entry) } };

		rule_tree_read(reading, fields, entry, &text);
		if (entry->type == YAML_MAPPING_NODE)
			check_step(reading, entry, &text);
		rule->steps[rule->step_count++] = text.step;
	}
}

/* --- rules -------------------------------------------------------------------------- */

static void read_answer_within(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct rule *rule = into;

	if (!rule_tree_span(rule_tree_scalar(node), &rule->answer_for) ||
	    rule->answer_for.unit == RULE_WALL_TIME)
		rule_tree_refuse(reading, node, "answer_within",
		       "should be school time, such as \"8 school hours\" or \"2 school days\"");
}

static void read_name(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct rule *rule = into;
	struct str name = rule_tree_scalar(node);

	str_put((char *)(uintptr_t)rule->name, RULE_NAME, name);
	if (name.size == 0 || name.size >= RULE_NAME || label_check(name, LABEL_LINE, NULL))
		rule_tree_refuse(reading, node, "name", "should be a name of 1 to 31 bytes, of one line and "
				 "what can be seen");
}

static void read_rule(struct reading *reading, const yaml_node_t *node, struct rule *rule)
{
	static const struct field fields[] = {
		{ "name", read_name },   { "when", rule_when_read }, { "answer_within", read_answer_within },
		{ "steps", read_steps }, { .key = NULL },
	};

	rule->name = reading->rule = rule_tree_take(reading, RULE_NAME);
	rule->spot = rule->when.spot = rule_tree_spot(node);
	rule->steps = rule_tree_take(reading, sizeof(*rule->steps));
	rule->answer_for.unit = RULE_WHEN_KEPT;
	rule_tree_read(reading, fields, node, rule);
	if (node->type == YAML_MAPPING_NODE && !rule->name[0])
		rule_tree_refuse(reading, node, "name", "is missing: how do you call this rule?");
	if (node->type == YAML_MAPPING_NODE && rule->answer_for.unit == RULE_WHEN_KEPT)
		rule_tree_refuse(reading, node, "answer_within", "is missing: how soon must it be answered?");
	reading->rule = "";
}

static void read_rules(struct reading *reading, const yaml_node_t *node)
{
	struct rule_book *book = reading->book;
	size_t count = rule_tree_list(reading, node, "rules", RULE_MOST);

	book->rules = rule_tree_take(reading, (count + 1) * sizeof(*book->rules));
	for (size_t i = 0; i < count; i++)
		read_rule(reading, rule_tree_at(reading, node, i), &book->rules[book->count++]);
}

struct root { const yaml_node_t *topics, *rules; };

static void find_topics(struct reading *reading, const yaml_node_t *node, void *into)
{
	(void)reading;
	((struct root *)into)->topics = node;
}

static void find_rules(struct reading *reading, const yaml_node_t *node, void *into)
{
	(void)reading;
	((struct root *)into)->rules = node;
}

/* Topics first: rules name them. */
static void read_root(struct reading *reading, const yaml_node_t *root)
{
	static const struct field fields[] = {
		{ "rules", find_rules }, { "topics", find_topics }, { .key = NULL },
	};
	struct root found = { NULL, NULL };

	rule_tree_read(reading, fields, root, &found);
	if (found.topics)
		rule_topics_read(reading, found.topics);
	if (found.rules)
		read_rules(reading, found.rules);
	if (reading->book->count)
		rule_check(reading->book, reading->findings);
	else if (!reading->findings->errors)
		rule_tree_refuse(reading, root, "rules", "there is no rule");
}

/* True, and said, where the document asks more of libyaml than we give.  Without aliases
 * RULE_DOCUMENT bounds what a book can take. */
static bool is_too_much(struct rule_findings *findings, struct str text)
{
	struct yaml_bounds bounds;
	struct note note = { .line = 0 };
	bool is_over = yaml_bounds_check(text, false, &bounds, &note) != FAULT_NONE;

	if (is_over)
		rule_tree_complain(findings, &(struct rule_place){
			.spot = { bounds.line, bounds.column } }, "%s", note.text);
	return is_over;
}

static void read_document(struct reading *reading, struct str text)
{
	yaml_parser_t parser;
	yaml_document_t document;

	if (!yaml_parser_initialize(&parser))
		halt_because("memory.exhausted", "libyaml finds no memory");
	yaml_parser_set_input_string(&parser, (const unsigned char *)(text.at ? text.at : ""), text.size);
	if (!yaml_parser_load(&parser, &document)) {
		if (parser.error == YAML_MEMORY_ERROR)
			halt_because("memory.exhausted", "libyaml finds no memory");
		rule_tree_complain(reading->findings, &(struct rule_place){
			.spot = { (int)parser.problem_mark.line + 1,
				  (int)parser.problem_mark.column + 1 } },
			"this is not YAML: %s", parser.problem ? parser.problem : "");
		yaml_parser_delete(&parser);
		return;
	}
	/* cppcheck-suppress autoVariables ; taken back before we leave */
	reading->document = &document;
	if (yaml_document_get_root_node(&document))
		read_root(reading, yaml_document_get_root_node(&document));
	else
		rule_tree_complain(reading->findings, &(struct rule_place){ .spot = { 1, 1 } },
			      "the document is empty");
	reading->document = NULL;
	yaml_document_delete(&document);
	yaml_parser_delete(&parser);
}

enum fault rule_read(struct str text, struct rule_findings *findings, struct rule_book **book)
{
	assert(findings && book);

	struct reading reading = { .findings = findings, .rule = "" };
	struct arena arena;

	*findings = (struct rule_findings){ .count = 0 };
	arena_init(&arena, ARENA_CEILING);
	reading.book = arena_take(&arena, sizeof(*reading.book));
	reading.book->arena = arena;
	if (text.size > RULE_DOCUMENT || !str_is_utf8(text))
		rule_tree_complain(findings, &(struct rule_place){ .spot = { 1, 1 } },
			      text.size > RULE_DOCUMENT ? "is larger than we take (48 KiB)" :
							  "is not UTF-8");
	else if (!is_too_much(findings, text))
		read_document(&reading, text);
	if (findings->errors) {
		rule_book_free(&reading.book);
		return FAULT_INVALID;
	}
	*book = reading.book;
	return FAULT_NONE;
}
