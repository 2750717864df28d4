/* YAML as people and programs write it: what the tree makes of it, and where it says a mistake is. */
#include "written.h"

#include "settings/config_tree.h"

static void same_file(const struct written *written, const char *yaml)
{
	struct config *config = NULL;
	struct note note = { .text = "" };

	if (load(written, yaml, &config, &note))
		fail_msg("%d:%d %s\n%s", note.line, note.column, note.text, yaml);
	assert_string_equal(config->district.name, "Maple");
	assert_string_equal(config->adapters[0].lines[0].number, "+13125550100");
	assert_int_equal(config->listen_count, 2);
	assert_string_equal(config->listen[1], "h:2");
	config_free(&config);
}

#define TWO "listen: [\"h:1\", \"h:2\"]\n"

static void the_same_settings_in_every_way_of_writing_them(void **state)
{
	static const char *const ways[] = {
		LEAST TWO,
		TWO LEAST,
		"--- # with a start\n" LEAST TWO "...\n",
		"%YAML 1.1\n---\n" LEAST TWO,
		"\xef\xbb\xbf" LEAST TWO,
		LEAST "listen:\n- \"h:1\"\n- \"h:2\"\n# an end\n\n\n",
		LEAST "listen: &both [\"h:1\", 'h:2']\n",
		LEAST "listen: [!!str h:1, !!str h:2]\n",
		LEAST "\"listen\": [\"h:1\", \"h\\x3a2\"]\n",
		"{district: {name: Maple}, public_url: http://h, listen: [\"h:1\", \"h:2\"], adapters: [{account_sid: AC1, "
		"auth_token_file: \"@\", lines: [{number: \"+13125550100\"}]}]}",
	};

	for (size_t i = 0; i < COUNT_OF(ways); i++)
		same_file(*state, ways[i]);
}

static void windows_line_ends_are_line_ends(void **state)
{
	AUTO(buf) yaml;

	buf_init(&yaml, 4000);
	for (const char *at = LEAST TWO; *at; at++)
		buf_add_text(&yaml, *at == '\n' ? "\r\n" : (const char[]){ *at, '\0' });
	same_file(*state, buf_text(&yaml));
}

/* true, 012, ~ and 1e3 are what they look like; a program's YAML would make other things of them. */
static void scalars_are_taken_as_they_are_written(void **state)
{
	static const char *const written[] = { "true", "no", "~", "null", "012", "0x1F", "1e3", "2026-03-02", "1_000", "=", "<<" };

	for (size_t i = 0; i < COUNT_OF(written); i++) {
		struct config *config = NULL;
		char yaml[400];

		snprintf(yaml, sizeof(yaml), "district: {name: %s}\npublic_url: http://h\n" ADAPTER, written[i]);
		assert_fine(load(*state, yaml, &config, NULL));
		assert_string_equal(config->district.name, written[i]);
		config_free(&config);
	}
}

/* A mistake and its place: line and column are those an editor shows, from 1. */
static const struct {
	const char *yaml;
	int line, column;
} places[] = {
	{ "x", 1, 1 },
	{ "[]", 1, 1 },
	{ "   ~", 1, 4 },
	{ HEAD ADAPTER "timing:\n", 8, 8 },
	{ HEAD ADAPTER "timing: 7\n", 8, 9 },
	{ HEAD ADAPTER "timing: []\n", 8, 9 },
	{ HEAD ADAPTER "timing:\n  x: 1\n", 9, 3 },
	{ HEAD ADAPTER "timing:\n  inbound_poll: [1]\n", 9, 17 },
	{ HEAD ADAPTER "timing:\n  inbound_poll: {a: 1}\n", 9, 17 },
	{ HEAD ADAPTER "timing:\n  inbound_poll: 1s\n  inbound_poll: 2s\n", 10, 3 },
	{ HEAD ADAPTER "? [a, b]\n: 1\n", 8, 3 },
	{ HEAD ADAPTER "? {a: b}\n: 1\n", 8, 3 },
	{ HEAD ADAPTER "? &k clock\n: real\n*k : real\n", 8, 3 },
	{ HEAD ADAPTER "listen: [[\"h:1\"]]\n", 8, 10 },
	{ HEAD ADAPTER "listen:\n- \"h:1\"\n-\n", 10, 2 },
	{ HEAD ADAPTER "listen: {a: b}\n", 8, 9 },
	{ HEAD ADAPTER "ladder: [visit, stairs]\n", 8, 17 },
	{ HEAD ADAPTER "ladder: [visit, visit, visit, visit, visit, visit]\n", 8, 9 },
	{ HEAD ADAPTER "\tclock: real\n", 8, 1 },
	{ HEAD ADAPTER "clock: *nowhere\n", 8, 8 },
	{ HEAD ADAPTER "clock: 'real\n", 9, 1 },
	{ HEAD ADAPTER "clock: !!map real\nclock: x\n", 9, 1 },
	{ HEAD "adapters: {}\n", 3, 11 },
	{ HEAD "adapters: []\n", 3, 11 },
	{ HEAD "adapters: [x]\n", 3, 12 },
	{ HEAD "adapters: &a [*a]\n", 3, 11 },
	{ HEAD "adapters:\n- {}\n", 4, 3 },
	{ HEAD "adapters:\n- account_sid: AC1\n  auth_token_file: @\n  lines: x\n", 6, 10 },
	{ HEAD "adapters:\n- account_sid: AC1\n  auth_token_file: @\n  lines: [{number: +13125550100, per_second: 0}]\n", 6, 46 },
	{ HEAD "adapters:\n- account_sid: AC1\n  auth_token_file: @\n  max_concurrency: many\n  lines: [{number: +13125550100}]\n", 6, 20 },
};

static void a_mistake_is_where_the_editor_shows_it(void **state)
{
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		struct config *config = NULL;
		struct note note = { .text = "" };

		if (!load(*state, places[i].yaml, &config, &note))
			fail_msg("row %zu is taken: %s", i, places[i].yaml);
		assert_null(config);
		if (note.line != places[i].line || note.column != places[i].column)
			fail_msg("row %zu is told at %d:%d (%s)", i, note.line, note.column, note.text);
	}
}

/* Columns are counted in characters: an editor does not know of bytes. */
static void a_column_behind_other_scripts_is_still_the_editors(void **state)
{
	struct config *config = NULL;
	struct note note;

	assert_fault(load(*state, "district: {name: \"Écoles 学区\", region: usa}\npublic_url: http://h\n" ADAPTER,
			  &config, &note), FAULT_CONFIG);
	assert_int_equal(note.line, 1);
	assert_int_equal(note.column, 39);
}

/* Bytes that are no YAML at all: an answer, never a fall. */
static void rubbish_is_refused_with_a_place(void **state)
{
	static const struct str rubbish[] = {
		STR("\0"), STR("\xff\xfe"), STR("\x80"), STR("a: \x01"), STR("a: \"\\q\""), STR("{{{{"), STR("]"), STR("- - -\n -"),
		STR("&"), STR("*"), STR("!<"), STR("%TAG"), STR("a: |\n b\nc"), STR("? ? ?"), STR("\xef\xbb\xbf"), STR("#"), STR("---\n---\n"),
	};
	struct config config = { .path = (char[]){ "x.yaml" }, .kinds = written_kinds };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rubbish); i++) {
		struct note note = { .text = "" };
		AUTO(buf) value;

		arena_init(&config.arena, 100000);
		buf_init(&value, 100);
		assert_fault(config_tree_read(&config, rubbish[i], &note), FAULT_CONFIG);
		assert_true(note.line >= 1 && note.column >= 1 && note.text[0]);
		assert_string_equal(note.file, "x.yaml");
		assert_true(config_tree_peek("x.yaml", rubbish[i], "clock", &value, &note));
		assert_int_equal(value.size, 0);
		arena_done(&config.arena);
	}
}

/* Twelve levels of aliases are 8^12 values for whoever unrolls them. */
static void aliases_of_aliases_cost_nothing(void **state)
{
	struct config *config = NULL;
	AUTO(buf) yaml;

	buf_init(&yaml, 10000);
	buf_add_text(&yaml, HEAD ADAPTER "listen:\n- &a0 [x, x, x, x, x, x, x, x]\n");
	for (int i = 0; i < 12; i++)
		buf_add_format(&yaml, "- &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i + 1, i, i, i, i, i, i, i, i);
	assert_fault(load(*state, buf_text(&yaml), &config, NULL), FAULT_CONFIG);
}

static void a_key_is_peeked_wherever_it_stands(void **state)
{
	static const struct { const char *yaml; const char *key; const char *value; } rows[] = {
		{ "clock: practice", "clock", "practice" },
		{ "timing: {inbound_poll: 1s}\ndistrict:\n  time_zone: UTC\n", "district.time_zone", "UTC" },
		{ "nonsense: 1\nclock: x y\n", "clock", "x y" },
		{ "clock: &c a\nstore: *c\n", "store", "a" },
		{ "clock: ''", "clock", "" },
		{ "clock: [a]", "clock", NULL }, { "district: {}", "district.time_zone", NULL },
		{ "district: [time_zone]", "district.time_zone", NULL }, { "- clock", "clock", NULL },
		{ "clocks: a", "clock", NULL }, { "district: {clock: a}", "clock", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO(buf) value;

		buf_init(&value, 100);
		assert_fault(config_tree_peek("x", str_of(rows[i].yaml), rows[i].key, &value, NULL),
			     rows[i].value ? FAULT_NONE : FAULT_MISSING);
		assert_string_equal(buf_text(&value), rows[i].value ? rows[i].value : "");
	}
}

#define WRITTEN(claim) cmocka_unit_test_setup_teardown(claim, open_written, close_written)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WRITTEN(the_same_settings_in_every_way_of_writing_them),
		WRITTEN(windows_line_ends_are_line_ends),
		WRITTEN(scalars_are_taken_as_they_are_written),
		WRITTEN(a_mistake_is_where_the_editor_shows_it),
		WRITTEN(a_column_behind_other_scripts_is_still_the_editors),
		cmocka_unit_test(rubbish_is_refused_with_a_place),
		WRITTEN(aliases_of_aliases_cost_nothing),
		cmocka_unit_test(a_key_is_peeked_wherever_it_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
