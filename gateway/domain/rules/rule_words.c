#include "rule_words.h"

#include <assert.h>
#include <string.h>

#include "i18n/text/unicode.h"

/* LOOKS_MOST: places where a word was found and its edges looked at, in one match.
 * GRAM: bytes by which a beginning is told. */
enum { LOOKS_MOST = 500000, GRAM = 4 };

/* --- beginnings ------------------------------------------------------------------ */

static unsigned short gram_at(const char *at)
{
	uint32_t bytes;

	memcpy(&bytes, at, GRAM);
	return (unsigned short)(bytes * UINT32_C(2654435761) >> 20);
}

unsigned short rule_words_gram(struct str word)
{
	return word.size < GRAM ? RULE_WORDS_GRAMS : gram_at(word.at);
}

static void read_grams(struct str text, struct rule_grams *grams)
{
	memset(grams, 0, sizeof(*grams));
	for (size_t i = 0; i + GRAM <= text.size; i++) {
		unsigned short gram = gram_at(text.at + i);

		grams->bits[gram / 64] |= UINT64_C(1) << gram % 64;
	}
}

static bool may_stand(const struct rule_grams *grams, unsigned short gram)
{
	return gram == RULE_WORDS_GRAMS || (grams->bits[gram / 64] >> gram % 64 & 1);
}

void rule_words_said(const struct text_forms *forms, struct rule_said *said)
{
	assert(forms && said);
	said->exact = forms->exact;
	said->bare = forms->mixed;
	said->looks = LOOKS_MOST;
	read_grams(said->exact, &said->exact_grams);
	read_grams(said->bare, &said->bare_grams);
}

/* --- edges ----------------------------------------------------------------------- */

/* Scripts that write no spaces: a word may begin and end anywhere. */
static bool is_unspaced(uint32_t rune)
{
	static const struct { uint32_t from, to; } scripts[] = {
		{ 0x0e00, 0x0eff }, { 0x1000, 0x109f }, { 0x1780, 0x17ff }, { 0x3040, 0x30ff },
		{ 0x3400, 0x9fff }, { 0xf900, 0xfaff }, { 0x20000, 0x3ffff },
	};

	for (size_t i = 0; i < COUNT_OF(scripts); i++)
		if (rune >= scripts[i].from && rune <= scripts[i].to)
			return true;
	return false;
}

/* Looks at its end only: a text that is all one letter is looked at behind each. */
static uint32_t last_rune(struct str text)
{
	uint32_t rune = ' ';
	size_t back = 0;

	while (back < text.size && back < 4) {
		struct str last = str_from(text, text.size - ++back);

		if (((unsigned char)last.at[0] & 0xc0) != 0x80) {
			(void)unicode_next(&last, &rune);
			break;
		}
	}
	return rune;
}

static bool is_edge(uint32_t rune)
{
	return unicode_is_outer(rune) || is_unspaced(rune);
}

static bool has_word(struct rule_said *said, struct str text, struct str word)
{
	bool is_free = is_unspaced(last_rune(word));
	size_t from = 0, at;

	while ((at = str_find(str_from(text, from), word)) < text.size - from && said->looks > 0) {
		struct str rest = str_from(text, from + at + word.size);
		uint32_t after = ' ';

		said->looks--;
		(void)unicode_next(&rest, &after);
		if (is_free || (is_edge(last_rune(str_slice(text, 0, from + at))) && is_edge(after)))
			return true;
		from += at + 1;
	}
	return false;
}

/* --- words ----------------------------------------------------------------------- */

static bool is_all(const struct rule_words *words, const struct rule_said *said)
{
	for (size_t i = 0; i < words->count; i++)
		if (str_equals(said->exact, words->at[i].exact) ||
		    str_equals(said->bare, words->at[i].bare))
			return true;
	return false;
}

/* Where the text has no second form, the second look would see nothing new but in a word
 * that has one. */
static bool is_anywhere(const struct rule_words *words, struct rule_said *said)
{
	bool is_plain = str_equals(said->exact, said->bare);

	for (size_t i = 0; i < words->count; i++) {
		const struct rule_word *word = &words->at[i];

		if (may_stand(&said->exact_grams, word->exact_gram) &&
		    has_word(said, said->exact, word->exact))
			return true;
		if (is_plain && str_equals(word->exact, word->bare))
			continue;
		if (may_stand(&said->bare_grams, word->bare_gram) &&
		    has_word(said, said->bare, word->bare))
			return true;
	}
	return false;
}

bool rule_words_hold(const struct rule_words *words, struct rule_said *said, bool is_whole)
{
	assert(words && said);
	if (words->count == 0)
		return true;
	return is_whole ? is_all(words, said) : is_anywhere(words, said);
}
