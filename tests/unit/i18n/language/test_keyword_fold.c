/* keyword_fold takes short ways; here is the long one, step by step as its header tells it. */
#include "tests/unit/i18n/by_icu.h"

#include "i18n/language/keyword_fold.h"

static bool is_outer(uint32_t rune)
{
	return (U_GET_GC_MASK((UChar32)rune) & (U_GC_P_MASK | U_GC_Z_MASK | U_GC_CC_MASK | U_GC_CF_MASK |
						U_GC_SK_MASK | U_GC_SM_MASK)) != 0;
}

/* One kind of apostrophe, no colours and boxes of emoji. */
static void undress(struct str text, struct buf *into)
{
	uint32_t rune;

	while (unicode_next(&text, &rune)) {
		bool is_apostrophe = rune == 0x2019 || rune == 0x2018 || rune == 0x2bc || rune == 0x2bb || rune == '`' ||
				     rune == 0xb4 || rune == 0x2032;

		if ((rune >= 0x1f3fb && rune <= 0x1f3ff) || rune == 0xfe0e || rune == 0xfe0f || rune == 0x20e3)
			continue;
		buf_add_rune(into, is_apostrophe ? '\'' : rune);
	}
}

static struct str trim(struct str text)
{
	struct str rest = text;
	size_t from = text.size, to = 0;
	uint32_t rune;

	while (unicode_next(&rest, &rune)) {
		size_t behind = text.size - rest.size;

		if (is_outer(rune))
			continue;
		if (from == text.size && to == 0)
			from = behind - (rune < 0x80 ? 1 : rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4);
		to = behind;
	}
	return to ? str_slice(text, from, to - from) : STR_NONE;
}

static void fold_slowly(struct str text, struct buf *into)
{
	AUTO(buf) plain;
	AUTO(buf) folded;
	struct str rest;
	uint32_t rune;
	bool is_gap = false;

	buf_init(&plain, BY_ICU_MOST * 3);
	buf_init(&folded, BY_ICU_MOST * 54);
	undress(text, &plain);
	by_icu(buf_str(&plain), unorm2_getNFKCCasefoldInstance, &folded);
	for (rest = trim(buf_str(&folded)); unicode_next(&rest, &rune); is_gap = u_isUWhiteSpace((UChar32)rune)) {
		if (u_isUWhiteSpace((UChar32)rune))
			continue;
		if (is_gap)
			buf_add_char(into, ' ');
		buf_add_rune(into, rune);
	}
}

static void check_text(struct str text)
{
	AUTO(buf) fast;
	AUTO(buf) slow;

	buf_init(&fast, BY_ICU_MOST * 54);
	buf_init(&slow, BY_ICU_MOST * 54);
	keyword_fold(text, &fast);
	fold_slowly(text, &slow);
	if (str_equals(buf_str(&fast), buf_str(&slow)))
		return;
	for (size_t i = 0; i < text.size; i++)
		print_message("%02x ", (unsigned char)text.at[i]);
	fail_msg("\"%s\", the long way \"%s\"", buf_text(&fast), buf_text(&slow));
}

static void every_short_ascii_text_is_folded_as_the_long_way_folds_it(void **state)
{
	char text[3];

	(void)state;
	check_text(STR_NONE);
	for (int i = 0; i < 0x80 * 0x80 * 0x80; i++) {
		text[0] = (char)(i & 0x7f);
		text[1] = (char)(i >> 7 & 0x7f);
		text[2] = (char)(i >> 14);
		/* all pairs, and of the triples a seventh */
		if (i < 0x80 * 0x80)
			check_text((struct str){ text, 2 });
		if (i % 7 == 0)
			check_text((struct str){ text, 3 });
	}
}

static void any_text_is_folded_as_the_long_way_folds_it(void **state)
{
	struct chance chance = { 2912 };
	AUTO(buf) text;

	(void)state;
	buf_init(&text, BY_ICU_MOST);
	for (int round = 0; round < 60000; round++) {
		by_icu_text(&chance, round % 2, &text);
		check_text(buf_str(&text));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_short_ascii_text_is_folded_as_the_long_way_folds_it),
		cmocka_unit_test(any_text_is_folded_as_the_long_way_folds_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
