#include "tests/lib/fine.h"

#include <ctype.h>

#include "base/fault.h"

/* One word is one fault: a script that reads the word, and a program that reads the status,
 * both know what to do next. */
static void every_fault_has_a_word_of_its_own(void **state)
{
	(void)state;
	for (unsigned i = 0; i < FAULT_KINDS; i++) {
		const char *word = fault_word((enum fault)i);

		assert_true(word[0] && fault_text((enum fault)i)[0]);
		for (const char *at = word; *at; at++)
			assert_true(islower((unsigned char)*at) || *at == '_');
		for (unsigned k = 0; k < i; k++)
			assert_string_not_equal(word, fault_word((enum fault)k));
	}
}

static void only_success_looks_like_success(void **state)
{
	(void)state;
	assert_int_equal(FAULT_NONE, 0);
	assert_int_equal(fault_http_status(FAULT_NONE), 200);
	assert_int_equal(fault_exit_code(FAULT_NONE), 0);
	for (unsigned i = 1; i < FAULT_KINDS; i++) {
		assert_in_range(fault_http_status((enum fault)i), 400, 599);
		assert_in_range(fault_exit_code((enum fault)i), 64, 78);
	}
}

/* A provider repeats what it got 5xx or 429 for, and gives up on the other 4xx. */
static void what_may_be_asked_again_later_says_so_to_both(void **state)
{
	static const enum fault later[] = { FAULT_AGAIN, FAULT_FULL, FAULT_LIMIT };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(later); i++) {
		int status = fault_http_status(later[i]);

		assert_true(status >= 500 || status == 429);
		assert_int_equal(fault_exit_code(later[i]), 75);
	}
}

static void the_fault_comes_back_and_the_cause_is_kept(void **state)
{
	struct note note = { .file = "old", .line = 3, .column = 4 };
	char text[500];

	(void)state;
	assert_fault(fault_because(FAULT_FULL, &note, "over %d in %s", 7, "outbox"), FAULT_FULL);
	assert_string_equal(note_text(&note, FAULT_FULL, text, sizeof(text)), "over 7 in outbox");
	assert_fault(fault_at(FAULT_CONFIG, &note, "a.yaml", 12, 5, "bad %s", "value"), FAULT_CONFIG);
	assert_string_equal(note_text(&note, FAULT_CONFIG, text, sizeof(text)), "a.yaml:12:5: bad value");
	assert_fault(fault_at(FAULT_DISK, &note, "a.yaml", 0, 0, "gone"), FAULT_DISK);
	assert_string_equal(note_text(&note, FAULT_DISK, text, sizeof(text)), "a.yaml: gone");
	assert_fault(fault_because(FAULT_LIMIT, &note, "no place"), FAULT_LIMIT);
	assert_string_equal(note_text(&note, FAULT_LIMIT, text, sizeof(text)), "no place");
}

static void without_a_note_the_fault_speaks_for_itself(void **state)
{
	struct note empty = { .text = "" };
	char text[100];

	(void)state;
	assert_fault(fault_because(FAULT_FULL, NULL, "%d", 1), FAULT_FULL);
	assert_fault(fault_at(FAULT_FULL, NULL, "f", 1, 1, "%d", 1), FAULT_FULL);
	for (unsigned i = 0; i < FAULT_KINDS; i++) {
		assert_string_equal(note_text(NULL, (enum fault)i, text, sizeof(text)), fault_text((enum fault)i));
		assert_string_equal(note_text(&empty, (enum fault)i, text, sizeof(text)), fault_text((enum fault)i));
	}
}

static void a_cause_too_long_is_cut_and_ends(void **state)
{
	char endless[1000], text[2000];
	struct note note;

	(void)state;
	memset(endless, 'e', sizeof(endless) - 1);
	endless[sizeof(endless) - 1] = '\0';
	assert_fault(fault_at(FAULT_INVALID, &note, endless, 1, 2, "%s", endless), FAULT_INVALID);
	assert_int_equal(strlen(note.text), sizeof(note.text) - 1);
	assert_int_equal(strlen(note.file), sizeof(note.file) - 1);
	assert_int_equal(note.line, 1);
	assert_int_equal(note.column, 2);
	assert_int_equal(strlen(note_text(&note, FAULT_INVALID, text, 20)), 19);
	assert_string_equal(note_text(&note, FAULT_INVALID, text, 1), "");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_fault_has_a_word_of_its_own),
		cmocka_unit_test(only_success_looks_like_success),
		cmocka_unit_test(what_may_be_asked_again_later_says_so_to_both),
		cmocka_unit_test(the_fault_comes_back_and_the_cause_is_kept),
		cmocka_unit_test(without_a_note_the_fault_speaks_for_itself),
		cmocka_unit_test(a_cause_too_long_is_cut_and_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
