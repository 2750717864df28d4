/* What a YAML document may ask of libyaml, counted: no clock decides here. */
#include "tests/lib/fine.h"

#include <string.h>

#include "base/buf.h"
#include "i18n/files/yaml_bounds.h"

static void add_times(struct buf *text, const char *piece, int times)
{
	while (times-- > 0)
		buf_add_text(text, piece);
}

/* libyaml reads a thousand tokens ahead; behind the bound nothing is counted any more. */
static void a_document_is_left_at_the_first_bracket_that_is_too_deep(void **state)
{
	static const struct {
		const char *piece;
		int line, column;
	} rows[] = {
		{ "[", 1, 17 }, { "{", 1, 17 }, { "[{a: ", 1, 41 }, { "- ", 1, 33 }, { "? ", 1, 33 },
		{ "[\n", 17, 1 }, { "- - ", 1, 33 }, { "&a [", 1, 65 }, { "!!seq [", 1, 113 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct yaml_bounds bounds;
		struct note note = { .text = "" };
		AUTO(buf) text;

		buf_init(&text, 1 << 20);
		add_times(&text, rows[i].piece, 48 * 1024 / (int)strlen(rows[i].piece));
		assert_fault(yaml_bounds_check(buf_str(&text), true, &bounds, &note), FAULT_TOO_LARGE);
		assert_int_equal(bounds.deepest, YAML_BOUNDS_DEPTH + 1);
		assert_true(bounds.events <= 3 * YAML_BOUNDS_DEPTH);
		if (note.line != rows[i].line || note.column != rows[i].column)
			fail_msg("%s is told at %d:%d", rows[i].piece, note.line, note.column);
		assert_non_null(strstr(note.text, "nested too deep"));
	}
}

static void anchors_are_few_and_aliases_only_for_who_takes_them(void **state)
{
	struct yaml_bounds bounds;
	struct note note = { .text = "" };
	AUTO(buf) text;

	(void)state;
	buf_init(&text, 1 << 20);
	for (int i = 0; i <= YAML_BOUNDS_ANCHORS; i++) {
		assert_fine(yaml_bounds_check(buf_str(&text), false, &bounds, &note));
		assert_int_equal(bounds.anchors, i);
		buf_add_format(&text, "- &a%d x\n", i);
	}
	add_times(&text, "- &b y\n", 10000);
	assert_fault(yaml_bounds_check(buf_str(&text), true, &bounds, &note), FAULT_TOO_LARGE);
	assert_int_equal(note.line, YAML_BOUNDS_ANCHORS + 1);
	assert_true(bounds.events < 3 * YAML_BOUNDS_ANCHORS);
	assert_fine(yaml_bounds_check(STR("a: &x [1]\nb: *x\n"), true, &bounds, &note));
	assert_fault(yaml_bounds_check(STR("a: &x [1]\nb: *x\n"), false, &bounds, &note),
		     FAULT_TOO_LARGE);
	assert_int_equal(note.line, 2);
	/* a merge key is an alias too */
	assert_fault(yaml_bounds_check(STR("a: &x {b: 1}\nc:\n  <<: *x\n"), false, &bounds, &note),
		     FAULT_TOO_LARGE);
}

/* The reader that comes behind says what is wrong with it. */
static void what_is_no_yaml_or_merely_long_passes(void **state)
{
	static const char *const rows[] = { "", "#", "a: [", "\"", "\t- a", "%YAML 9.9\n---\na", "a: b: c",
					    "\xff\xfe", "- a\n b\n" };
	struct yaml_bounds bounds;
	AUTO(buf) text;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_fine(yaml_bounds_check(str_of(rows[i]), false, &bounds, NULL));
	buf_init(&text, 1 << 20);
	buf_add_text(&text, "a: [");
	add_times(&text, "x,", 20000);
	buf_add_text(&text, "]\nb: \"");
	add_times(&text, "long ", 100000);
	buf_add_text(&text, "\"\n");
	assert_fine(yaml_bounds_check(buf_str(&text), false, &bounds, NULL));
	assert_int_equal(bounds.events, 20000 + 11);
	assert_int_equal(bounds.deepest, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_is_left_at_the_first_bracket_that_is_too_deep),
		cmocka_unit_test(anchors_are_few_and_aliases_only_for_who_takes_them),
		cmocka_unit_test(what_is_no_yaml_or_merely_long_passes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
