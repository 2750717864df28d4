/*
 * handler_room - the house with staff in it: asks as one of them and holds every answer
 * against openapi.json.
 */
#ifndef API_HANDLER_ROOM_H
#define API_HANDLER_ROOM_H

#include "tests/lib/test.h"

#include "house.h"
#include "schema.h"

/* Asks as `token` and holds the answer against the document. */
struct handler {
	struct house *house;
	json_t *document;
	char viewer[TOKEN_SIZE], liaison[TOKEN_SIZE], administrator[TOKEN_SIZE];
};

static inline int handle_open(void **state)
{
	struct handler *handler = calloc(1, sizeof(*handler));

	assert_non_null(handler);
	handler->house = house_new();
	handler->document = house_json(handler->house, &(struct ask){ .method = "GET",
				    .target = "/api/v1/openapi.json" }, 200);
	house_user(handler->house, "viewer@example.org", "viewer", handler->viewer);
	house_user(handler->house, "ana@example.org", "liaison", handler->liaison);
	house_user(handler->house, "admin@example.org", "administrator", handler->administrator);
	*state = handler;
	return 0;
}

static inline int handle_close(void **state)
{
	struct handler *handler = *state;

	json_decref(handler->document);
	house_free(&handler->house);
	free(handler);
	return 0;
}

/* `path` is the document's, `target` what is asked. */
static inline json_t *ask(struct handler *handler, const char *token, const char *path, const char *method,
		   const char *target, const char *body, int status)
{
	json_t *reply = house_json(handler->house, &(struct ask){ .method = method, .target = target,
				   .token = token, .body = str_of(body) }, status);
	const json_t *schema;
	char lower[8] = "", where[256] = "";

	for (size_t i = 0; method[i]; i++)
		lower[i] = (char)(method[i] | 0x20);
	schema = schema_of(handler->document, path, lower, status);
	assert_non_null(schema);
	if (!schema_fits(handler->document, schema, reply, where))
		fail_msg("%s %s: %s", method, target, where);
	return reply;
}

static inline json_t *get(struct handler *handler, const char *token, const char *path, const char *target)
{
	return ask(handler, token, path, "GET", target, NULL, 200);
}

/* The id of the newest promise. */
static inline void newest(struct handler *handler, char into[32])
{
	json_t *list = get(handler, handler->viewer, "/api/v1/promises", "/api/v1/promises?limit=1");

	str_put(into, 32, json_str(json_array_get(json_object_get(list, "items"), 0), "id"));
	assert_true(into[0]);
	json_decref(list);
}

static inline void expect_word(const json_t *object, const char *key, const char *word)
{
	if (!str_is(json_str(object, key), word))
		fail_msg("%s: %.*s, not %s", key, STR_ARG(json_str(object, key)), word);
}

#endif
