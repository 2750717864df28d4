#include "json_rulesets.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "domain/rules/rule_say.h"
#include "json_core.h"

/* --- a rule ------------------------------------------------------------------------- */

static void set_span(json_t *object, const char *key, const struct rule_span *span)
{
	AUTO(buf) text;

	buf_init(&text, 48);
	rule_say_span(span, &text);
	json_set_str(object, key, buf_str(&text));
}

static void set_tags(json_t *object, const char *key, const struct rule_tags *tags)
{
	json_t *list = json_array();

	for (size_t i = 0; i < tags->count; i++)
		json_array_append_new(list, json_string(tags->at[i]));
	if (tags->count)
		json_object_set_new(object, key, list);
	else
		json_decref(list);
}

static void set_words(json_t *object, const char *key, const struct rule_words *words)
{
	json_t *list = json_array();

	for (size_t i = 0; i < words->count; i++)
		json_array_append_new(list, json_stringn(words->at[i].exact.at,
							 words->at[i].exact.size));
	if (words->count)
		json_object_set_new(object, key, list);
	else
		json_decref(list);
}

static json_t *shape_when(const struct rule_when *when)
{
	json_t *shape = json_object();
	json_t *channels = json_array();

	for (int i = 0; i < CHANNEL_COUNT; i++)
		if (when->channels & (1u << i))
			json_array_append_new(channels, json_string(channel_word((enum channel)i)));
	set_tags(shape, "language", &when->languages);
	set_tags(shape, "line", &when->lines);
	set_tags(shape, "school", &(struct rule_tags){ when->schools.at, when->schools.count });
	set_tags(shape, "group", &(struct rule_tags){ when->groups.at, when->groups.count });
	set_words(shape, "keyword", &when->keywords);
	set_words(shape, "says", &when->says);
	set_tags(shape, "topic", &when->topics);
	if (when->sender != RULE_ANY_SENDER)
		json_set_str(shape, "sender", str_of(when->sender == RULE_KNOWN ? "known" : "unknown"));
	if (when->hours != RULE_ANY_HOUR)
		json_set_str(shape, "hours", str_of(when->hours == RULE_INSIDE_HOURS ? "inside" :
										      "outside"));
	if (json_array_size(channels))
		json_object_set(shape, "channel", channels);
	json_decref(channels);
	return shape;
}

static json_t *shape_step(const struct rule_step *step)
{
	json_t *shape = json_object();
	char to[140] = "coverage";

	set_span(shape, "after", &step->after);
	json_set_str(shape, "do", str_of(rule_deed_word(step->deed)));
	if (step->deed == RULE_ASSIGN || step->deed == RULE_REASSIGN) {
		if (step->whom == RULE_TO_ROLE)
			snprintf(to, sizeof(to), "role %s", role_word(step->role));
		json_set_str(shape, "to", str_of(step->whom == RULE_TO_PERSON ? step->person : to));
	}
	if (step->deed == RULE_ESCALATE)
		json_set_number(shape, "tier", step->tier);
	if (step->template)
		json_set_str(shape, "template", str_of(step->template));
	return shape;
}

json_t *json_rulesets_topics(const struct rule_book *book)
{
	json_t *list = json_array();

	for (size_t i = 0; i < book->topic_count; i++) {
		const struct rule_topic *topic = &book->topics[i];
		json_t *shape = json_object();

		json_set_str(shape, "name", str_of(topic->name));
		set_words(shape, "words", &topic->words);
		json_array_append_new(list, shape);
	}
	return list;
}

json_t *json_rulesets_list(const struct rule_book *book)
{
	assert(book->count > 0);

	json_t *list = json_array();

	for (size_t i = 0; i < book->count; i++) {
		const struct rule *rule = &book->rules[i];
		json_t *shape = json_object();
		json_t *steps = json_array();

		json_set_str(shape, "name", str_of(rule->name));
		json_object_set_new(shape, "when", shape_when(&rule->when));
		set_span(shape, "answer_within", &rule->answer_for);
		for (size_t j = 0; j < rule->step_count; j++)
			json_array_append_new(steps, shape_step(&rule->steps[j]));
		json_object_set_new(shape, "steps", steps);
		json_array_append_new(list, shape);
	}
	return list;
}

/* --- versions, findings ---------------------------------------------------------------- */

json_t *json_rulesets_rulebook(const struct rulebook *book, int in_force, int64_t now)
{
	assert(book);

	json_t *shape = json_object();

	json_set_number(shape, "version", book->version);
	json_set_str(shape, "state", str_of(book->version == 0 ? "draft" :
					    book->version == in_force ? "in force" :
					    book->effective_at > now ? "scheduled" : "old"));
	json_set_time(shape, "effective_at", book->effective_at);
	json_set_time(shape, "published_at", book->published_at);
	json_set_time(shape, "written_at", book->written_at);
	json_set_str(shape, "author", str_of(book->author));
	json_set_str(shape, "note", str_of(book->note));
	return shape;
}

json_t *json_rulesets_findings(const struct rule_findings *findings)
{
	json_t *shape = json_object();
	json_t *list = json_array();

	for (size_t i = 0; i < findings->count; i++) {
		const struct rule_finding *finding = &findings->list[i];
		json_t *one = json_object();

		json_set_str(one, "severity", str_of(finding->is_warning ? "warning" : "error"));
		json_core_word(one, "rule", finding->rule);
		json_core_word(one, "field", finding->field);
		json_set_str(one, "reason", str_of(finding->reason));
		json_set_number(one, "line", finding->spot.line);
		json_set_number(one, "column", finding->spot.column);
		json_array_append_new(list, one);
	}
	json_set_str(shape, "outcome", str_of(findings->errors ? "refused" :
					      findings->warnings ? "warned" : "fine"));
	json_set_bool(shape, "is_fine", findings->errors == 0);
	json_set_number(shape, "errors", (int64_t)findings->errors);
	json_set_number(shape, "warnings", (int64_t)findings->warnings);
	json_object_set_new(shape, "findings", list);
	return shape;
}

/* --- moves ------------------------------------------------------------------------------- */

static json_t *shape_ruled(const char *name, int version)
{
	json_t *shape = json_object();

	json_set_str(shape, "name", str_of(name));
	json_set_number(shape, "version", version);
	return shape;
}

static json_t *shape_moved(const struct ruleset_move *move, const struct ruleset_moved *row)
{
	json_t *shape = json_object();
	json_t *does = json_array();

	for (int deed = 0; deed < RULE_DEEDS; deed++)
		if (row->does[deed])
			json_array_append_new(does, json_string(rule_deed_word((enum rule_deed)deed)));
	json_set_id(shape, "promise", row->promise.n);
	json_object_set_new(shape, "from", shape_ruled(row->from, row->from_version));
	json_object_set_new(shape, "to", shape_ruled(row->to, move->to));
	json_set_time(shape, "due_before", row->due_before);
	json_set_time(shape, "due_at", row->due_at);
	json_set_time(shape, "next_step_at", row->next_step_at);
	json_object_set_new(shape, "at_once", does);
	return shape;
}

json_t *json_rulesets_move(const struct ruleset_move *move)
{
	assert(move);

	json_t *shape = json_object();
	json_t *items = json_array(), *refused = json_array();

	for (size_t i = 0; i < move->count; i++) {
		const struct ruleset_moved *row = &move->rows[i];

		if (!row->reason[0] && !row->is_same)
			json_array_append_new(items, shape_moved(move, row));
		if (!row->reason[0])
			continue;
		json_array_append_new(refused, json_object());
		json_set_id(json_array_get(refused, json_array_size(refused) - 1), "promise",
			    row->promise.n);
		json_set_str(json_array_get(refused, json_array_size(refused) - 1), "reason",
			     str_of(row->reason));
	}
	json_set_number(shape, "to", move->to);
	json_set_number(shape, "moved", (int64_t)move->moved);
	json_set_number(shape, "unchanged", (int64_t)move->same);
	json_object_set_new(shape, "items", items);
	json_object_set_new(shape, "refused", refused);
	return shape;
}

/* --- replay ------------------------------------------------------------------------------ */

/* `key`: what the groups are, "language" or "school". */
static json_t *shape_groups(const struct replay_groups *groups, const char *key)
{
	json_t *list = json_array();

	for (size_t i = 0; i < groups->count; i++) {
		const struct replay_group *group = &groups->list[i];
		json_t *one = json_object();

		json_core_word(one, key, group->name);
		json_set_number(one, "inputs", group->inputs);
		json_set_number(one, "late_then", group->late_then);
		json_set_number(one, "late_draft", group->late_now);
		json_set_number(one, "no_specific_rule", group->unmatched);
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *shape_load(const struct replay_report *report)
{
	json_t *list = json_array();

	for (size_t i = 0; i < report->people_count; i++) {
		const struct replay_person *person = &report->people[i];

		for (int hour = 0; hour < 24; hour++) {
			json_t *one;

			if (!person->reminders[hour] && !person->escalations[hour] &&
			    !person->assignments[hour])
				continue;
			one = json_object();
			json_set_str(one, "person", str_of(person->email));
			json_set_number(one, "hour", hour);
			json_set_number(one, "assignments", person->assignments[hour]);
			json_set_number(one, "reminders", person->reminders[hour]);
			json_set_number(one, "escalations", person->escalations[hour]);
			json_array_append_new(list, one);
		}
	}
	return list;
}

json_t *json_rulesets_replay(const struct replay_report *report, const struct rule_book *book)
{
	json_t *shape = json_object();
	json_t *rules = json_array();
	json_t *examples = json_array();

	for (size_t i = 0; i < book->count; i++) {
		json_t *one = json_object();

		json_set_str(one, "rule", str_of(book->rules[i].name));
		json_set_number(one, "inputs", report->by_rule[i]);
		json_array_append_new(rules, one);
	}
	for (size_t i = 0; i < report->example_count; i++) {
		json_t *one = json_object();

		json_set_id(one, "promise", report->examples[i]);
		json_array_append_new(examples, one);
	}
	json_set_time(shape, "from_at", report->from_at);
	json_set_time(shape, "to_at", report->to_at);
	json_set_bool(shape, "is_cut", report->is_cut);
	json_set_number(shape, "inputs", report->inputs);
	json_set_number(shape, "late_then", report->late_then);
	json_set_number(shape, "late_draft", report->late_now);
	json_set_number(shape, "no_specific_rule", report->unmatched);
	json_object_set_new(shape, "languages", shape_groups(&report->languages, "language"));
	json_object_set_new(shape, "schools", shape_groups(&report->schools, "school"));
	json_object_set_new(shape, "rules", rules);
	json_object_set_new(shape, "load", shape_load(report));
	json_object_set_new(shape, "examples", examples);
	return shape;
}
