#include "json.h"

#include <assert.h>
#include <string.h>

#include "clock.h"
#include "date.h"

void json_drop(json_t **value)
{
	json_decref(*value);
	*value = NULL;
}

/* jansson's own words repeat what stands there, and that may be a family's. */
static const char *json_reason(const json_error_t *error)
{
	static const char *const reasons[] = {
		[json_error_premature_end_of_input] = "it ends too early",
		[json_error_end_of_input_expected] = "something stands behind the end",
		[json_error_invalid_utf8] = "this is not UTF-8",
		[json_error_null_character] = "a NUL cannot be kept",
		[json_error_null_byte_in_key] = "a NUL cannot be kept",
		[json_error_duplicate_key] = "this member stands twice",
		[json_error_numeric_overflow] = "this number is too large",
		[json_error_stack_overflow] = "this is nested too deep",
	};
	size_t code = (size_t)json_error_code(error);

	return code < COUNT_OF(reasons) && reasons[code] ? reasons[code] : "something else belongs here";
}

/* Counted before anything is made of it: 16 MiB of "{}," were 1.3 GB. */
static bool has_too_many(struct str text)
{
	bool is_string = false;
	size_t values = 1;

	for (size_t i = 0; i < text.size; i++) {
		char c = text.at[i];

		if (is_string && c == '\\')
			i++;
		else if (c == '"')
			is_string = !is_string;
		else if (!is_string)
			values += c == ',' || c == '[' || c == '{';
	}
	return values > JSON_VALUES;
}

enum fault json_read(struct str text, json_t **value, struct note *note)
{
	json_error_t error;
	json_t *read;

	assert(value);
	if (has_too_many(text))
		return fault_because(FAULT_TOO_LARGE, note, "JSON of over %d values", JSON_VALUES);
	read = json_loadb(text.at ? text.at : "", text.size, JSON_REJECT_DUPLICATES, &error);
	if (!read)
		return fault_because(FAULT_INVALID, note, "JSON, line %d column %d: %s", error.line,
				     error.column, json_reason(&error));
	*value = read;
	return FAULT_NONE;
}

static int add_to_buf(const char *bytes, size_t size, void *into)
{
	buf_add(into, (struct str){ bytes, size });
	return 0;
}

void json_write(const json_t *value, struct buf *into)
{
	assert(value && into);
	json_dump_callback(value, add_to_buf, into, JSON_COMPACT | JSON_ENCODE_ANY);
}

struct str json_str(const json_t *object, const char *key)
{
	assert(key);

	const json_t *value = json_object_get(object, key);

	if (!json_is_string(value))
		return STR_NONE;
	return (struct str){ json_string_value(value), json_string_length(value) };
}

int64_t json_number(const json_t *object, const char *key, int64_t otherwise)
{
	assert(key);

	const json_t *value = json_object_get(object, key);
	int64_t number = otherwise;

	if (json_is_integer(value))
		return json_integer_value(value);
	if (json_is_string(value) &&
	    str_number(json_str(object, key), INT64_MIN / 2, INT64_MAX / 2, &number))
		return otherwise;
	return number;
}

void json_set_str(json_t *object, const char *key, struct str text)
{
	AUTO(buf) clean;
	uint32_t rune;

	assert(json_is_object(object) && key);
	buf_init(&clean, text.size * 3 + 1);
	while (text.size) {
		if (str_next_rune(&text, &rune)) {
			buf_add_rune(&clean, rune);
		} else {
			buf_add_rune(&clean, 0xfffd);
			text = str_from(text, 1);
		}
	}
	json_object_set_new(object, key, json_stringn(buf_text(&clean), clean.size));
}

void json_set_number(json_t *object, const char *key, int64_t number)
{
	assert(json_is_object(object) && key);
	json_object_set_new(object, key, json_integer(number));
}

void json_set_bool(json_t *object, const char *key, int is_true)
{
	assert(json_is_object(object) && key);
	json_object_set_new(object, key, json_boolean(is_true));
}

void json_set_id(json_t *object, const char *key, int64_t id)
{
	assert(json_is_object(object) && key);
	assert(id >= 0);
	json_object_set_new(object, key, json_sprintf("%lld", (long long)id));
}

void json_set_time(json_t *object, const char *key, int64_t at)
{
	char text[DATE_SIZE];

	assert(json_is_object(object) && key);
	if (at == 0 || at == NEVER) {
		json_object_set_new(object, key, json_null());
		return;
	}
	date_rfc3339(at, text);
	json_object_set_new(object, key, json_string(text));
}
