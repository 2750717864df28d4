/* Reads languages.yaml into a lang_set; lang_check.c judges what it says. */
#include "lang_set.h"

#include "lang_parts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "i18n/files/yaml.h"
#include "i18n/text/shim.h"
#include "keyword_fold.h"
#include "lang_check.h"

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
	WORDS("hours", LANG_HOURS),
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

/* ---- rows to languages -------------------------------------------------------- */

static const char *const *make_list(struct arena *arena, char *const *items, size_t count)
{
	const char **list = arena_need(arena, (count + 1) * sizeof(*list));

	for (size_t i = 0; i < count; i++)
		list[i] = items[i];
	return list;
}

static void make_lang(struct arena *arena, const struct lang_row *row, struct lang *lang)
{
	assert(row->tag && row->reviewed);
	*lang = (struct lang){
		.tag = row->tag,
		.name = row->name,
		.autonym = row->autonym,
		.script = row->script,
		.is_rtl = row->is_rtl != 0,
		.icu_locale = row->icu_locale,
		.voice = row->voice,
		.speech = row->speech,
	};
	if (row->weekdays_count)
		lang->weekdays = make_list(arena, row->weekdays, row->weekdays_count);
	if (row->months_count)
		lang->months = make_list(arena, row->months, row->months_count);
	for (size_t kind = 0; kind < LANG_WORDS; kind++)
		lang->words[kind] = make_list(arena, row->words[kind], row->words_count[kind]);
}

/* Unknown names become NULL early in the list: lang_check_set refuses them. */
static void link_fallbacks(struct lang_set *set)
{
	for (size_t i = 0; i < set->count; i++) {
		const struct lang_row *row = &set->file->languages[i];
		const struct lang **list = arena_need(
			&set->arena, (row->fallback_count + 1) * sizeof(const struct lang *));

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
	set->langs = arena_need(&set->arena, set->count * sizeof(*set->langs));
	tags = arena_need(&set->arena, set->count * sizeof(*tags));
	for (size_t i = 0; i < set->count; i++) {
		make_lang(&set->arena, &set->file->languages[i], &set->langs[i]);
		tags[i] = set->langs[i].tag;
	}
	link_fallbacks(set);
	keyword_table_init(&set->words, set->langs, set->count);
	set->matcher = shim_icu_matcher_new(tags, set->count);
}

enum fault lang_set_load(const char *path, struct lang_set **set, struct note *note)
{
	AUTO_PTR(lang_set) made = memory_new(struct lang_set);
	AUTO(buf) text;
	enum fault fault;

	assert(path && set);
	buf_init(&text, FILE_CEILING);
	fault = yaml_load(&(struct yaml_file){ path, "languages", &file_schema }, &text,
			  (cyaml_data_t **)&made->file, note);
	if (fault)
		return fault; /* NOLINT(clang-analyzer-unix.Malloc): AUTO_PTR frees it */
	build(made);
	fault = lang_check_set(made, path, buf_str(&text), note);
	if (fault)
		return fault;
	*set = made;
	made = NULL;
	return FAULT_NONE;
}

void lang_set_free(struct lang_set **set)
{
	assert(set);
	if (!*set)
		return;
	if ((*set)->matcher)
		shim_icu_matcher_free(&(*set)->matcher);
	keyword_table_done(&(*set)->words);
	arena_done(&(*set)->arena);
	yaml_drop(&file_schema, (*set)->file);
	free(*set);
	*set = NULL;
}
