/* Reads opt_out.yaml into an opt_out_set: lists of words to a table of forms. */
#include "opt_out_set.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "i18n/files/yaml.h"
#include "i18n/language/keyword_fold.h"
#include "i18n/text/unicode.h"
#include "opt_out_words.h"

#define FILE_CEILING (4u << 20)
#define SENSES_MOST 60000u
#define IDIOMS_MOST 6000u

struct row {
	char *tag;
#define X(key, name) char *key;
	OPT_OUT_LISTS(X)
#undef X
	char **clear, **unclear, **keep;
	unsigned clear_count, unclear_count, keep_count;
};

struct file {
	struct row *rows;
	unsigned rows_count;
};

static const cyaml_schema_value_t idiom_schema = {
	CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char *, 1, 200),
};

#define OPTIONAL (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)
#define IDIOMS(key)                                                                    \
	CYAML_FIELD_SEQUENCE(#key, OPTIONAL, struct row, key, &idiom_schema, 0, 200)

static const cyaml_schema_field_t row_fields[] = {
	CYAML_FIELD_STRING_PTR("tag", CYAML_FLAG_POINTER, struct row, tag, 2, 24),
#define X(key, name) \
	CYAML_FIELD_STRING_PTR(#key, OPTIONAL, struct row, key, 0, 4000),
	OPT_OUT_LISTS(X)
#undef X
	IDIOMS(clear),
	IDIOMS(unclear),
	IDIOMS(keep),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t row_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct row, row_fields),
};

static const cyaml_schema_field_t file_fields[] = {
	CYAML_FIELD_SEQUENCE("opt_out", CYAML_FLAG_POINTER, struct file, rows, &row_schema, 1,
			     ROW_LANGS_MOST),
	CYAML_FIELD_END,
};

static const cyaml_schema_value_t file_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct file, file_fields),
};

/* ---- words to senses ---------------------------------------------------------- */

static void add_sense(struct opt_out_set *set, struct str text, struct opt_out_sense sense)
{
	if (text.size == 0 || set->sense_count == SENSES_MOST)
		return;
	sense.text = arena_keep(&set->arena, text);
	set->senses[set->sense_count++] = sense;
}

/* One word as written, a star behind a stem; its exact text goes to `folded`. */
static void add_word(struct opt_out_set *set, struct str word, unsigned mask, size_t lang,
		     struct buf *folded)
{
	struct opt_out_sense sense = { .mask = mask, .lang = (unsigned char)lang,
				    .is_stem = str_ends(word, STR("*")) };
	AUTO(buf) exact;
	AUTO(buf) bare;

	buf_init(&exact, 4000);
	buf_init(&bare, 4000);
	keyword_fold(word, &exact);
	opt_out_words_fold(buf_str(&exact), folded);
	(void)unicode_strip_latin(buf_str(folded), &bare);
	add_sense(set, buf_str(folded), sense);
	if (str_equals(buf_str(folded), buf_str(&bare)))
		return;
	/* leads idioms back to the word as written */
	sense.is_bare = true;
	sense.written = arena_copy(&set->arena, buf_str(folded));
	add_sense(set, buf_str(&bare), sense);
}

static void add_list(struct opt_out_set *set, const char *list, unsigned mask, size_t lang)
{
	struct str rest = str_of(list);
	struct str word;

	while (str_next(&rest, ' ', &word)) {
		AUTO(buf) folded;

		buf_init(&folded, 4000);
		if (word.size)
			add_word(set, word, mask, lang, &folded);
	}
}

static unsigned hash_of(struct str text)
{
	unsigned hash = OPT_OUT_HASH_START;

	for (size_t i = 0; i < text.size; i++)
		hash = opt_out_hash_step(hash, text.at[i]);
	return hash;
}

/* ---- idioms -------------------------------------------------------------------- */

static const struct opt_out_form *find_word(const struct opt_out_set *set, struct str word)
{
	AUTO(buf) exact;
	AUTO(buf) folded;

	buf_init(&exact, 4000);
	buf_init(&folded, 4000);
	keyword_fold(word, &exact);
	opt_out_words_fold(buf_str(&exact), &folded);
	return opt_out_words_find(set, hash_of(buf_str(&folded)), buf_str(&folded));
}

/* Once before the forms are known, to make senses of its words, and once behind, to
 * find them. */
static void add_idiom(struct opt_out_set *set, const char *written, size_t lang,
		      struct opt_out_idiom *idiom)
{
	struct str rest = str_of(written);
	struct str word;

	if (!set->forms) {
		/* only what asks for it may stand in a text that stops at once */
		add_list(set, written, idiom->kind == OPT_OUT_SAYS_CLEAR ? OPT_OUT_IS(IDIOM) : 0,
			 lang);
		return;
	}
	while (str_next(&rest, ' ', &word) && idiom->count < OPT_OUT_IDIOM_WORDS) {
		const struct opt_out_form *form = find_word(set, word);

		if (!form)
			continue;
		idiom->is_stem[idiom->count] = str_ends(word, STR("*"));
		idiom->forms[idiom->count++] = (unsigned)(form - set->forms);
	}
}

static void add_idioms(struct opt_out_set *set, char *const *items, unsigned count,
		       enum opt_out_idiom_kind kind, size_t lang)
{
	for (unsigned i = 0; i < count; i++) {
		struct opt_out_idiom idiom = { .kind = kind, .lang = (unsigned char)lang };

		add_idiom(set, items[i], lang, &idiom);
		if (idiom.count && set->idiom_count < IDIOMS_MOST)
			set->idioms[set->idiom_count++] = idiom;
	}
}

static void add_rows_idioms(struct opt_out_set *set, const struct file *file)
{
	for (size_t i = 0; i < file->rows_count; i++) {
		const struct row *row = &file->rows[i];

		add_idioms(set, row->clear, row->clear_count, OPT_OUT_SAYS_CLEAR, i);
		add_idioms(set, row->unclear, row->unclear_count, OPT_OUT_SAYS_UNCLEAR, i);
		add_idioms(set, row->keep, row->keep_count, OPT_OUT_SAYS_KEEP, i);
	}
}

static int by_first_form(const void *left, const void *right)
{
	const struct opt_out_idiom *a = left;
	const struct opt_out_idiom *b = right;

	return (a->forms[0] > b->forms[0]) - (a->forms[0] < b->forms[0]);
}

/* idiom_from[form] to before idiom_from[form + 1] begin with that form. */
static void index_idioms(struct opt_out_set *set)
{
	unsigned at = 0;

	qsort(set->idioms, set->idiom_count, sizeof(*set->idioms), by_first_form);
	set->idiom_from = arena_need(&set->arena, (set->form_count + 1) * sizeof(*set->idiom_from));
	for (unsigned form = 0; form <= set->form_count; form++) {
		while (at < set->idiom_count && set->idioms[at].forms[0] < form)
			at++;
		set->idiom_from[form] = at;
	}
}

/* ---- forms ---------------------------------------------------------------------- */

static int by_text(const void *left, const void *right)
{
	const struct opt_out_sense *a = left;
	const struct opt_out_sense *b = right;

	return str_compare(a->text, b->text);
}

static void make_forms(struct opt_out_set *set)
{
	qsort(set->senses, set->sense_count, sizeof(*set->senses), by_text);
	set->forms = arena_need(&set->arena, (set->sense_count + 1) * sizeof(*set->forms));
	for (size_t i = 0; i < set->sense_count; i++) {
		if (i == 0 || !str_equals(set->senses[i].text, set->senses[i - 1].text))
			set->forms[set->form_count++] =
				(struct opt_out_form){ set->senses[i].text, (unsigned)i, 0 };
		set->forms[set->form_count - 1].count++;
	}
	for (set->slot_count = 1024; set->slot_count < set->form_count * 4;)
		set->slot_count *= 2;
	set->slots = arena_need(&set->arena, set->slot_count * sizeof(*set->slots));
	for (size_t i = 0; i < set->form_count; i++) {
		size_t at = hash_of(set->forms[i].text) & (set->slot_count - 1);

		while (set->slots[at])
			at = (at + 1) & (set->slot_count - 1);
		set->slots[at] = (unsigned)i + 1;
	}
}

static void link_senses(struct opt_out_set *set)
{
	for (size_t i = 0; i < set->sense_count; i++) {
		struct opt_out_sense *sense = &set->senses[i];
		struct str text = sense->is_bare ? sense->written : sense->text;
		const struct opt_out_form *form = opt_out_words_find(set, hash_of(text), text);

		sense->form = (unsigned)(form - set->forms);
	}
}

static void build(struct opt_out_set *set, const struct file *file)
{
	set->senses = arena_need(&set->arena, SENSES_MOST * sizeof(*set->senses));
	set->idioms = arena_need(&set->arena, IDIOMS_MOST * sizeof(*set->idioms));
	for (size_t i = 0; i < file->rows_count; i++) {
#define X(key, name) add_list(set, file->rows[i].key, OPT_OUT_IS(name), i);
		OPT_OUT_LISTS(X)
#undef X
	}
	add_rows_idioms(set, file);
	make_forms(set);
	link_senses(set);
	add_rows_idioms(set, file);
	index_idioms(set);
}

static enum fault find_languages(struct opt_out_set *set, const struct file *file,
				 const struct lang_set *languages, const char *path,
				 struct note *note)
{
	struct row_langs langs = { .path = path, .languages = languages,
				   .english = file->rows_count };

	for (size_t i = 0; i < file->rows_count; i++) {
		enum fault fault = row_langs_add(&langs, file->rows[i].tag, note);

		if (fault)
			return fault;
		set->langs[i] = langs.found[i];
	}
	set->lang_count = langs.count;
	set->english = langs.english;
	return FAULT_NONE;
}

enum fault opt_out_set_load(const char *path, const struct lang_set *languages,
			 struct opt_out_set **set, struct note *note)
{
	AUTO_PTR(opt_out_set) made = memory_new(struct opt_out_set);
	struct file *file = NULL;
	AUTO(buf) text;
	enum fault fault;

	assert(path && languages && set);
	buf_init(&text, FILE_CEILING);
	arena_init(&made->arena, 64u << 20);
	fault = yaml_load(&(struct yaml_file){ path, "opt_out", &file_schema }, &text,
			  (cyaml_data_t **)&file, note);
	if (!fault)
		fault = find_languages(made, file, languages, path, note);
	if (!fault)
		build(made, file);
	yaml_drop(&file_schema, file);
	if (!fault && made->form_count > OPT_OUT_FORMS)
		fault = fault_because(FAULT_CONFIG, note, "%s: over %d words", path, OPT_OUT_FORMS);
	if (fault)
		return fault;
	*set = made;
	made = NULL;
	return FAULT_NONE;
}

void opt_out_set_free(struct opt_out_set **set)
{
	assert(set);
	if (!*set)
		return;
	arena_done(&(*set)->arena);
	free(*set);
	*set = NULL;
}
