/* Which language a text is in, or no answer.  Figures: README.md. */
#include "detect.h"

#include <assert.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "i18n/text/shim.h"
#include "i18n/text/unicode.h"
#include "lang.h"
#include "lang_parts.h"

/*
 * How far CLD2 is believed, by the code it answers.  `sure`: the least score when
 * it calls its answer reliable.  `guess` and `words`: the least score and number
 * of words of a best-effort answer (0: never).  A score is about 1000 for ordinary
 * text of that language.  English needs more: it is what CLD2 says of Hindi in
 * Latin letters, of names, of abbreviations.
 */
static const struct trust {
	const char *code;
	int sure, guess, words;
} trusts[] = {
	{ "en", 600, 700, 3 },	  { "ar", 0, 500, 3 },	 { "fa", 0, 500, 3 },
	{ "ps", 0, 500, 3 },	  { "ur", 0, 500, 3 },	 { "ru", 0, 300, 2 },
	{ "uk", 0, 300, 2 },	  { "am", 0, 150, 2 },	 { "bn", 0, 120, 2 },
	{ "hi", 0, 500, 3 },	  { "ne", 0, 500, 3 },	 { "zh", 0, 1000, 1 },
	{ "zh-Hant", 0, 1000, 1 }, { "ko", 0, 1000, 1 }, { "pa", 0, 500, 2 },
	{ "my", 0, 500, 1 },
};
static const struct trust latin = { "", 300, 500, 3 };

/*
 * Characters that a language never writes, though CLD2 may say so: Ukrainian for
 * Russian and the other way round, Tigrinya for Amharic, Assamese for Bengali,
 * Karen, Mon and Shan for Burmese.
 */
static const struct {
	const char *code;
	uint32_t from, to;
} never[] = {
	{ "ru", 0x404, 0x404 },	  { "ru", 0x406, 0x407 },   { "ru", 0x454, 0x454 },
	{ "ru", 0x456, 0x457 },	  { "ru", 0x490, 0x491 },   { "uk", 0x42a, 0x42b },
	{ "uk", 0x42d, 0x42d },	  { "uk", 0x44a, 0x44b },   { "uk", 0x44d, 0x44d },
	{ "uk", 0x451, 0x451 },	  { "uk", 0x401, 0x401 },   { "am", 0x1250, 0x125d },
	{ "am", 0x12a3, 0x12a3 }, { "bn", 0x9f0, 0x9f1 },   { "my", 0x1050, 0x109f },
};

static const struct trust *find_trust(const char *code)
{
	for (size_t i = 0; i < COUNT_OF(trusts); i++)
		if (strcmp(trusts[i].code, code) == 0)
			return &trusts[i];
	return &latin;
}

static bool is_impossible(const char *code, struct str text)
{
	uint32_t rune;

	while (unicode_next(&text, &rune))
		for (size_t i = 0; i < COUNT_OF(never); i++)
			if (rune >= never[i].from && rune <= never[i].to &&
			    strcmp(never[i].code, code) == 0)
				return true;
	return false;
}

static int count_words(struct str text)
{
	uint32_t rune;
	int words = 0;
	bool is_inside = false;

	while (unicode_next(&text, &rune)) {
		bool is_letter = u_isalpha((UChar32)rune) || u_getCombiningClass((UChar32)rune) ||
				 (is_inside && rune == '\'');

		words += is_letter && !is_inside;
		is_inside = is_letter;
	}
	return words;
}

/* > 0: written in simplified characters, < 0: in traditional ones. */
static int judge_han(struct str text)
{
	uint32_t rune;
	int sum = 0;

	while (unicode_next(&text, &rune))
		if (rune >= 0x3400)
			sum += shim_icu_han_writing(rune);
	return sum;
}

static bool is_believed(const struct shim_guess *guess, bool is_sure, struct str text)
{
	const struct trust *trust = find_trust(guess->code);
	bool is_latin = trust == &latin || trust == &trusts[0];

	if (guess->percent < 60)
		return false;
	/* a name, "ok", "gracias": one word is the business of keyword_read */
	if (is_sure)
		return guess->score >= trust->sure && (!is_latin || count_words(text) >= 2);
	return guess->score >= trust->guess && count_words(text) >= trust->words;
}

/* CLD2's code for the text, or NULL. */
static const char *find_code(struct str text)
{
	struct shim_guess guesses[3];
	const char *code;

	if (shim_cld_detect(text, false, guesses)) {
		if (!is_believed(&guesses[0], true, text))
			return NULL;
	} else if (!shim_cld_detect(text, true, guesses) ||
		   !is_believed(&guesses[0], false, text)) {
		return NULL;
	}
	code = guesses[0].code;
	/* Russian with Ukrainian letters is Ukrainian, but not the other way round:
	 * ы and э are Belarusian too. */
	if (strcmp(code, "ru") == 0 && is_impossible(code, text))
		code = "uk";
	return is_impossible(code, text) ? NULL : code;
}

static bool is_allowed(const struct lang *lang, const struct lang *const *allowed, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (allowed[i] == lang)
			return true;
	return count == 0;
}

static const struct lang *by_code(const struct lang_set *set, const char *code,
				  const struct lang *const *allowed, size_t count)
{
	for (size_t i = 0; i < set->count; i++) {
		const struct lang_row *row = &set->file->languages[i];

		for (unsigned at = 0; at < row->recognised_as_count; at++)
			if (strcmp(row->recognised_as[at], code) == 0 &&
			    is_allowed(&set->langs[i], allowed, count))
				return &set->langs[i];
	}
	return NULL;
}

/*
 * CLD2 guesses between the two ways to write Chinese even where a text has no
 * character that differs.  The characters decide; where they say nothing, a
 * district with only one of the two has that one, and any other no answer.
 */
static const struct lang *by_han(const struct lang_set *set, struct str text,
				 const struct lang *const *allowed, size_t count)
{
	const struct lang *simplified = by_code(set, "zh", allowed, count);
	const struct lang *traditional = by_code(set, "zh-Hant", allowed, count);
	int writing = judge_han(text);

	if (writing == 0)
		return !simplified ? traditional : !traditional ? simplified : NULL;
	return writing > 0 ? simplified : traditional;
}

const struct lang *detect_language(const struct lang_set *set, struct str text,
				  const struct lang *const *allowed, size_t count)
{
	const char *code = find_code(text);

	assert(set);
	assert(allowed || count == 0);
	if (!code)
		return NULL;
	if (strncmp(code, "zh", 2) == 0)
		return by_han(set, text, allowed, count);
	return by_code(set, code, allowed, count);
}

enum fault detect_self_check(const struct lang_set *set, struct note *note)
{
	assert(set);
	/* The first two are found only when the full tables are linked; the third makes
	 * ICU load its Han tables (50 ms) now and not at a family's first text. */
	static const struct {
		const char *tag, *text;
	} samples[] = {
		{ "so", "Ma jirtaa dugsi berri? Ilmahaygu wuu xanuunsanayaa" },
		{ "ps", "زه غواړم له ښوونکي سره خبرې وکړم" },
		{ "zh-Hans", "明天有课吗？" },
	};

	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		const struct lang *lang = lang_find(set, str_of(samples[i].tag));

		if (lang && detect_language(set, str_of(samples[i].text), NULL, 0) != lang)
			return fault_because(FAULT_BROKEN, note,
					     "CLD2 does not recognise %s: its full tables "
					     "(libcld2_full) are not linked", samples[i].tag);
	}
	return FAULT_NONE;
}
