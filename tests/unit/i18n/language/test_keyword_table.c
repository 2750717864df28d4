/* Every shipped word in every disguise that a telephone puts on it, and in none of a sentence's. */
#include "tests/lib/fine.h"

#include "i18n/language/keyword.h"
#include "i18n/language/lang_set.h"
#include "i18n/text/unicode.h"

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

static bool is_own(enum lang_word word)
{
	return word == LANG_YES || word == LANG_NO;
}

static void each_word(void (*use)(const struct lang *lang, enum lang_word kind, const char *word))
{
	for (size_t i = 0; i < lang_count(set); i++)
		for (int kind = 0; kind < LANG_WORDS; kind++)
			for (const char *const *word = lang_at(set, i)->words[kind]; *word; word++)
				use(lang_at(set, i), (enum lang_word)kind, *word);
}

static void is_read(const struct lang *lang, enum lang_word kind, struct str text)
{
	enum lang_word read = LANG_WORDS;
	const struct lang *of = NULL;

	if (!keyword_read(set, text, lang, &read, &of) || read != kind)
		fail_msg("%s: \"%.*s\" is %d, not %d", lang->tag, STR_ARG(text), (int)read, (int)kind);
	/* a family's own language goes first */
	assert_ptr_equal(of, lang);
}

static void disguise(const struct lang *lang, enum lang_word kind, const char *word)
{
	static const char *const around[][2] = { { "", "" }, { "  ", "\n" }, { "\"", "\"" }, { "¡", "!!!" }, { "(", ")." },
						 { "\u200f", "\u200e" }, { "「", "」" }, { "*", "*" } };

	for (size_t i = 0; i < COUNT_OF(around); i++) {
		AUTO(buf) text;

		buf_init(&text, 400);
		buf_add_format(&text, "%s%s%s", around[i][0], word, around[i][1]);
		is_read(lang, kind, buf_str(&text));
	}
}

static void a_word_is_read_whatever_stands_around_it(void **state)
{
	(void)state;
	each_word(disguise);
}

static void fold_first(const struct lang *lang, enum lang_word kind, const char *word)
{
	AUTO(buf) folded;
	AUTO(buf) composed;

	buf_init(&folded, 400);
	buf_init(&composed, 400);
	unicode_fold(str_of(word), &folded);
	is_read(lang, kind, buf_str(&folded));
	unicode_compose(str_of(word), &composed);
	is_read(lang, kind, buf_str(&composed));
}

static void a_word_is_read_in_any_case_and_however_its_letters_are_made(void **state)
{
	(void)state;
	each_word(fold_first);
}

/* "We must STOP this bill" is for a person to read. */
static void in_sentence(const struct lang *lang, enum lang_word kind, const char *word)
{
	static const char *const sentences[] = { "%s qqqq", "qqqq %s", "qqqq %s qqqq" };

	(void)kind;
	for (size_t i = 0; i < COUNT_OF(sentences); i++) {
		enum lang_word read = LANG_WORDS;
		const char *hole = strchr(sentences[i], '%');
		AUTO(buf) text;

		buf_init(&text, 400);
		buf_add(&text, (struct str){ sentences[i], (size_t)(hole - sentences[i]) });
		buf_add_text(&text, word);
		buf_add_text(&text, hole + 2);
		if (keyword_read(set, buf_str(&text), lang, &read, NULL))
			fail_msg("\"%s\" is taken for %d", buf_text(&text), (int)read);
	}
}

static void a_word_within_a_sentence_says_nothing(void **state)
{
	(void)state;
	each_word(in_sentence);
}

/* To stop, a family need not use the language that we think it speaks. */
static void for_others(const struct lang *lang, enum lang_word kind, const char *word)
{
	if (is_own(kind))
		return;
	for (size_t i = 0; i < lang_count(set); i++) {
		enum lang_word read = LANG_WORDS;

		if (!keyword_read(set, str_of(word), lang_at(set, i), &read, NULL) ||
		    (read != kind && !is_own(read)))
			fail_msg("%s \"%s\" is %d for %s", lang->tag, word, (int)read, lang_at(set, i)->tag);
	}
}

static void every_language_s_words_count_for_every_family(void **state)
{
	enum lang_word read;

	(void)state;
	each_word(for_others);
	assert_true(keyword_read(set, STR("STOP"), NULL, &read, NULL) && read == LANG_STOP);
}

/* However loudly it is said; but what is longer than any word is a text to read. */
static void a_loud_word_is_a_word_and_a_long_text_is_none(void **state)
{
	AUTO(buf) text;
	enum lang_word read;

	(void)state;
	buf_init(&text, 100000);
	buf_add_text(&text, "STOP");
	while (text.size < 5000)
		buf_add_char(&text, '!');
	assert_true(keyword_read(set, buf_str(&text), NULL, &read, NULL) && read == LANG_STOP);
	buf_add_text(&text, "STOP");
	assert_false(keyword_read(set, buf_str(&text), NULL, &read, NULL));
	assert_false(keyword_read(set, STR(""), NULL, &read, NULL));
	assert_false(keyword_read(set, STR("!!"), NULL, &read, NULL));
	assert_false(keyword_read(set, STR("STOP\0STOP"), NULL, &read, NULL));
}

/* All ten digits of all scripts, one by one and in threes. */
static void menu_digits_of_any_script_are_read(void **state)
{
	static const uint32_t zeros[] = { '0', 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xe50, 0xff10 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(zeros); i++)
		for (uint32_t number = 0; number < 1000; number++) {
			AUTO(buf) text;

			buf_init(&text, 40);
			buf_add_char(&text, ' ');
			for (uint32_t unit = number < 10 ? 1 : number < 100 ? 10 : 100; unit; unit /= 10)
				buf_add_rune(&text, zeros[i] + number / unit % 10);
			buf_add_char(&text, '.');
			if (keyword_read_digit(buf_str(&text)) != (int)number)
				fail_msg("%s is %d", buf_text(&text), keyword_read_digit(buf_str(&text)));
		}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_is_read_whatever_stands_around_it),
		cmocka_unit_test(a_word_is_read_in_any_case_and_however_its_letters_are_made),
		cmocka_unit_test(a_word_within_a_sentence_says_nothing),
		cmocka_unit_test(every_language_s_words_count_for_every_family),
		cmocka_unit_test(a_loud_word_is_a_word_and_a_long_text_is_none),
		cmocka_unit_test(menu_digits_of_any_script_are_read),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
