/* Text as an enemy would write it: overlong, half of a pair, turned around, flooded with
 * marks.  Whatever it is, it is counted, folded and trimmed, stays UTF-8 and stays small. */
#include "tests/lib/fine.h"


#include "i18n/text/phone.h"
#include "i18n/text/segment.h"
#include "i18n/text/unicode.h"
#include "tests/lib/chance.h"

static const char *const shards[] = {
	/* overlong: '/', NUL, the euro sign in four bytes */
	"\xc0\xaf", "\xc0\x80", "\xe0\x80\xaf", "\xf0\x82\x82\xac",
	/* halves of a pair, alone and together (CESU-8) */
	"\xed\xa0\xbd", "\xed\xb8\x80", "\xed\xa0\xbd\xed\xb8\x80",
	/* beyond Unicode, and bytes that are never any */
	"\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xff", "\xfe", "\x80", "\xbf",
	/* cut off */
	"\xe2\x82", "\xf0\x9f\x98", "\xc3",
	/* bidi: embeddings, overrides, isolates, marks */
	"\u202e", "\u202a", "\u2066", "\u2068", "\u2069", "\u200e", "\u200f", "\u061c",
	/* joiners, invisible ones, variation selectors, tags */
	"\u200d", "\u200c", "\u2060", "\ufeff", "\ufe0f", "\U000e0041", "\u00ad",
	/* marks without end, and a letter that becomes eighteen */
	"\u0301", "\u0489", "\u20dd", "\ufdfa", "\u0f73", "\u1e9b\u0323",
	/* of the edges */
	"\ufffd", "\uffff", "\U0010ffff", "\ud7ff", "\ue000", "\U0001f468\u200d\U0001f469\u200d\U0001f467",
	/* and plain */
	"a", "\n", " ", "STOP", "1", "é", "€", "[", "😀", "停", "+1 312",
};

static void mangle(struct chance *chance, struct buf *into)
{
	size_t pieces = chance_below(chance, 40);

	for (size_t i = 0; i < pieces; i++) {
		size_t shard = chance_below(chance, COUNT_OF(shards));

		for (uint64_t times = chance_below(chance, 8) ? 1 : chance_below(chance, 60); times > 0; times--)
			buf_add_text(into, shards[shard]);
	}
}

static size_t runes_of(struct str text)
{
	size_t count = 0;
	uint32_t rune;

	while (unicode_next(&text, &rune)) {
		/* no half of a pair and nothing beyond comes out, whatever goes in */
		assert_true(rune <= 0x10ffff && (rune < 0xd800 || rune > 0xdfff));
		count++;
	}
	return count;
}

static void any_bytes_are_stepped_over_and_counted_once(void **state)
{
	struct chance chance = { 1 };

	(void)state;
	for (int round = 0; round < 3000; round++) {
		struct segment_count count;
		size_t runes;
		AUTO(buf) text;

		buf_init(&text, 1 << 16);
		mangle(&chance, &text);
		runes = runes_of(buf_str(&text));
		count = segment_count(buf_str(&text));
		assert_int_equal(count.characters, runes);
		assert_true(count.segments >= 1);
		if (count.alphabet == SEGMENT_GSM7)
			assert_true(count.units >= runes && count.units <= 2 * runes);
		else
			assert_true(count.units >= runes && count.units <= 2 * runes &&
				    count.segments >= (count.units + 69) / 70);
	}
}

/* What comes out is UTF-8 and in NFC; once more changes nothing; it costs no more. */
static void any_bytes_are_folded_into_a_text_that_can_be_sent(void **state)
{
	struct chance chance = { 2 };

	(void)state;
	for (int round = 0; round < 2000; round++) {
		AUTO(buf) text;
		AUTO(buf) composed;
		AUTO(buf) folded;
		AUTO(buf) again;

		buf_init(&text, 1 << 16);
		buf_init(&composed, 1 << 18);
		buf_init(&folded, 1 << 18);
		buf_init(&again, 1 << 18);
		mangle(&chance, &text);
		unicode_compose(buf_str(&text), &composed);
		segment_fold(buf_str(&text), &folded);
		assert_fine(buf_check(&composed, NULL));
		assert_fine(buf_check(&folded, NULL));
		assert_true(str_is_utf8(buf_str(&composed)) && str_is_utf8(buf_str(&folded)));
		assert_true(segment_count(buf_str(&folded)).segments <= segment_count(buf_str(&composed)).segments);
		unicode_compose(buf_str(&composed), &again);
		assert_string_equal(buf_text(&again), buf_text(&composed));
	}
}

static void a_fold_is_the_same_for_all_that_looks_the_same_and_ends(void **state)
{
	struct chance chance = { 3 };

	(void)state;
	for (int round = 0; round < 2000; round++) {
		AUTO(buf) text;
		AUTO(buf) once;
		AUTO(buf) twice;
		AUTO(buf) bare;

		buf_init(&text, 1 << 16);
		buf_init(&once, 1 << 20);
		buf_init(&twice, 1 << 20);
		buf_init(&bare, 1 << 20);
		mangle(&chance, &text);
		unicode_fold(buf_str(&text), &once);
		unicode_fold(buf_str(&once), &twice);
		(void)unicode_strip_latin(buf_str(&once), &bare);
		assert_string_equal(buf_text(&once), buf_text(&twice));
		assert_true(str_is_utf8(buf_str(&once)) && str_is_utf8(buf_str(&bare)));
	}
}

/* What is left begins and ends with something that is seen, and is a part of what was. */
static void trimming_leaves_a_part_that_begins_and_ends_with_something(void **state)
{
	struct chance chance = { 4 };

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct str left, rest;
		uint32_t rune, last = 0;
		AUTO(buf) text;

		buf_init(&text, 1 << 16);
		mangle(&chance, &text);
		left = unicode_trim(buf_str(&text));
		assert_true(left.size == 0 || (left.at >= text.at && left.at + left.size <= text.at + text.size));
		rest = left;
		if (unicode_next(&rest, &rune))
			assert_false(unicode_is_outer(rune));
		for (rest = left; unicode_next(&rest, &rune);)
			last = rune;
		if (left.size)
			assert_false(unicode_is_outer(last));
		rest = unicode_trim(left);
		assert_true(str_equals(rest, left));
	}
}

/* A ceiling is a ceiling: what does not fit is told and nothing is written past it. */
static void no_text_grows_past_the_ceiling_of_where_it_is_put(void **state)
{
	struct chance chance = { 5 };

	(void)state;
	for (int round = 0; round < 1000; round++) {
		size_t ceiling = chance_below(&chance, 200);
		AUTO(buf) text;
		AUTO(buf) whole;
		AUTO(buf) small;

		buf_init(&text, 1 << 16);
		buf_init(&whole, 1 << 20);
		buf_init(&small, ceiling);
		mangle(&chance, &text);
		unicode_fold(buf_str(&text), &whole);
		unicode_fold(buf_str(&text), &small);
		assert_true(small.size <= ceiling);
		assert_fault(buf_check(&small, NULL), whole.size > ceiling ? FAULT_TOO_LARGE : FAULT_NONE);
	}
}

/* 1,000 marks on one letter are 1,000 characters, and one is nobody's harm. */
static void a_flood_of_marks_costs_what_it_is(void **state)
{
	struct segment_count count;
	AUTO(buf) text;
	AUTO(buf) folded;

	(void)state;
	buf_init(&text, 1 << 16);
	buf_init(&folded, 1 << 16);
	buf_add_text(&text, "a");
	for (int i = 0; i < 1000; i++)
		buf_add_text(&text, "\u0301");
	count = segment_count(buf_str(&text));
	assert_int_equal(count.characters, 1001);
	assert_int_equal(count.segments, (1001 + 66) / 67);
	segment_fold(buf_str(&text), &folded);
	assert_int_equal(segment_count(buf_str(&folded)).characters, 1000);
	assert_true(str_starts(buf_str(&folded), STR("á\u0301")));
}

/* ICU would move each mark before all that stand above the letter: 400,000 of them are sorted
 * piece by piece, so what was moved is counted by the places where the order begins anew. */
static void marks_without_end_are_sorted_piece_by_piece(void **state)
{
	static const char above[] = "\u0301", below[] = "\u0316";
	struct str rest;
	uint32_t rune, before = 0;
	int begins = 0;
	AUTO(buf) text;
	AUTO(buf) composed;

	(void)state;
	buf_init(&text, 1 << 20);
	buf_init(&composed, 1 << 21);
	for (int i = 0; i < 200000; i++) {
		buf_add_text(&text, above);
		buf_add_text(&text, below);
	}
	unicode_compose(buf_str(&text), &composed);
	assert_int_equal(composed.size, text.size);
	for (rest = buf_str(&composed); unicode_next(&rest, &rune); before = rune)
		begins += rune == 0x316 && before == 0x301;
	assert_true(begins >= (int)(text.size / 2048));
	/* as many as anybody writes are in order */
	buf_clear(&composed);
	unicode_compose(str_slice(buf_str(&text), 0, 800), &composed);
	for (rest = buf_str(&composed), before = 0, begins = 0; unicode_next(&rest, &rune); before = rune)
		begins += rune == 0x316 && before == 0x301;
	assert_int_equal(begins, 0);
}

/* However it is written, a number is plain digits behind a plus, or none. */
static void any_bytes_are_a_plain_number_or_none(void **state)
{
	struct chance chance = { 6 };

	(void)state;
	for (int round = 0; round < 1500; round++) {
		struct phone phone = { .e164 = "" };
		struct note note = { .text = "" };
		enum fault fault;
		AUTO(buf) text;

		buf_init(&text, 1 << 16);
		mangle(&chance, &text);
		if (chance_below(&chance, 2))
			buf_add_text(&text, "+13125550100");
		fault = phone_read(buf_str(&text), "US", &phone, &note);
		assert_true(fault == FAULT_NONE || fault == FAULT_INVALID);
		if (fault) {
			assert_true(note.text[0]);
			continue;
		}
		assert_int_equal(phone.e164[0], '+');
		assert_int_equal(strspn(phone.e164 + 1, "0123456789"), strlen(phone.e164) - 1);
		assert_true(strlen(phone.e164) < PHONE_SIZE);
	}
}

/* The edge of a segment never cuts a pair, an escaped sign or a character. */
static void a_character_never_lies_in_two_segments(void **state)
{
	static const struct {
		const char *letter, *wide;
		unsigned room, units, alone;
	} rows[] = {
		{ "a", "€", 153, 2, 160 }, { "a", "{", 153, 2, 160 }, { "a", "\f", 153, 2, 160 },
		{ "я", "😀", 67, 2, 70 }, { "停", "𠀀", 67, 2, 70 },
	};

	(void)state;
	for (size_t row = 0; row < COUNT_OF(rows); row++) {
		for (unsigned before = 0; before < 3 * rows[row].room; before++) {
			unsigned used = 0, segments = 1, units = before + rows[row].units + 40;
			struct segment_count count;
			AUTO(buf) text;

			buf_init(&text, 4000);
			for (unsigned i = 0; i < before + 41; i++) {
				bool is_wide = i == before;
				unsigned need = is_wide ? rows[row].units : 1;

				buf_add_text(&text, is_wide ? rows[row].wide : rows[row].letter);
				if (used + need > rows[row].room) {
					segments++;
					used = 0;
				}
				used += need;
			}
			count = segment_count(buf_str(&text));
			assert_int_equal(count.units, units);
			assert_int_equal(count.segments, units <= rows[row].alone ? 1 : segments);
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_bytes_are_stepped_over_and_counted_once),
		cmocka_unit_test(any_bytes_are_folded_into_a_text_that_can_be_sent),
		cmocka_unit_test(a_fold_is_the_same_for_all_that_looks_the_same_and_ends),
		cmocka_unit_test(trimming_leaves_a_part_that_begins_and_ends_with_something),
		cmocka_unit_test(no_text_grows_past_the_ceiling_of_where_it_is_put),
		cmocka_unit_test(a_flood_of_marks_costs_what_it_is),
		cmocka_unit_test(marks_without_end_are_sorted_piece_by_piece),
		cmocka_unit_test(any_bytes_are_a_plain_number_or_none),
		cmocka_unit_test(a_character_never_lies_in_two_segments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
