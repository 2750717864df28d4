#include "yaml_bounds.h"

#include <assert.h>
#include <yaml.h>

#include "base/halt.h"

struct walk {
	struct yaml_bounds *bounds;
	struct note *note;
	bool takes_aliases;
	int depth;
};

static enum fault complain(const struct walk *walk, const yaml_event_t *event, const char *reason)
{
	walk->bounds->line = (int)event->start_mark.line + 1;
	walk->bounds->column = (int)event->start_mark.column + 1;
	(void)fault_because(FAULT_TOO_LARGE, walk->note, "%s", reason);
	if (walk->note) {
		walk->note->line = walk->bounds->line;
		walk->note->column = walk->bounds->column;
	}
	return FAULT_TOO_LARGE;
}

static bool has_anchor(const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return event->data.scalar.anchor;
	case YAML_SEQUENCE_START_EVENT:
		return event->data.sequence_start.anchor;
	case YAML_MAPPING_START_EVENT:
		return event->data.mapping_start.anchor;
	default:
		return false;
	}
}

static enum fault count(struct walk *walk, const yaml_event_t *event)
{
	struct yaml_bounds *bounds = walk->bounds;

	bounds->events++;
	bounds->anchors += has_anchor(event);
	walk->depth += event->type == YAML_SEQUENCE_START_EVENT || event->type == YAML_MAPPING_START_EVENT;
	walk->depth -= event->type == YAML_SEQUENCE_END_EVENT || event->type == YAML_MAPPING_END_EVENT;
	if (walk->depth > bounds->deepest)
		bounds->deepest = walk->depth;
	if (walk->depth > YAML_BOUNDS_DEPTH)
		return complain(walk, event, "is nested too deep: lists and maps stand in each other 16 "
				"times at most");
	if (event->type == YAML_ALIAS_EVENT && !walk->takes_aliases)
		return complain(walk, event, "aliases (*name) are not taken here: write it out");
	if (bounds->anchors > YAML_BOUNDS_ANCHORS)
		return complain(walk, event, "has over 64 anchors (&name): write it out");
	return FAULT_NONE;
}

enum fault yaml_bounds_check(struct str text, bool takes_aliases, struct yaml_bounds *bounds,
			     struct note *note)
{
	assert(bounds);

	struct walk walk = { .bounds = bounds, .note = note, .takes_aliases = takes_aliases };
	bool is_over = false;
	enum fault fault = FAULT_NONE;
	yaml_parser_t parser;
	yaml_event_t event;

	*bounds = (struct yaml_bounds){ .events = 0 };
	if (!yaml_parser_initialize(&parser))
		halt_because("memory.exhausted", "libyaml finds no memory");
	yaml_parser_set_input_string(&parser, (const unsigned char *)(text.at ? text.at : ""),
				     text.size);
	while (!fault && !is_over && yaml_parser_parse(&parser, &event)) {
		is_over = event.type == YAML_STREAM_END_EVENT;
		fault = count(&walk, &event);
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return fault;
}
