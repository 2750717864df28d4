/* Reads languages.yaml into a lang_set; lang_check.c judges what it says. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

/* leans on the three above */
#include <cyaml/cyaml.h>

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "lang.h"
#include "lang_set.h"
#include "shim.h"

/* Many times what we ship. */
#define FILE_CEILING (4u << 20)

#define TEXT(key, least) \
	CYAML_FIELD_STRING_PTR(#key, CYAML_FLAG_POINTER, struct lang_row, key, least, 200)
#define LIST(key, most) \
	CYAML_FIELD_SEQUENCE(#key, CYAML_FLAG_POINTER, struct lang_row, key, &text_schema, 0, most)
#define WORDS(key, kind)                                                               \
	CYAML_FIELD_SEQUENCE_COUNT(key, CYAML_FLAG_POINTER, struct lang_row, words[kind], \
				   words_count[kind], &word_schema, 0, 200)

static const cyaml_schema_value_t text_schema = {
	CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char *, 1, 100),
};
static const cyaml_schema_value_t word_schema = {
	CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char *, 1, WORD_LONGEST),
};
static const cyaml_strval_t directions[] = { { "ltr", 0 }, { "rtl", 1 } };

static const cyaml_schema_field_t row_fields[] = {
	TEXT(tag, 2),
	TEXT(name, 1),
	TEXT(autonym, 1),
	TEXT(script, 4),
	CYAML_FIELD_ENUM("direction", CYAML_FLAG_STRICT, struct lang_row, is_rtl, directions,
			 COUNT_OF(directions)),
	LIST(recognised_as, 8),
	TEXT(icu_locale, 0),
	LIST(fallback, 8),
	TEXT(voice, 0),
	TEXT(speech, 0),
	WORDS("stop", LANG_STOP),
	WORDS("start", LANG_START),
	WORDS("help", LANG_HELP),
	WORDS("ask_for", LANG_ASK_FOR),
	WORDS("thanks", LANG_THANKS),
	WORDS("yes", LANG_YES),
	WORDS("no", LANG_NO),
	LIST(weekdays, 7),
	LIST(months, 12),
	TEXT(reviewed, 1),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t row_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct lang_row, row_fields),
};

static const cyaml_schema_field_t file_fields[] = {
	CYAML_FIELD_SEQUENCE("languages", CYAML_FLAG_POINTER, struct lang_file, languages,
			     &row_schema, 1, 200),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t file_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct lang_file, file_fields),
};

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
	at = realloc(at, size);
	if (!at)
		abort();
	return at;
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

/* libcyaml names a wrong key, but the place of what stands before it. */
static void find_key(struct str text, struct complaint *complaint)
{
	static const char said[] = "Unexpected key: ";
	const char *key = strstr(complaint->cause, said);
	struct str line;
	int number = 0;

	while (key && str_next(&text, '\n', &line)) {
		size_t column = str_find(line, str_of(key + sizeof(said) - 1));

		if (++number < complaint->line || column == line.size)
			continue;
		complaint->line = number;
		complaint->column = (int)column + 1;
		return;
	}
}

static enum fault read_rows(struct str text, const char *path, struct lang_file **file,
			    struct note *note)
{
	struct complaint complaint = { .cause = "" };
	cyaml_config_t config = config_for(&complaint);
	cyaml_data_t *data = NULL;
	cyaml_err_t error = cyaml_load_data((const uint8_t *)text.at, text.size, &config,
					    &file_schema, &data, NULL);

	if (error != CYAML_OK) {
		find_key(text, &complaint);
		/* libyaml's own errors lie behind the last place that was understood */
		return fault_at(FAULT_CONFIG, note, path, complaint.line, complaint.column,
				"%s%s: %s",
				error == CYAML_ERR_LIBYAML_PARSER ? "soon after this place: " : "",
				cyaml_strerror(error), complaint.cause);
	}
	if (!data)
		return fault_at(FAULT_CONFIG, note, path, 1, 1,
				"is empty: a list named \"languages\" is expected");
	*file = data;
	return FAULT_NONE;
}

/* ---- rows to languages -------------------------------------------------------- */

static const char *const *make_list(struct arena *arena, char *const *items, size_t count)
{
	const char **list = arena_take(arena, (count + 1) * sizeof(*list));

	if (!list)
		abort();
	for (size_t i = 0; i < count; i++)
		list[i] = items[i];
	return list;
}

static void make_lang(struct arena *arena, const struct lang_row *row, struct lang *lang)
{
	*lang = (struct lang){
		.tag = row->tag,
		.name = row->name,
		.autonym = row->autonym,
		.script = row->script,
		.is_rtl = row->is_rtl != 0,
		.icu_locale = row->icu_locale,
		.voice = row->voice,
		.speech = row->speech,
		.is_reviewed = strcmp(row->reviewed, "no") != 0,
	};
	if (row->weekdays_count)
		lang->weekdays = make_list(arena, row->weekdays, row->weekdays_count);
	if (row->months_count)
		lang->months = make_list(arena, row->months, row->months_count);
	for (size_t kind = 0; kind < LANG_WORDS; kind++)
		lang->words[kind] = make_list(arena, row->words[kind], row->words_count[kind]);
}

/* Unknown names become NULL early in the list: lang_set_check refuses them. */
static void link_fallbacks(struct lang_set *set)
{
	for (size_t i = 0; i < set->count; i++) {
		const struct lang_row *row = &set->file->languages[i];
		const struct lang **list = arena_take(
			&set->arena, (row->fallback_count + 1) * sizeof(const struct lang *));

		if (!list)
			abort();
		for (size_t at = 0; at < row->fallback_count; at++)
			list[at] = lang_find(set, str_of(row->fallback[at]));
		set->langs[i].fallback = list;
	}
}

static void build(struct lang_set *set)
{
	const char **tags;

	arena_init(&set->arena, 8u << 20);
	set->count = set->file->languages_count;
	set->langs = arena_take(&set->arena, set->count * sizeof(*set->langs));
	tags = arena_take(&set->arena, set->count * sizeof(*tags));
	if (!set->langs || !tags)
		abort();
	for (size_t i = 0; i < set->count; i++) {
		make_lang(&set->arena, &set->file->languages[i], &set->langs[i]);
		tags[i] = set->langs[i].tag;
	}
	link_fallbacks(set);
	word_table_init(&set->words, set->langs, set->count);
	set->matcher = shim_matcher_new(tags, set->count);
}

enum fault lang_set_load(const char *path, struct lang_set **set, struct note *note)
{
	AUTO_PTR(lang_set) made = calloc(1, sizeof(*made));
	AUTO(buf) text;
	enum fault fault;

	buf_init(&text, FILE_CEILING);
	if (!made)
		abort();
	fault = file_read(path, &text, note);
	if (!fault)
		fault = read_rows(buf_str(&text), path, &made->file, note);
	if (fault)
		return fault; /* NOLINT(clang-analyzer-unix.Malloc): AUTO_PTR frees it */
	build(made);
	fault = lang_set_check(made, path, buf_str(&text), note);
	if (fault)
		return fault;
	*set = made;
	made = NULL;
	return FAULT_NONE;
}

void lang_set_free(struct lang_set **set)
{
	struct complaint ignored = { .cause = "" };
	cyaml_config_t config = config_for(&ignored);

	if (!*set)
		return;
	if ((*set)->matcher)
		shim_matcher_free(&(*set)->matcher);
	word_table_done(&(*set)->words);
	arena_done(&(*set)->arena);
	if ((*set)->file)
		cyaml_free(&config, &file_schema, (*set)->file, 0);
	free(*set);
	*set = NULL;
}
