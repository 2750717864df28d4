/* Reads hours.yaml into a text_hours_set. */
#include "text_hours_set.h"

#include <assert.h>
#include <stdlib.h>

#include <unicode/uchar.h>

#include "base/memory.h"
#include "i18n/files/yaml.h"
#include "i18n/language/keyword_fold.h"
#include "i18n/text/unicode.h"
#include "text_hours_parts.h"

#define FILE_CEILING (1u << 20)
enum { PHRASES_MOST = 400, LIST_MOST = 4000 };

struct row {
	char *tag;
#define X(key, name) char *key;
	TEXT_HOURS_LISTS(X)
#undef X
	int is_told;
};

struct file {
	struct row *hours;
	unsigned hours_count;
};

static const cyaml_strval_t clocks[] = { { "shown", 0 }, { "told", 1 } };

#define OPTIONAL (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)
static const cyaml_schema_field_t row_fields[] = {
	CYAML_FIELD_STRING_PTR("tag", CYAML_FLAG_POINTER, struct row, tag, 2, 24),
#define X(key, name) \
	CYAML_FIELD_STRING_PTR(#key, OPTIONAL, struct row, key, 0, LIST_MOST),
	TEXT_HOURS_LISTS(X)
#undef X
	CYAML_FIELD_ENUM("clock", CYAML_FLAG_OPTIONAL | CYAML_FLAG_STRICT, struct row, is_told,
			 clocks, COUNT_OF(clocks)),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t row_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct row, row_fields),
};

static const cyaml_schema_field_t file_fields[] = {
	CYAML_FIELD_SEQUENCE("hours", CYAML_FLAG_POINTER, struct file, hours, &row_schema, 1,
			     ROW_LANGS_MOST),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t file_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct file, file_fields),
};

static struct str keep(struct text_hours_set *set, const struct buf *text)
{
	return arena_keep(&set->arena, buf_str(text));
}

/* Scripts from Burmese on are written without spaces, or glue their endings on. */
static bool has_edge(struct str text)
{
	uint32_t rune, last = 0;

	while (unicode_next(&text, &rune))
		last = rune;
	return last < 0x1000 && u_isalpha((UChar32)last);
}

static void add_phrase(struct text_hours_set *set, struct text_hours_words *words, struct str written,
		       enum text_hours_mark mark)
{
	struct text_hours_phrase *phrase = &words->phrases[words->count];
	AUTO(buf) exact;
	AUTO(buf) bare;

	buf_init(&exact, LIST_MOST);
	buf_init(&bare, LIST_MOST);
	keyword_fold(written, &exact);
	(void)unicode_strip_latin(buf_str(&exact), &bare);
	if (exact.size == 0 || words->count == PHRASES_MOST)
		return;
	*phrase = (struct text_hours_phrase){ keep(set, &exact), keep(set, &bare), mark,
					has_edge(buf_str(&exact)) };
	words->count++;
}

static void add_list(struct text_hours_set *set, struct text_hours_words *words, const char *list,
		     enum text_hours_mark mark)
{
	struct str rest = str_of(list);
	struct str phrase;

	while (rest.size && str_next(&rest, ',', &phrase))
		add_phrase(set, words, str_trim(phrase), mark);
}

static struct str form_of(const struct text_hours_phrase *phrase, bool is_bare)
{
	return is_bare ? phrase->bare : phrase->exact;
}

static void index_phrases(struct text_hours_set *set, const struct text_hours_words *words,
			  bool is_bare, struct text_hours_index *index)
{
	unsigned short count = 0;

	index->at = arena_need(&set->arena, (words->count + 1) * sizeof(*index->at));
	for (int byte = 0; byte < 256; byte++) {
		index->from[byte] = count;
		for (size_t i = 0; i < words->count; i++) {
			struct str form = form_of(&words->phrases[i], is_bare);

			if (form.size && (unsigned char)form.at[0] == byte)
				index->at[count++] = (unsigned short)i;
		}
	}
	index->from[256] = count;
}

static void add_row(struct text_hours_set *set, const struct row *row)
{
	struct text_hours_words *words = &set->words[set->count++];

	words->phrases = arena_need(&set->arena, PHRASES_MOST * sizeof(*words->phrases));
	words->is_told = row->is_told != 0;
#define X(key, name) add_list(set, words, row->key, TEXT_HOURS_##name);
	TEXT_HOURS_LISTS(X)
#undef X
	index_phrases(set, words, false, &words->exact);
	index_phrases(set, words, true, &words->bare);
}

static enum fault build(struct text_hours_set *set, const struct file *file,
			const struct lang_set *languages, const char *path, struct note *note)
{
	struct row_langs langs = { .path = path, .languages = languages,
				   .english = file->hours_count };

	for (size_t i = 0; i < file->hours_count; i++) {
		enum fault fault = row_langs_add(&langs, file->hours[i].tag, note);

		if (fault)
			return fault;
		add_row(set, &file->hours[i]);
		set->words[i].lang = langs.found[i];
	}
	set->english = langs.english;
	return FAULT_NONE;
}

enum fault text_hours_set_load(const char *path, const struct lang_set *languages,
			 struct text_hours_set **set, struct note *note)
{
	AUTO_PTR(text_hours_set) made = memory_new(struct text_hours_set);
	struct file *file = NULL;
	AUTO(buf) text;
	enum fault fault;

	assert(path && languages && set);
	buf_init(&text, FILE_CEILING);
	arena_init(&made->arena, 16u << 20);
	fault = yaml_load(&(struct yaml_file){ path, "hours", &file_schema }, &text,
			  (cyaml_data_t **)&file, note);
	if (!fault)
		fault = build(made, file, languages, path, note);
	yaml_drop(&file_schema, file);
	if (fault)
		return fault;
	*set = made;
	made = NULL;
	return FAULT_NONE;
}

void text_hours_set_free(struct text_hours_set **set)
{
	assert(set);
	if (!*set)
		return;
	arena_done(&(*set)->arena);
	free(*set);
	*set = NULL;
}
