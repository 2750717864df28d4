#include "tests/lib/chance.h"
#include "tests/lib/fine.h"

#include <unicode/uchar.h>

#include "i18n/text/unicode.h"

struct change {
	struct str text;
	const char *changed;
};

static void check(const struct change *rows, size_t count, void (*change)(struct str text, struct buf *into))
{
	for (size_t i = 0; i < count; i++) {
		AUTO(buf) into;

		buf_init(&into, 400);
		change(rows[i].text, &into);
		if (strcmp(buf_text(&into), rows[i].changed) != 0)
			fail_msg("%.*s became %s", STR_ARG(rows[i].text), buf_text(&into));
	}
}

static void composing_joins_what_is_one_letter_and_nothing_else(void **state)
{
	static const struct change rows[] = {
		{ STR(""), "" }, { STR("plain"), "plain" }, { STR("man\u0303ana"), "mañana" }, { STR("ñ"), "ñ" },
		{ STR("e\u0302\u0301"), "ế" }, { STR("q\u0301"), "q\u0301" },
		{ STR("\u1100\u1161\u11a8"), "각" },           /* Korean typed as parts */
		{ STR("\u212b"), "Å" },                        /* the Ångström sign */
		{ STR("ﬁ ½ Ａ"), "ﬁ ½ Ａ" },                   /* compatibility is not for this */
		{ STR("a\xff" "b"), "a\ufffdb" }, { STR("\xc3"), "\ufffd" }, { STR_NONE, "" },
	};

	(void)state;
	check(rows, COUNT_OF(rows), unicode_compose);
}

static void folding_makes_words_equal_that_people_take_for_the_same(void **state)
{
	static const struct change rows[] = {
		{ STR("STOP"), "stop" }, { STR("ＳＴＯＰ"), "stop" }, { STR("Straße"), "strasse" }, { STR("ΣΑΣ"), "σασ" },
		{ STR("ﬁn"), "fin" }, { STR("s\u200bt\u00ado\ufe0fp"), "stop" }, { STR("N\u0303o"), "ño" },
		{ STR("１２"), "12" }, { STR("İ"), "i\u0307" }, { STR("停止"), "停止" }, { STR("\xff"), "\ufffd" }, { STR_NONE, "" },
	};

	(void)state;
	check(rows, COUNT_OF(rows), unicode_fold);
}

/* What was folded once stays as it is: lists are folded when they load, texts when they come. */
static void folding_and_composing_twice_change_nothing_more(void **state)
{
	static void (*const changes[])(struct str text, struct buf *into) = { unicode_compose, unicode_fold };
	struct chance chance = { 1500 };

	(void)state;
	for (int round = 0; round < 20000; round++) {
		AUTO(buf) text;

		buf_init(&text, 400);
		for (int i = 0; i < 6; i++) {
			uint32_t rune = (uint32_t)chance_below(&chance, chance_below(&chance, 3) ? 0x3000 : 0x20000);

			if (rune && (rune < 0xd800 || rune > 0xdfff))
				buf_add_rune(&text, rune);
		}
		for (size_t i = 0; i < COUNT_OF(changes); i++) {
			AUTO(buf) once;
			AUTO(buf) twice;

			buf_init(&once, 4000);
			buf_init(&twice, 4000);
			changes[i](buf_str(&text), &once);
			changes[i](buf_str(&once), &twice);
			assert_fine(buf_check(&once, NULL));
			if (!str_equals(buf_str(&once), buf_str(&twice)))
				fail_msg("way %zu, round %d: %s became %s", i, round, buf_text(&once), buf_text(&twice));
		}
	}
}

/* Typed without its marks a Spanish word is the same word; an Arabic one is another. */
static void only_latin_letters_lose_their_marks(void **state)
{
	static const struct { const char *text; const char *bare; bool had; } rows[] = {
		{ "detener", "detener", false }, { "mañana", "manana", true }, { "dừng", "dung", true }, { "đừng", "dung", true },
		{ "łøħŧıɨ", "lohtii", true }, { "don't", "dont", false }, { "é'é", "ee", true },
		{ "ابدأ", "ابدا\u0654", false }, { "й", "и\u0306", false }, { "が", "か\u3099", false }, { "", "", false },
		{ "ñи\u0306", "nи\u0306", true }, { "\u0301a", "\u0301a", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO(buf) bare;

		buf_init(&bare, 200);
		assert_int_equal(unicode_strip_latin(str_of(rows[i].text), &bare), rows[i].had);
		assert_string_equal(buf_text(&bare), rows[i].bare);
	}
}

static void broken_bytes_are_stepped_over_one_by_one(void **state)
{
	struct str rest = STR("a\xe2\x82\xc3\xa9\xff");
	static const uint32_t runes[] = { 'a', 0xfffd, 0xfffd, 0xe9, 0xfffd };
	uint32_t rune = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(runes); i++) {
		assert_true(unicode_next(&rest, &rune));
		assert_int_equal(rune, runes[i]);
	}
	assert_false(unicode_next(&rest, &rune));
	assert_false(unicode_next(&(struct str){ NULL, 0 }, &rune));
}

/* The calculator: ICU's general categories by their names. */
static void what_stands_around_a_word_is_no_letter_digit_or_picture(void **state)
{
	(void)state;
	for (uint32_t rune = 0; rune <= 0x10ffff; rune++) {
		int8_t type = u_charType((UChar32)rune);
		bool is_word = u_isalnum((UChar32)rune) || type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK ||
			       type == U_ENCLOSING_MARK || type == U_OTHER_SYMBOL || type == U_CURRENCY_SYMBOL ||
			       type == U_OTHER_NUMBER || type == U_LETTER_NUMBER || type == U_UNASSIGNED ||
			       type == U_PRIVATE_USE_CHAR || type == U_SURROGATE;

		if (unicode_is_outer(rune) == is_word)
			fail_msg("U+%04X", rune);
	}
}

static void trimming_takes_what_is_around_and_never_what_is_inside(void **state)
{
	static const struct change rows[] = {
		{ STR("  STOP!! "), "STOP" }, { STR("¿stop?"), "stop" }, { STR("\"don't stop.\""), "don't stop" },
		{ STR("「停止」。"), "停止" }, { STR("\u200f\u061cتوقف\u200f"), "توقف" }, { STR("...!"), "" }, { STR(""), "" },
		{ STR("😀 a"), "😀 a" }, { STR("~+^1<>"), "1" }, { STR("\xff" "a\xff"), "\xff" "a\xff" }, { STR("$5"), "$5" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (!str_is(unicode_trim(rows[i].text), rows[i].changed))
			fail_msg("%.*s", STR_ARG(rows[i].text));
}

static void what_is_over_the_ceiling_is_found_out(void **state)
{
	AUTO(buf) into;

	(void)state;
	buf_init(&into, 4);
	unicode_compose(STR("ñañ"), &into);
	assert_fault(buf_check(&into, NULL), FAULT_TOO_LARGE);
	buf_clear(&into);
	unicode_fold(STR("ﷺ"), &into); /* one character becomes eighteen */
	assert_fault(buf_check(&into, NULL), FAULT_TOO_LARGE);
	buf_done(&into);
	buf_init(&into, 100);
	unicode_fold(STR("ﷺ"), &into);
	assert_string_equal(buf_text(&into), "صلى الله عليه وسلم");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(composing_joins_what_is_one_letter_and_nothing_else),
		cmocka_unit_test(folding_makes_words_equal_that_people_take_for_the_same),
		cmocka_unit_test(folding_and_composing_twice_change_nothing_more),
		cmocka_unit_test(only_latin_letters_lose_their_marks),
		cmocka_unit_test(broken_bytes_are_stepped_over_one_by_one),
		cmocka_unit_test(what_stands_around_a_word_is_no_letter_digit_or_picture),
		cmocka_unit_test(trimming_takes_what_is_around_and_never_what_is_inside),
		cmocka_unit_test(what_is_over_the_ceiling_is_found_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
