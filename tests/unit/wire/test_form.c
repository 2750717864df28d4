#include "tests/lib/test.h"

#include "wire/form.h"
#include "wire/http.h"

static void a_form_is_read_in_order_with_repeats(void **state)
{
	AUTO(arena) arena;
	struct form form;

	(void)state;
	arena_init(&arena, 65536);
	assert_int_equal(form_read(STR("Body=%C2%BFHay+clases%3F&To=%2b1555&To=2&empty=&bare&&=x"),
				   100, &arena, &form, NULL),
			 FAULT_NONE);
	assert_int_equal(form.count, 6);
	assert_true(str_is(form_get(&form, "Body"), "¿Hay clases?"));
	assert_true(str_is(form_get(&form, "To"), "+1555"));
	assert_true(str_is(form.fields[2].value, "2"));
	assert_true(str_is(form.fields[3].name, "empty"));
	assert_int_equal(form.fields[3].value.size, 0);
	assert_true(str_is(form.fields[4].name, "bare"));
	assert_int_equal(form.fields[4].value.size, 0);
	assert_true(str_is(form.fields[5].value, "x"));
	assert_non_null(form_get(&form, "bare").at);
	assert_null(form_get(&form, "absent").at);
}

static void what_a_form_holds_is_judged(void **state)
{
	static const struct {
		const char *label;
		struct str text;
		enum fault fault;
	} rows[] = {
		{ "nothing", { "", 0 }, FAULT_NONE },
		{ "no text at all", { NULL, 0 }, FAULT_NONE },
		{ "only ampersands", { "&&&", 3 }, FAULT_NONE },
		{ "a value with '='", { "a=b=c", 5 }, FAULT_NONE },
		{ "broken UTF-8", { "a=%ff\xfe", 6 }, FAULT_NONE },
		{ "half an escape", { "a=%4", 4 }, FAULT_INVALID },
		{ "a lone percent", { "a=%", 3 }, FAULT_INVALID },
		{ "no hex", { "a=%4g", 5 }, FAULT_INVALID },
		{ "a sign in an escape", { "a=%+4", 5 }, FAULT_INVALID },
		{ "an escaped NUL", { "a=x%00y", 7 }, FAULT_INVALID },
		{ "a NUL", { "a=x\0y", 5 }, FAULT_INVALID },
		{ "a NUL in a name", { "a\0b=x", 5 }, FAULT_INVALID },
		{ "five fields", { "1&2&3&4&5", 9 }, FAULT_TOO_LARGE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO(arena) arena;
		struct form form;
		struct note note;

		arena_init(&arena, 4096);
		if (form_read(rows[i].text, 4, &arena, &form, &note) != rows[i].fault)
			fail_msg("%s", rows[i].label);
	}
}

/* Whoever signs bytes may sign a NUL. */
static void a_nul_is_kept_where_sizes_are_read(void **state)
{
	AUTO(arena) arena;
	struct form form;

	(void)state;
	arena_init(&arena, 4096);
	assert_int_equal(form_read_bytes((struct str){ "a=x%00y&b\0c=%00", 15 }, 4, &arena, &form, NULL), FAULT_NONE);
	assert_int_equal(form.count, 2);
	assert_true(str_equals(form.fields[0].value, (struct str){ "x\0y", 3 }));
	assert_true(str_equals(form.fields[1].name, (struct str){ "b\0c", 3 }));
	assert_true(str_equals(form.fields[1].value, (struct str){ "\0", 1 }));
	assert_int_equal(form_read_bytes(STR("a=%4g"), 4, &arena, &form, NULL), FAULT_INVALID);
}

static void a_form_past_the_arenas_ceiling_is_too_large(void **state)
{
	AUTO(arena) arena;
	struct form form;
	char text[600];

	(void)state;
	arena_init(&arena, 512);
	memset(text, 'a', sizeof(text));
	assert_int_equal(form_read((struct str){ text, sizeof(text) }, 4, &arena, &form, NULL),
			 FAULT_TOO_LARGE);
}

static void every_byte_but_nul_survives_a_form(void **state)
{
	AUTO(arena) arena;
	AUTO(buf) body;
	struct form form;
	char every[255];

	(void)state;
	arena_init(&arena, 65536);
	buf_init(&body, 4096);
	for (int i = 0; i < 255; i++)
		every[i] = (char)(i + 1);
	form_add(&body, "Every byte", (struct str){ every, sizeof(every) });
	form_add(&body, "To", STR("+1 (555)"));
	assert_int_equal(form_read(buf_str(&body), 2, &arena, &form, NULL), FAULT_NONE);
	assert_true(str_equals(form_get(&form, "Every byte"),
			       (struct str){ every, sizeof(every) }));
	assert_true(str_is(form_get(&form, "To"), "+1 (555)"));
	assert_true(str_ends(buf_str(&body), STR("&To=%2B1%20%28555%29")));
}

/* Every cut and every changed byte of a form is either read or refused: under
 * asan this finds what runs past an end. */
static void no_form_is_read_past_its_end(void **state)
{
	const struct str whole = STR("a=%41+b&c=%5a&d&=&e=%4");

	(void)state;
	for (size_t size = 0; size <= whole.size; size++) {
		for (int byte = 0; byte < 256; byte++) {
			AUTO(arena) arena;
			AUTO(buf) text;
			struct form form;

			arena_init(&arena, 4096);
			buf_init(&text, 64);
			buf_add(&text, str_slice(whole, 0, size));
			buf_add_char(&text, (char)byte);
			if (form_read(buf_str(&text), 8, &arena, &form, NULL) != FAULT_NONE)
				continue;
			for (size_t i = 0; i < form.count; i++)
				assert_int_equal(form.fields[i].value.at[form.fields[i].value.size], 0);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_is_read_in_order_with_repeats),
		cmocka_unit_test(what_a_form_holds_is_judged),
		cmocka_unit_test(a_nul_is_kept_where_sizes_are_read),
		cmocka_unit_test(a_form_past_the_arenas_ceiling_is_too_large),
		cmocka_unit_test(every_byte_but_nul_survives_a_form),
		cmocka_unit_test(no_form_is_read_past_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
