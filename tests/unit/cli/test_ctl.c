#include "tests/lib/test.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/ctl.h"
#include "cli/ctl_ask.h"
#include "cli/ctl_print.h"
#include "cli/ctl_verbs.h"

/* As main does it: verb, arguments and options of a command line. */
static const struct verb *read_line(struct ctl *ctl, char **argv, int argc)
{
	int used = 0;
	const struct verb *verb = ctl_verb_find(argc, argv, &used);

	*ctl = (struct ctl){ .is_json = false };
	for (int i = used; verb && i < argc; i++)
		if (!strncmp(argv[i], "--", 2)) {
			ctl->options[ctl->option_count].name = argv[i] + 2;
			ctl->options[ctl->option_count++].value =
				strcmp(argv[i], "--preview") ? argv[i + 1] : "1";
			i += strcmp(argv[i], "--preview") != 0;
		} else {
			ctl->args[ctl->arg_count++] = argv[i];
		}
	return verb;
}

static const struct {
	const char *said[8];
	const char *path;
	const char *body;
} cases[] = {
	{ { "status" }, "/control/status", "" },
	{ { "show", "promises" }, "/api/v1/promises", "" },
	{ { "show", "promises", "--state", "waiting", "--language", "zh-Hans" },
	  "/api/v1/promises?state=waiting&language=zh-Hans", "" },
	{ { "route", "+13125550101", "--purpose", "emergency" },
	  "/control/route?number=%2B13125550101&purpose=emergency", "" },
	{ { "trace", "../x y" }, "/control/trace/..%2Fx%20y", "" },
	{ { "answer", "81", "Sí \"hoy\"", "--language", "es" }, "/api/v1/promises/81/answer",
	  "{\"text\":\"Sí \\\"hoy\\\"\",\"language\":\"es\"}" },
	{ { "excuse", "81", "spam" }, "/api/v1/promises/81/excuse", "{\"reason\":\"spam\"}" },
	{ { "excuse", "81", "in_person", "she came by" }, "/api/v1/promises/81/excuse",
	  "{\"reason\":\"in_person\",\"note\":\"she came by\"}" },
	{ { "send", "+13125550101", "hi" }, "/api/v1/messages", "{\"to\":\"+13125550101\",\"text\":\"hi\"}" },
	{ { "token", "add", "ana@maple.example" }, "/api/v1/users/ana@maple.example/tokens", "{}" },
	{ { "token", "add", "ana@maple.example", "--days", "7", "--name", "the gate" },
	  "/api/v1/users/ana@maple.example/tokens", "{\"days\":\"7\",\"name\":\"the gate\"}" },
	{ { "token", "list" }, "/api/v1/tokens", "" },
	{ { "token", "list", "ana@maple.example" }, "/api/v1/tokens?user=ana@maple.example", "" },
	{ { "token", "revoke", "12" }, "/api/v1/tokens/12", "" },
	{ { "pause", "12" }, "/api/v1/lines/12/pause", "{\"reason\":\"paused\"}" },
	{ { "resume", "12" }, "/api/v1/lines/12/resume", "" },
	{ { "clock", "advance", "4h" }, "/control/clock", "{\"advance\":\"4h\"}" },
	{ { "backup", "/tmp/a b.db" }, "/control/backup", "{\"path\":\"/tmp/a b.db\"}" },
	{ { "show", "rules" }, "/api/v1/rules", "" },
	{ { "rules", "export", "--version", "3" }, "/api/v1/rules?version=3", "" },
	{ { "rules", "history" }, "/api/v1/rules/history", "" },
	{ { "import", "/dev/null", "--preview" }, "/control/import?preview=1", "" },
};

static void each_verb_becomes_one_request(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct verb *verb;
		struct ctl ctl;
		int argc = 0;
		AUTO(buf) path;
		AUTO(buf) body;

		buf_init(&path, 4096);
		buf_init(&body, 4096);
		while (argc < 8 && cases[i].said[argc])
			argc++;
		verb = read_line(&ctl, (char **)(uintptr_t)cases[i].said, argc);
		assert_non_null(verb);
		assert_int_equal(ctl_verb_path(&ctl, verb, &path, NULL), FAULT_NONE);
		assert_int_equal(ctl_verb_body(&ctl, verb, &body, NULL), FAULT_NONE);
		assert_string_equal(buf_text(&path), cases[i].path);
		assert_string_equal(buf_text(&body), cases[i].body);
	}
}

static void a_relative_backup_is_made_absolute(void **state)
{
	char *said[] = { (char[]){ "backup" }, (char[]){ "b.db" } };
	const struct verb *verb;
	char folder[1024], wanted[1200];
	struct ctl ctl;
	AUTO(buf) body;

	(void)state;
	buf_init(&body, 4096);
	verb = read_line(&ctl, said, 2);
	assert_int_equal(ctl_verb_body(&ctl, verb, &body, NULL), FAULT_NONE);
	assert_non_null(getcwd(folder, sizeof(folder)));
	snprintf(wanted, sizeof(wanted), "{\"path\":\"%s/b.db\"}", folder);
	assert_string_equal(buf_text(&body), wanted);
}

static void half_a_verb_is_none(void **state)
{
	char *said[] = { (char[]){ "show" }, (char[]){ "nothing" } };
	int used;

	(void)state;
	assert_null(ctl_verb_find(1, said, &used));
	assert_null(ctl_verb_find(2, said, &used));
	assert_null(ctl_verb_find(0, said, &used));
}

/* The table itself: what must be asked for can be said. */
static void every_verb_can_be_used_and_shown(void **state)
{
	(void)state;
	for (const struct verb *verb = ctl_verbs; verb->words; verb++) {
		const char *hole = strstr(verb->path, "{1}");

		assert_true(verb->columns || verb->show || verb->run);
		assert_true(!strcmp(verb->method, "GET") || !strcmp(verb->method, "POST") ||
			    !strcmp(verb->method, "PATCH") || !strcmp(verb->method, "DELETE"));
		assert_true(strcmp(verb->method, "POST") || verb->fields);
		assert_true(!hole || verb->least >= 1);
		assert_true(verb->most >= verb->least);
		assert_true(verb->help[0]);
	}
}

static const struct {
	const char *text, *shown;
	size_t width;
} texts[] = {
	{ "Rosa", "Rosa", 4 },
	{ "Gutiérrez", "Gutiérrez", 9 },
	{ "王建国", "王建国", 6 },
	{ "أمينة", "\u2068أمينة\u2069", 5 },
	{ "a\033[31mb\r\n", "a [31mb  ", 9 },
	{ "a\u202eb", "a b", 3 },
};

static void text_from_families_cannot_command_the_terminal(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		AUTO(buf) shown;

		buf_init(&shown, 256);
		ctl_print_safe(&shown, str_of(texts[i].text), false);
		assert_string_equal(buf_text(&shown), texts[i].shown);
		assert_int_equal(ctl_print_width(buf_str(&shown)), texts[i].width);
	}
}

static void cells_follow_a_path_and_stay_empty_without_it(void **state)
{
	static const struct column columns[] = {
		{ "family", "contact.name", CELL_TEXT }, { "due", "due_at", CELL_TIME },
		{ "languages", "languages", CELL_LIST }, { "late", "is_late", CELL_YES },
		{ "segments", "segments", CELL_TEXT }, { "none", "owner.name.x", CELL_TEXT },
	};
	static const char *const shown[] = { "Rosa", "Sun 22 Nov 2020 04:20", "es so", "yes", "7", "" };
	AUTO_JSON *object = NULL;

	(void)state;
	assert_int_equal(json_read(STR("{\"contact\": {\"name\": \"Rosa\"}, \"due_at\": "
				       "\"2020-11-22T04:20:00.000Z\", \"languages\": [\"es\", \"so\"],"
				       " \"is_late\": true, \"segments\": 7, \"owner\": null}"),
				   &object, NULL), FAULT_NONE);
	for (size_t i = 0; i < COUNT_OF(columns); i++) {
		AUTO(buf) cell;

		buf_init(&cell, 256);
		ctl_print_cell(object, &columns[i], &cell);
		assert_string_equal(buf_text(&cell), shown[i]);
	}
}

static void nobody_at_the_socket_says_what_to_do(void **state)
{
	static const struct question question = { .method = "GET", .path = "/control/status" };
	struct ctl ctl = { .socket = "/tmp/hearback-no-such.sock" };
	json_t *answer = NULL;
	struct note note;

	(void)state;
	assert_int_equal(ctl_ask(&ctl, &question, &answer, &note), FAULT_AGAIN);
	assert_non_null(strstr(note.text, "hearbackd is not running: start it with"));
	assert_null(answer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_verb_becomes_one_request),
		cmocka_unit_test(a_relative_backup_is_made_absolute),
		cmocka_unit_test(half_a_verb_is_none),
		cmocka_unit_test(every_verb_can_be_used_and_shown),
		cmocka_unit_test(text_from_families_cannot_command_the_terminal),
		cmocka_unit_test(cells_follow_a_path_and_stay_empty_without_it),
		cmocka_unit_test(nobody_at_the_socket_says_what_to_do),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
