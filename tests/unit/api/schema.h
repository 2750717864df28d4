/*
 * schema - does this JSON have the shape that openapi.json promises?
 *
 * As much of JSON Schema as the document uses: $ref, anyOf, type, enum, properties,
 * required, additionalProperties false, items.
 */
#ifndef TESTS_UNIT_API_SCHEMA_H
#define TESTS_UNIT_API_SCHEMA_H

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "tests/lib/test.h"

/* "#/components/schemas/Promise" */
static inline const json_t *schema_resolve(const json_t *document, const json_t *schema)
{
	struct str rest = json_str(schema, "$ref");
	const json_t *at = document;
	struct str key;
	char name[64];

	if (rest.size == 0)
		return schema;
	assert_true(str_starts(rest, STR("#/")));
	rest = str_from(rest, 2);
	while (str_next(&rest, '/', &key)) {
		str_put(name, sizeof(name), key);
		at = json_object_get(at, name);
	}
	if (!at)
		fail_msg("%.*s is nowhere", STR_ARG(json_str(schema, "$ref")));
	return at;
}

static inline bool schema_is_type(const char *type, const json_t *value)
{
	return (strcmp(type, "string") == 0 && json_is_string(value)) ||
	       (strcmp(type, "integer") == 0 && json_is_integer(value)) ||
	       (strcmp(type, "number") == 0 && json_is_number(value)) ||
	       (strcmp(type, "boolean") == 0 && json_is_boolean(value)) ||
	       (strcmp(type, "null") == 0 && json_is_null(value)) ||
	       (strcmp(type, "array") == 0 && json_is_array(value)) ||
	       (strcmp(type, "object") == 0 && json_is_object(value));
}

static inline bool schema_has_type(const json_t *type, const json_t *value)
{
	if (!type || json_is_string(type))
		return !type || schema_is_type(json_string_value(type), value);
	for (size_t i = 0; i < json_array_size(type); i++)
		if (schema_is_type(json_string_value(json_array_get(type, i)), value))
			return true;
	return false;
}

static inline bool schema_is_among(const json_t *list, const json_t *value)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (json_equal(json_array_get(list, i), value))
			return true;
	return !list;
}

/* True, or false and the first place that does not fit in `where`. */
static inline bool schema_fits(const json_t *document, const json_t *schema,
			       const json_t *value, char where[256]);

static inline bool schema_fits_object(const json_t *document, const json_t *schema,
				      json_t *value, char where[256])
{
	const json_t *properties = json_object_get(schema, "properties");
	const json_t *required = json_object_get(schema, "required");
	const char *name;
	json_t *member;

	for (size_t i = 0; i < json_array_size(required); i++) {
		name = json_string_value(json_array_get(required, i));
		if (!json_object_get(value, name)) {
			snprintf(where, 256, "%s is missing", name);
			return false;
		}
	}
	json_object_foreach(value, name, member) {
		const json_t *inner = json_object_get(properties, name);

		if (inner ? !schema_fits(document, inner, member, where) :
			    json_is_false(json_object_get(schema, "additionalProperties"))) {
			snprintf(where + strlen(where), 256 - strlen(where), " in %s", name);
			return false;
		}
	}
	return true;
}

static inline bool schema_fits(const json_t *document, const json_t *schema,
			       const json_t *value, char where[256])
{
	const json_t *any;
	size_t i;

	schema = schema_resolve(document, schema);
	where[0] = '\0';
	any = json_object_get(schema, "anyOf");
	for (i = 0; i < json_array_size(any); i++)
		if (schema_fits(document, json_array_get(any, i), value, where))
			return true;
	if (any || !schema_has_type(json_object_get(schema, "type"), value) ||
	    !schema_is_among(json_object_get(schema, "enum"), value)) {
		snprintf(where + strlen(where), 256 - strlen(where), " does not fit");
		return false;
	}
	for (i = 0; i < json_array_size(value); i++)
		if (!schema_fits(document, json_object_get(schema, "items"),
				 json_array_get(value, i), where))
			return false;
	return !json_is_object(value) ||
	       schema_fits_object(document, schema, (json_t *)(uintptr_t)value, where);
}

/* The document's schema for that answer; fails when it promises none. */
static inline const json_t *schema_of(const json_t *document, const char *path,
				      const char *method, int status)
{
	const json_t *at = json_object_get(json_object_get(document, "paths"), path);
	char code[8];

	snprintf(code, sizeof(code), "%d", status);
	at = json_object_get(json_object_get(json_object_get(at, method), "responses"), code);
	if (!at)
		fail_msg("%s %s does not promise %d", method, path, status);
	at = json_object_get(schema_resolve(document, at), "content");
	return json_object_get(json_object_get(at, "application/json"), "schema");
}

#endif
