/* What must hold between the rows of languages.yaml. */
#include "lang_check.h"

#include <assert.h>

#include "i18n/text/shim.h"
#include "keyword_fold.h"

struct file_text {
	const char *path;
	struct str text;
	struct note *note;
};

struct place {
	int line, column;
};

static struct place place_of(struct str text, size_t at)
{
	struct place place = { 1, 1 };

	for (size_t i = 0; i < at; i++) {
		place.column++;
		if (text.at[i] == '\n')
			place = (struct place){ place.line + 1, 1 };
	}
	return place;
}

/* Where `word` stands, quoted, behind byte `from`; text.size when it does not. */
static size_t find_quoted(struct str text, size_t from, const char *word)
{
	AUTO(buf) quoted;

	buf_init(&quoted, 400);
	buf_add_format(&quoted, "\"%s\"", word);
	return from + str_find(str_from(text, from), buf_str(&quoted));
}

/* The line of a language's tag, or of a text in its block.  0 when the file is not
 * quoted as ours is. */
static struct place find_place(struct str text, const struct lang *lang, const char *word)
{
	AUTO(buf) line;
	size_t at;

	buf_init(&line, 400);
	buf_add_format(&line, "tag: \"%s\"", lang->tag);
	at = str_find(text, buf_str(&line));
	if (at >= text.size)
		return (struct place){ 0, 0 };
	if (word && find_quoted(text, at + line.size, word) < text.size)
		at = find_quoted(text, at + line.size, word);
	return place_of(text, at);
}

static enum fault refuse(const struct file_text *file, const struct lang *lang,
			 const char *word, const char *why)
{
	struct place place = find_place(file->text, lang, word);

	return fault_at(FAULT_CONFIG, file->note, file->path, place.line, place.column,
			"%s: %s%s%s", lang->tag, word ? word : "", word ? ": " : "", why);
}

static enum fault check_dates(const struct lang_row *row, const struct lang *lang,
			      const struct file_text *file)
{
	bool has_words = row->weekdays_count == 7 && row->months_count == 12;

	if (row->icu_locale[0] && !shim_icu_knows_locale(row->icu_locale))
		return refuse(file, lang, row->icu_locale,
			      "ICU has no data for this locale: leave it empty and give "
			      "weekdays and months");
	if (!row->icu_locale[0] && !has_words)
		return refuse(file, lang, NULL,
			      "without icu_locale, 7 weekdays and 12 months are expected");
	if ((row->weekdays_count || row->months_count) && !has_words)
		return refuse(file, lang, NULL, "expected are 7 weekdays and 12 months, or none");
	return FAULT_NONE;
}

static enum fault check_row(const struct lang_set *set, size_t index,
			    const struct file_text *file)
{
	const struct lang_row *row = &set->file->languages[index];
	const struct lang *lang = &set->langs[index];

	if (lang_find(set, str_of(lang->tag)) != lang)
		return refuse(file, lang, NULL, "this language stands here twice");
	for (unsigned i = 0; i < row->fallback_count; i++) {
		const struct lang *next = lang->fallback[i];

		if (!next)
			return refuse(file, lang, row->fallback[i],
				      "this fallback is no language of this file");
	}
	if (row->words_count[LANG_STOP] == 0 || row->words_count[LANG_START] == 0 ||
	    row->words_count[LANG_HELP] == 0 || row->words_count[LANG_HOURS] == 0)
		return refuse(file, lang, NULL,
			      "at least one word to stop, to start, for help and for hours is expected");
	for (size_t kind = 0; kind < LANG_WORDS; kind++)
		for (const char *const *word = lang->words[kind]; *word; word++) {
			AUTO(buf) form;

			buf_init(&form, WORD_LONGEST * 2);
			keyword_fold(str_of(*word), &form);
			if (form.size == 0)
				return refuse(file, lang, *word, "nothing but punctuation");
		}
	return check_dates(row, lang, file);
}

static bool is_settled(const struct lang_set *set, const struct lang *lang, const bool *settled)
{
	for (const struct lang *const *next = lang->fallback; *next; next++)
		if (!settled[*next - set->langs])
			return false;
	return true;
}

/* A language is settled when all its fallbacks are; what never settles stands in a
 * circle, or before one. */
static const struct lang *find_circle(struct lang_set *set)
{
	bool *settled = arena_need(&set->arena, set->count * sizeof(*settled));
	const struct lang *left = NULL;

	for (size_t round = 0; round <= set->count; round++) {
		left = NULL;
		for (size_t i = 0; i < set->count; i++) {
			settled[i] = settled[i] || is_settled(set, &set->langs[i], settled);
			if (!settled[i])
				left = &set->langs[i];
		}
	}
	return left;
}

static enum fault check_words(const struct lang_set *set, const struct file_text *file)
{
	static const char *const kinds[LANG_WORDS] = {
		[LANG_STOP] = "stop",	[LANG_START] = "start",	  [LANG_HELP] = "help",
		[LANG_HOURS] = "hours",	[LANG_ASK_FOR] = "ask_for", [LANG_THANKS] = "thanks",
		[LANG_YES] = "yes",	[LANG_NO] = "no",
	};
	struct keyword_clash clash;
	struct place place;
	const struct lang *lang;

	if (!keyword_table_clashes(&set->words, &clash))
		return FAULT_NONE;
	lang = &set->langs[clash.other->lang];
	place = find_place(file->text, lang, clash.other->written);
	return fault_at(FAULT_CONFIG, file->note, file->path, place.line, place.column,
			"one word, two meanings: \"%s\" is %s in %s and %s in %s",
			clash.other->written, kinds[clash.one->word],
			set->langs[clash.one->lang].tag, kinds[clash.other->word], lang->tag);
}

enum fault lang_check_set(struct lang_set *set, const char *path, struct str text,
			  struct note *note)
{
	assert(set && set->file);
	assert(path);
	assert(set->count == set->file->languages_count);

	const struct file_text file = { path, text, note };
	const struct lang *circle = NULL;
	enum fault fault = FAULT_NONE;

	if (!set->matcher)
		return fault_at(FAULT_BROKEN, note, path, 0, 0, "ICU made no language matcher");
	for (size_t i = 0; i < set->count && !fault; i++)
		fault = check_row(set, i, &file);
	if (!fault)
		circle = find_circle(set);
	if (circle)
		fault = refuse(&file, circle, NULL, "its fallbacks run in a circle");
	if (!fault)
		fault = check_words(set, &file);
	return fault;
}
