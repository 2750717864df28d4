#include "tests/lib/chance.h"
#include "tests/lib/fine.h"

#include "base/buf.h"

/* Every way of adding, with a piece of `size` bytes (at least one). */
static void add_bytes(struct buf *buf, const char *bytes, size_t size, unsigned way)
{
	char copy[64];

	str_put(copy, sizeof(copy), (struct str){ bytes, size });
	if (way == 0)
		buf_add(buf, (struct str){ bytes, size });
	else if (way == 1)
		buf_add_text(buf, copy);
	else if (way == 2)
		buf_add_format(buf, "%s", copy);
	else
		for (size_t i = 0; i < size; i++)
			buf_add_char(buf, bytes[i]);
}

enum { WAYS = 4 };

static void an_empty_buf_has_a_text_and_it_is_empty(void **state)
{
	AUTO(buf) buf;

	(void)state;
	buf_init(&buf, 10);
	assert_string_equal(buf_text(&buf), "");
	assert_non_null(buf_str(&buf).at);
	assert_int_equal(buf_str(&buf).size, 0);
	buf_add(&buf, STR_NONE);
	buf_add_text(&buf, NULL);
	assert_string_equal(buf_text(&buf), "");
	assert_fine(buf_check(&buf, NULL));
}

static void every_way_of_adding_stops_at_the_same_byte(void **state)
{
	(void)state;
	for (unsigned way = 0; way < WAYS; way++) {
		AUTO(buf) buf;

		buf_init(&buf, 10);
		add_bytes(&buf, "0123456789", 10, way);
		assert_fine(buf_check(&buf, NULL));
		add_bytes(&buf, "x", 1, way);
		assert_fault(buf_check(&buf, NULL), FAULT_TOO_LARGE);
		assert_string_equal(buf_text(&buf), "0123456789");
	}
}

/* A half of something is worse than nothing: what does not fit is left out whole, and so is
 * all that comes behind it. */
static void a_stale_buf_takes_nothing_more_even_when_it_would_fit(void **state)
{
	(void)state;
	for (unsigned way = 0; way < WAYS; way++) {
		AUTO(buf) buf;

		buf_init(&buf, 10);
		buf_add_text(&buf, "12345");
		buf_add_text(&buf, "too long");
		add_bytes(&buf, "6", 1, way);
		assert_string_equal(buf_text(&buf), "12345");
		assert_fault(buf_check(&buf, NULL), FAULT_TOO_LARGE);
	}
}

static void a_cleared_buf_is_fresh_under_the_same_ceiling(void **state)
{
	AUTO(buf) buf;

	(void)state;
	buf_init(&buf, 3);
	buf_clear(&buf);
	buf_add_text(&buf, "1234");
	buf_clear(&buf);
	assert_fine(buf_check(&buf, NULL));
	buf_add_text(&buf, "abc");
	assert_string_equal(buf_text(&buf), "abc");
	buf_add_char(&buf, 'd');
	assert_fault(buf_check(&buf, NULL), FAULT_TOO_LARGE);
	buf_done(&buf);
	assert_string_equal(buf_text(&buf), "");
	buf_add_text(&buf, "xyz");
	assert_string_equal(buf_text(&buf), "xyz");
}

static void a_buf_with_no_room_at_all_still_has_a_text(void **state)
{
	AUTO(buf) buf;

	(void)state;
	buf_init(&buf, 0);
	buf_add(&buf, STR_NONE);
	assert_fine(buf_check(&buf, NULL));
	buf_add_char(&buf, 'a');
	assert_fault(buf_check(&buf, NULL), FAULT_TOO_LARGE);
	assert_string_equal(buf_text(&buf), "");
}

static void a_nul_inside_is_a_byte_like_others(void **state)
{
	AUTO(buf) buf;

	(void)state;
	buf_init(&buf, 10);
	buf_add(&buf, STR("a\0b"));
	buf_add_char(&buf, '\0');
	assert_int_equal(buf.size, 4);
	assert_memory_equal(buf_str(&buf).at, "a\0b\0", 5);
}

static void numbers_are_written_whole_to_both_ends(void **state)
{
	static const struct { int64_t number; const char *text; } rows[] = {
		{ 0, "0" }, { -1, "-1" }, { INT64_MAX, "9223372036854775807" },
		{ INT64_MIN, "-9223372036854775808" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO(buf) buf;

		buf_init(&buf, 20);
		buf_add_number(&buf, rows[i].number);
		assert_string_equal(buf_text(&buf), rows[i].text);
	}
}

/* What is written has the bytes that RFC 3629 says; a rune that does not fit comes not by halves. */
static void a_rune_is_written_in_its_shortest_form_or_not_at_all(void **state)
{
	static const struct { uint32_t rune; const char *bytes; } rows[] = {
		{ 'A', "A" }, { 0x7f, "\x7f" }, { 0x80, "\xc2\x80" }, { 0xf1, "\xc3\xb1" },
		{ 0x7ff, "\xdf\xbf" }, { 0x800, "\xe0\xa0\x80" }, { 0x20ac, "\xe2\x82\xac" },
		{ 0xffff, "\xef\xbf\xbf" }, { 0x10000, "\xf0\x90\x80\x80" },
		{ 0x1f600, "\xf0\x9f\x98\x80" }, { 0x10ffff, "\xf4\x8f\xbf\xbf" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO(buf) buf;
		AUTO(buf) tight;

		buf_init(&buf, 4);
		buf_add_rune(&buf, rows[i].rune);
		assert_string_equal(buf_text(&buf), rows[i].bytes);
		buf_init(&tight, strlen(rows[i].bytes) - 1);
		buf_add_rune(&tight, rows[i].rune);
		assert_string_equal(buf_text(&tight), "");
		assert_fault(buf_check(&tight, NULL), FAULT_TOO_LARGE);
	}
}

/* The calculator: a plain array, and the rule that the first piece too many ends it. */
static void a_buf_holds_what_was_added_in_whatever_pieces(void **state)
{
	struct chance chance = { 7 };

	(void)state;
	for (int round = 0; round < 500; round++) {
		size_t ceiling = (size_t)chance_below(&chance, 600), size = 0;
		char expected[1200] = "";
		bool is_stale = false;
		AUTO(buf) buf;

		buf_init(&buf, ceiling);
		for (int i = 0; i < 20; i++) {
			char piece[41];
			size_t length = (size_t)chance_between(&chance, 1, 40);
			unsigned way = (unsigned)chance_below(&chance, WAYS - 1);

			for (size_t k = 0; k < length; k++)
				piece[k] = (char)chance_between(&chance, 'a', 'z');
			add_bytes(&buf, piece, length, way);
			is_stale = is_stale || size + length > ceiling;
			if (is_stale)
				continue;
			memcpy(expected + size, piece, length);
			size += length;
		}
		assert_int_equal(buf.size, size);
		assert_string_equal(buf_text(&buf), expected);
		assert_int_equal(buf_check(&buf, NULL) != FAULT_NONE, is_stale);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_buf_has_a_text_and_it_is_empty),
		cmocka_unit_test(every_way_of_adding_stops_at_the_same_byte),
		cmocka_unit_test(a_stale_buf_takes_nothing_more_even_when_it_would_fit),
		cmocka_unit_test(a_cleared_buf_is_fresh_under_the_same_ceiling),
		cmocka_unit_test(a_buf_with_no_room_at_all_still_has_a_text),
		cmocka_unit_test(a_nul_inside_is_a_byte_like_others),
		cmocka_unit_test(numbers_are_written_whole_to_both_ends),
		cmocka_unit_test(a_rune_is_written_in_its_shortest_form_or_not_at_all),
		cmocka_unit_test(a_buf_holds_what_was_added_in_whatever_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
