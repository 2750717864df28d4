/* The short ways that plain ASCII takes, against ICU itself, which knows no short ways. */
#include "tests/unit/i18n/by_icu.h"

static void fold_with_icu(struct str text, struct buf *into)
{
	by_icu(text, unorm2_getNFKCCasefoldInstance, into);
}

static void compose_with_icu(struct str text, struct buf *into)
{
	by_icu(text, unorm2_getNFCInstance, into);
}

/* NFD, and then what the header says. */
static bool strip_with_icu(struct str text, struct buf *into)
{
	AUTO(buf) apart;
	struct str rest;
	bool had_marks = false, after_latin = false;
	uint32_t rune;

	buf_init(&apart, BY_ICU_MOST * 54);
	by_icu(text, unorm2_getNFDInstance, &apart);
	rest = buf_str(&apart);
	while (unicode_next(&rest, &rune)) {
		static const uint32_t strokes[][2] = { { 0xf8, 'o' }, { 0x111, 'd' }, { 0x127, 'h' }, { 0x131, 'i' },
						       { 0x142, 'l' }, { 0x167, 't' }, { 0x268, 'i' } };
		uint32_t plain = rune;

		if (rune == '\'')
			continue;
		if (after_latin && u_charType((UChar32)rune) == U_NON_SPACING_MARK) {
			had_marks = true;
			continue;
		}
		after_latin = u_getIntPropertyValue((UChar32)rune, UCHAR_SCRIPT) == USCRIPT_LATIN;
		for (size_t i = 0; i < COUNT_OF(strokes); i++)
			if (strokes[i][0] == rune)
				plain = strokes[i][1];
		had_marks |= plain != rune;
		buf_add_rune(into, plain);
	}
	return had_marks;
}

static void compare(const char *what, struct str text, const struct buf *fast, const struct buf *slow)
{
	if (str_equals(buf_str(fast), buf_str(slow)))
		return;
	for (size_t i = 0; i < text.size; i++)
		print_message("%02x ", (unsigned char)text.at[i]);
	fail_msg("%s: %s, ICU says %s", what, buf_text(fast), buf_text(slow));
}

static void check_text(struct str text)
{
	AUTO(buf) fast;
	AUTO(buf) slow;

	buf_init(&fast, BY_ICU_MOST * 54);
	buf_init(&slow, BY_ICU_MOST * 54);
	unicode_fold(text, &fast);
	fold_with_icu(text, &slow);
	compare("folded", text, &fast, &slow);
	buf_clear(&fast);
	buf_clear(&slow);
	unicode_compose(text, &fast);
	compose_with_icu(text, &slow);
	compare("composed", text, &fast, &slow);
	buf_clear(&fast);
	buf_clear(&slow);
	if (unicode_strip_latin(text, &fast) != strip_with_icu(text, &slow))
		fail_msg("%.*s: marks or not", STR_ARG(text));
	compare("stripped", text, &fast, &slow);
}

static void every_short_ascii_text_is_folded_as_icu_folds_it(void **state)
{
	char text[2];

	(void)state;
	for (int first = 0; first < 0x80; first++) {
		text[0] = (char)first;
		check_text((struct str){ text, 1 });
		for (int second = 0; second < 0x80; second++) {
			text[1] = (char)second;
			check_text((struct str){ text, 2 });
		}
	}
	check_text(STR_NONE);
}

static void any_text_is_folded_as_icu_folds_it(void **state)
{
	struct chance chance = { 2911 };
	AUTO(buf) text;

	(void)state;
	buf_init(&text, BY_ICU_MOST);
	for (int round = 0; round < 40000; round++) {
		by_icu_text(&chance, round % 2, &text);
		check_text(buf_str(&text));
	}
}

static void every_character_is_outer_as_icu_has_it(void **state)
{
	const uint32_t outer = U_GC_P_MASK | U_GC_Z_MASK | U_GC_CC_MASK | U_GC_CF_MASK | U_GC_SK_MASK | U_GC_SM_MASK;

	(void)state;
	for (uint32_t rune = 0; rune <= 0x10ffff; rune++)
		if (unicode_is_outer(rune) != ((U_GET_GC_MASK((UChar32)rune) & outer) != 0))
			fail_msg("U+%04X", rune);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_short_ascii_text_is_folded_as_icu_folds_it),
		cmocka_unit_test(any_text_is_folded_as_icu_folds_it),
		cmocka_unit_test(every_character_is_outer_as_icu_has_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
