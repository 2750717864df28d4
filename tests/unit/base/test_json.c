#include "tests/lib/chance.h"
#include "tests/lib/fine.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/json_mend.h"

static void only_one_whole_value_is_read(void **state)
{
	static const struct str wrong[] = {
		STR(""), STR(" "), STR("{"), STR("{}{}"), STR("{} x"), STR("[1,]"), STR("{\"a\":}"), STR("{'a':1}"),
		STR("{\"a\":1,\"b\":2,\"a\":1}"), STR("{\"a\":{\"b\":1,\"b\":1}}"), STR("[01]"), STR("[+1]"), STR("[NaN]"),
		STR("[\"\\ud800\"]"), STR("[\"\xff\"]"), STR("[\"a\nb\"]"), STR("{}\0"), STR("{\"a\\u0000\":1}"),
		STR("[\"\\u0000\"]"), STR("[18446744073709551616]"), STR("[1e999]"), STR_NONE,
	};
	json_t *const untouched = json_null();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		json_t *value = untouched;
		struct note note = { .text = "" };

		if (json_read(wrong[i], &value, &note) != FAULT_INVALID)
			fail_msg("%.*s", STR_ARG(wrong[i]));
		assert_ptr_equal(value, untouched);
		assert_true(note.text[0]);
	}
}

static void the_place_of_a_mistake_is_told(void **state)
{
	json_t *value = NULL;
	struct note note;

	(void)state;
	assert_fault(json_read(STR("{\n\"a\": 1,\n  nonsense}"), &value, &note), FAULT_INVALID);
	assert_non_null(strstr(note.text, "line 3 column 10"));
	assert_fault(json_read(STR("[1 2]"), &value, NULL), FAULT_INVALID);
}

/* A stranger's body: neither the stack nor the note may give way. */
static void a_deep_value_is_refused_and_its_words_do_not_fill_the_log(void **state)
{
	struct note note;
	json_t *value = NULL;
	AUTO(buf) deep;

	(void)state;
	buf_init(&deep, 400000);
	for (int i = 0; i < JSON_VALUES - 1; i++)
		buf_add_text(&deep, "[");
	assert_fault(json_read(buf_str(&deep), &value, &note), FAULT_INVALID);
	buf_clear(&deep);
	buf_add_text(&deep, "{\"a\": ");
	for (int i = 0; i < 100000; i++)
		buf_add_text(&deep, "xyz");
	assert_fault(json_read(buf_str(&deep), &value, &note), FAULT_INVALID);
	assert_true(strlen(note.text) < 200);
}

static void members_of_another_kind_count_as_absent(void **state)
{
	static const char *const no_number[] = { "null", "true", "list", "real", "empty", "text", "padded", "gone" };
	static const char *const no_text[] = { "null", "true", "list", "real", "number", "gone" };
	AUTO_JSON *object = NULL;

	(void)state;
	assert_fine(json_read(STR("{\"null\":null,\"true\":true,\"list\":[1],\"real\":1.5,\"empty\":\"\","
				  "\"text\":\"seven\",\"padded\":\" 7\",\"number\":-7,\"digits\":\"-7\"}"), &object, NULL));
	for (size_t i = 0; i < COUNT_OF(no_number); i++)
		assert_int_equal(json_number(object, no_number[i], 99), 99);
	for (size_t i = 0; i < COUNT_OF(no_text); i++)
		assert_null(json_str(object, no_text[i]).at);
	assert_int_equal(json_number(object, "number", 99), -7);
	assert_int_equal(json_number(object, "digits", 99), -7);
	assert_non_null(json_str(object, "empty").at);
	assert_int_equal(json_number(NULL, "number", 99), 99);
	assert_null(json_str(json_null(), "text").at);
}

static void ids_and_numbers_come_back_as_they_were_set(void **state)
{
	struct chance chance = { 53 };

	(void)state;
	for (int round = 0; round < 1000; round++) {
		int64_t id = (int64_t)(chance_number(&chance) >> 2) + 1;
		int64_t number = (int64_t)chance_number(&chance) >> chance_below(&chance, 64);
		AUTO_JSON *object = json_object();
		AUTO_JSON *again = NULL;
		AUTO(buf) text;

		json_set_id(object, "id", id);
		json_set_number(object, "number", number);
		json_set_bool(object, "is", round % 2);
		buf_init(&text, 200);
		json_write(object, &text);
		assert_fine(json_read(buf_str(&text), &again, NULL));
		/* JavaScript would round it: 2^53 and more travel as text. */
		assert_true(json_is_string(json_object_get(again, "id")));
		assert_true(json_number(again, "id", 0) == id);
		assert_true(json_number(again, "number", 0) == number);
		assert_int_equal(json_is_true(json_object_get(again, "is")), round % 2);
		assert_true(json_is_boolean(json_object_get(again, "is")));
	}
}

/* One U+FFFD for each byte that begins nothing: as many as were lost, and the rest stays. */
static void broken_bytes_are_replaced_and_whole_characters_stay(void **state)
{
	static const struct { struct str text; const char *clean; } rows[] = {
		{ STR("añ😀"), "añ😀" }, { STR("\xff\xfe"), "\xef\xbf\xbd\xef\xbf\xbd" },
		{ STR("a\xc3"), "a\xef\xbf\xbd" }, { STR("\xe2\x82z"), "\xef\xbf\xbd\xef\xbf\xbdz" },
		{ STR("\xed\xa0\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" }, { STR(""), "" },
		{ STR_NONE, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO_JSON *object = json_object();

		json_set_str(object, "text", rows[i].text);
		assert_string_equal(json_string_value(json_object_get(object, "text")), rows[i].clean);
	}
}

/* Whatever bytes came (a NUL never does: jansson reads none): what is written can be read, and a whole text is not changed. */
static void any_bytes_can_be_set_written_and_read(void **state)
{
	struct chance chance = { 8259 };

	(void)state;
	for (int round = 0; round < 3000; round++) {
		char bytes[24];
		struct str raw = { bytes, (size_t)chance_below(&chance, sizeof(bytes)) };
		AUTO_JSON *object = json_object();
		AUTO_JSON *again = NULL;
		AUTO(buf) text;

		for (size_t i = 0; i < raw.size; i++)
			bytes[i] = (char)chance_between(&chance, 1, chance_below(&chance, 3) ? 127 : 255);
		json_set_str(object, "text", raw);
		buf_init(&text, 1000);
		json_write(object, &text);
		assert_fine(json_read(buf_str(&text), &again, NULL));
		assert_true(str_is_utf8(json_str(again, "text")));
		assert_int_equal(str_equals(json_str(again, "text"), raw), str_is_utf8(raw));
	}
}

static void members_are_written_compact_in_the_order_they_were_set(void **state)
{
	AUTO_JSON *object = json_object();
	AUTO(buf) text;

	(void)state;
	json_set_number(object, "z", 1);
	json_set_str(object, "a", STR("x\"y\n"));
	json_set_bool(object, "m", 0);
	json_set_number(object, "z", 2);
	buf_init(&text, 100);
	json_write(object, &text);
	assert_string_equal(buf_text(&text), "{\"z\":2,\"a\":\"x\\\"y\\n\",\"m\":false}");
	buf_clear(&text);
	json_write(json_null(), &text);
	assert_string_equal(buf_text(&text), "null");
}

static void a_value_larger_than_its_buf_is_found_out(void **state)
{
	AUTO_JSON *object = json_object();
	AUTO(buf) text;

	(void)state;
	json_set_str(object, "a", STR("0123456789"));
	buf_init(&text, 17);
	json_write(object, &text);
	assert_fault(buf_check(&text, NULL), FAULT_TOO_LARGE);
	buf_done(&text);
	buf_init(&text, 18);
	json_write(object, &text);
	assert_fine(buf_check(&text, NULL));
}

static void a_time_that_is_none_is_null(void **state)
{
	static const struct { int64_t at; const char *written; } rows[] = {
		{ 0, "{\"t\":null}" }, { NEVER, "{\"t\":null}" }, { 1, "{\"t\":\"1970-01-01T00:00:00.001Z\"}" },
		{ 1796008482120, "{\"t\":\"2026-11-30T03:14:42.120Z\"}" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO_JSON *object = json_object();
		AUTO(buf) text;

		json_set_time(object, "t", rows[i].at);
		buf_init(&text, 100);
		json_write(object, &text);
		assert_string_equal(buf_text(&text), rows[i].written);
	}
}

/* The note goes into logs and answers: what was written there stays out of it (fault.h). */
static void what_is_wrong_is_said_without_repeating_it(void **state)
{
	static const struct { const char *label; struct str text; const char *says; } rows[] = {
		{ "a word", STR("{\"a\": rosalinda}"), "something else belongs here" },
		{ "a member twice", STR("{\"rosalinda\": 1, \"rosalinda\": 2}"), "stands twice" },
		{ "behind the end", STR("{} rosalinda"), "behind the end" },
		{ "half a pair", STR("{\"a\": \"rosalinda\\ud800\"}"), "something else belongs here" },
		{ "no UTF-8", STR("{\"a\": \"rosalinda\xff\"}"), "UTF-8" },
		{ "a NUL", STR("{\"a\": \"rosalinda\\u0000\"}"), "NUL" },
		{ "too early", STR("{\"rosalinda\": \"a"), "too early" },
		{ "too large", STR("{\"a\": 99999999999999999999999}"), "too large" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct note note = { .text = "" };
		json_t *value = NULL;

		assert_int_equal(json_read(rows[i].text, &value, &note), FAULT_INVALID);
		assert_null(value);
		if (!strstr(note.text, rows[i].says) || strstr(note.text, "rosalinda") ||
		    strstr(note.text, "9999"))
			fail_msg("%s: %s", rows[i].label, note.text);
	}
}

/* "[{},{}…" before anything is made of it; what stands in texts is no value. */
static void more_values_than_anybody_sends_are_refused_before_they_are_made(void **state)
{
	static const struct { const char *piece; int values; } rows[] = {
		{ "{},", 2 }, { "[],", 2 }, { "1,", 1 }, { "\"a,[{\\\",,,,,,,,\",", 1 }, { "[[],[]],", 5 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int most = JSON_VALUES / rows[i].values;

		for (int count = most - 2; count <= most + 2; count += 4) {
			struct note note = { .text = "" };
			AUTO_JSON *value = NULL;
			AUTO_JSON *mended = NULL;
			enum fault fault;
			AUTO(buf) text;

			buf_init(&text, 4 << 20);
			buf_add_char(&text, '[');
			for (int n = 0; n < count; n++)
				buf_add_text(&text, rows[i].piece);
			buf_add_text(&text, "1]");
			fault = json_read(buf_str(&text), &value, &note);
			if (fault != (count < most ? FAULT_NONE : FAULT_TOO_LARGE))
				fail_msg("%s %d times: %d %s", rows[i].piece, count, fault, note.text);
			assert_int_equal(json_mend_read(buf_str(&text), &mended, &note), fault);
			assert_int_equal(json_array_size(value), fault ? 0 : count + 1);
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_one_whole_value_is_read),
		cmocka_unit_test(the_place_of_a_mistake_is_told),
		cmocka_unit_test(a_deep_value_is_refused_and_its_words_do_not_fill_the_log),
		cmocka_unit_test(members_of_another_kind_count_as_absent),
		cmocka_unit_test(ids_and_numbers_come_back_as_they_were_set),
		cmocka_unit_test(broken_bytes_are_replaced_and_whole_characters_stay),
		cmocka_unit_test(any_bytes_can_be_set_written_and_read),
		cmocka_unit_test(members_are_written_compact_in_the_order_they_were_set),
		cmocka_unit_test(a_value_larger_than_its_buf_is_found_out),
		cmocka_unit_test(a_time_that_is_none_is_null),
		cmocka_unit_test(what_is_wrong_is_said_without_repeating_it),
		cmocka_unit_test(more_values_than_anybody_sends_are_refused_before_they_are_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
