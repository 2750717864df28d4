/* The table of verbs against itself, and what verbs make of awkward words. */
#include "answerer.h"

#include "base/file.h"
#include "cli/ctl_verbs.h"

static bool is_option_known(const struct verb *verb, struct str name, bool *takes_value)
{
	struct str rest = str_of(verb->options), word;

	while (str_next(&rest, ' ', &word)) {
		*takes_value = str_ends(word, STR("="));
		if (str_equals(str_slice(word, 0, word.size - *takes_value), name))
			return true;
	}
	return false;
}

/* "to=1 text=2 purpose=--purpose|school": every source is an argument or option that can be given. */
static void every_field_has_a_source_that_can_be_given(void **state)
{
	(void)state;
	for (const struct verb *verb = ctl_verbs; verb->words; verb++) {
		struct str rest = str_of(verb->fields), field;

		while (str_next(&rest, ' ', &field)) {
			struct str from = str_from(field, str_find(field, STR("=")) + 1);
			bool takes_value;
			int64_t n;

			from = str_slice(from, 0, str_find(from, STR("|")));
			if (str_starts(field, STR("@")) || !field.size)
				continue;
			if (str_starts(from, STR("--")))
				assert_true(is_option_known(verb, str_from(from, 2), &takes_value));
			else if (str_number(str_from(from, str_starts(from, STR("/"))), 1, verb->most, &n))
				fail_msg("%s: %.*s", verb->words, STR_ARG(field));
		}
	}
}

/* What the usage shows is taken, with a value when it shows one; what must be given it shows. */
static void the_usage_shows_no_option_that_is_not_taken(void **state)
{
	(void)state;
	for (const struct verb *verb = ctl_verbs; verb->words; verb++) {
		struct str rest = str_of(verb->usage);

		for (size_t at; (at = str_find(rest, STR("--"))) < rest.size;) {
			size_t end = 0;
			bool takes_value = false, shows_value;
			struct str name;

			rest = str_from(rest, at + 2);
			while (end < rest.size && (rest.at[end] == '-' || (rest.at[end] >= 'a' && rest.at[end] <= 'z')))
				end++;
			name = str_slice(rest, 0, end);
			rest = str_from(rest, end);
			shows_value = rest.size && rest.at[0] == ' ' && rest.size > 1 && rest.at[1] != '[' && rest.at[1] != '|';
			if (!is_option_known(verb, name, &takes_value) || takes_value != shows_value)
				fail_msg("%s: --%.*s", verb->words, STR_ARG(name));
		}
	}
}

static void no_verb_hides_another(void **state)
{
	(void)state;
	for (const struct verb *verb = ctl_verbs; verb->words; verb++) {
		struct str rest = str_of(verb->words), word;
		char words[4][32], *argv[4];
		int argc = 0, used = 0;

		for (; str_next(&rest, ' ', &word); argc++) {
			assert_true(argc < 4);
			str_put(words[argc], sizeof(words[argc]), word);
			argv[argc] = words[argc];
		}
		assert_ptr_equal(ctl_verb_find(argc, argv, &used), verb);
		assert_int_equal(used, argc);
	}
}

/* A path is one path: whatever the argument holds, it stays one segment, and a query one value. */
static void no_argument_escapes_from_its_place(void **state)
{
	static const struct { const char *arg; const char *escaped; } rows[] = {
		{ "81", "81" }, { "a/b", "a%2Fb" }, { "a?b=c&d#e", "a%3Fb%3Dc%26d%23e" }, { "a b+c", "a%20b%2Bc" },
		{ "%2F", "%252F" }, { "ñ", "%C3%B1" }, { "\r\nX: y", "%0D%0AX%3A%20y" }, { "a@b.c-d_e~f", "a@b.c-d_e~f" },
		{ "\x7f\xff", "%7F%FF" }, { "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct ctl ctl = { .socket = NULL };
		const struct verb *verb = read_line(&ctl, (const char *[]){ "trace", rows[i].arg, NULL });
		char expected[100] = "/control/trace/";
		AUTO(buf) path;

		buf_init(&path, 1000);
		assert_fine(ctl_verb_path(&ctl, verb, &path, NULL));
		assert_string_equal(buf_text(&path), strcat(expected, rows[i].escaped));
	}
}

/* An option that was not given leaves no empty member behind: empty means "take it back". */
static const struct {
	const char *said[8];
	const char *body;
} bodies[] = {
	{ { "user", "set", "a@b", NULL }, "{}" },
	{ { "user", "set", "a@b", "--week", "", NULL }, "{\"week\":\"\"}" },
	{ { "user", "set", "a@b", "--zone", "UTC", "--role", "viewer", NULL }, "{\"zone\":\"UTC\",\"role\":\"viewer\"}" },
	{ { "user", "absent", "a@b", "now", "2026-12-24", NULL }, "{\"from\":\"now\",\"to\":\"2026-12-24\"}" },
	{ { "user", "absent", "a@b", "now", "2026-12-24", "\"ill\"", NULL },
	  "{\"from\":\"now\",\"to\":\"2026-12-24\",\"reason\":\"\\\"ill\\\"\"}" },
	{ { "pause", "main", "storm", NULL }, "{\"reason\":\"storm\"}" },
	{ { "pause", "main", NULL }, "{\"reason\":\"paused\"}" },
	{ { "student", "remove", "7", NULL }, "" },
	{ { "household", "join", "+1312", "", NULL }, "{\"household\":\"\"}" },
	{ { "send", "+1312", "a\xff" "b", NULL }, "{\"to\":\"+1312\",\"text\":\"a\xef\xbf\xbd" "b\"}" },
};

static void only_what_was_said_is_sent(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		struct ctl ctl = { .socket = NULL };
		const struct verb *verb = read_line(&ctl, bodies[i].said);
		AUTO(buf) body;

		buf_init(&body, 1000);
		assert_fine(ctl_verb_body(&ctl, verb, &body, NULL));
		assert_string_equal(buf_text(&body), bodies[i].body);
	}
}

static void a_file_is_the_body_and_its_options_are_the_query(void **state)
{
	char path_name[] = "/tmp/hearback-csv-XXXXXX";
	int fd = mkstemp(path_name);
	struct ctl ctl = { .socket = NULL };
	const struct verb *verb = read_line(&ctl, (const char *[]){ "calendar", "import", path_name, "--school", "Oak & Elm",
								    "--preview", NULL });
	struct note note;
	AUTO(buf) path;
	AUTO(buf) body;

	(void)state;
	assert_int_equal(write(fd, "BEGIN:VCALENDAR", 15), 15);
	close(fd);
	buf_init(&path, 1000);
	buf_init(&body, 10);
	assert_fine(ctl_verb_path(&ctl, verb, &path, NULL));
	assert_string_equal(buf_text(&path), "/control/calendar?school=Oak%20%26%20Elm&preview=1");
	assert_fine(ctl_verb_body(&ctl, verb, &body, NULL));
	assert_string_equal(buf_text(&body), "BEGIN:VCALENDAR");
	unlink(path_name);
	buf_clear(&body);
	assert_fault(ctl_verb_body(&ctl, verb, &body, &note), FAULT_MISSING);
	assert_string_equal(note.file, path_name);
}

/* Longer than we send is said here, not cut. */
static void what_is_too_long_is_refused_before_it_is_sent(void **state)
{
	static char endless[9000];
	struct ctl ctl = { .args = { "81", endless }, .arg_count = 2 };
	const struct verb *verb;
	int used;
	AUTO(buf) path;
	AUTO(buf) body;

	(void)state;
	memset(endless, 'e', sizeof(endless) - 1);
	buf_init(&path, 8000);
	buf_init(&body, 8000);
	verb = ctl_verb_find(1, (char *[]){ (char[]){ "answer" } }, &used);
	assert_fine(ctl_verb_path(&ctl, verb, &path, NULL));
	assert_fault(ctl_verb_body(&ctl, verb, &body, NULL), FAULT_TOO_LARGE);
	ctl.args[0] = endless;
	assert_fault(ctl_verb_path(&ctl, verb, &path, NULL), FAULT_TOO_LARGE);
}

static void help_lists_a_word_or_everything(void **state)
{
	static const char *const rows[] = { "show", "rules", "user", "status" };
	FILE *file = tmpfile();
	int all = ctl_verbs_print(file, NULL), counted = 0;

	(void)state;
	for (const struct verb *verb = ctl_verbs; verb->words; verb++)
		counted++;
	assert_int_equal(all, counted);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int of_word = ctl_verbs_print(file, rows[i]);

		assert_true(of_word >= 1 && of_word < all);
	}
	assert_int_equal(ctl_verbs_print(file, "sho"), 0);
	assert_int_equal(ctl_verbs_print(file, "show promises"), 0);
	assert_int_equal(ctl_verbs_print(file, ""), 0);
	fclose(file);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_has_a_source_that_can_be_given),
		cmocka_unit_test(the_usage_shows_no_option_that_is_not_taken),
		cmocka_unit_test(no_verb_hides_another),
		cmocka_unit_test(no_argument_escapes_from_its_place),
		cmocka_unit_test(only_what_was_said_is_sent),
		cmocka_unit_test(a_file_is_the_body_and_its_options_are_the_query),
		cmocka_unit_test(what_is_too_long_is_refused_before_it_is_sent),
		cmocka_unit_test(help_lists_a_word_or_everything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
