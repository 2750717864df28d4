/* Whole verbs against a daemon: what is asked, in which order, what is printed, how it exits. */
#include "answerer.h"
#include "cli/ctl_run.h"
#include "terminal.h"

#include <locale.h>

struct told {
	const char *said[8];
	struct answer answers[4];
	const char *asked[4];   /* "METHOD path body", one an answer */
	int code;
	bool is_json;
};

static int run_told(const struct told *told, struct terminal *terminal)
{
	struct ctl ctl = { .is_json = told->is_json };
	const struct verb *verb = read_line(&ctl, told->said);
	struct answerer *answerer;
	int count = 0, code;

	while (count < 4 && told->asked[count])
		count++;
	answerer = answerer_start(told->answers, count);
	ctl.socket = answerer->socket;
	terminal_open(terminal);
	code = verb->run ? verb->run(&ctl, verb) : ctl_run_one(&ctl, verb);
	terminal_close(terminal);
	answerer_stop(answerer);
	assert_int_equal(answerer->asked, count);
	for (int i = 0; i < count; i++) {
		const char *body = strchr(strchr(told->asked[i], ' ') + 1, ' ');
		char line[400];

		str_put(line, sizeof(line), (struct str){ told->asked[i], body ? (size_t)(body - told->asked[i]) :
							  strlen(told->asked[i]) });
		assert_asked(answerer, i, line, body ? body + 1 : "");
	}
	free(answerer);
	return code;
}

#define NO(code, message) "{\"error\":{\"code\":\"" code "\",\"message\":\"" message "\"}}"
#define LINES "{\"items\":[{\"id\":\"1\",\"adapter\":\"main\"},{\"id\":\"2\",\"adapter\":\"spare\"}," \
	      "{\"id\":\"3\",\"adapter\":\"main\"}]}"
#define PAUSED " {\"reason\":\"paused\"}"

static const struct told plain[] = {
	{ { "resume", "7" }, { { 200, LINES }, { 200, "{}" } }, { "GET /api/v1/lines", "POST /api/v1/lines/7/resume" }, 0, false },
	{ { "pause", "main" }, { { 200, LINES }, { 200, "{}" }, { 200, "{}" } },
	  { "GET /api/v1/lines", "POST /api/v1/lines/1/pause" PAUSED, "POST /api/v1/lines/3/pause" PAUSED }, 0, false },
	/* the first that fails ends it, and says so */
	{ { "pause", "main" }, { { 200, LINES }, { 409, NO("conflict", "m") } },
	  { "GET /api/v1/lines", "POST /api/v1/lines/1/pause" PAUSED }, 65, false },
	{ { "pause", "main" }, { { 200, LINES }, { 200, "{}" }, { 404, NO("not_found", "m") } },
	  { "GET /api/v1/lines", "POST /api/v1/lines/1/pause" PAUSED, "POST /api/v1/lines/3/pause" PAUSED }, 66, false },
	{ { "pause", "main" }, { { 503, NO("unavailable", "m") } }, { "GET /api/v1/lines" }, 75, false },
	{ { "audit", "verify" }, { { 200, "{\"is_whole\":true,\"rows\":9}" } }, { "GET /control/audit/verify" }, 0, false },
	{ { "audit", "verify" }, { { 200, "{\"is_whole\":false,\"first_bad\":\"4\",\"rows\":9}" } },
	  { "GET /control/audit/verify" }, 65, false },
	{ { "audit", "verify" }, { { 200, "{\"is_whole\":false}" } }, { "GET /control/audit/verify" }, 65, true },
	{ { "drain" }, { { 401, NO("unauthorized", "m") } }, { "POST /control/drain" }, 77, false },
	{ { "backup", "/x" }, { { 503, NO("disk", "m") } }, { "POST /control/backup {\"path\":\"/x\"}" }, 74, false },
	{ { "import", "/none.csv" }, { { 0, NULL } }, { NULL }, 66, false },
};

static void each_verb_asks_in_order_and_exits_as_it_went(void **state)
{
	struct terminal terminal;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(plain); i++) {
		int code = run_told(&plain[i], &terminal);

		if (code != plain[i].code)
			fail_msg("row %zu exits with %d: %s", i, code, terminal.err);
		assert_int_equal(terminal.err[0] != '\0', code != 0 && !strstr(plain[i].said[0], "audit"));
	}
}

/* A script reads stdout: a refusal never stands there, and JSON is what the daemon said. */
static void json_is_printed_as_it_came_and_refusals_are_not_mixed_in(void **state)
{
	static const struct told fine = { { "show", "promises" }, { { 200, "{\"items\":[{\"id\":\"1\",\"x\":[1,2.5,null]}],\"next\":\"c\"}" } },
					  { "GET /api/v1/promises" }, 0, true };
	static const struct told refused = { { "show", "promises" }, { { 403, NO("forbidden", "not yours") } },
					     { "GET /api/v1/promises" }, 77, true };
	struct terminal terminal;
	AUTO_JSON *printed = NULL;
	AUTO(buf) again;

	(void)state;
	assert_int_equal(run_told(&fine, &terminal), 0);
	assert_fine(json_read(str_of(terminal.out), &printed, NULL));
	buf_init(&again, 1000);
	json_write(printed, &again);
	assert_string_equal(buf_text(&again), fine.answers[0].body);
	assert_int_equal(run_told(&refused, &terminal), 77);
	assert_string_equal(terminal.out, "");
	assert_non_null(strstr(terminal.err, "not yours"));
}

static void a_list_with_more_behind_it_gives_the_cursor(void **state)
{
	static const struct told more = { { "show", "users", "--cursor", "a b" }, { { 200, "{\"items\":[],\"next\":\"c2\"}" } },
					  { "GET /api/v1/users?cursor=a%20b" }, 0, false };
	static const struct told last = { { "show", "users" }, { { 200, "{\"items\":[],\"next\":null}" } },
					  { "GET /api/v1/users" }, 0, false };
	struct terminal terminal;

	(void)state;
	assert_int_equal(run_told(&more, &terminal), 0);
	assert_non_null(strstr(terminal.out, "--cursor c2\n"));
	assert_int_equal(run_told(&last, &terminal), 0);
	assert_null(strstr(terminal.out, "cursor"));
}

/* --- rules ------------------------------------------------------------------------------ */

static char document[] = "/tmp/hearback-rules-XXXXXX";
#define SENT "{\"document\":\"a: 1\\n\""
#define CHECK "POST /api/v1/rules/check " SENT "}"
#define FINE "{\"is_fine\":true,\"errors\":0,\"warnings\":0,\"findings\":[]}"
#define WARNED "{\"is_fine\":true,\"errors\":0,\"warnings\":1,\"findings\":[{\"line\":3,\"column\":5," \
	       "\"severity\":\"warning\",\"rule\":\"r\",\"field\":\"f\",\"reason\":\"why\"}]}"
#define REFUSED "{\"is_fine\":false,\"errors\":1,\"warnings\":0,\"findings\":[{\"line\":2,\"column\":1," \
		"\"severity\":\"error\",\"reason\":\"why\"}]}"

static int write_document(void **state)
{
	int fd = mkstemp(document);

	(void)state;
	return fd < 0 || write(fd, "a: 1\n", 5) != 5 || close(fd) != 0;
}

static int drop_document(void **state)
{
	(void)state;
	return unlink(document);
}

static const struct told rules[] = {
	{ { "rules", "check", document }, { { 200, FINE } }, { CHECK }, 0, false },
	{ { "rules", "check", document }, { { 200, WARNED } }, { CHECK }, 0, false },
	{ { "rules", "check", document, "--strict" }, { { 200, WARNED } }, { CHECK }, 65, false },
	{ { "rules", "check", document }, { { 200, REFUSED } }, { CHECK }, 65, false },
	{ { "rules", "check", document }, { { 200, REFUSED } }, { CHECK }, 65, true },
	{ { "rules", "check", document }, { { 200, "{}" } }, { CHECK }, 65, false },
	/* what would not do is not published */
	{ { "rules", "publish", document }, { { 200, REFUSED } }, { CHECK }, 65, false },
	{ { "rules", "publish", document }, { { 200, WARNED }, { 200, "{\"version\":4}" } },
	  { CHECK, "POST /api/v1/rules/publish " SENT "}" }, 0, false },
	{ { "rules", "publish", document, "--at", "T", "--note", "n" }, { { 200, FINE }, { 409, NO("conflict", "m") } },
	  { CHECK, "POST /api/v1/rules/publish " SENT ",\"at\":\"T\",\"note\":\"n\"}" }, 65, false },
	{ { "rules", "publish", "--version", "3" }, { { 200, "{\"version\":5}" } },
	  { "POST /api/v1/rules/publish {\"version\":\"3\"}" }, 0, false },
	/* a draft may have mistakes: it is kept without being asked about */
	{ { "rules", "draft", document }, { { 200, REFUSED } }, { "POST /api/v1/rules/draft " SENT "}" }, 0, false },
	{ { "rules", "replay", document, "--days", "7" }, { { 200, FINE }, { 200, "{}" } },
	  { CHECK, "POST /api/v1/rules/replay " SENT ",\"days\":\"7\"}" }, 0, false },
	{ { "rules", "check", "/none.yaml" }, { { 0, NULL } }, { NULL }, 66, false },
	{ { "rules", "check", "/dev/null" }, { { 0, NULL } }, { NULL }, 65, false },
};

static void rules_are_sent_only_after_they_were_found_good(void **state)
{
	struct terminal terminal;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		int code = run_told(&rules[i], &terminal);
		AUTO_JSON *printed = NULL;

		if (code != rules[i].code)
			fail_msg("row %zu exits with %d: %s", i, code, terminal.err);
		if (rules[i].is_json)
			assert_fine(json_read(str_of(terminal.out), &printed, NULL));
	}
}

static void a_finding_begins_with_the_files_own_place(void **state)
{
	static const struct { size_t row; const char *place; } rows[] = { { 1, ":3:5: " }, { 3, ":2:1: " }, { 10, ":2:1: " } };
	struct terminal terminal;
	char expected[100];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		run_told(&rules[rows[i].row], &terminal);
		snprintf(expected, sizeof(expected), "%s%s", document, rows[i].place);
		assert_memory_equal(terminal.out, expected, strlen(expected));
	}
}

#define MOVE "POST /api/v1/rules/move "
#define BATCH(to, moved, refused, next) "{\"to\":" to ",\"moved\":" moved ",\"unchanged\":0,\"items\":[]," \
	"\"refused\":[" refused "],\"next\":" next "}"
#define STAYS "{\"promise\":\"9\",\"reason\":\"r\"}"

static const struct told moves[] = {
	{ { "rules", "move", "7", "8" }, { { 200, BATCH("3", "2", "", "null") } }, { MOVE "{\"promises\":\"7,8\"}" }, 0, true },
	/* the version of the first batch is that of all: what is published meanwhile changes nothing halfway */
	{ { "rules", "move", "--all" }, { { 200, BATCH("3", "2", "", "\"50\"") }, { 200, BATCH("3", "4", "", "\"90\"") },
	    { 200, BATCH("3", "1", STAYS, "null") } },
	  { MOVE "{\"all\":\"1\"}", MOVE "{\"all\":\"1\",\"to\":\"3\",\"after\":\"50\"}", MOVE "{\"all\":\"1\",\"to\":\"3\",\"after\":\"90\"}" },
	  65, true },
	/* the second batch fails: what the first did is told all the same */
	{ { "rules", "move", "--all" }, { { 200, BATCH("3", "2", "", "\"50\"") }, { 503, NO("unavailable", "m") } },
	  { MOVE "{\"all\":\"1\"}", MOVE "{\"all\":\"1\",\"to\":\"3\",\"after\":\"50\"}" }, 75, true },
	{ { "rules", "move", "--all" }, { { 503, NO("unavailable", "m") } }, { MOVE "{\"all\":\"1\"}" }, 75, false },
};

static void a_move_goes_on_until_all_were_looked_at(void **state)
{
	static const int moved[] = { 2, 7, 2, -1 };
	struct terminal terminal;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(moves); i++) {
		AUTO_JSON *all = NULL;
		int code = run_told(&moves[i], &terminal);

		if (code != moves[i].code)
			fail_msg("row %zu exits with %d: %s", i, code, terminal.err);
		if (moved[i] < 0) {
			assert_string_equal(terminal.out, "");
			continue;
		}
		assert_fine(json_read(str_of(terminal.out), &all, NULL));
		assert_int_equal(json_number(all, "moved", -1), moved[i]);
		assert_int_equal(json_array_size(json_object_get(all, "refused")), i == 1);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_verb_asks_in_order_and_exits_as_it_went),
		cmocka_unit_test(json_is_printed_as_it_came_and_refusals_are_not_mixed_in),
		cmocka_unit_test(a_list_with_more_behind_it_gives_the_cursor),
		cmocka_unit_test(rules_are_sent_only_after_they_were_found_good),
		cmocka_unit_test(a_finding_begins_with_the_files_own_place),
		cmocka_unit_test(a_move_goes_on_until_all_were_looked_at),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, write_document, drop_document);
}
