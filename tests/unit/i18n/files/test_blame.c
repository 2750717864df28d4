/* A mistake anywhere in a long file is told by its own line, whatever else looks like it. */
#include "tests/lib/fine.h"

#include "i18n/files/po.h"
#include "i18n/files/yaml.h"
#include "tests/lib/chance.h"
#include "tests/unit/i18n/scratch.h"

enum { ROWS = 30, ROUNDS = 200 };

/* --- YAML ------------------------------------------------------------------------------------ */

struct row {
	char *name;
	int size;
};

struct rows {
	struct row *rows;
	unsigned rows_count;
};

static const cyaml_schema_field_t row_fields[] = {
	CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, struct row, name, 1, 30),
	CYAML_FIELD_INT("size", CYAML_FLAG_OPTIONAL, struct row, size),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t row_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct row, row_fields) };
static const cyaml_schema_field_t file_fields[] = {
	CYAML_FIELD_SEQUENCE("rows", CYAML_FLAG_POINTER, struct rows, rows, &row_schema, 1, CYAML_UNLIMITED),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t file_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct rows, file_fields) };

/* The mistake's line; what stands around it has the same words in comments and values. */
static const struct { const char *mistake, *reason; } slips[] = {
	{ "  sise: 7\n", "Unexpected key: sise" },
	{ "  size: many\n", "" },
	{ "  size: [1]\n", "" },
	{ "  size: 99999999999999999999\n", "" },
	{ "  name2: x\n", "Unexpected key: name2" },
};

static int write_yaml(struct chance *chance, const char *mistake, struct buf *text)
{
	uint64_t at = chance_below(chance, ROWS);
	int line = 1, wrong = 0;

	buf_add_text(text, "rows:\n");
	for (uint64_t row = 0; row < ROWS; row++) {
		if (chance_below(chance, 3) == 0) {
			buf_add_text(text, "# sise: 7, size: many, name2: x\n");
			line++;
		}
		buf_add_format(text, "- name: \"%s\"\n", chance_below(chance, 2) ? "sise" : "name2: x");
		line++;
		if (row == at) {
			buf_add_text(text, mistake);
			wrong = ++line;
		} else if (chance_below(chance, 2)) {
			buf_add_text(text, "  size: 7 # sise\n");
			line++;
		}
	}
	return wrong;
}

static void a_mistake_in_a_long_list_is_told_by_its_line(void **state)
{
	const struct yaml_file file = { scratch_path("x.yaml"), "rows", &file_schema };
	struct chance chance = { 16 };

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		size_t slip = chance_below(&chance, COUNT_OF(slips));
		cyaml_data_t *data = NULL;
		struct note note = { .text = "" };
		int line;
		AUTO(buf) text;
		AUTO(buf) room;

		buf_init(&text, 1 << 14);
		buf_init(&room, 1 << 14);
		line = write_yaml(&chance, slips[slip].mistake, &text);
		scratch_write("x.yaml", buf_text(&text));
		assert_fault(yaml_load(&file, &room, &data, &note), FAULT_CONFIG);
		assert_null(data);
		if (note.line != line || !strstr(note.text, slips[slip].reason))
			fail_msg("told at %d (%s), not %d:\n%s", note.line, note.text, line, buf_text(&text));
	}
}

/* --- PO ---------------------------------------------------------------------------------------- */

static enum fault refuse(struct po_reader *reader, struct str name, struct str text, struct note *note)
{
	(void)reader;
	(void)name;
	return str_is(text, "refused") ? fault_because(FAULT_CONFIG, note, "refused") : FAULT_NONE;
}

/* `offset`: of the line that is told, from the first one of the message. */
static const struct { const char *message; int offset; const char *reason; } wrongs[] = {
	{ "msgctxt \"wrong\"\nmsgid \"x\"\nmsgstr \"refused\"\n", 0, "refused" },
	{ "msgid \"no name here\"\nmsgstr \"y\"\n", 0, "without msgctxt" },
	{ "msgctxt \"wrong\"\nmsgid \"x\"\nmsgid_plural \"y\"\nmsgstr[0] \"z\"\nmsgstr[1] \"z\"\n", 0, "msgid_plural" },
	{ "msgctxt \"wrong\"\nmsgid \"x\"\nmsgstr \"\\q\"\n", 2, "" },
	{ "msgctxt \"wrong\"\nmsgid \"x\"\nmgstr \"y\"\n", 2, "" },
	{ "msgctxt \"s0\"\nmsgid \"wrong\"\nmsgstr \"y\"\n", 1, "duplicate" },
};

static int lines_of(const char *text)
{
	int lines = 0;

	for (; *text; text++)
		lines += *text == '\n';
	return lines;
}

static int write_po(struct chance *chance, const char *wrong, struct buf *text)
{
	uint64_t at = 1 + chance_below(chance, ROWS - 1);
	int first = 0;

	buf_add_text(text, "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n");
	for (uint64_t i = 0; i < ROWS; i++) {
		if (chance_below(chance, 3) == 0)
			buf_add_text(text, "# msgctxt \"wrong\" and msgid \"no name here\"\n");
		if (i == at) {
			first = lines_of(buf_text(text)) + 1;
			buf_add_text(text, wrong);
		}
		buf_add_format(text, "\nmsgctxt \"s%d\"\nmsgid \"wrong\"\nmsgstr \"no name here\"\n", (int)i);
	}
	return first;
}

static void a_mistake_in_a_long_catalog_is_told_by_its_line(void **state)
{
	struct chance chance = { 17 };

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		size_t wrong = chance_below(&chance, COUNT_OF(wrongs));
		struct po_reader reader = { refuse };
		struct note note = { .text = "" };
		int line;
		AUTO(buf) text;

		buf_init(&text, 1 << 14);
		line = write_po(&chance, wrongs[wrong].message, &text) + wrongs[wrong].offset;
		scratch_write("x.po", buf_text(&text));
		if (po_read(scratch_path("x.po"), &reader, &note) != FAULT_CONFIG)
			fail_msg("is taken:\n%s", buf_text(&text));
		assert_string_equal(note.file, scratch_path("x.po"));
		if (note.line != line || !strstr(note.text, wrongs[wrong].reason))
			fail_msg("told at %d (%s), not %d:\n%s", note.line, note.text, line, buf_text(&text));
	}
}

static int clean(void **state)
{
	scratch_remove("x.yaml");
	scratch_remove("x.po");
	return scratch_free(state);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mistake_in_a_long_list_is_told_by_its_line),
		cmocka_unit_test(a_mistake_in_a_long_catalog_is_told_by_its_line),
	};

	return cmocka_run_group_tests(tests, scratch_new, clean);
}
