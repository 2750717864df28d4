#include "tests/lib/fine.h"

#include "i18n/files/yaml.h"
#include "tests/unit/i18n/scratch.h"

struct row {
	char *name;
	int size;
	char **words;
	unsigned words_count;
};

struct rows {
	struct row *rows;
	unsigned rows_count;
};

static const cyaml_schema_value_t word_schema = { CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, 20) };
static const cyaml_schema_field_t row_fields[] = {
	CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, struct row, name, 1, 20),
	CYAML_FIELD_INT("size", CYAML_FLAG_OPTIONAL, struct row, size),
	CYAML_FIELD_SEQUENCE("words", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct row, words, &word_schema, 0, 3),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t row_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct row, row_fields) };
static const cyaml_schema_field_t file_fields[] = {
	CYAML_FIELD_SEQUENCE("rows", CYAML_FLAG_POINTER, struct rows, rows, &row_schema, 1, 4),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t file_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct rows, file_fields) };

static enum fault load(const char *text, size_t ceiling, cyaml_data_t **data, struct note *note)
{
	const struct yaml_file file = { scratch_path("x.yaml"), "rows", &file_schema };
	AUTO(buf) room;

	buf_init(&room, ceiling);
	scratch_write("x.yaml", text);
	return yaml_load(&file, &room, data, note);
}

static void a_file_of_the_schema_is_read_whole(void **state)
{
	cyaml_data_t *data = NULL;
	const struct rows *rows;

	(void)state;
	assert_fine(load("# head\nrows:\n- name: \"no\"\n- {name: ñ, size: -7, words: [a, \"b c\"]}\n", 1000, &data, NULL));
	rows = data;
	assert_int_equal(rows->rows_count, 2);
	assert_string_equal(rows->rows[0].name, "no");
	assert_int_equal(rows->rows[0].words_count, 0);
	assert_string_equal(rows->rows[1].name, "ñ");
	assert_int_equal(rows->rows[1].size, -7);
	assert_string_equal(rows->rows[1].words[1], "b c");
	yaml_drop(&file_schema, data);
	yaml_drop(&file_schema, NULL);
}

/* A list with a mistake is no list: what was read before it is given back. */
static const struct {
	const char *text;
	int line, column; /* 0, 0: only that there is a reason */
} broken[] = {
	{ "", 1, 1 },
	{ "# nothing\n", 1, 1 },
	{ "rows:\n- name: a\n  naem: b\n", 3, 3 },
	{ "rows:\n- name: a\nrwos: 1\n", 3, 1 },
	{ "rows:\n- name: a\n  m: b\n", 3, 3 },
	{ "rows:\n- {name: am, m: b}\n", 2, 14 },
	{ "rows:\n- {name: a, sise: 1}\n", 2, 13 },
	{ "rows:\n- size: 1\n", 0, 0 },
	{ "rows:\n- name: a\n  size: many\n", 3, 9 },
	{ "rows:\n- name: []\n", 2, 9 },
	{ "rows:\n- name: \"\"\n", 2, 9 },
	{ "rows:\n- name: a23456789012345678901\n", 2, 9 },
	{ "rows: []\n", 0, 0 },
	{ "rows:\n- name: a\n- name: b\n- name: c\n- name: d\n- name: e\n", 0, 0 },
	{ "rows:\n- name: a\n  words: [a, b, c, d]\n", 0, 0 },
	{ "rows:\n- name: &a x\n- name: *a\n", 0, 0 },
	{ "rows: x\n", 1, 7 },
	{ "- rows\n", 0, 0 },
	{ "rows:\n- name: a\n - b\n", 0, 0 },
	{ "rows:\n- name: \"a\n", 0, 0 },
	{ "rows:\n\t- name: a\n", 0, 0 },
};

static void a_broken_file_is_refused_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(broken); i++) {
		cyaml_data_t *data = NULL;
		struct note note = { .text = "" };

		if (load(broken[i].text, 1000, &data, &note) != FAULT_CONFIG)
			fail_msg("row %zu is taken", i);
		assert_null(data);
		assert_true(note.text[0]);
		assert_string_equal(note.file, scratch_path("x.yaml"));
		if (broken[i].line && (note.line != broken[i].line || note.column != broken[i].column))
			fail_msg("row %zu is told at %d:%d (%s)", i, note.line, note.column, note.text);
	}
}

static void a_file_over_its_ceiling_or_not_there_is_told_apart(void **state)
{
	const struct yaml_file none = { "/none/x.yaml", "rows", &file_schema };
	cyaml_data_t *data = NULL;
	struct note note;
	AUTO(buf) room;

	(void)state;
	buf_init(&room, 100);
	assert_fault(yaml_load(&none, &room, &data, &note), FAULT_MISSING);
	assert_string_equal(note.file, "/none/x.yaml");
	assert_fine(load("rows:\n- name: a\n", 16, &data, &note));
	yaml_drop(&file_schema, data);
	data = NULL;
	assert_fault(load("rows:\n- name: a\n", 15, &data, &note), FAULT_TOO_LARGE);
	assert_null(data);
}

static int clean(void **state)
{
	scratch_remove("x.yaml");
	return scratch_free(state);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_of_the_schema_is_read_whole),
		cmocka_unit_test(a_broken_file_is_refused_with_its_place),
		cmocka_unit_test(a_file_over_its_ceiling_or_not_there_is_told_apart),
	};

	return cmocka_run_group_tests(tests, scratch_new, clean);
}
