/* Keywords with one slip of the finger, languages asked for by any tag, texts too long or too
 * strange to be recognised. */
#include "tests/lib/fine.h"

#include <stdio.h>

#include "i18n/language/detect.h"
#include "i18n/language/keyword.h"
#include "i18n/language/keyword_fold.h"
#include "i18n/language/lang_set.h"
#include "i18n/text/unicode.h"
#include "tests/lib/chance.h"

static struct lang_set *set;

static int load(void **state)
{
	(void)state;
	return lang_set_load("locales/languages.yaml", &set, NULL) != FAULT_NONE;
}

static int unload(void **state)
{
	(void)state;
	lang_set_free(&set);
	return 0;
}

/* --- slips ---------------------------------------------------------------------------------- */

enum { SLIPS = 4, RUNES = WORD_LONGEST };

/* One letter left out, said twice, swapped with the next, or another one in its place. */
static bool slip(const uint32_t *runes, size_t count, size_t at, int how, struct buf *into)
{
	for (size_t i = 0; i < count; i++) {
		if (i != at) {
			buf_add_rune(into, runes[i]);
			continue;
		}
		if (how == 1 || how == 3)
			buf_add_rune(into, how == 1 ? runes[i] : runes[(i + 1) % count]);
		if (how == 1)
			buf_add_rune(into, runes[i]);
		if (how == 2 && i + 1 == count)
			return false;
		if (how == 2) {
			buf_add_rune(into, runes[i + 1]);
			buf_add_rune(into, runes[i++]);
		}
	}
	return true;
}

static bool are_opposites(enum lang_word a, enum lang_word b)
{
	return (a == LANG_STOP && b == LANG_START) || (a == LANG_START && b == LANG_STOP) ||
	       (a == LANG_YES && b == LANG_NO) || (a == LANG_NO && b == LANG_YES);
}

static int slips_of(const struct lang *lang, enum lang_word kind, const char *word)
{
	uint32_t runes[RUNES];
	struct str rest = str_of(word);
	size_t count = 0;
	int slips = 0;

	while (count < RUNES && unicode_next(&rest, &runes[count]))
		count++;
	for (size_t at = 0; count > 2 && at < count; at++) {
		for (int how = 0; how < SLIPS; how++) {
			enum lang_word read = LANG_WORDS;
			AUTO(buf) text;

			buf_init(&text, 1000);
			if (!slip(runes, count, at, how, &text))
				continue;
			slips++;
			if (keyword_read(set, buf_str(&text), lang, &read, NULL) && are_opposites(read, kind))
				fail_msg("%s: %s says the opposite of %s", lang->tag, buf_text(&text), word);
		}
	}
	return slips;
}

/* Whoever mistypes may not be heard; never as saying the opposite. */
static void one_slip_never_turns_a_word_into_its_opposite(void **state)
{
	int slips = 0;

	(void)state;
	for (size_t i = 0; i < lang_count(set); i++)
		for (int kind = 0; kind < LANG_WORDS; kind++)
			for (const char *const *word = lang_at(set, i)->words[kind]; *word; word++)
				slips += slips_of(lang_at(set, i), (enum lang_word)kind, *word);
	assert_true(slips > 10000);
}

/* A word with anything beside it is a sentence, which says something of its own. */
static void a_word_with_another_beside_it_is_none(void **state)
{
	static const char *const beside[] = { "%s qworblix", "qworblix %s", "%s.qworblix", "%sqworblix", "%s 7 qw" };

	(void)state;
	for (size_t i = 0; i < lang_count(set); i++) {
		for (int kind = 0; kind < LANG_WORDS; kind++) {
			for (const char *const *word = lang_at(set, i)->words[kind]; *word; word++) {
				for (size_t n = 0; n < COUNT_OF(beside); n++) {
					char text[400];
					enum lang_word read;

					snprintf(text, sizeof(text), beside[n], *word);
					if (keyword_read(set, str_of(text), lang_at(set, i), &read, NULL))
						fail_msg("%s: %s", lang_at(set, i)->tag, text);
				}
			}
		}
	}
}

/* Digits of one script, of any; signs and letters beside them make it a sentence. */
static void a_menu_takes_numbers_from_0_to_999_and_nothing_else(void **state)
{
	static const char *const none[] = { "", " ", "1000", "0001", "-", "1a", "a1", "1 2", "1.5", "½", "Ⅳ", "①a",
					    "one", "1\xff", "+", "1,000", "99999999999999999999" };
	static const uint32_t zeros[] = { '0', 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0x1040, 0xff10 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(none); i++)
		if (keyword_read_digit(str_of(none[i])) != -1)
			fail_msg("\"%s\" is %d", none[i], keyword_read_digit(str_of(none[i])));
	for (size_t script = 0; script < COUNT_OF(zeros); script++) {
		for (int number = 0; number < 1000; number += number < 12 ? 1 : 37) {
			char digits[12];
			AUTO(buf) text;

			buf_init(&text, 40);
			snprintf(digits, sizeof(digits), "%d", number);
			for (const char *digit = digits; *digit; digit++)
				buf_add_rune(&text, zeros[script] + (uint32_t)(*digit - '0'));
			assert_int_equal(keyword_read_digit(buf_str(&text)), number);
			buf_add_text(&text, ".\u200f");
			assert_int_equal(keyword_read_digit(buf_str(&text)), number);
		}
	}
}

/* --- tags ------------------------------------------------------------------------------------ */

static const struct { const char *tag, *is; } tags[] = {
	{ "es-MX", "es" }, { "es_419", "es" }, { "ES", "es" }, { "zh", "zh-Hans" }, { "zh-TW", "zh-Hant" },
	{ "zh-HK", "zh-Hant" }, { "zh-Hant-HK", "zh-Hant" }, { "zh-CN", "zh-Hans" }, { "cmn", "zh-Hans" },
	{ "yue", "zh-Hant" }, { "yue-Hans", "zh-Hans" }, { "pt", "pt-BR" }, { "pt-PT", "pt-BR" },
	{ "tl", "fil" }, { "tl-PH", "fil" }, { "hmn", "mww" }, { "hnj", "mww" }, { "prs", "fa" }, { "prs-AF", "fa" },
	{ "hat", "ht" }, { "swh", "sw" }, { "arb", "ar" }, { "ar-EG", "ar" }, { "pbt", "ps" }, { "npi", "ne" },
	{ "en-GB", "en" }, { "fr-CA", "fr" }, { "uk-UA", "uk" }, { "pa-IN", "pa" },
	/* nobody's, another's, or written as the family never learnt */
	{ "pa-PK", NULL }, { "pa-Arab", NULL }, { "de", NULL }, { "tlh", NULL }, { "", NULL }, { "-", NULL },
	{ "e", NULL }, { "xx-YY", NULL }, { "en'--", NULL }, { "\xff\xfe", NULL }, { "gn", NULL }, { "qu", NULL },
	{ "uk-Latn", NULL }, { "hi-Latn", NULL }, { "ckb", NULL }, { "ti", NULL },
};

static void a_tag_is_matched_by_who_could_read_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(tags); i++) {
		const struct lang *lang = lang_match(set, str_of(tags[i].tag));

		if ((lang == NULL) != (tags[i].is == NULL) || (lang && strcmp(lang->tag, tags[i].is) != 0))
			fail_msg("%s is %s", tags[i].tag, lang ? lang->tag : "nobody's");
	}
}

/* Any bytes: a shipped language whose base is the same, or none; and always the same one. */
static void no_tag_is_answered_in_another_language(void **state)
{
	static const char signs[] = "abeshtzuknpr-_HansLt09 ";
	struct chance chance = { 14 };
	int matched = 0;

	(void)state;
	for (int round = 0; round < 5000; round++) {
		char text[80];
		size_t size = chance_below(&chance, sizeof(text));
		const struct lang *lang;

		size = chance_below(&chance, 3) ? size % 6 : size;
		for (size_t i = 0; i < size; i++)
			text[i] = signs[chance_below(&chance, sizeof(signs) - 1)];
		lang = lang_match(set, (struct str){ text, size });
		assert_ptr_equal(lang, lang_match(set, (struct str){ text, size }));
		matched += lang != NULL;
		if (lang)
			assert_true(size < 64 && lang == lang_find(set, str_of(lang->tag)));
	}
	assert_true(matched > 20);
}

/* --- which language a text is in ------------------------------------------------------------- */

static const char *const strange[] = {
	"", " ", "\n\n", "1234567", "+1 312 555 0100", "https://example.org/a?b=c", "👍👍👍", "!!!???", "\xff\xfe\xfd",
	"\u202e\u202d", "a", "ok", "\u0301\u0301\u0301\u0301", "-----", "\xed\xa0\xbd\xed\xb8\x80",
};

static void no_language_is_guessed_of_what_is_no_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(strange); i++)
		if (detect_language(set, str_of(strange[i]), NULL, 0))
			fail_msg("\"%s\"", strange[i]);
	assert_null(detect_language(set, STR_NONE, NULL, 0));
}

/* Whatever a stranger sends, what comes of it is allowed, or nothing. */
static void only_what_is_allowed_is_ever_recognised(void **state)
{
	static const char *const pieces[] = { "no puedo ir mañana a la escuela ", "мой сын болен сегодня ", "\xff",
					      "我的孩子今天不能来上学 ", "waan kuu mahadnaqayaa macallin ", "👍 ",
					      "con tôi bị ốm hôm nay ", "\u202e", "my son is ill today " };
	struct chance chance = { 15 };
	int recognised = 0;

	(void)state;
	for (int round = 0; round < 1500; round++) {
		const struct lang *allowed[3];
		size_t count = 1 + chance_below(&chance, 3);
		const struct lang *lang;
		AUTO(buf) text;

		buf_init(&text, 1 << 14);
		for (size_t i = 0; i < count; i++)
			allowed[i] = lang_at(set, chance_below(&chance, lang_count(set)));
		for (uint64_t i = chance_below(&chance, 6); i > 0; i--)
			buf_add_text(&text, pieces[chance_below(&chance, COUNT_OF(pieces))]);
		lang = detect_language(set, buf_str(&text), allowed, count);
		assert_true(!lang || lang == allowed[0] || (count > 1 && lang == allowed[1]) ||
			    (count > 2 && lang == allowed[2]));
		recognised += lang != NULL;
	}
	assert_true(recognised > 20);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_slip_never_turns_a_word_into_its_opposite),
		cmocka_unit_test(a_word_with_another_beside_it_is_none),
		cmocka_unit_test(a_menu_takes_numbers_from_0_to_999_and_nothing_else),
		cmocka_unit_test(a_tag_is_matched_by_who_could_read_it),
		cmocka_unit_test(no_tag_is_answered_in_another_language),
		cmocka_unit_test(no_language_is_guessed_of_what_is_no_text),
		cmocka_unit_test(only_what_is_allowed_is_ever_recognised),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
