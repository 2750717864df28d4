#include "tests/lib/fine.h"

#include "i18n/files/po.h"
#include "tests/unit/i18n/scratch.h"

/* Keeps "name=text;" of what it is given; refuses a message by its name. */
struct keeper {
	struct po_reader reader;
	struct buf kept;
	const char *refuses;
};

static enum fault keep(struct po_reader *reader, struct str name, struct str text, struct note *note)
{
	struct keeper *keeper = container_of(reader, struct keeper, reader);

	if (keeper->refuses && str_is(name, keeper->refuses))
		return fault_because(FAULT_CONFIG, note, "not this one");
	buf_add_format(&keeper->kept, "%.*s=%.*s;", STR_ARG(name), STR_ARG(text));
	return FAULT_NONE;
}

#define HEAD "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
#define SAYS(name, text) "msgctxt \"" name "\"\nmsgid \"x\"\nmsgstr \"" text "\"\n\n"

static enum fault read_po(struct keeper *keeper, const char *text, struct note *note)
{
	keeper->reader.take = keep;
	buf_init(&keeper->kept, 4000);
	scratch_write("x.po", text);
	return po_read(scratch_path("x.po"), &keeper->reader, note);
}

static const struct {
	const char *text, *kept;
} taken[] = {
	{ HEAD, "" },
	{ HEAD SAYS("a", "uno") SAYS("b", "dos"), "a=uno;b=dos;" },
	{ HEAD SAYS("a", "año \\\"x\\\"\\n{n}"), "a=año \"x\"\n{n};" },
	{ HEAD "msgctxt \"a\"\nmsgid \"\"\n\"x\"\nmsgstr \"\"\n\"one \"\n\"two\"\n", "a=one two;" },
	{ HEAD "# a translator's\n#. a developer's\n#: code.c:1\n#, c-format\n" SAYS("a", "uno"), "a=uno;" },
	/* all of these mean: not translated */
	{ HEAD SAYS("a", ""), "" },
	{ HEAD "#, fuzzy\n" SAYS("a", "uno") SAYS("b", "dos"), "b=dos;" },
	{ HEAD "#~ msgctxt \"a\"\n#~ msgid \"x\"\n#~ msgstr \"uno\"\n", "" },
	{ "\n\n" HEAD SAYS("a.b_c-1", "uno"), "a.b_c-1=uno;" },
};

static void what_is_translated_is_given_in_the_files_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(taken); i++) {
		struct keeper keeper = { .refuses = NULL };
		struct note note = { .text = "" };

		if (read_po(&keeper, taken[i].text, &note))
			fail_msg("row %zu: %d %s", i, note.line, note.text);
		assert_string_equal(buf_text(&keeper.kept), taken[i].kept);
		buf_done(&keeper.kept);
	}
}

/* A file with a mistake is no file: half a language would be sent. */
static const struct {
	const char *text;
	int line; /* 0: the library does not say */
} broken[] = {
	{ HEAD "msgctxt \"a\"\nmsgid \"x\"\n", 5 },
	{ HEAD "msgctxt \"a\"\nmsgid \"x\"\nmsgstr \"uno\n", 0 },
	{ HEAD SAYS("a", "uno") SAYS("a", "dos"), 9 },
	{ HEAD "nonsense\n", 4 },
	{ HEAD SAYS("a", "uno") "msgid \"without a name\"\nmsgstr \"x\"\n", 0 },
	{ HEAD "msgctxt \"a\"\nmsgid \"x\"\nmsgid_plural \"y\"\nmsgstr[0] \"a\"\nmsgstr[1] \"b\"\n", 4 },
	{ HEAD SAYS("b", "dos") "msgctxt \"a\"\nmsgid \"x\"\nmsgstr \"\xff\"\n", 0 },
	{ HEAD "msgctxt \"a\"\nmsgid \"x\"\nmsgstr \"\\q\"\n", 6 },
};

static void a_broken_file_is_refused_with_its_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(broken); i++) {
		struct keeper keeper = { .refuses = NULL };
		struct note note = { .text = "" };

		if (read_po(&keeper, broken[i].text, &note) != FAULT_CONFIG)
			fail_msg("row %zu is taken: %s", i, buf_text(&keeper.kept));
		assert_true(note.text[0]);
		assert_null(strchr(note.text, '\n'));
		assert_string_equal(note.file, scratch_path("x.po"));
		if (broken[i].line && note.line != broken[i].line)
			fail_msg("row %zu: line %d: %s", i, note.line, note.text);
		buf_done(&keeper.kept);
	}
}

/* The library gives up at its twentieth error; we get out of there, and the next file is read. */
static void a_file_of_nothing_but_errors_does_not_stop_the_next_one(void **state)
{
	AUTO(buf) text;

	(void)state;
	buf_init(&text, 10000);
	buf_add_text(&text, HEAD);
	for (int i = 0; i < 60; i++)
		buf_add_text(&text, "nonsense here\n");
	for (int round = 0; round < 3; round++) {
		struct keeper keeper = { .refuses = NULL };
		struct note note = { .text = "" };

		assert_fault(read_po(&keeper, buf_text(&text), &note), FAULT_CONFIG);
		assert_int_equal(note.line, 4);
		buf_done(&keeper.kept);
		assert_fine(read_po(&keeper, HEAD SAYS("a", "uno"), NULL));
		assert_string_equal(buf_text(&keeper.kept), "a=uno;");
		buf_done(&keeper.kept);
	}
}

static void a_reader_that_refuses_stops_there_and_the_place_is_told(void **state)
{
	struct keeper keeper = { .refuses = "b" };
	struct note note;

	(void)state;
	assert_fault(read_po(&keeper, HEAD SAYS("a", "uno") SAYS("b", "dos") SAYS("c", "tres"), &note), FAULT_CONFIG);
	assert_string_equal(buf_text(&keeper.kept), "a=uno;");
	assert_string_equal(note.text, "not this one");
	assert_int_equal(note.line, 8);
	buf_done(&keeper.kept);
}

static void a_file_that_is_not_there_is_named(void **state)
{
	struct keeper keeper = { .reader.take = keep };
	struct note note;

	(void)state;
	assert_fault(po_read("/none/es.po", &keeper.reader, &note), FAULT_CONFIG);
	assert_string_equal(note.file, "/none/es.po");
	assert_true(note.text[0]);
}

static int clean(void **state)
{
	scratch_remove("x.po");
	return scratch_free(state);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_translated_is_given_in_the_files_order),
		cmocka_unit_test(a_broken_file_is_refused_with_its_line),
		cmocka_unit_test(a_file_of_nothing_but_errors_does_not_stop_the_next_one),
		cmocka_unit_test(a_reader_that_refuses_stops_there_and_the_place_is_told),
		cmocka_unit_test(a_file_that_is_not_there_is_named),
	};

	return cmocka_run_group_tests(tests, scratch_new, clean);
}
