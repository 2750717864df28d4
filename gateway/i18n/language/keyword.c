#include "keyword.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/memory.h"
#include "i18n/text/unicode.h"
#include "keyword_fold.h"
#include "lang_parts.h"

/* ---- the table ---------------------------------------------------------------- */

static int by_form(const void *left, const void *right)
{
	const struct keyword_entry *a = left;
	const struct keyword_entry *b = right;
	int order = str_compare(a->form, b->form);

	if (order == 0)
		order = (a->word > b->word) - (a->word < b->word);
	if (order == 0)
		order = (a->lang > b->lang) - (a->lang < b->lang);
	return order;
}

static size_t count_words(const struct lang *langs, size_t count)
{
	size_t total = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t kind = 0; kind < LANG_WORDS; kind++)
			for (const char *const *word = langs[i].words[kind]; *word; word++)
				total++;
	return total;
}

/* Keeps a form behind the others; `room` was counted to suffice. */
static struct str keep(struct keyword_table *table, size_t *used, struct str form)
{
	char *at = table->forms + *used;

	if (form.size)
		memcpy(at, form.at, form.size);
	*used += form.size;
	return (struct str){ at, form.size };
}

static void add_word(struct keyword_table *table, size_t *used, struct keyword_entry entry)
{
	AUTO(buf) exact;
	AUTO(buf) bare;

	buf_init(&exact, WORD_LONGEST * 2);
	buf_init(&bare, WORD_LONGEST * 2);
	keyword_fold(str_of(entry.written), &exact);
	unicode_strip_latin(buf_str(&exact), &bare);
	entry.form = keep(table, used, buf_str(&exact));
	table->exact[table->exact_count++] = entry;
	if (str_equals(buf_str(&exact), buf_str(&bare)))
		return;
	entry.form = keep(table, used, buf_str(&bare));
	table->bare[table->bare_count++] = entry;
}

void keyword_table_init(struct keyword_table *table, const struct lang *langs, size_t count)
{
	assert(table);
	assert(langs || count == 0);

	size_t total = count_words(langs, count);
	size_t used = 0;

	*table = (struct keyword_table){
		.exact = memory_zeroed(total, sizeof(*table->exact)),
		.bare = memory_zeroed(total, sizeof(*table->bare)),
		.forms = memory_zeroed(total, (size_t)WORD_LONGEST * 4),
	};
	for (size_t i = 0; i < count; i++)
		for (size_t kind = 0; kind < LANG_WORDS; kind++)
			for (const char *const *word = langs[i].words[kind]; *word; word++)
				add_word(table, &used,
					 (struct keyword_entry){ .word = (enum lang_word)kind,
							      .lang = i,
							      .written = *word });
	qsort(table->exact, table->exact_count, sizeof(*table->exact), by_form);
	qsort(table->bare, table->bare_count, sizeof(*table->bare), by_form);
}

void keyword_table_done(struct keyword_table *table)
{
	assert(table);
	free(table->exact);
	free(table->bare);
	free(table->forms);
	*table = (struct keyword_table){ .exact = NULL };
}

static bool is_own_only(enum lang_word word)
{
	return word == LANG_YES || word == LANG_NO;
}

bool keyword_table_clashes(const struct keyword_table *table, struct keyword_clash *clash)
{
	assert(table && clash);
	for (size_t i = 1; i < table->exact_count; i++) {
		const struct keyword_entry *one = &table->exact[i - 1];
		const struct keyword_entry *other = &table->exact[i];

		if (!str_equals(one->form, other->form) || one->word == other->word)
			continue;
		if (is_own_only(one->word) && is_own_only(other->word) &&
		    one->lang != other->lang)
			continue;
		*clash = (struct keyword_clash){ one, other };
		return true;
	}
	return false;
}

/* ---- reading ------------------------------------------------------------------ */

static size_t first_of(const struct keyword_entry *entries, size_t count, struct str form)
{
	size_t low = 0;
	size_t high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (str_compare(entries[middle].form, form) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool may_count(const struct lang_set *set, const struct keyword_entry *entry,
		      const struct lang *preferred)
{
	const struct lang *lang = &set->langs[entry->lang];

	return !is_own_only(entry->word) || lang == preferred ||
	       (str_is(str_of(lang->tag), "en"));
}

/* Of equal forms: the first meaning that counts, in the preferred language when
 * that has it. */
static const struct keyword_entry *find(const struct lang_set *set,
				     const struct keyword_entry *entries, size_t count,
				     struct str form, const struct lang *preferred)
{
	const struct keyword_entry *found = NULL;

	for (size_t i = first_of(entries, count, form);
	     i < count && str_equals(entries[i].form, form); i++) {
		if (!may_count(set, &entries[i], preferred))
			continue;
		if (&set->langs[entries[i].lang] == preferred &&
		    (!found || found->word == entries[i].word || is_own_only(found->word)))
			return &entries[i];
		if (!found)
			found = &entries[i];
	}
	return found;
}

/* `bare`: empty of a form that carries marks. */
static const struct keyword_entry *find_either(const struct lang_set *set, struct str exact,
					       struct str bare, const struct lang *preferred)
{
	const struct keyword_table *words = &set->words;
	const struct keyword_entry *entry =
		find(set, words->exact, words->exact_count, exact, preferred);

	if (!entry && bare.size)
		entry = find(set, words->bare, words->bare_count, bare, preferred);
	return entry;
}

static const struct keyword_entry *read_form(const struct lang_set *set, struct str form,
					  const struct lang *preferred)
{
	bool has_marks;
	AUTO(buf) bare;

	buf_init(&bare, WORD_LONGEST * 2);
	has_marks = unicode_strip_latin(form, &bare);
	return find_either(set, form, has_marks ? STR_NONE : buf_str(&bare), preferred);
}

/* Where the first emoji stands; text.size when there is none. */
static size_t find_symbol(struct str text)
{
	struct str rest = text;
	struct str ahead = text;
	uint32_t rune;

	while (unicode_next(&ahead, &rune) &&
	       (rune < 0x80 || u_charType((UChar32)rune) != U_OTHER_SYMBOL))
		rest = ahead;
	return text.size - rest.size;
}

/* "Gracias 👍🙏": courtesy with pictures of courtesy behind it stays courtesy. */
static const struct keyword_entry *read_courtesy(const struct lang_set *set, struct str form,
					      const struct lang *preferred)
{
	const struct keyword_entry *entry = NULL;
	size_t at = find_symbol(form);
	struct str words = unicode_trim(str_slice(form, 0, at));
	struct str rest = str_from(form, at);
	struct str ahead = rest;
	uint32_t rune;

	for (; unicode_next(&ahead, &rune); rest = ahead) {
		if (unicode_is_outer(rune))
			continue;
		entry = read_form(set, str_slice(rest, 0, rest.size - ahead.size), preferred);
		if (!entry || entry->word != LANG_THANKS)
			return NULL;
	}
	if (!entry || words.size == 0)
		return entry;
	entry = read_form(set, words, preferred);
	return entry && entry->word == LANG_THANKS ? entry : NULL;
}

bool keyword_read_forms(const struct lang_set *set, const struct text_forms *forms,
			const struct lang *preferred, enum lang_word *word,
			const struct lang **lang)
{
	const struct keyword_entry *entry;

	assert(set && forms && word);
	if (forms->word.size == 0)
		return false;
	entry = find_either(set, forms->word, forms->word_bare, preferred);
	if (!entry)
		entry = read_courtesy(set, forms->word, preferred);
	if (!entry)
		return false;
	*word = entry->word;
	if (lang)
		*lang = &set->langs[entry->lang];
	return true;
}

bool keyword_read(const struct lang_set *set, struct str text,
		    const struct lang *preferred, enum lang_word *word,
		    const struct lang **lang)
{
	AUTO(text_forms) forms;

	text_forms_read(text, &forms);
	return keyword_read_forms(set, &forms, preferred, word, lang);
}

int keyword_read_digit(struct str text)
{
	uint32_t rune;
	int value = 0;
	int digits = 0;

	text = unicode_trim(text);
	while (unicode_next(&text, &rune)) {
		if (keyword_fold_is_dress(rune) && digits > 0)
			continue;
		if (u_charType((UChar32)rune) != U_DECIMAL_DIGIT_NUMBER || ++digits > 3)
			return -1;
		value = value * 10 + u_charDigitValue((UChar32)rune);
	}
	return digits ? value : -1;
}
