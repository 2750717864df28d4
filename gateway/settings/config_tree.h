/*
 * config_tree - from YAML's tree to the struct, row by row.
 *
 * For config*.c only.
 */
#ifndef SETTINGS_CONFIG_TREE_H
#define SETTINGS_CONFIG_TREE_H

#include "config_options.h"

struct config_place {
	const void *value;
	int line, column;
	struct config_place *next;
};

/* Fills *config from the text of the file at config->path.  FAULT_CONFIG with the place
 * and what was expected there. */
enum fault config_tree_read(struct config *config, struct str text, struct note *note) MUST_CHECK;
/* The text of one key ("district.time_zone": of a map), nothing else looked at;
 * FAULT_MISSING when absent. */
enum fault config_tree_peek(const char *path, struct str text, const char *key,
			    struct buf *into, struct note *note) MUST_CHECK;

#endif
