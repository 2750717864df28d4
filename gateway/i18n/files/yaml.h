/*
 * yaml - reads one of our YAML files by its libcyaml schema; for this room only.
 *
 * Strict: an unknown key, a wrong type, an alias is refused with line and column.
 *
 * Threads: pure.
 */
#ifndef I18N_YAML_H
#define I18N_YAML_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

/* leans on the three above */
#include <cyaml/cyaml.h>

#include "base/buf.h"

struct yaml_file {
	const char *path;
	const char *list;       /* the key it must have, said when it is empty */
	const cyaml_schema_value_t *schema;
};
/* Reads the file into `text`, whose limit is the file's ceiling, and what it says into
 * *data, which is given back to yaml_drop with the same schema. */
enum fault yaml_load(const struct yaml_file *file, struct buf *text, cyaml_data_t **data,
		     struct note *note) MUST_CHECK;
/* NULL is nothing. */
void yaml_drop(const cyaml_schema_value_t *schema, cyaml_data_t *data);

#endif
