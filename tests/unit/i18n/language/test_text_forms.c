/* The forms of a text, each beside what it took to make it by itself. */
#include "tests/unit/i18n/by_icu.h"

#include "i18n/language/keyword_fold.h"
#include "i18n/language/text_forms.h"

static void check(const char *what, struct str text, struct str form, struct str expected)
{
	if (str_equals(form, expected))
		return;
	for (size_t i = 0; i < text.size; i++)
		print_message("%02x ", (unsigned char)text.at[i]);
	fail_msg("%s \"%.*s\", by itself \"%.*s\"", what, STR_ARG(form), STR_ARG(expected));
}

/* As the rules did: each word by itself, bare where it carries no marks. */
static void mix(struct str exact, struct buf *mixed)
{
	struct str word;
	AUTO(buf) stripped;

	buf_init(&stripped, TEXT_FORMS_MOST);
	for (; str_next(&exact, ' ', &word); buf_clear(&stripped)) {
		bool has_marks = unicode_strip_latin(word, &stripped);

		if (mixed->size)
			buf_add_char(mixed, ' ');
		buf_add(mixed, has_marks ? word : buf_str(&stripped));
	}
}

/* As keywords did: what is outer goes first, then the rest is folded. */
static void check_word(struct str text, const struct text_forms *forms)
{
	struct str trimmed = unicode_trim(text);
	bool is_word = trimmed.size > 0 && trimmed.size <= WORD_LONGEST, has_marks;
	AUTO(buf) word;
	AUTO(buf) bare;

	buf_init(&word, WORD_LONGEST * 2);
	buf_init(&bare, WORD_LONGEST * 2);
	keyword_fold(is_word ? trimmed : STR_NONE, &word);
	check("word", text, forms->word, word.is_stale ? STR_NONE : buf_str(&word));
	has_marks = unicode_strip_latin(forms->word, &bare);
	check("bare word", text, forms->word_bare, has_marks ? STR_NONE : buf_str(&bare));
}

static void check_text(struct str text)
{
	bool has_marks;
	AUTO(text_forms) forms;
	AUTO(buf) exact;
	AUTO(buf) bare;
	AUTO(buf) mixed;

	buf_init(&exact, TEXT_FORMS_MOST);
	buf_init(&bare, TEXT_FORMS_MOST);
	buf_init(&mixed, TEXT_FORMS_MOST);
	text_forms_read(text, &forms);
	keyword_fold(text, &exact);
	has_marks = unicode_strip_latin(buf_str(&exact), &bare);
	mix(buf_str(&exact), &mixed);
	check("exact", text, forms.exact, buf_str(&exact));
	check("bare", text, forms.bare, buf_str(&bare));
	check("mixed", text, forms.mixed, buf_str(&mixed));
	assert_int_equal(forms.has_marks, has_marks);
	assert_ptr_equal(forms.text.at, text.at);
	check_word(text, &forms);
}

static void what_people_write_has_the_forms_that_each_reader_made(void **state)
{
	static const char *const texts[] = {
		"", "stop", "STOP!", "¿Hay clases mañana?", "¡No más!", "rock ' roll", "l'école", "'", "Đúng", "đúng rồi",
		"=\u0338stop", "\u00a8stop", "!\u0301stop", "stop=\u0338", "\u0301", "停止", "학교에 가요", "gracias 👍🏽🙏", "٢",
		"هل توجد دروس غدا؟", "a\u00a0b", "…stop…", "´stop´", "ʻokina", "ABC  def\tGHI\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		check_text(str_of(texts[i]));
	check_text(STR_NONE);
}

static void any_text_has_the_forms_that_each_reader_made(void **state)
{
	struct chance chance = { 2913 };
	AUTO(buf) text;

	(void)state;
	buf_init(&text, BY_ICU_MOST);
	for (int round = 0; round < 40000; round++) {
		by_icu_text(&chance, round % 4 != 0, &text);
		check_text(buf_str(&text));
	}
}

/* Of a text that grows when it is folded as much is kept as fits, and nothing behind it. */
static void what_is_too_long_is_kept_to_its_ceiling(void **state)
{
	static const char *const pieces[] = { "x", "½", "é", "한", "ﷺ ", "ab ", "½ " };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(pieces); i++) {
		AUTO(buf) text;

		buf_init(&text, 40000);
		while (text.size < TEXT_FORMS_MOST)
			buf_add_text(&text, pieces[i]);
		check_text(buf_str(&text));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_people_write_has_the_forms_that_each_reader_made),
		cmocka_unit_test(any_text_has_the_forms_that_each_reader_made),
		cmocka_unit_test(what_is_too_long_is_kept_to_its_ceiling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
