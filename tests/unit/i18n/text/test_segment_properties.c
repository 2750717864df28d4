/* Segments against a calculator that packs a text the slow way: an array of units, cut by hand. */
#include "tests/lib/chance.h"
#include "tests/lib/fine.h"

#include "i18n/text/segment.h"
#include "i18n/text/unicode.h"

/* 3GPP 23.038, as its tables print it: the basic set, and what needs an escape before it. */
static const char basic[] = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
static const char escaped[] = "\f^{}\\[~]|€";

static bool stands_in(const char *set, uint32_t rune)
{
	struct str rest = str_of(set);
	uint32_t one;

	while (str_next_rune(&rest, &one))
		if (one == rune)
			return true;
	return false;
}

enum { MOST = 2000 };

/* How many units each character takes in that alphabet; 0 when it has none. */
static unsigned cost_of(uint32_t rune, enum segment_alphabet alphabet)
{
	if (alphabet == SEGMENT_UCS2)
		return rune > 0xffff ? 2 : 1;
	return stands_in(basic, rune) ? 1 : stands_in(escaped, rune) ? 2 : 0;
}

static struct segment_count count_slowly(struct str text)
{
	static uint32_t runes[MOST];
	struct segment_count count = { SEGMENT_GSM7, 0, 1, 0 };
	unsigned alone, each, in_this = 0;

	while (str_next_rune(&text, &runes[count.characters]))
		if (!cost_of(runes[count.characters++], SEGMENT_GSM7))
			count.alphabet = SEGMENT_UCS2;
	for (unsigned i = 0; i < count.characters; i++)
		count.units += cost_of(runes[i], count.alphabet);
	alone = count.alphabet == SEGMENT_GSM7 ? 160 : 70;
	each = count.alphabet == SEGMENT_GSM7 ? 153 : 67;
	if (count.units <= alone)
		return count;
	for (unsigned i = 0; i < count.characters; i++) {
		unsigned cost = cost_of(runes[i], count.alphabet);

		count.segments += in_this + cost > each;
		in_this = in_this + cost > each ? cost : in_this + cost;
	}
	return count;
}

static void every_character_is_in_the_alphabet_that_the_standard_prints(void **state)
{
	AUTO(buf) text;

	(void)state;
	buf_init(&text, 4);
	for (uint32_t rune = 1; rune <= 0x10ffff; rune++) {
		struct segment_count count;
		unsigned cost = cost_of(rune, SEGMENT_GSM7);

		if (rune >= 0xd800 && rune <= 0xdfff)
			continue;
		buf_clear(&text);
		buf_add_rune(&text, rune);
		count = segment_count(buf_str(&text));
		if ((count.alphabet == SEGMENT_GSM7) != (cost > 0) || count.units != cost_of(rune, count.alphabet) ||
		    count.segments != 1 || count.characters != 1)
			fail_msg("U+%04X", rune);
	}
}

static const struct {
	const char *name;
	const char *pieces[6];
} makings[] = {
	{ "one unit", { "a", "b", " ", "ñ", "Ω" } },
	{ "escapes", { "a", "€", "[", "~", "a", "b" } },
	{ "accents", { "a", "á", "ó", "b", "c", " " } },
	{ "pairs", { "a", "😀", "明", "é", "🇲", "\u200d" } },
	{ "typography", { "a", "’", "…", "—", "b", " " } },
	{ "all", { "a", "€", "á", "😀", "…", "\u202f" } },
};

static void make_text(struct chance *chance, size_t making, struct buf *into)
{
	uint64_t length = chance_below(chance, 400);

	buf_clear(into);
	while (length--) {
		const char *piece = makings[making].pieces[chance_below(chance, chance_below(chance, 20) ? 2 : 6)];

		buf_add_text(into, piece ? piece : "x");
	}
}

static void any_text_costs_what_packing_it_by_hand_costs(void **state)
{
	struct chance chance = { 160 };
	AUTO(buf) text;

	(void)state;
	buf_init(&text, 8000);
	for (int round = 0; round < 3000; round++) {
		struct segment_count fast, slow;

		make_text(&chance, (size_t)round % COUNT_OF(makings), &text);
		fast = segment_count(buf_str(&text));
		slow = count_slowly(buf_str(&text));
		if (fast.alphabet != slow.alphabet || fast.units != slow.units || fast.segments != slow.segments ||
		    fast.characters != slow.characters)
			fail_msg("%s: %u units, %u segments; by hand %u, %u: %s", makings[(size_t)round % COUNT_OF(makings)].name,
				 fast.units, fast.segments, slow.units, slow.segments, buf_text(&text));
	}
}

/* One character more never costs less, and never more than one segment more. */
static void a_longer_text_costs_the_same_or_one_segment_more(void **state)
{
	struct chance chance = { 153 };
	AUTO(buf) text;

	(void)state;
	buf_init(&text, 8000);
	for (size_t making = 0; making < COUNT_OF(makings); making++) {
		unsigned last = 1;

		buf_clear(&text);
		buf_add_text(&text, making < 2 ? "" : "á"); /* the alphabet is chosen once and stays */
		for (int i = 0; i < 500; i++) {
			unsigned now;
			const char *piece = makings[making].pieces[chance_below(&chance, 5)];

			buf_add_text(&text, piece);
			now = segment_count(buf_str(&text)).segments;
			if (now < last || now > last + 1)
				fail_msg("%s: %u, then %u", makings[making].name, last, now);
			last = now;
		}
	}
}

/* What the fold gives is valid, at most as dear, NFC, and folding it again changes nothing. */
static void a_folded_text_is_never_dearer_and_stays_as_it_is(void **state)
{
	struct chance chance = { 2019 };
	AUTO(buf) text;

	(void)state;
	buf_init(&text, 8000);
	for (int round = 0; round < 3000; round++) {
		struct segment_count before, after;
		AUTO(buf) composed;
		AUTO(buf) once;
		AUTO(buf) twice;

		make_text(&chance, (size_t)round % COUNT_OF(makings), &text);
		buf_init(&composed, 20000);
		buf_init(&once, 20000);
		buf_init(&twice, 20000);
		unicode_compose(buf_str(&text), &composed);
		segment_fold(buf_str(&text), &once);
		segment_fold(buf_str(&once), &twice);
		before = segment_count(buf_str(&composed));
		after = segment_count(buf_str(&once));
		assert_true(str_is_utf8(buf_str(&once)));
		assert_true(after.segments <= before.segments);
		assert_string_equal(buf_text(&twice), buf_text(&once));
		/* either all of it became GSM-7, or nothing but the time's space was touched */
		if (after.alphabet == SEGMENT_UCS2)
			assert_int_equal(after.characters, before.characters);
	}
}

/* Accents belong to a language: no letter that has one in NFC is ever changed by the fold. */
static void the_fold_takes_no_accent_from_any_letter(void **state)
{
	AUTO(buf) text;
	AUTO(buf) folded;

	(void)state;
	buf_init(&text, 8);
	buf_init(&folded, 100);
	for (uint32_t rune = 0xc0; rune <= 0x24f; rune++) {
		if (rune == 0xd7 || rune == 0xf7)
			continue;
		buf_clear(&text);
		buf_clear(&folded);
		buf_add_rune(&text, rune);
		segment_fold(buf_str(&text), &folded);
		if (!str_equals(buf_str(&text), buf_str(&folded)))
			fail_msg("U+%04X became %s", rune, buf_text(&folded));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_character_is_in_the_alphabet_that_the_standard_prints),
		cmocka_unit_test(any_text_costs_what_packing_it_by_hand_costs),
		cmocka_unit_test(a_longer_text_costs_the_same_or_one_segment_more),
		cmocka_unit_test(a_folded_text_is_never_dearer_and_stays_as_it_is),
		cmocka_unit_test(the_fold_takes_no_accent_from_any_letter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
