#include "yaml.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "yaml_bounds.h"

/* What libcyaml says on its way out: first the cause, then places from the
 * innermost outwards. */
struct complaint {
	char cause[160];
	int line, column;
};

static void listen(cyaml_log_t level, void *context, const char *format, va_list args)
{
	struct complaint *complaint = context;
	char text[200];
	const char *place;
	const char *cause;

	(void)level;
	vsnprintf(text, sizeof(text), format, args);
	text[strcspn(text, "\n")] = '\0';
	cause = strncmp(text, "Load: ", 6) == 0 ? text + 6 : text;
	place = strstr(text, "(line: ");
	if (place && !complaint->line)
		(void)sscanf(place, "(line: %d, column: %d", &complaint->line,
			     &complaint->column);
	else if (!place && !complaint->cause[0] && !strstr(text, "Backtrace"))
		str_put(complaint->cause, sizeof(complaint->cause), str_of(cause));
}

/* libcyaml takes NULL for out of memory and unwinds; we do not. */
static void *take_memory(void *context, void *at, size_t size)
{
	(void)context;
	if (size == 0) {
		free(at);
		return NULL;
	}
	return memory_grow(at, size, 1);
}

static cyaml_config_t config_for(struct complaint *complaint)
{
	return (cyaml_config_t){
		.log_fn = listen,
		.log_ctx = complaint,
		.mem_fn = take_memory,
		.log_level = CYAML_LOG_ERROR,
		.flags = CYAML_CFG_NO_ALIAS,
	};
}

/* Does a key begin behind this: at the line's beginning, behind a dash, or in {a, b}?  Not
 * within a value that is quoted, and not in a comment. */
static bool is_before_key(struct str before)
{
	bool is_in_braces = str_find(before, STR("{")) < before.size;

	if (str_ends(before, STR("\"")) || str_ends(before, STR("'")))
		before.size--;
	before = str_trim(before);
	return before.size == 0 || str_ends(before, STR("-")) || str_ends(before, STR("{")) ||
	       (is_in_braces && str_ends(before, STR(",")));
}

/* Where the key stands in the line, with a colon behind it, or line.size. */
static size_t key_in(struct str line, struct str key)
{
	size_t at = str_find(line, key);

	while (at < line.size) {
		struct str behind = str_trim(str_from(line, at + key.size));

		if (is_before_key(str_slice(line, 0, at)) &&
		    (str_starts(behind, STR(":")) || str_starts(behind, STR("\":")) || str_starts(behind, STR("':"))))
			return at;
		at += 1 + str_find(str_from(line, at + 1), key);
	}
	return line.size;
}

/* libcyaml names a wrong key, but the place of what stands before it. */
static void find_key(struct str text, struct complaint *complaint)
{
	static const char said[] = "Unexpected key: ";
	const char *key = strstr(complaint->cause, said);
	struct str line;
	int number = 0;

	while (key && str_next(&text, '\n', &line)) {
		size_t column = key_in(line, str_of(key + sizeof(said) - 1));

		if (++number < complaint->line || column == line.size)
			continue;
		complaint->line = number;
		complaint->column = (int)column + 1;
		return;
	}
}

static enum fault read_text(const struct yaml_file *file, struct str text, cyaml_data_t **data,
			    struct note *note)
{
	struct complaint complaint = { .cause = "" };
	cyaml_config_t config = config_for(&complaint);
	cyaml_data_t *read = NULL;
	struct yaml_bounds bounds;
	struct note cause = { .line = 0 };
	cyaml_err_t error;

	if (yaml_bounds_check(text, false, &bounds, &cause))
		return fault_at(FAULT_CONFIG, note, file->path, bounds.line, bounds.column, "%s",
				cause.text);
	error = cyaml_load_data((const uint8_t *)text.at, text.size, &config, file->schema, &read, NULL);
	if (error != CYAML_OK) {
		find_key(text, &complaint);
		/* libyaml's own errors lie behind the last place that was understood */
		return fault_at(FAULT_CONFIG, note, file->path, complaint.line, complaint.column,
				"%s%s: %s",
				error == CYAML_ERR_LIBYAML_PARSER ? "soon after this place: " : "",
				cyaml_strerror(error), complaint.cause);
	}
	if (!read)
		return fault_at(FAULT_CONFIG, note, file->path, 1, 1,
				"is empty: a list named \"%s\" is expected", file->list);
	*data = read;
	return FAULT_NONE;
}

enum fault yaml_load(const struct yaml_file *file, struct buf *text, cyaml_data_t **data,
		     struct note *note)
{
	assert(file && file->path && file->list && file->schema);
	assert(text && data);

	enum fault fault = file_read(file->path, text, note);

	if (fault)
		return fault;
	return read_text(file, buf_str(text), data, note);
}

void yaml_drop(const cyaml_schema_value_t *schema, cyaml_data_t *data)
{
	struct complaint ignored = { .cause = "" };
	cyaml_config_t config = config_for(&ignored);

	assert(schema);
	if (data)
		cyaml_free(&config, schema, data, 0);
}
