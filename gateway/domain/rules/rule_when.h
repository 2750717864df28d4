/*
 * rule_when - the conditions of a rule, out of its tree.
 *
 * For the files that read rules only.  Threads: pure.
 */
#ifndef DOMAIN_RULE_WHEN_H
#define DOMAIN_RULE_WHEN_H

#include "rule_tree.h"

/* `into` is a struct rule. */
void rule_when_read(struct reading *reading, const yaml_node_t *node, void *into);
/* At most `most` words, each as one compares it. */
void rule_when_read_words(struct reading *reading, const yaml_node_t *node, struct rule_words *words,
		     const char *field, size_t most);

#endif
