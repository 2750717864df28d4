/*
 * libyaml's own tree is read here, not libcyaml's structs: with a schema of its own
 * there would be two tables to keep alike, and libcyaml has no place to tell for what
 * only we can judge (a zone, a number, a span).  Scalars are taken as they are written,
 * so YAML 1.1's words for true and false stay words: `no` is Norwegian here.
 */
#include "config_tree.h"

#include "config_account.h"
#include "config_kinds.h"

#include <assert.h>
#include <string.h>
#include <yaml.h>

#include "base/halt.h"
#include "i18n/files/yaml_bounds.h"

struct walk {
	struct config *config;
	yaml_document_t *document;
	struct note *note;
};

static enum fault complain(struct walk *walk, yaml_mark_t mark, const char *key, const char *what)
{
	return fault_at(FAULT_CONFIG, walk->note, walk->config->path, (int)mark.line + 1,
			(int)mark.column + 1, "%s%s%s", key, *key ? " " : "", what);
}

static enum fault expected(struct walk *walk, yaml_mark_t mark, const struct option *row)
{
	AUTO(buf) text;

	buf_init(&text, 400);
	buf_add_text(&text, "should be ");
	config_kinds_expects(row, &text);
	return complain(walk, mark, row->key, buf_text(&text));
}

static void remember(struct walk *walk, const void *value, yaml_mark_t mark)
{
	struct config_place *place = arena_take(&walk->config->arena, sizeof(*place));

	if (!place)
		return; /* the value's own copy will say so */
	*place = (struct config_place){ value, (int)mark.line + 1, (int)mark.column + 1,
					walk->config->places };
	walk->config->places = place;
}

static struct str scalar(const yaml_node_t *node)
{
	return (struct str){ (const char *)node->data.scalar.value, node->data.scalar.length };
}

static bool is_before(struct str word, const struct option *row)
{
	return row->before && str_is(word, row->before);
}

static bool is_named(struct str word, const struct option *row)
{
	return str_is(word, row->key) || is_before(word, row);
}

static void remember_renamed(struct walk *walk, const struct option *row, yaml_mark_t mark)
{
	struct config_renamed *renamed = arena_take(&walk->config->arena, sizeof(*renamed));

	if (!renamed)
		return; /* the value's own copy will say so */
	*renamed = (struct config_renamed){ row->before, row->key, (int)mark.line + 1,
					    walk->config->renamed };
	walk->config->renamed = renamed;
}

static enum fault read_scalar(struct walk *walk, const struct option *row,
			      const yaml_node_t *node, void *into)
{
	if (node->type != YAML_SCALAR_NODE ||
	    config_kinds_read(row, scalar(node), &walk->config->arena, into))
		return expected(walk, node->start_mark, row);
	remember(walk, into, node->start_mark);
	return FAULT_NONE;
}

static enum fault read_map(struct walk *walk, const struct option *rows,
			   const yaml_node_t *node, char *into);

static enum fault read_entry(struct walk *walk, const struct option *rows,
			     const yaml_node_t *node, char *into);

/* Room for `count` values at row->at, and the count beside it. */
static char *take_list(struct walk *walk, const struct option *row, size_t count, char *into)
{
	assert(row->is_list || row->kind == OPTION_MAPS);

	size_t size = row->kind == OPTION_MAPS ? row->size : sizeof(char *);
	char *list = arena_take(&walk->config->arena, size * (count ? count : 1));
	unsigned entries = (unsigned)count;

	if (!list)
		return NULL;
	memcpy(into + row->at, &list, sizeof(list));
	memcpy(into + row->count_at, &entries, sizeof(entries));
	return list;
}

static enum fault read_list(struct walk *walk, const struct option *row,
			    const yaml_node_t *node, char *into)
{
	size_t count, size = row->kind == OPTION_MAPS ? row->size : sizeof(char *);
	enum fault fault = FAULT_NONE;
	char *list;

	if (node->type != YAML_SEQUENCE_NODE)
		return complain(walk, node->start_mark, row->key,
				row->kind == OPTION_MAPS ? "should be a list: entries that begin with \"- \"" :
				"should be a list: [one, another]");
	count = (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
	if ((int64_t)count < row->low || (int64_t)count > row->high)
		return complain(walk, node->start_mark, row->key,
				(int64_t)count < row->low ? "needs at least one entry" :
				"has more entries than we take");
	list = take_list(walk, row, count, into);
	if (!list)
		return complain(walk, node->start_mark, row->key, "is too large");
	remember(walk, into + row->at, node->start_mark);
	for (size_t i = 0; i < count && !fault; i++) {
		const yaml_node_t *entry = yaml_document_get_node(
			walk->document, node->data.sequence.items.start[i]);

		fault = row->kind == OPTION_MAPS ?
			read_entry(walk, row->inside, entry, list + i * size) :
			read_scalar(walk, row, entry, list + i * size);
	}
	return fault;
}

/* No key: what the row says instead, or the complaint that there is none. */
static enum fault fall_back(struct walk *walk, const struct option *row, yaml_mark_t mark,
			    char *into)
{
	static const char *const nothing = "";
	struct str rest, word;
	size_t count = 0;
	char *list;

	assert(into);
	if (row->kind == OPTION_MAPS || !row->fallback)
		return complain(walk, mark, row->key, "is missing, and it must be given");
	remember(walk, into + row->at, mark);
	if (!row->fallback[0] && !row->is_list) {
		memcpy(into + row->at, &nothing, sizeof(nothing));
		return FAULT_NONE;
	}
	if (!row->is_list)
		return config_kinds_read(row, str_of(row->fallback), &walk->config->arena, into + row->at);
	for (rest = str_of(row->fallback); str_next(&rest, ' ', &word);)
		count += word.size > 0;
	list = take_list(walk, row, count, into);
	for (rest = str_of(row->fallback); list && count && str_next(&rest, ' ', &word); list += sizeof(char *))
		if (config_kinds_read(row, word, &walk->config->arena, list))
			return FAULT_CONFIG;
	return list ? FAULT_NONE : FAULT_CONFIG;
}

static enum fault read_value(struct walk *walk, const struct option *row,
			     const yaml_node_t *node, char *into)
{
	if (row->is_list)
		return read_list(walk, row, node, into);
	if (row->kind == OPTION_MAP)
		return read_map(walk, row->inside, node, into);
	return read_scalar(walk, row, node, into + row->at);
}

/* Every key has a row, and stands only once. */
static enum fault check_keys(struct walk *walk, const struct option *rows, const yaml_node_t *node)
{
	const yaml_node_pair_t *pairs = node->data.mapping.pairs.start;
	size_t count = (size_t)(node->data.mapping.pairs.top - pairs);

	for (size_t i = 0; i < count; i++) {
		const yaml_node_t *key = yaml_document_get_node(walk->document, pairs[i].key);
		const struct option *row = rows;
		AUTO(buf) known;

		buf_init(&known, 400);
		buf_add_text(&known, "is no key that stands here; known are");
		if (key->type != YAML_SCALAR_NODE)
			return complain(walk, key->start_mark, "", "a key should stand here, a plain word");
		for (; row->key && !is_named(scalar(key), row); row++)
			buf_add_format(&known, " %s", row->key);
		if (!row->key)
			return complain(walk, key->start_mark, "this", buf_text(&known));
		for (size_t j = 0; j < i; j++)
			if (is_named(scalar(yaml_document_get_node(walk->document, pairs[j].key)), row))
				return complain(walk, key->start_mark, row->key, "stands here twice");
		if (is_before(scalar(key), row))
			remember_renamed(walk, row, key->start_mark);
	}
	return FAULT_NONE;
}

static const yaml_node_t *find(const struct walk *walk, const yaml_node_t *map, const char *key)
{
	for (const yaml_node_pair_t *pair = map->data.mapping.pairs.start;
	     pair < map->data.mapping.pairs.top; pair++) {
		const yaml_node_t *name = yaml_document_get_node(walk->document, pair->key);

		if (name->type == YAML_SCALAR_NODE && str_is(scalar(name), key))
			return yaml_document_get_node(walk->document, pair->value);
	}
	return NULL;
}

/* An absent map is one whose keys are all absent. */
static enum fault read_map(struct walk *walk, const struct option *rows,
			   const yaml_node_t *node, char *into)
{
	enum fault fault;

	if (node->type != YAML_MAPPING_NODE)
		return complain(walk, node->start_mark, "", "should be lines of the form \"key: value\"");
	fault = check_keys(walk, rows, node);
	for (const struct option *row = rows; row->key && !fault; row++) {
		const yaml_node_t *value = find(walk, node, row->key);

		if (!value && row->before)
			value = find(walk, node, row->before);
		if (value)
			fault = read_value(walk, row, value, into);
		else if (row->kind != OPTION_MAP)
			fault = fall_back(walk, row, node->start_mark, into);
		else
			for (const struct option *inner = row->inside; inner->key && !fault; inner++)
				fault = fall_back(walk, inner, node->start_mark, into);
	}
	return fault;
}

static const struct option *row_of_kind(const struct option *rows)
{
	while (rows->key && rows->kind != OPTION_KIND)
		rows++;
	return rows->key ? rows : NULL;
}

/* An entry of a list: where it has a kind, the kind's own rows stand among the others.  A
 * kind that nobody knows is told before keys that would be its. */
static enum fault read_entry(struct walk *walk, const struct option *rows,
			     const yaml_node_t *node, char *into)
{
	const struct account_kind *const *kinds = walk->config->kinds;
	const struct account_kind *kind = *kinds;
	struct arena *arena = &walk->config->arena;
	const struct option *row = row_of_kind(rows);
	const yaml_node_t *value;

	if (!row || node->type != YAML_MAPPING_NODE)
		return read_map(walk, rows, node, into);
	value = find(walk, node, row->key);
	if (value && value->type == YAML_SCALAR_NODE)
		kind = config_account_kind(kinds, scalar(value));
	if (value && !kind)
		return expected(walk, value->start_mark,
				row_of_kind(config_account_rows(rows, kinds, *kinds, arena)));
	return read_map(walk, config_account_rows(rows, kinds, kind, arena), node, into);
}

static enum fault not_yaml(const char *path, const yaml_parser_t *parser, struct note *note)
{
	return fault_at(FAULT_CONFIG, note, path, (int)parser->problem_mark.line + 1,
			(int)parser->problem_mark.column + 1, "is not YAML: %s",
			parser->problem ? parser->problem : "out of memory");
}

/* Loads the only document; `use` sees it before it goes. */
static enum fault with_document(const char *path, struct str text, struct note *note,
				enum fault (*use)(yaml_document_t *document, void *data), void *data)
{
	yaml_parser_t parser;
	yaml_document_t document;
	struct yaml_bounds bounds;
	struct note cause = { .line = 0 };
	enum fault fault;

	if (yaml_bounds_check(text, true, &bounds, &cause))
		return fault_at(FAULT_CONFIG, note, path, bounds.line, bounds.column, "%s", cause.text);
	if (!yaml_parser_initialize(&parser))
		halt_because("memory.exhausted", "libyaml finds no memory");
	yaml_parser_set_input_string(&parser, (const unsigned char *)(text.at ? text.at : ""), text.size);
	if (!yaml_parser_load(&parser, &document)) {
		fault = not_yaml(path, &parser, note);
		yaml_parser_delete(&parser);
		return fault;
	}
	if (!yaml_document_get_root_node(&document))
		fault = fault_at(FAULT_CONFIG, note, path, 1, 1, "is empty; hearbackd --sample prints an example");
	else
		fault = use(&document, data);
	yaml_document_delete(&document);
	if (!fault && !yaml_parser_load(&parser, &document))
		fault = not_yaml(path, &parser, note);
	else if (!fault && yaml_document_get_root_node(&document))
		fault = fault_at(FAULT_CONFIG, note, path, (int)parser.mark.line + 1, 1,
				 "there should be one document only, no ---");
	yaml_document_delete(&document);
	yaml_parser_delete(&parser);
	return fault;
}

static enum fault read_root(yaml_document_t *document, void *data)
{
	struct walk walk = *(const struct walk *)data;

	walk.document = document;
	return read_map(&walk, config_options, yaml_document_get_root_node(document),
			(char *)walk.config);
}

enum fault config_tree_read(struct config *config, struct str text, struct note *note)
{
	assert(config && config->path);
	assert(config->kinds && config->kinds[0]);

	struct walk walk = { .config = config, .note = note };

	return with_document(config->path, text, note, read_root, &walk);
}

struct peek {
	const char *key;
	struct buf *into;
};

static enum fault peek_root(yaml_document_t *document, void *data)
{
	const struct walk walk = { .document = document };
	struct peek *peek = data;
	const yaml_node_t *value = yaml_document_get_root_node(document);
	struct str rest = str_of(peek->key), word;
	char key[32];

	while (value && str_next(&rest, '.', &word)) {
		str_put(key, sizeof(key), word);
		value = value->type == YAML_MAPPING_NODE ? find(&walk, value, key) : NULL;
	}
	if (!value || value->type != YAML_SCALAR_NODE)
		return FAULT_MISSING;
	buf_add(peek->into, scalar(value));
	return FAULT_NONE;
}

enum fault config_tree_peek(const char *path, struct str text, const char *key,
			    struct buf *into, struct note *note)
{
	assert(path && key && into);

	struct peek peek = { key, into };

	return with_document(path, text, note, peek_root, &peek);
}
