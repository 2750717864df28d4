/*
 * rule_tree - a rules document as libyaml's tree, with a complaint for each mistake.
 *
 * For rule_read.c, rule_when.c and rule_topics.c only.  A mistake does not end the reading: whoever
 * writes rules wants to hear of all of them.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_RULE_TREE_H
#define DOMAIN_RULE_TREE_H

#include <yaml.h>

#include "rule_read.h"

struct reading {
	yaml_document_t *document;
	struct rule_findings *findings;
	struct rule_book *book;  /* its arena keeps everything */
	const char *rule;        /* name of the one being read, or "" */
};

struct field {
	const char *key;         /* NULL ends a table */
	void (*read)(struct reading *reading, const yaml_node_t *node, void *into);
};

struct rule_spot rule_tree_spot(const yaml_node_t *node);
void rule_tree_refuse(struct reading *reading, const yaml_node_t *node, const char *field,
		 const char *reason);
/* Never NULL: RULE_DOCUMENT bounds what can be asked for. */
void *rule_tree_take(struct reading *reading, size_t size);
const char *rule_tree_keep(struct reading *reading, struct str text);
/* Trimmed; empty when it is none. */
struct str rule_tree_scalar(const yaml_node_t *node);
/* Calls the reader of each field that is there; others and repeated ones are refused. */
void rule_tree_read(struct reading *reading, const struct field *fields, const yaml_node_t *map,
	       void *into);
/* The n-th pair of a mapping; false behind the last. */
bool rule_tree_pair(const struct reading *reading, const yaml_node_t *map, size_t i,
	       const yaml_node_t **key, const yaml_node_t **value);
/* One value is a list of one.  How many entries to read; 0 after a complaint. */
size_t rule_tree_list(struct reading *reading, const yaml_node_t *node, const char *field,
		 size_t most);
const yaml_node_t *rule_tree_at(const struct reading *reading, const yaml_node_t *node, size_t i);
/* "4 school hours" */
bool rule_tree_span(struct str text, struct rule_span *span);

#endif
