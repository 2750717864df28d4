/*
 * shaped - a shape held against the schema that openapi.json gives it, without a server.
 */
#ifndef TESTS_UNIT_API_JSON_SHAPED_H
#define TESTS_UNIT_API_JSON_SHAPED_H

#include "../schema.h"
#include "base/file.h"

static inline json_t *shaped_document(void)
{
	struct note note = { .text = "" };
	json_t *document = NULL;
	AUTO(buf) text;

	buf_init(&text, 1 << 20);
	if (file_read("gateway/api/openapi.json", &text, &note) || json_read(buf_str(&text), &document, &note))
		fail_msg("%s", note.text);
	return document;
}

/* Nothing is missing of the schema, and nothing has another type. */
static inline void assert_shaped(const json_t *shape, const char *schema)
{
	json_t *document = shaped_document();
	const json_t *schemas = json_object_get(json_object_get(document, "components"), "schemas");
	const json_t *properties = json_object_get(json_object_get(schemas, schema), "properties");
	char where[256] = "";
	const char *name;
	json_t *value;

	assert_non_null(properties);
	if (!schema_fits(document, json_object_get(schemas, schema), shape, where))
		fail_msg("%s: %s", schema, where);
	json_object_foreach((json_t *)(uintptr_t)shape, name, value)
		if (!json_object_get(properties, name))
			fail_msg("%s: nobody promised %s", schema, name);
	json_decref(document);
}

static inline void assert_word(const json_t *object, const char *key, const char *word)
{
	const json_t *value = json_object_get(object, key);

	if (!value || (word ? !json_is_string(value) || strcmp(json_string_value(value), word) != 0 :
			      !json_is_null(value)))
		fail_msg("%s is %s, not %s", key, json_is_string(value) ? json_string_value(value) :
			 "another thing", word ? word : "null");
}

#endif
