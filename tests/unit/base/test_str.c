#include "tests/lib/chance.h"
#include "tests/lib/fine.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/str.h"

static void nothing_and_the_empty_text_are_the_same_text(void **state)
{
	static const struct str empties[] = { { NULL, 0 }, { "", 0 }, { "abc", 0 } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(empties); i++)
		for (size_t k = 0; k < COUNT_OF(empties); k++) {
			assert_true(str_equals(empties[i], empties[k]));
			assert_true(str_equals_nocase(empties[i], empties[k]));
			assert_int_equal(str_compare(empties[i], empties[k]), 0);
			assert_true(str_starts(empties[i], empties[k]));
			assert_true(str_ends(empties[i], empties[k]));
			assert_int_equal(str_find(empties[i], empties[k]), 0);
		}
	assert_true(str_is(STR_NONE, NULL));
	assert_true(str_is(STR_NONE, ""));
	assert_int_equal(str_of(NULL).size, 0);
	assert_int_equal(str_trim(STR_NONE).size, 0);
	assert_true(str_is_utf8(STR_NONE));
}

static void texts_are_told_apart_by_every_byte(void **state)
{
	static const struct { struct str a; struct str b; bool same; bool nocase; } rows[] = {
		{ STR("stop"), STR("stop"), true, true },
		{ STR("stop"), STR("STOP"), false, true },
		{ STR("stop"), STR("sto"), false, false },
		{ STR("sto"), STR("stop"), false, false },
		{ STR("a\0b"), STR("a\0c"), false, false },
		{ STR("a\0b"), STR("a\0b"), true, true },
		{ STR("[\\]"), STR("{|}"), false, false },
		{ STR("ñ"), STR("Ñ"), false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(str_equals(rows[i].a, rows[i].b), rows[i].same);
		assert_int_equal(str_equals_nocase(rows[i].a, rows[i].b), rows[i].nocase);
	}
}

static void beginnings_and_ends_are_of_the_text_itself(void **state)
{
	static const struct { const char *text; const char *part; bool starts; bool ends; } rows[] = {
		{ "sms:out", "sms:", true, false }, { "sms:out", "out", false, true },
		{ "sms:out", "", true, true }, { "out", "sms:out", false, false },
		{ "abab", "ab", true, true }, { "abc", "abc", true, true }, { "abc", "b", false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str text = str_of(rows[i].text), part = str_of(rows[i].part);

		assert_int_equal(str_starts(text, part), rows[i].starts);
		assert_int_equal(str_ends(text, part), rows[i].ends);
	}
}

static int sign_of(int order)
{
	return (order > 0) - (order < 0);
}

/* Bytes are unsigned and a prefix stands first: as sorted in the table, each pair both ways. */
static void the_order_is_by_bytes_and_total(void **state)
{
	static const struct str sorted[] = { STR(""), STR("\0"), STR("\0\0"), STR("A"), STR("AB"), STR("B"),
					     STR("a"), STR("a\0"), STR("aa"), STR("\x7f"), STR("\x80"), STR("\xff") };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sorted); i++)
		for (size_t k = 0; k < COUNT_OF(sorted); k++)
			assert_int_equal(sign_of(str_compare(sorted[i], sorted[k])), (i > k) - (i < k));
}

static void a_slice_never_reaches_over_the_end(void **state)
{
	static const struct { size_t from; size_t size; const char *slice; } rows[] = {
		{ 0, 5, "hallo" }, { 0, 6, "hallo" }, { 1, 3, "all" }, { 4, 1, "o" }, { 4, 2, "o" },
		{ 5, 1, "" }, { 6, 0, "" }, { SIZE_MAX, 1, "" }, { 1, SIZE_MAX, "allo" }, { SIZE_MAX, SIZE_MAX, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_true(str_is(str_slice(STR("hallo"), rows[i].from, rows[i].size), rows[i].slice));
	assert_true(str_is(str_from(STR("hallo"), 5), ""));
	assert_true(str_is(str_from(STR("hallo"), 2), "llo"));
}

/* Only ASCII white space: U+00A0 and U+3000 belong to what a family wrote. */
static void white_space_is_taken_from_both_ends_and_not_from_inside(void **state)
{
	static const struct { const char *text; const char *trimmed; } rows[] = {
		{ "  a b  ", "a b" }, { "\t\n\v\f\r a", "a" }, { "a", "a" }, { " \t ", "" }, { "", "" },
		{ "\xc2\xa0 a", "\xc2\xa0 a" }, { "\xe3\x80\x80", "\xe3\x80\x80" }, { "\x08" "a\x0e", "\x08" "a\x0e" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_true(str_is(str_trim(str_of(rows[i].text)), rows[i].trimmed));
}

static void a_part_is_found_where_it_first_stands(void **state)
{
	static const struct { struct str text; struct str part; size_t at; } rows[] = {
		{ STR("hallo"), STR("l"), 2 }, { STR("hallo"), STR("lo"), 3 }, { STR("hallo"), STR("hallo"), 0 },
		{ STR("hallo"), STR("hallo!"), 5 }, { STR("aab"), STR("ab"), 1 }, { STR("a\0b"), STR("b"), 2 },
		{ STR("a\0b"), STR("\0b"), 1 }, { STR_NONE, STR("a"), 0 }, { STR("abc"), STR_NONE, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(str_find(rows[i].text, rows[i].part), rows[i].at);
}

/* However a list was written, joining its items gives it back. */
static void cutting_and_joining_give_the_list_back(void **state)
{
	static const char *const lists[] = { "", ",", ",,", "a", "a,", ",a", "a,b", "a,,b,", "no comma" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		struct str rest = str_of(lists[i]), item;
		AUTO(buf) joined;

		buf_init(&joined, 100);
		for (int n = 0; str_next(&rest, ',', &item); n++) {
			if (n)
				buf_add_char(&joined, ',');
			buf_add(&joined, item);
		}
		assert_string_equal(buf_text(&joined), lists[i]);
	}
}

static void nothing_has_no_items(void **state)
{
	struct str rest = STR_NONE, item = STR("kept");

	(void)state;
	assert_false(str_next(&rest, ',', &item));
	assert_true(str_is(item, "kept"));
}

/* The calculator is strtoll, for every text that it and we both take. */
static void numbers_are_read_as_the_library_reads_them(void **state)
{
	struct chance chance = { 4711 };

	(void)state;
	for (int round = 0; round < 20000; round++) {
		int64_t written = (int64_t)chance_number(&chance) >> chance_below(&chance, 64);
		int64_t low = (int64_t)chance_number(&chance) >> chance_below(&chance, 64);
		int64_t high = (int64_t)chance_number(&chance) >> chance_below(&chance, 64);
		bool fits = written >= low && written <= high;
		int64_t number = 77;
		AUTO(buf) text;

		buf_init(&text, 30);
		buf_add_number(&text, written);
		assert_true(strtoll(buf_text(&text), NULL, 10) == written);
		assert_int_equal(str_number(buf_str(&text), low, high, &number) == FAULT_NONE, fits);
		assert_true(number == (fits ? written : 77));
	}
}

static void what_is_no_whole_decimal_number_is_none(void **state)
{
	static const struct str wrong[] = { STR(""), STR(" 1"), STR("1 "), STR("+1"), STR("1.0"), STR("1e3"), STR("0x1"),
					    STR("--1"), STR("-"), STR("1-"), STR("1\0"), STR("\xd9\xa1"), STR_NONE };
	int64_t number = 77;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		assert_fault(str_number(wrong[i], INT64_MIN, INT64_MAX, &number), FAULT_INVALID);
		assert_int_equal(number, 77);
	}
}

/* All the 1114112 code points, and that the surrogates are none. */
static void every_code_point_is_read_as_it_was_written(void **state)
{
	AUTO(buf) text;

	(void)state;
	buf_init(&text, 4);
	for (uint32_t written = 0; written <= 0x10ffff; written++) {
		bool is_surrogate = written >= 0xd800 && written <= 0xdfff;
		uint32_t rune = 0;
		struct str rest;

		buf_clear(&text);
		buf_add_rune(&text, written);
		rest = buf_str(&text);
		if (str_next_rune(&rest, &rune) == is_surrogate ||
		    (!is_surrogate && (rune != written || rest.size)))
			fail_msg("U+%04X", written);
	}
}

/* RFC 3629's own table of well-formed sequences, byte by byte, is the calculator. */
static size_t well_formed(const unsigned char *at, size_t size)
{
	static const struct { unsigned char first[2]; unsigned char second[2]; size_t size; } table[] = {
		{ { 0x00, 0x7f }, { 0x00, 0x00 }, 1 }, { { 0xc2, 0xdf }, { 0x80, 0xbf }, 2 },
		{ { 0xe0, 0xe0 }, { 0xa0, 0xbf }, 3 }, { { 0xe1, 0xec }, { 0x80, 0xbf }, 3 },
		{ { 0xed, 0xed }, { 0x80, 0x9f }, 3 }, { { 0xee, 0xef }, { 0x80, 0xbf }, 3 },
		{ { 0xf0, 0xf0 }, { 0x90, 0xbf }, 4 }, { { 0xf1, 0xf3 }, { 0x80, 0xbf }, 4 },
		{ { 0xf4, 0xf4 }, { 0x80, 0x8f }, 4 },
	};

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		size_t k = 1;

		if (at[0] < table[i].first[0] || at[0] > table[i].first[1] || size < table[i].size)
			continue;
		while (k < table[i].size && at[k] >= (k == 1 ? table[i].second[0] : 0x80) &&
		       at[k] <= (k == 1 ? table[i].second[1] : 0xbf))
			k++;
		if (k == table[i].size)
			return k;
	}
	return 0;
}

static void no_sequence_is_read_that_the_standard_has_not(void **state)
{
	static const unsigned char likely[] = { 0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2,
						0xdf, 0xe0, 0xe1, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff };
	struct chance chance = { 3629 };

	(void)state;
	for (int round = 0; round < 200000; round++) {
		unsigned char bytes[4];
		size_t size = (size_t)chance_between(&chance, 1, 4), expected;
		struct str rest = { (const char *)bytes, size };
		uint32_t rune;

		for (size_t i = 0; i < size; i++)
			bytes[i] = likely[chance_below(&chance, COUNT_OF(likely))];
		expected = well_formed(bytes, size);
		if (str_next_rune(&rest, &rune) != (expected > 0) || size - rest.size != expected)
			fail_msg("%zu bytes %02x %02x %02x %02x", size, bytes[0], bytes[1], bytes[2], bytes[3]);
	}
}

static void a_secret_is_the_same_only_when_every_byte_is(void **state)
{
	(void)state;
	assert_true(str_is_same_secret(STR("secret"), STR("secret")));
	assert_false(str_is_same_secret(STR("secret"), STR("Secret")));
	assert_false(str_is_same_secret(STR("secret"), STR("secre")));
	assert_false(str_is_same_secret(STR("secre"), STR("secret")));
	assert_false(str_is_same_secret(STR("a\0b"), STR("a\0c")));
}

/* A key that was never set must not open the door to a caller who sends none. */
static void no_secret_is_nobodys_secret(void **state)
{
	(void)state;
	assert_false(str_is_same_secret(STR_NONE, STR_NONE));
	assert_false(str_is_same_secret(STR(""), STR_NONE));
	assert_false(str_is_same_secret(STR("a"), STR_NONE));
}

/* Every length of room: the longest whole characters that fit, a NUL, and nothing behind it. */
static void a_text_is_cut_between_characters_and_never_past_the_room(void **state)
{
	static const struct { const char *text; const char *cut[9]; } rows[] = {
		{ "añ€😀", { "", "a", "a", "añ", "añ", "añ", "añ€", "añ€", "añ€" } },
		{ "😀", { "", "", "", "", "😀", "😀", "😀", "😀", "😀" } },
		{ "", { "", "", "", "", "", "", "", "", "" } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		for (size_t room = 1; room <= COUNT_OF(rows[i].cut); room++) {
			char into[16];

			memset(into, '~', sizeof(into));
			str_put(into, room, str_of(rows[i].text));
			assert_string_equal(into, rows[i].cut[room - 1]);
			for (size_t k = room; k < sizeof(into); k++)
				assert_int_equal(into[k], '~');
		}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_and_the_empty_text_are_the_same_text),
		cmocka_unit_test(texts_are_told_apart_by_every_byte),
		cmocka_unit_test(beginnings_and_ends_are_of_the_text_itself),
		cmocka_unit_test(the_order_is_by_bytes_and_total),
		cmocka_unit_test(a_slice_never_reaches_over_the_end),
		cmocka_unit_test(white_space_is_taken_from_both_ends_and_not_from_inside),
		cmocka_unit_test(a_part_is_found_where_it_first_stands),
		cmocka_unit_test(cutting_and_joining_give_the_list_back),
		cmocka_unit_test(nothing_has_no_items),
		cmocka_unit_test(numbers_are_read_as_the_library_reads_them),
		cmocka_unit_test(what_is_no_whole_decimal_number_is_none),
		cmocka_unit_test(every_code_point_is_read_as_it_was_written),
		cmocka_unit_test(no_sequence_is_read_that_the_standard_has_not),
		cmocka_unit_test(a_secret_is_the_same_only_when_every_byte_is),
		cmocka_unit_test(no_secret_is_nobodys_secret),
		cmocka_unit_test(a_text_is_cut_between_characters_and_never_past_the_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
