/*
 * libyaml's tree is read here for the same reasons as in settings/config_tree.c: one table of
 * fields, scalars as they are written, and a place for each complaint.
 */
#include "rule_tree.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/clock.h"

enum { PAIRS_MOST = 64 };

/* --- complaints ------------------------------------------------------------------- */

/* When the list is full an error takes the last warning's place. */
static struct rule_finding *find_room(struct rule_findings *findings, bool is_warning)
{
	if (findings->count < RULE_FINDINGS)
		return &findings->list[findings->count++];
	for (size_t i = findings->count; !is_warning && i-- > 0;)
		if (findings->list[i].is_warning)
			return &findings->list[i];
	return NULL;
}

void rule_tree_complain(struct rule_findings *findings, const struct rule_place *place,
		   const char *format, ...)
{
	va_list args;
	struct rule_finding *finding;

	assert(findings && place && format);
	*(place->is_warning ? &findings->warnings : &findings->errors) += 1;
	finding = find_room(findings, place->is_warning);
	if (!finding)
		return;
	*finding = (struct rule_finding){ .is_warning = place->is_warning, .spot = place->spot };
	str_put(finding->rule, sizeof(finding->rule), str_of(place->rule));
	str_put(finding->field, sizeof(finding->field), str_of(place->field));
	va_start(args, format);
	vsnprintf(finding->reason, sizeof(finding->reason), format, args);
	va_end(args);
}

struct rule_spot rule_tree_spot(const yaml_node_t *node)
{
	assert(node);
	return (struct rule_spot){ (int)node->start_mark.line + 1,
				   (int)node->start_mark.column + 1 };
}

void rule_tree_refuse(struct reading *reading, const yaml_node_t *node, const char *field,
		   const char *reason)
{
	assert(reading && node && field && reason);
	rule_tree_complain(reading->findings, &(struct rule_place){
		.rule = reading->rule, .field = field, .spot = rule_tree_spot(node) }, "%s", reason);
}

/* --- the tree --------------------------------------------------------------------- */

void *rule_tree_take(struct reading *reading, size_t size)
{
	void *at = arena_take(&reading->book->arena, size);

	assert(at); /* RULE_DOCUMENT bounds what can be asked for */
	return at;
}

const char *rule_tree_keep(struct reading *reading, struct str text)
{
	assert(reading);

	struct str kept = arena_copy(&reading->book->arena, text);

	assert(kept.at);
	return kept.at;
}

static const yaml_node_t *node_at(const struct reading *reading, int index)
{
	return yaml_document_get_node(reading->document, index);
}

struct str rule_tree_scalar(const yaml_node_t *node)
{
	assert(node);
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
	rule_tree_refuse(reading, key, rule_tree_scalar(key).size ? "field" : "", buf_text(&known));
}

static bool is_repeated(const struct reading *reading, const yaml_node_t *map,
			const yaml_node_pair_t *pair)
{
	struct str key = rule_tree_scalar(node_at(reading, pair->key));

	for (const yaml_node_pair_t *one = map->data.mapping.pairs.start; one < pair; one++)
		if (str_equals(rule_tree_scalar(node_at(reading, one->key)), key))
			return true;
	return false;
}

void rule_tree_read(struct reading *reading, const struct field *fields,
		     const yaml_node_t *map, void *into)
{
	assert(reading && fields && map && into);
	if (map->type != YAML_MAPPING_NODE) {
		rule_tree_refuse(reading, map, "", "lines of the form \"key: value\" should stand here");
		return;
	}
	/* each is compared with those before it */
	if (map->data.mapping.pairs.top - map->data.mapping.pairs.start > PAIRS_MOST) {
		rule_tree_refuse(reading, map, "", "has more lines than there are fields");
		return;
	}
	for (const yaml_node_pair_t *pair = map->data.mapping.pairs.start;
	     pair < map->data.mapping.pairs.top; pair++) {
		const yaml_node_t *key = node_at(reading, pair->key);
		const struct field *field = find_field(fields, rule_tree_scalar(key));

		if (!field)
			refuse_key(reading, fields, key);
		else if (is_repeated(reading, map, pair))
			rule_tree_refuse(reading, key, field->key, "stands here twice");
		else
			field->read(reading, node_at(reading, pair->value), into);
	}
}

bool rule_tree_pair(const struct reading *reading, const yaml_node_t *map, size_t i,
	       const yaml_node_t **key, const yaml_node_t **value)
{
	assert(reading && map && key && value);

	const yaml_node_pair_t *pair = map->data.mapping.pairs.start + i;

	if (pair >= map->data.mapping.pairs.top)
		return false;
	*key = node_at(reading, pair->key);
	*value = node_at(reading, pair->value);
	return true;
}

/* One value is a list of one. */
static size_t list_count(const yaml_node_t *node)
{
	return node->type != YAML_SEQUENCE_NODE ? 1 :
		(size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
}

const yaml_node_t *rule_tree_at(const struct reading *reading, const yaml_node_t *node,
				  size_t i)
{
	assert(reading && node);
	return node->type != YAML_SEQUENCE_NODE ? node :
		node_at(reading, node->data.sequence.items.start[i]);
}

/* How many entries to read; 0 after a complaint. */
size_t rule_tree_list(struct reading *reading, const yaml_node_t *node, const char *field,
			size_t most)
{
	assert(reading && node && field);
	assert(most > 0);

	size_t count = list_count(node);

	if (count == 0)
		rule_tree_refuse(reading, node, field, "needs at least one entry");
	if (count > most)
		rule_tree_refuse(reading, node, field, "has more entries than we take");
	return count > most ? 0 : count;
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
bool rule_tree_span(struct str text, struct rule_span *span)
{
	struct str number = STR_NONE;
	int64_t amount;

	assert(span);
	(void)str_next(&text, ' ', &number);
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
