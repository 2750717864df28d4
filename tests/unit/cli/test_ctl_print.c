#include "terminal.h"

#include "tests/lib/chance.h"

#include <locale.h>
#include <stdlib.h>
#include <time.h>

#include "cli/ctl.h"
#include "cli/ctl_print.h"

static const struct column two[] = {
	{ "name", "name", CELL_TEXT }, { "text", "text", CELL_TEXT }, { .title = NULL },
};

static json_t *value_of(const char *text)
{
	json_t *value = NULL;
	struct note note;

	if (json_read(str_of(text), &value, &note))
		fail_msg("%s: %s", text, note.text);
	return value;
}

static const char *print(struct terminal *terminal, const struct column *columns, const char *items)
{
	AUTO_JSON *rows = value_of(items);

	terminal_open(terminal);
	ctl_print_table(columns, rows);
	terminal_close(terminal);
	return terminal->out;
}

static void columns_stand_under_each_other_in_every_script(void **state)
{
	struct terminal terminal;

	(void)state;
	assert_string_equal(print(&terminal, two, "[{\"name\":\"Rosa\",\"text\":\"a\"},{\"name\":\"王建国\",\"text\":\"b\"},"
				  "{\"name\":\"أمينة\",\"text\":\"c\"},{\"name\":\"e\\u0301l\",\"text\":\"d\"},{\"text\":\"e\"}]"),
			    "name    text\nRosa    a\n王建国  b\n\u2068أمينة\u2069   c\ne\u0301l      d\n        e\n");
}

static void an_empty_table_is_its_titles(void **state)
{
	static const char *const empties[] = { "[]", "{}" };
	struct terminal terminal;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(empties); i++)
		assert_string_equal(print(&terminal, two, empties[i]), "name  text\n");
	terminal_open(&terminal);
	ctl_print_table(two, NULL);
	terminal_close(&terminal);
	assert_string_equal(terminal.out, "name  text\n");
}

/* One item is one line, whatever is in it. */
static void no_text_makes_a_line_of_its_own(void **state)
{
	struct terminal terminal;
	int lines = 0;

	(void)state;
	print(&terminal, two, "[{\"name\":\"a\\nb\\r\\nc\\u0085d\\u001b[2J\",\"text\":\"x\\ty\"}]");
	for (const char *at = terminal.out; *at; at++) {
		lines += *at == '\n';
		assert_true(*at == '\n' || (unsigned char)*at >= ' ');
	}
	assert_int_equal(lines, 2);
	assert_null(strstr(terminal.out, "\xc2\x85"));
}

/* Over all of Unicode: what may move the cursor, hide or turn text never comes through. */
static void no_code_point_commands_the_terminal(void **state)
{
	(void)state;
	for (uint32_t written = 1; written <= 0x10ffff; written++) {
		bool is_control = written < 0x20 || (written >= 0x7f && written < 0xa0);
		bool turns = (written >= 0x202a && written <= 0x202e) || (written >= 0x2066 && written <= 0x2069);
		char bytes[8];
		AUTO(buf) one;
		AUTO(buf) shown;

		if (written >= 0xd800 && written <= 0xdfff)
			continue;
		buf_init(&one, 4);
		buf_init(&shown, 64);
		buf_add_rune(&one, written);
		ctl_print_safe(&shown, buf_str(&one), false);
		str_put(bytes, sizeof(bytes), buf_str(&one));
		if ((is_control || turns) != (strcmp(buf_text(&shown), " ") == 0 && written != ' '))
			fail_msg("U+%04X is shown as \"%s\"", written, buf_text(&shown));
		if (!is_control && !turns)
			assert_non_null(strstr(buf_text(&shown), bytes));
	}
}

static void lines_of_a_message_stay_under_their_event(void **state)
{
	AUTO(buf) shown;

	(void)state;
	buf_init(&shown, 200);
	ctl_print_safe(&shown, STR("a\nb\r\n\tc"), true);
	assert_string_equal(buf_text(&shown), "a\n            | b \n            |  c");
}

/* An emergency's text may be longer than a cell: cut, but what was turned is turned back. */
static void a_cut_text_does_not_turn_the_rest_of_its_line(void **state)
{
	struct terminal terminal;
	AUTO(buf) items;

	(void)state;
	for (int size = 250; size < 262; size++) {
		buf_init(&items, 4000);
		buf_add_text(&items, "[{\"name\":\"");
		for (int i = 0; i < size; i++)
			buf_add_text(&items, "ش");
		buf_add_text(&items, "\",\"text\":\"behind\"}]");
		print(&terminal, two, buf_text(&items));
		assert_non_null(strstr(terminal.out, "\u2069  behind\n"));
		buf_done(&items);
	}
}

/* The calculator of columns, for texts put together of characters whose width is known. */
static void a_text_is_as_wide_as_its_characters(void **state)
{
	static const struct { const char *text; size_t width; } known[] = {
		{ "a", 1 }, { "ñ", 1 }, { "e\u0301", 1 }, { "国", 2 }, { "한", 2 }, { "😀", 2 }, { "ش", 1 }, { "", 0 }, { "\u2068", 0 },
	};
	struct chance chance = { 80 };

	(void)state;
	for (int round = 0; round < 1000; round++) {
		size_t width = 0;
		AUTO(buf) text;

		buf_init(&text, 200);
		for (int i = 0; i < 20; i++) {
			size_t n = (size_t)chance_below(&chance, COUNT_OF(known));

			buf_add_text(&text, known[n].text);
			width += known[n].width;
		}
		assert_int_equal(ctl_print_width(buf_str(&text)), width);
	}
}

static const struct {
	const char *object;
	struct column column;
	const char *shown;
} cells[] = {
	{ "{\"a\":null}", { "", "a", CELL_TEXT }, "" },
	{ "{\"a\":-7}", { "", "a", CELL_TEXT }, "-7" },
	{ "{\"a\":0.5}", { "", "a", CELL_TEXT }, "0.5" },
	{ "{\"a\":true}", { "", "a", CELL_TEXT }, "yes" },
	{ "{\"a\":false}", { "", "a", CELL_TEXT }, "no" },
	{ "{\"a\":false}", { "", "a", CELL_YES }, "" },
	{ "{\"a\":\"true\"}", { "", "a", CELL_YES }, "" },
	{ "{\"a\":{}}", { "", "a", CELL_TEXT }, "" },
	{ "{\"a\":[\"x\"]}", { "", "a", CELL_TEXT }, "" },
	{ "{\"a\":[]}", { "", "a", CELL_LIST }, "" },
	{ "{\"a\":[\"x\",null,2]}", { "", "a", CELL_LIST }, "x  2" },
	{ "{\"a\":\"x\"}", { "", "a", CELL_LIST }, "" },
	{ "{\"a\":[{\"name\":\"x\"},{\"name\":\"y\"},\"z\",{}]}", { "", "a", CELL_NAMES }, "x, y, z, " },
	{ "{\"a\":{\"b\":{\"c\":1}}}", { "", "a.b.c", CELL_TEXT }, "1" },
	{ "{\"a\":7}", { "", "a.b.c", CELL_TEXT }, "" },
	{ "{\"a\":\"2020-11-22T04:20:00Z\"}", { "", "a", CELL_TIME }, "Sun 22 Nov 2020 04:20" },
	{ "{\"a\":\"soon\"}", { "", "a", CELL_TIME }, "" },
	{ "{\"a\":null}", { "", "a", CELL_TIME }, "" },
	{ "{\"a\":7}", { "", "a", CELL_TIME }, "" },
};

static void each_kind_of_cell_shows_its_own_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cells); i++) {
		AUTO_JSON *object = value_of(cells[i].object);
		AUTO(buf) shown;

		buf_init(&shown, 200);
		ctl_print_cell(object, &cells[i].column, &shown);
		if (strcmp(buf_text(&shown), cells[i].shown))
			fail_msg("%s is shown as \"%s\"", cells[i].object, buf_text(&shown));
	}
}

static void times_are_those_of_the_zone_and_never_of_another_year(void **state)
{
	static const struct { const char *zone; const char *shown; } rows[] = {
		{ "America/Chicago", "Tue 31 Dec 2019 18:30" }, { "UTC", "Wed 01 Jan 2020 00:30" },
		{ "Asia/Kathmandu", "Wed 01 Jan 2020 06:15" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO(buf) shown;

		buf_init(&shown, 100);
		assert_int_equal(setenv("TZ", rows[i].zone, 1), 0);
		tzset();
		ctl_print_time(&shown, STR("2020-01-01T00:30:00.000Z"));
		assert_string_equal(buf_text(&shown), rows[i].shown);
	}
	assert_int_equal(setenv("TZ", "UTC", 1), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_stand_under_each_other_in_every_script),
		cmocka_unit_test(an_empty_table_is_its_titles),
		cmocka_unit_test(no_text_makes_a_line_of_its_own),
		cmocka_unit_test(no_code_point_commands_the_terminal),
		cmocka_unit_test(lines_of_a_message_stay_under_their_event),
		cmocka_unit_test(a_cut_text_does_not_turn_the_rest_of_its_line),
		cmocka_unit_test(a_text_is_as_wide_as_its_characters),
		cmocka_unit_test(each_kind_of_cell_shows_its_own_and_nothing_else),
		cmocka_unit_test(times_are_those_of_the_zone_and_never_of_another_year),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
