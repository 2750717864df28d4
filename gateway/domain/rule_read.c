/*
 * libyaml's tree is read here for the same reasons as in config_tree.c: one table of
 * fields, scalars as they are written, and a place for each complaint.  A mistake does
 * not end the reading: whoever writes rules wants to hear of all of them.
 */
#include "rule_read.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "i18n/unicode.h"
#include "i18n/word.h"
#include "rule_check.h"

enum { ARENA_CEILING = 16 * 1024 * 1024, WORD_CEILING = 2048, TEMPLATE_MOST = 63 };

struct reading {
	yaml_document_t *document;
	struct rule_findings *findings;
	struct rule_book *book;
	const char *rule;        /* name of the one being read, or "" */
};

struct field {
	const char *key;         /* NULL ends a table */
	void (*read)(struct reading *reading, const yaml_node_t *node, void *into);
};

/* --- complaints ------------------------------------------------------------------- */

void rule_complain(struct rule_findings *findings, const struct rule_place *place,
		   const char *format, ...)
{
	va_list args;
	struct rule_finding *finding;

	*(place->is_warning ? &findings->warnings : &findings->errors) += 1;
	if (findings->count == RULE_FINDINGS)
		return;
	finding = &findings->list[findings->count++];
	*finding = (struct rule_finding){ .is_warning = place->is_warning, .spot = place->spot };
	str_put(finding->rule, sizeof(finding->rule), str_of(place->rule));
	str_put(finding->field, sizeof(finding->field), str_of(place->field));
	va_start(args, format);
	vsnprintf(finding->reason, sizeof(finding->reason), format, args);
	va_end(args);
}

static struct rule_spot spot_of(const yaml_node_t *node)
{
	return (struct rule_spot){ (int)node->start_mark.line + 1,
				   (int)node->start_mark.column + 1 };
}

static void refuse(struct reading *reading, const yaml_node_t *node, const char *field,
		   const char *reason)
{
	rule_complain(reading->findings, &(struct rule_place){
		.rule = reading->rule, .field = field, .spot = spot_of(node) }, "%s", reason);
}

/* --- the tree --------------------------------------------------------------------- */

static void *take(struct reading *reading, size_t size)
{
	void *at = arena_take(&reading->book->arena, size);

	assert(at); /* RULE_DOCUMENT bounds what can be asked for */
	return at;
}

static const char *keep(struct reading *reading, struct str text)
{
	struct str kept = arena_copy(&reading->book->arena, text);

	assert(kept.at);
	return kept.at;
}

static const yaml_node_t *node_at(const struct reading *reading, int index)
{
	return yaml_document_get_node(reading->document, index);
}

static struct str scalar(const yaml_node_t *node)
{
	return node->type != YAML_SCALAR_NODE ? STR_NONE :
		str_trim((struct str){ (const char *)node->data.scalar.value,
				       node->data.scalar.length });
}

static const struct field *find_field(const struct field *fields, struct str key)
{
	for (; fields->key; fields++)
		if (str_is(key, fields->key))
			return fields;
	return NULL;
}

static void refuse_key(struct reading *reading, const struct field *fields,
		       const yaml_node_t *key)
{
	AUTO(buf) known;

	buf_init(&known, 200);
	buf_add_text(&known, "there is no such field here; known are");
	for (; fields->key; fields++)
		buf_add_format(&known, " %s", fields->key);
	refuse(reading, key, scalar(key).size ? "field" : "", buf_text(&known));
}

static bool is_repeated(const struct reading *reading, const yaml_node_t *map,
			const yaml_node_pair_t *pair)
{
	struct str key = scalar(node_at(reading, pair->key));

	for (const yaml_node_pair_t *one = map->data.mapping.pairs.start; one < pair; one++)
		if (str_equals(scalar(node_at(reading, one->key)), key))
			return true;
	return false;
}

static void read_map(struct reading *reading, const struct field *fields,
		     const yaml_node_t *map, void *into)
{
	if (map->type != YAML_MAPPING_NODE) {
		refuse(reading, map, "", "lines of the form \"key: value\" should stand here");
		return;
	}
	for (const yaml_node_pair_t *pair = map->data.mapping.pairs.start;
	     pair < map->data.mapping.pairs.top; pair++) {
		const yaml_node_t *key = node_at(reading, pair->key);
		const struct field *field = find_field(fields, scalar(key));

		if (!field)
			refuse_key(reading, fields, key);
		else if (is_repeated(reading, map, pair))
			refuse(reading, key, field->key, "stands here twice");
		else
			field->read(reading, node_at(reading, pair->value), into);
	}
}

/* One value is a list of one. */
static size_t list_count(const yaml_node_t *node)
{
	return node->type != YAML_SEQUENCE_NODE ? 1 :
		(size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
}

static const yaml_node_t *list_at(const struct reading *reading, const yaml_node_t *node,
				  size_t i)
{
	return node->type != YAML_SEQUENCE_NODE ? node :
		node_at(reading, node->data.sequence.items.start[i]);
}

/* How many entries to read; 0 after a complaint. */
static size_t list_take(struct reading *reading, const yaml_node_t *node, const char *field,
			size_t most)
{
	size_t count = list_count(node);

	if (count == 0)
		refuse(reading, node, field, "needs at least one entry");
	if (count > most)
		refuse(reading, node, field, "has more entries than we take");
	return count > most ? 0 : count;
}

/* --- when --------------------------------------------------------------------------- */

static void read_tags(struct reading *reading, const yaml_node_t *node, struct rule_tags *tags,
		      const char *field)
{
	size_t count = list_take(reading, node, field, RULE_WORDS_MOST);

	tags->at = take(reading, (count + 1) * sizeof(*tags->at));
	for (size_t i = 0; i < count; i++) {
		struct str text = scalar(list_at(reading, node, i));

		if (text.size == 0)
			refuse(reading, node, field, "a word, or a list [one, another], should stand here");
		tags->at[tags->count++] = keep(reading, text);
	}
}

static void read_language(struct reading *reading, const yaml_node_t *node, void *into)
{
	read_tags(reading, node, &((struct rule_when *)into)->languages, "language");
}

static void read_line(struct reading *reading, const yaml_node_t *node, void *into)
{
	read_tags(reading, node, &((struct rule_when *)into)->lines, "line");
}

static void read_channel(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct rule_when *when = into;
	size_t count = list_take(reading, node, "channel", CHANNEL_COUNT);
	enum channel channel;

	for (size_t i = 0; i < count; i++) {
		if (channel_of(scalar(list_at(reading, node, i)), &channel))
			when->channels |= 1u << channel;
		else
			refuse(reading, list_at(reading, node, i), "channel",
			       "a channel is sms, whatsapp or voice");
	}
}

static struct str fold_word(struct reading *reading, struct str text, bool is_bare)
{
	AUTO(buf) exact;
	AUTO(buf) bare;

	buf_init(&exact, WORD_CEILING);
	buf_init(&bare, WORD_CEILING * 2);
	word_fold(text, &exact);
	(void)unicode_strip_latin(buf_str(&exact), &bare);
	return str_of(keep(reading, buf_str(is_bare ? &bare : &exact)));
}

static void read_words(struct reading *reading, const yaml_node_t *node,
		       struct rule_words *words, const char *field)
{
	size_t count = list_take(reading, node, field, RULE_WORDS_MOST);

	words->at = take(reading, (count + 1) * sizeof(*words->at));
	for (size_t i = 0; i < count; i++) {
		const yaml_node_t *entry = list_at(reading, node, i);
		struct str text = scalar(entry);
		struct rule_word word = { fold_word(reading, text, false),
					  fold_word(reading, text, true) };

		if (text.size > WORD_LONGEST)
			refuse(reading, entry, field, "is longer than 120 bytes");
		else if (word.exact.size == 0 || word.bare.size == 0)
			refuse(reading, entry, field, "a word of a family's should stand here");
		words->at[words->count++] = word;
	}
}

static void read_keyword(struct reading *reading, const yaml_node_t *node, void *into)
{
	read_words(reading, node, &((struct rule_when *)into)->keywords, "keyword");
}

static void read_says(struct reading *reading, const yaml_node_t *node, void *into)
{
	read_words(reading, node, &((struct rule_when *)into)->says, "says");
}

static void read_sender(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct rule_when *when = into;

	when->sender = str_is(scalar(node), "known") ? RULE_KNOWN : RULE_UNKNOWN;
	if (when->sender == RULE_UNKNOWN && !str_is(scalar(node), "unknown"))
		refuse(reading, node, "sender", "a sender is known or unknown");
}

static void read_hours(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct rule_when *when = into;

	when->hours = str_is(scalar(node), "inside") ? RULE_INSIDE_HOURS : RULE_OUTSIDE_HOURS;
	if (when->hours == RULE_OUTSIDE_HOURS && !str_is(scalar(node), "outside"))
		refuse(reading, node, "hours", "hours are inside or outside (school hours)");
}

static void read_when(struct reading *reading, const yaml_node_t *node, void *into)
{
	static const struct field fields[] = {
		{ "language", read_language }, { "channel", read_channel }, { "line", read_line },
		{ "keyword", read_keyword },   { "says", read_says },       { "sender", read_sender },
		{ "hours", read_hours },       { .key = NULL },
	};
	struct rule *rule = into;

	rule->when.spot = spot_of(node);
	read_map(reading, fields, node, &rule->when);
}

/* --- spans -------------------------------------------------------------------------- */

static const struct {
	const char *words;
	enum rule_unit unit;
	int64_t factor, most;
} units[] = {
	{ "school minute", RULE_SCHOOL_TIME, MINUTE_MS, 60000 },
	{ "school hour", RULE_SCHOOL_TIME, HOUR_MS, 1000 },
	{ "school day", RULE_SCHOOL_DAYS, 1, 200 },
	{ "minute", RULE_WALL_TIME, MINUTE_MS, 60000 },
	{ "hour", RULE_WALL_TIME, HOUR_MS, 9000 },
	{ "day", RULE_WALL_TIME, DAY_MS, 366 },
};

/* "4 school hours" */
static bool read_amount(struct str text, struct rule_span *span)
{
	struct str number;
	int64_t amount;

	if (!str_next(&text, ' ', &number))
		return false;
	text = str_trim(text);
	if (str_ends(text, STR("s")))
		text.size--;
	for (size_t i = 0; i < COUNT_OF(units); i++) {
		if (!str_is(text, units[i].words) ||
		    str_number(number, 1, units[i].most, &amount))
			continue;
		*span = (struct rule_span){ units[i].unit, amount * units[i].factor };
		return true;
	}
	return false;
}

static void read_answer_within(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct rule *rule = into;

	if (!read_amount(scalar(node), &rule->answer_for) ||
	    rule->answer_for.unit == RULE_WALL_TIME)
		refuse(reading, node, "answer_within",
		       "should be school time, such as \"8 school hours\" or \"2 school days\"");
}

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
		if (str_is(scalar(node), words[i].word)) {
			text->step.after.unit = words[i].unit;
			return;
		}
	if (!read_amount(scalar(node), &text->step.after))
		refuse(reading, node, "after", "should be \"at once\", \"deadline\", \"kept\" or a "
		       "span: \"4 school hours\", \"1 school day\", \"30 minutes\", \"2 days\"");
}

static void read_do(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct step_text *text = into;
	AUTO(buf) known;

	buf_init(&known, 230);
	text->has_do = rule_deed_of(scalar(node), &text->step.deed);
	if (text->has_do)
		return;
	text->has_do = true;
	text->step.deed = RULE_DEEDS;
	buf_add_text(&known, "there is no such deed; known are:");
	for (int i = 0; i < RULE_DEEDS; i++)
		buf_add_format(&known, "%s %s", i ? "," : "", rule_deed_word((enum rule_deed)i));
	refuse(reading, node, "do", buf_text(&known));
}

static void read_to(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct step_text *text = into;
	struct str value = scalar(node);

	text->has_to = true;
	text->step.whom = RULE_TO_PERSON;
	if (str_is(value, "coverage"))
		text->step.whom = RULE_TO_COVERAGE;
	else if (str_starts(value, STR("role ")) && role_of(str_from(value, 5), &text->step.role) &&
		 text->step.role != ROLE_VIEWER)
		text->step.whom = RULE_TO_ROLE;
	else if (str_find(value, STR("@")) == value.size)
		refuse(reading, node, "to", "should be coverage (who covers the language), role "
		       "liaison, role administrator, or a person's e-mail");
	text->step.person = text->step.whom == RULE_TO_PERSON ? keep(reading, value) : NULL;
}

static void read_tier(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct step_text *text = into;
	int64_t tier = 1;

	text->has_tier = true;
	if (str_number(scalar(node), 1, RULE_TIERS, &tier))
		refuse(reading, node, "tier", "should be 1 (administrators are told), 2 (and it is "
		       "on a person's list) or 3 (and an alarm is raised)");
	text->step.tier = (int)tier;
}

static void read_template(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct step_text *text = into;
	struct str name = scalar(node);

	text->has_template = true;
	if (name.size == 0 || name.size > TEMPLATE_MOST)
		refuse(reading, node, "template", "should be the name of a sentence, such as late.update");
	text->step.template = keep(reading, name);
}

static void read_approved(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct step_text *text = into;

	text->is_approved = str_is(scalar(node), "yes");
	if (!text->is_approved)
		refuse(reading, node, "approved", "should be yes, or the step should not be here");
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

static void check_step(struct reading *reading, const yaml_node_t *node, struct step_text *text)
{
	const struct deed_needs *need;

	if (!text->has_after)
		refuse(reading, node, "after", "is missing: when should it happen?");
	if (!text->has_do)
		refuse(reading, node, "do", "is missing: what should happen?");
	if (!text->has_do || text->step.deed == RULE_DEEDS)
		return;
	need = &needs[text->step.deed];
	if (text->has_to && !need->takes_to)
		refuse(reading, node, "to", "goes with assign and reassign only");
	if (!text->has_to && need->takes_to)
		refuse(reading, node, "to", "is missing: to whom?");
	if (text->has_tier != need->takes_tier)
		refuse(reading, node, "tier", "goes with escalate, and only there");
	if (text->has_template && !need->takes_template)
		refuse(reading, node, "template", "goes with deeds that say something only");
	if (!text->has_template && need->needs_template)
		refuse(reading, node, "template", "is missing: what should be answered?");
	if (text->is_approved != need->needs_approval)
		refuse(reading, node, "approved", need->needs_approval ?
		       "no machine answers or closes without \"approved: yes\"" :
		       "goes with answer and close as courtesy only");
	if (!text->has_template)
		text->step.template = need->template;
}

static void read_steps(struct reading *reading, const yaml_node_t *node, void *into)
{
	static const struct field fields[] = {
		{ "after", read_after }, { "do", read_do },             { "to", read_to },
		{ "tier", read_tier },   { "template", read_template }, { "approved", read_approved },
		{ .key = NULL },
	};
	struct rule *rule = into;
	size_t count = list_take(reading, node, "steps", RULE_STEPS_MOST);

	rule->steps = take(reading, (count + 1) * sizeof(*rule->steps));
	for (size_t i = 0; i < count; i++) {
		const yaml_node_t *entry = list_at(reading, node, i);
		struct step_text text = { .step = { .spot = spot_of(entry) } };

		read_map(reading, fields, entry, &text);
		if (entry->type == YAML_MAPPING_NODE)
			check_step(reading, entry, &text);
		rule->steps[rule->step_count++] = text.step;
	}
}

/* --- rules -------------------------------------------------------------------------- */

static void read_name(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct rule *rule = into;
	struct str name = scalar(node);

	str_put((char *)(uintptr_t)rule->name, RULE_NAME, name);
	if (name.size == 0 || name.size >= RULE_NAME)
		refuse(reading, node, "name", "should be a name of 1 to 31 bytes");
}

static void read_rule(struct reading *reading, const yaml_node_t *node, struct rule *rule)
{
	static const struct field fields[] = {
		{ "name", read_name },   { "when", read_when }, { "answer_within", read_answer_within },
		{ "steps", read_steps }, { .key = NULL },
	};

	rule->name = reading->rule = take(reading, RULE_NAME);
	rule->spot = rule->when.spot = spot_of(node);
	rule->steps = take(reading, sizeof(*rule->steps));
	rule->answer_for.unit = RULE_WHEN_KEPT;
	read_map(reading, fields, node, rule);
	if (node->type == YAML_MAPPING_NODE && !rule->name[0])
		refuse(reading, node, "name", "is missing: how do you call this rule?");
	if (node->type == YAML_MAPPING_NODE && rule->answer_for.unit == RULE_WHEN_KEPT)
		refuse(reading, node, "answer_within", "is missing: how soon must it be answered?");
	reading->rule = "";
}

static void read_rules(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct rule_book *book = into;
	size_t count = list_take(reading, node, "rules", RULE_MOST);

	book->rules = take(reading, (count + 1) * sizeof(*book->rules));
	for (size_t i = 0; i < count; i++)
		read_rule(reading, list_at(reading, node, i), &book->rules[book->count++]);
}

static void read_root(struct reading *reading, const yaml_node_t *root)
{
	static const struct field fields[] = { { "rules", read_rules }, { .key = NULL } };

	read_map(reading, fields, root, reading->book);
	if (reading->book->count)
		rule_check(reading->book, reading->findings);
	else if (!reading->findings->errors)
		refuse(reading, root, "rules", "there is no rule");
}

static void read_document(struct reading *reading, struct str text)
{
	yaml_parser_t parser;
	yaml_document_t document;

	if (!yaml_parser_initialize(&parser))
		abort();
	yaml_parser_set_input_string(&parser, (const unsigned char *)(text.at ? text.at : ""),
				     text.size);
	if (!yaml_parser_load(&parser, &document)) {
		rule_complain(reading->findings, &(struct rule_place){
			.spot = { (int)parser.problem_mark.line + 1,
				  (int)parser.problem_mark.column + 1 } },
			"this is not YAML: %s", parser.problem ? parser.problem : "");
		yaml_parser_delete(&parser);
		return;
	}
	reading->document = &document;
	if (yaml_document_get_root_node(&document))
		read_root(reading, yaml_document_get_root_node(&document));
	else
		rule_complain(reading->findings, &(struct rule_place){ .spot = { 1, 1 } },
			      "the document is empty");
	yaml_document_delete(&document);
	yaml_parser_delete(&parser);
}

enum fault rule_read(struct str text, struct rule_findings *findings, struct rule_book **book)
{
	struct reading reading = { .findings = findings, .rule = "" };

	*findings = (struct rule_findings){ .count = 0 };
	reading.book = calloc(1, sizeof(*reading.book));
	if (!reading.book)
		abort();
	arena_init(&reading.book->arena, ARENA_CEILING);
	if (text.size > RULE_DOCUMENT || !str_is_utf8(text))
		rule_complain(findings, &(struct rule_place){ .spot = { 1, 1 } },
			      text.size > RULE_DOCUMENT ? "is larger than we take (48 KiB)" :
							  "is not UTF-8");
	else
		read_document(&reading, text);
	if (findings->errors) {
		rule_book_free(&reading.book);
		return FAULT_INVALID;
	}
	*book = reading.book;
	return FAULT_NONE;
}
