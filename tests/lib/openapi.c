#include "openapi.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/json.h"

enum { FILE_MOST = 1024 * 1024, VALUE_MOST = 64 * 1024, FIELDS_MOST = 64 };

struct field {
	char name[64];
	struct str raw;
};

struct judging {
	const json_t *known; /* name -> schema */
	struct field fields[FIELDS_MOST];
	size_t count;
	struct note *note;
};

static enum fault wrong(struct judging *judging, const char *name, const char *why)
{
	return fault_because(FAULT_INVALID, judging->note, "%s: %s", name, why);
}

static bool matches(const char *pattern, const char *text)
{
	regex_t regex;
	bool is_match;

	if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB))
		return false;
	is_match = regexec(&regex, text, 0, NULL, 0) == 0;
	regfree(&regex);
	return is_match;
}

/* Our own %-decoding: a fault of the code under test must not hide itself. */
static bool decode(struct str raw, struct buf *into)
{
	for (size_t i = 0; i < raw.size; i++) {
		char c = raw.at[i];
		char hex[3] = { 0 };

		if (c == '%') {
			str_put(hex, sizeof(hex), str_slice(raw, i + 1, 2));
			if (!matches("^[0-9A-Fa-f]{2}$", hex))
				return false;
			c = (char)strtol(hex, NULL, 16);
			i += 2;
		} else if (c == '+') {
			c = ' ';
		} else if (!memchr("-._~", c, 4) && !matches("^[A-Za-z0-9]$", (char[]){ c, 0 })) {
			return false;
		}
		buf_add_char(into, c);
	}
	return buf_check(into, NULL) == FAULT_NONE && str_is_utf8(buf_str(into));
}

static size_t count_runes(struct str text)
{
	size_t count = 0;
	uint32_t rune;

	while (str_next_rune(&text, &rune))
		count++;
	return count;
}

static bool is_in_enum(const json_t *words, const char *value)
{
	for (size_t i = 0; i < json_array_size(words); i++)
		if (strcmp(json_string_value(json_array_get(words, i)), value) == 0)
			return true;
	return false;
}

static bool has_format(struct str format, const char *value)
{
	static const struct {
		const char *format;
		const char *pattern;
	} formats[] = {
		{ "phone-number", "^(whatsapp:)?\\+[1-9][0-9]{4,14}$|^[0-9]{5,6}$" },
		{ "uri", "^https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[^ ]*)?$" },
		{ "date-time",
		  "^[0-9]{4}-[01][0-9]-[0-3][0-9](T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z)?$" },
	};

	for (size_t i = 0; i < COUNT_OF(formats); i++)
		if (str_is(format, formats[i].format))
			return matches(formats[i].pattern, value);
	return true;
}

static bool has_type(struct str type, const char *value)
{
	if (str_is(type, "integer"))
		return matches("^-?[0-9]{1,12}$", value);
	if (str_is(type, "number"))
		return matches("^-?[0-9]+(\\.[0-9]+)?$", value);
	if (str_is(type, "boolean"))
		return matches("^(true|false)$", value);
	return true;
}

static enum fault check_value(struct judging *judging, const char *name,
			      const json_t *schema, struct str value)
{
	const char *text = value.at ? value.at : "";
	const json_t *words = json_object_get(schema, "enum");
	int64_t runes = (int64_t)count_runes(value);
	struct str pattern = json_str(schema, "pattern");
	struct str type = json_str(schema, "type");

	if (!has_type(type, text))
		return wrong(judging, name, "is of another type");
	if (words && !is_in_enum(words, text))
		return wrong(judging, name, "is not one of its words");
	if (!has_format(json_str(schema, "format"), text))
		return wrong(judging, name, "is of another format");
	if (pattern.size && !matches(pattern.at, text))
		return wrong(judging, name, "does not match its pattern");
	if (runes < json_number(schema, "minLength", 0) ||
	    runes > json_number(schema, "maxLength", VALUE_MOST))
		return wrong(judging, name, "is too short or too long");
	if (str_is(type, "integer") &&
	    (strtoll(text, NULL, 10) < json_number(schema, "minimum", INT32_MIN) ||
	     strtoll(text, NULL, 10) > json_number(schema, "maximum", INT32_MAX)))
		return wrong(judging, name, "is out of bounds");
	return FAULT_NONE;
}

static int64_t count_field(const struct judging *judging, const char *name)
{
	int64_t count = 0;

	for (size_t i = 0; i < judging->count; i++)
		count += strcmp(judging->fields[i].name, name) == 0;
	return count;
}

static enum fault check_field(struct judging *judging, const struct field *field)
{
	AUTO(buf) value;
	const json_t *schema = json_object_get(judging->known, field->name);
	int64_t most = 1;

	buf_init(&value, VALUE_MOST);
	if (!schema)
		return wrong(judging, field->name, "is no such parameter");
	if (str_is(json_str(schema, "type"), "array"))
		most = json_number(schema, "maxItems", FIELDS_MOST);
	if (count_field(judging, field->name) > most)
		return wrong(judging, field->name, "comes too often");
	if (!decode(field->raw, &value))
		return wrong(judging, field->name, "is not encoded well");
	return check_value(judging, field->name, schema, buf_str(&value));
}

static enum fault read_fields(struct judging *judging, struct str text)
{
	struct str piece;

	judging->count = 0;
	while (text.size && str_next(&text, '&', &piece)) {
		struct field *field = &judging->fields[judging->count++];
		AUTO(buf) name;
		struct str raw;

		buf_init(&name, sizeof(field->name) - 1);
		if (judging->count > FIELDS_MOST || !str_next(&piece, '=', &raw) || !piece.at ||
		    !decode(raw, &name))
			return wrong(judging, "a parameter", "has no name or no value");
		str_put(field->name, sizeof(field->name), buf_str(&name));
		field->raw = piece;
	}
	return FAULT_NONE;
}

static enum fault check_fields(struct judging *judging, const json_t *known, struct str text)
{
	enum fault fault = read_fields(judging, text);
	const char *name;
	json_t *schema;

	judging->known = known;
	for (size_t i = 0; i < judging->count && !fault; i++)
		fault = check_field(judging, &judging->fields[i]);
	if (fault)
		return fault;
	json_object_foreach((json_t *)known, name, schema)
		if (json_is_true(json_object_get(schema, "required")) &&
		    count_field(judging, name) == 0)
			return wrong(judging, name, "is missing");
	return FAULT_NONE;
}

/* What prose says and the schema does not. */
static enum fault check_message(struct judging *judging)
{
	if (count_field(judging, "From") + count_field(judging, "MessagingServiceSid") != 1)
		return wrong(judging, "From", "or a service is needed");
	if (!count_field(judging, "Body") && !count_field(judging, "MediaUrl") &&
	    !count_field(judging, "ContentSid"))
		return wrong(judging, "Body", "or media is needed");
	return FAULT_NONE;
}

/* Does "POST /Accounts/AC1/Messages.json" follow the template "POST /Accounts/{Sid}/…"?
 * A part in braces must fit its schema. */
static bool is_path(struct judging *judging, const char *key, struct str path,
		    const json_t *schemas)
{
	struct str template = str_of(key);
	struct str want, have;

	while (str_next(&template, '/', &want)) {
		size_t open = str_find(want, STR("{"));
		size_t close = str_find(want, STR("}"));
		struct str tail = str_from(want, close + 1);
		char name[64];
		char value[128];

		if (!str_next(&path, '/', &have))
			return false;
		if (open == want.size) {
			if (!str_equals(want, have))
				return false;
			continue;
		}
		if (!str_ends(have, tail))
			return false;
		str_put(name, sizeof(name), str_slice(want, open + 1, close - open - 1));
		str_put(value, sizeof(value), str_slice(have, 0, have.size - tail.size));
		if (check_value(judging, name, json_object_get(schemas, name), str_of(value)))
			return false;
	}
	return !path.at;
}

static const json_t *find_operation(struct judging *judging, const json_t *operations,
				    struct str request)
{
	const char *key;
	json_t *operation;

	json_object_foreach((json_t *)operations, key, operation)
		if (is_path(judging, key, request, json_object_get(operation, "path")))
			return operation;
	return NULL;
}

static enum fault load(json_t **operations, struct note *note)
{
	AUTO(buf) text;
	enum fault fault;

	buf_init(&text, FILE_MOST);
	fault = file_read("tests/contract/twilio-messages.json", &text, note);
	return fault ? fault : json_read(buf_str(&text), operations, note);
}

enum fault openapi_check(const char *method, struct str url, const char *base_path,
			 struct str body, struct note *note)
{
	struct judging judging = { .note = note };
	AUTO_JSON *operations = NULL;
	AUTO(buf) request;
	struct str rest = str_from(url, str_find(url, STR("://")) + 3);
	struct str query, path;
	const json_t *operation;
	enum fault fault = load(&operations, note);

	buf_init(&request, VALUE_MOST);
	if (fault)
		return fault;
	query = str_from(rest, str_find(rest, STR("/")));
	str_next(&query, '?', &path);
	if (!str_starts(path, str_of(base_path)))
		return wrong(&judging, "path", "has another base");
	buf_add_format(&request, "%s ", method);
	buf_add(&request, str_from(path, strlen(base_path)));
	operation = find_operation(&judging, operations, buf_str(&request));
	if (!operation)
		return wrong(&judging, "path", "is no such operation");
	fault = check_fields(&judging, json_object_get(operation, "query"), query);
	if (!fault)
		fault = check_fields(&judging, json_object_get(operation, "body"), body);
	if (!fault && json_object_size(json_object_get(operation, "body")) > 10)
		fault = check_message(&judging);
	return fault;
}
