/*
 * rule_topics - what texts are about: the topics of a document.
 *
 * For rule_read.c only.  Threads: pure.
 */
#ifndef DOMAIN_RULE_TOPICS_H
#define DOMAIN_RULE_TOPICS_H

#include "rule_tree.h"

/* Topics stand before the rules that name them, wherever they are written. */
void rule_topics_read(struct reading *reading, const yaml_node_t *node);

#endif
