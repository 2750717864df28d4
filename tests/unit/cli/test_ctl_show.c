/* What people are shown of an answer: its ids, words and numbers, and nothing that commands. */
#include "terminal.h"

#include <locale.h>
#include <stdlib.h>

#include "cli/ctl.h"
#include "cli/ctl_rules.h"
#include "cli/ctl_show.h"
#include "cli/ctl_stats.h"
#include "cli/ctl_verbs.h"

static void show(struct terminal *terminal, void (*how)(const json_t *answer), const char *answer)
{
	AUTO_JSON *value = NULL;
	struct note note;

	if (json_read(str_of(answer), &value, &note))
		fail_msg("%s: %s", answer, note.text);
	terminal_open(terminal);
	how(value);
	terminal_close(terminal);
}

/* Words that people of any kind wrote, in every place where they may stand in an answer. */
#define EVIL "\"\\u001b[2J\\u202e\\u2066\\u009b\\r\\n\\u0007x\""
static const struct {
	void (*how)(const json_t *answer);
	const char *answer;
} written[] = {
	{ ctl_show_status, "{\"district\":" EVIL ",\"lines\":[{\"number\":" EVIL ",\"adapter\":" EVIL ",\"pause_reason\":" EVIL "}]}" },
	{ ctl_show_trace, "{\"messages\":[{\"id\":\"1\",\"text\":" EVIL "}],\"events\":[{\"what\":\"message.inbound\",\"message\":\"1\","
			  "\"sentence\":" EVIL ",\"actor\":" EVIL "}]}" },
	{ ctl_show_trace, "{\"promise\":{\"id\":" EVIL ",\"state\":" EVIL "},\"events\":[{\"what\":\"x\",\"at\":\"2026-11-29T17:00:0\u00e9x\"}]}" },
	{ ctl_show_status, "{\"version\":" EVIL ",\"public_url\":" EVIL ",\"lines\":[{\"is_paused\":true,\"number\":" EVIL "}]}" },
	{ ctl_show_route, "{\"why\":" EVIL "}" },
	{ ctl_show_route, "{\"end\":" EVIL ",\"language\":" EVIL ",\"channel\":" EVIL ",\"consent\":{\"school\":" EVIL "},\"history\":[{\"state\":" EVIL
			  ",\"sentence\":" EVIL "}]}" },
	{ ctl_show_lines, "{\"items\":[{\"number\":" EVIL ",\"adapter\":" EVIL ",\"message_webhook\":" EVIL ",\"poll_fault\":" EVIL "}]}" },
	{ ctl_show_act, "{\"promise\":" EVIL ",\"state\":" EVIL ",\"message\":" EVIL ",\"waits\":{\"sentence\":" EVIL "}}" },
	{ ctl_show_emergency, "{\"emergency\":" EVIL ",\"state\":" EVIL ",\"message\":" EVIL ",\"advice\":" EVIL "}" },
	{ ctl_show_token, "{\"token\":" EVIL "}" },
	{ ctl_show_audit, "{\"first_bad\":" EVIL "}" },
	{ ctl_show_lines, "{\"items\":[{\"number\":\"+1\",\"is_paused\":true,\"pause_reason\":" EVIL "}]}" },
	{ ctl_show_import, "{\"unknown_columns\":[" EVIL "],\"refused\":[{\"row\":1,\"column\":" EVIL ",\"reason\":" EVIL "}]}" },
	{ ctl_show_calendar, "{\"added\":[{\"summary\":" EVIL "}],\"removed\":[{\"summary\":" EVIL "}]}" },
	{ ctl_show_user, "{\"email\":" EVIL "}" },
	{ ctl_rules_show, "{\"state\":" EVIL ",\"items\":[{\"name\":" EVIL ",\"answer_within\":" EVIL ",\"when\":{\"school\":" EVIL
			  ",\"topics\":[" EVIL "]},\"steps\":[{\"after\":" EVIL ",\"do\":" EVIL ",\"to\":" EVIL ",\"template\":" EVIL "}]}]}" },
	{ ctl_rules_show_replay, "{\"schools\":[{\"school\":" EVIL "}],\"rules\":[{\"rule\":" EVIL "}],\"load\":[{\"person\":" EVIL "}]}" },
	{ ctl_rules_show_published, "{\"state\":" EVIL "}" },
	{ ctl_stats_show, "{\"by\":\"school\",\"groups\":[{\"group\":" EVIL "}],\"total\":{},\"gaps\":{\"late_share\":{\"best\":" EVIL
			  ",\"worst\":" EVIL ",\"best_value\":0.1,\"worst_value\":0.2}}}" },
};

static void nothing_that_anybody_wrote_commands_the_terminal(void **state)
{
	struct terminal terminal;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(written); i++) {
		struct str rest;
		uint32_t rune;

		show(&terminal, written[i].how, written[i].answer);
		assert_non_null(strchr(terminal.out, 'x'));
		for (rest = str_of(terminal.out); str_next_rune(&rest, &rune);)
			if ((rune < 0x20 && rune != '\n') || (rune >= 0x7f && rune < 0xa0) || (rune >= 0x202a && rune <= 0x202e) ||
			    (rune >= 0x2066 && rune <= 0x2067))
				fail_msg("row %zu shows U+%04X", i, rune);
		assert_int_equal(rest.size, 0);
	}
}

/* An answer and the words, numbers and ids that a person must find in what is shown. */
static const struct {
	void (*how)(const json_t *answer);
	const char *answer;
	const char *has[6];
	const char *has_not[3];
} shown[] = {
	{ ctl_show_status, "{\"district\":\"Maple\",\"version\":\"0.9\",\"public_url\":\"http://h\",\"is_ready\":true,"
			   "\"promises\":{\"open\":41,\"waiting\":2},\"outbox\":{\"sending\":17},\"lines\":[{\"number\":\"+1312\"}]}",
	  { "Maple", "0.9", "http://h", "open 41", "sending 17", "+1312" }, { "stopping", "practice" } },
	{ ctl_show_status, "{\"is_ready\":true,\"is_stopping\":true}", { "stopping" }, { "state     ready" } },
	{ ctl_show_status, "{\"is_ready\":false,\"causes\":[{\"cause\":\"disk\",\"is_down\":true,\"means\":\"it is full\",\"remedy\":\"make room\"}]}",
	  { "state     not ready", "not ready it is full", "what to do: make room" }, { "state     ready" } },
	{ ctl_show_status, "{\"is_ready\":true,\"causes\":[{\"is_down\":false,\"means\":\"one rests\",\"remedy\":\"resume it\"}]}",
	  { "state     ready", "degraded  one rests", "resume it" }, { "not ready" } },
	{ ctl_show_clock, "{\"now\":\"2020-01-01T10:00:00Z\",\"is_practice\":true}", { "Wed 01 Jan 2020 10:00", "practice" }, { NULL } },
	{ ctl_show_clock, "{\"now\":\"2020-01-01T10:00:00Z\",\"is_practice\":false}", { "Wed 01 Jan 2020 10:00" }, { "practice" } },
	{ ctl_show_trace, "{\"promise\":{\"id\":\"81\",\"state\":\"open\",\"is_late\":true,\"due_at\":\"2020-01-01T10:00:00Z\"},"
			  "\"messages\":[{\"id\":\"5\",\"text\":\"one\\ntwo\"},{\"id\":\"6\",\"text\":\"other\"}],\"events\":["
			  "{\"what\":\"message.inbound\",\"message\":\"5\",\"at\":\"2020-01-01T09:00:00.123Z\",\"sentence\":\"came\",\"actor\":\"family\"},"
			  "{\"what\":\"message.sent\",\"message\":\"6\",\"sentence\":\"left\"}]}",
	  { "promise 81  open, late  due Wed 01 Jan 2020 10:00", "2020-01-01T09:00:00Z  came  [family]\n            | one\n            | two\n", "left" },
	  { "other" } },
	{ ctl_show_trace, "{\"promise\":null,\"events\":[]}", { "" }, { "promise" } },
	{ ctl_show_route, "{\"is_known\":true,\"end\":\"text\",\"language\":\"es\",\"channel\":\"sms\",\"why\":\"because\",\"consent\":"
			  "{\"emergency\":\"on\",\"school\":\"off\",\"other\":\"none\"},\"history\":[{\"channel\":\"sms\",\"purpose\":\"school\","
			  "\"state\":\"off\",\"cause\":\"keyword\",\"sentence\":\"stop\"}]}",
	  { "known", "es", "because", "emergency on, school off, other none", "sms school: off (stop)" }, { "stranger", "until", "from" } },
	{ ctl_show_route, "{\"is_known\":false,\"from_at\":\"2020-01-01T10:00:00Z\",\"until_at\":\"2020-01-01T11:00:00Z\"}",
	  { "stranger", "from Wed 01 Jan 2020 10:00 until Wed 01 Jan 2020 11:00" }, { "known" } },
	{ ctl_show_lines, "{\"items\":[{\"number\":\"+1312\",\"adapter\":\"main\",\"is_paused\":true,\"is_polled\":true,\"pause_reason\":\"storm\","
			  "\"webhook_method\":\"POST\",\"message_webhook\":\"http://h/m\",\"message_fallback\":\"http://h/f\"}]}",
	  { "+1312", "main", "paused: storm", "POST http://h/m", "POST http://h/f" }, { "well" } },
	{ ctl_show_lines, "{\"items\":[{\"is_polled\":true}]}", { "well" }, { "paused", "not polled" } },
	{ ctl_show_lines, "{\"items\":[{\"is_polled\":true,\"list_fault\":\"an answer 403\",\"poll_fault\":\"stranger\","
			  "\"poll_reason\":\"a wall\"}]}",
	  { "its list is not read\n", "an answer 403", "not read now: a wall." }, { "well", "config", "stranger" } },
	{ ctl_show_lines, "{\"items\":[{\"is_polled\":true,\"poll_fault\":\"unanswered\",\"poll_reason\":\"no answer\"}]}",
	  { "its list is not read\n", "not read now: no answer." }, { "well" } },
	{ ctl_show_import, "{\"rows\":9,\"added\":1,\"changed\":2,\"unchanged\":3,\"refused_count\":4,\"preview\":true,"
			   "\"language_kept\":5,\"students_added\":6,\"unknown_columns\":[\"langauge\",\"zip\"],"
			   "\"refused\":[{\"row\":7,\"column\":\"phone\",\"reason\":\"no number\"}]}",
	  { "preview", "9 rows: 1 added, 2 changed, 3 unchanged, 4 refused", "5 families", "students: 6 added", "langauge, zip\n",
	    "7    phone   no number" }, { NULL } },
	{ ctl_show_import, "{\"rows\":1,\"unchanged\":1}", { "1 rows" }, { "preview", "students", "families" } },
	{ ctl_show_calendar, "{\"events\":9,\"closures\":8,\"added_count\":1,\"removed_count\":2,\"unchanged\":3,\"empty\":4,"
			     "\"added\":[{\"summary\":\"Snow\"}],\"removed\":[{\"summary\":\"Fair\"}]}",
	  { "9 events: 8 closures, 1 new, 2 gone, 3 unchanged; 4 ", "closed:", "Snow", "Fair" }, { "preview", "would" } },
	{ ctl_show_calendar, "{\"preview\":true,\"added\":[{\"summary\":\"Snow\"}]}", { "preview", "would be closed:", "Snow" }, { "any more" } },
	{ ctl_show_token, "{\"token\":\"hb_1\"}", { "hb_1\n" }, { " " } },
	{ ctl_show_audit, "{\"is_whole\":true,\"rows\":9}", { "9 records" }, { "not" } },
	{ ctl_show_audit, "{\"is_whole\":false,\"first_bad\":\"4\",\"rows\":9}", { "record 4 is not", "9" }, { "all" } },
	{ ctl_show_act, "{\"promise\":\"81\",\"state\":\"answered\",\"message\":\"7\",\"waits\":{\"code\":\"night\",\"sentence\":\"hours\"},\"leaves_at\":\"2020-01-01T10:00:00Z\"}",
	  { "promise 81 is answered", "message 7 waits: hours", "Wed 01 Jan 2020 10:00" }, { "done" } },
	{ ctl_show_act, "{}", { "done" }, { "promise" } },
	{ ctl_show_emergency, "{\"emergency\":\"3\",\"state\":\"open\",\"expires_at\":\"2020-01-01T10:00:00Z\"}",
	  { "emergency 3 is open", "another administrator", "Wed 01 Jan 2020 10:00" }, { "message" } },
	{ ctl_show_emergency, "{\"emergency\":\"3\",\"state\":\"sent\",\"message\":\"8\"}", { "emergency 3 is sent", "message 8" }, { "administrator" } },
	{ ctl_show_user, "{\"email\":\"a@b\",\"role\":\"viewer\",\"is_active\":false}", { "a@b", "viewer", "disabled" }, { "active" } },
	{ ctl_rules_show_published, "{\"version\":4,\"state\":\"scheduled\",\"effective_at\":\"2020-01-01T10:00:00Z\"}",
	  { "version 4: scheduled from Wed 01 Jan 2020 10:00\n" }, { NULL } },
	{ ctl_rules_show_document, "{\"document\":\"a: 1\\n# ñ\\n\\tb\"}", { "a: 1\n# ñ\n\tb" }, { NULL } },
	{ ctl_rules_show, "{\"version\":4,\"state\":\"in_force\",\"items\":[{\"name\":\"r\",\"answer_within\":\"4h\",\"when\":{\"any\":true,"
			  "\"topics\":[\"a\",\"b\"],\"school\":\"Oak\"},\"steps\":[{\"after\":\"1h\",\"do\":\"remind\",\"to\":\"owner\","
			  "\"template\":\"t\",\"tier\":2}]}]}",
	  { "version 4, in_force", "1  r: answered within 4h  any  topics a, b  school Oak\n", "1h                remind to owner, template t tier 2\n" },
	  { NULL } },
	{ ctl_rules_show_replay, "{\"inputs\":9,\"late_then\":3,\"late_draft\":2,\"no_specific_rule\":1,\"is_cut\":true,\"rules\":[{\"rule\":\"r\",\"inputs\":7}]}",
	  { ": 9; late then 3, under the draft 2; no specific rule 1", "--days", "r     7\n" }, { NULL } },
};

static void an_answer_is_shown_with_what_matters_in_it(void **state)
{
	struct terminal terminal;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(shown); i++) {
		show(&terminal, shown[i].how, shown[i].answer);
		for (size_t k = 0; k < COUNT_OF(shown[i].has) && shown[i].has[k]; k++)
			if (!strstr(terminal.out, shown[i].has[k]))
				fail_msg("row %zu lacks \"%s\": %s", i, shown[i].has[k], terminal.out);
		for (size_t k = 0; k < COUNT_OF(shown[i].has_not) && shown[i].has_not[k]; k++)
			if (strstr(terminal.out, shown[i].has_not[k]))
				fail_msg("row %zu has \"%s\": %s", i, shown[i].has_not[k], terminal.out);
	}
}

/* A daemon of another version may leave members out or change their kind: shown less, never fallen. */
static void answers_without_their_members_are_shown_too(void **state)
{
	static const char *const answers[] = { "{}", "[]", "{\"items\":7,\"lines\":{},\"events\":[7],\"groups\":[7],\"total\":7,\"clock\":7}",
					       "{\"items\":[7,null,\"x\",[]],\"history\":[[]],\"refused\":[null],\"added\":[[]]}" };
	struct terminal terminal;

	(void)state;
	for (const struct verb *verb = ctl_verbs; verb->words; verb++)
		for (size_t i = 0; verb->show && i < COUNT_OF(answers); i++) {
			show(&terminal, verb->show, answers[i]);
			assert_null(strstr(terminal.out, "(null)"));
		}
}

/* --- stats ------------------------------------------------------------------------------ */

static void a_time_is_told_in_its_two_largest_units(void **state)
{
	static const struct { int64_t seconds; const char *told; } rows[] = {
		{ 0, "0s" }, { 59, "59s" }, { 60, "1m" }, { 3599, "59m" }, { 3600, "1h00m" }, { 3661, "1h01m" }, { 86399, "23h59m" },
		{ 86400, "1d00h" }, { 187200, "2d04h" }, { 31536000, "365d00h" },
	};
	struct terminal terminal;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char answer[300], expected[60];

		snprintf(answer, sizeof(answer), "{\"by\":\"language\",\"total\":{\"times\":{\"first_human_answer\":{\"median\":%lld}}}}",
			 (long long)rows[i].seconds);
		snprintf(expected, sizeof(expected), "%s / - ", rows[i].told);
		show(&terminal, ctl_stats_show, answer);
		if (!strstr(terminal.out, expected))
			fail_msg("%lld: %s", (long long)rows[i].seconds, terminal.out);
	}
}

/* What the daemon hid stays hidden here, even when its numbers came along by mistake. */
static void a_hidden_group_shows_no_number_but_the_limit(void **state)
{
	struct terminal terminal;
	const char *line;

	(void)state;
	show(&terminal, ctl_stats_show, "{\"by\":\"language\",\"small_is_below\":5,\"hides_small\":true,\"groups\":[{\"group\":\"mam\","
	     "\"is_hidden\":true,\"opened\":1234,\"kept\":1234,\"late_share\":0.12},{\"group\":\"es\",\"opened\":77,\"late_share\":0.125}],"
	     "\"total\":{\"opened\":78,\"excused\":3,\"excused_by\":{\"spam\":3,\"merged\":0}},\"months_left_out\":[\"2020-01\"],\"is_cut\":true}");
	line = strstr(terminal.out, "mam ");
	assert_non_null(line);
	assert_non_null(strstr(line, "<5"));
	assert_null(strstr(terminal.out, "1234"));
	assert_null(strstr(terminal.out, "12.0%"));
	assert_non_null(strstr(terminal.out, "12.5%"));
	assert_non_null(strstr(terminal.out, "spam 3"));
	assert_null(strstr(terminal.out, "merged"));
	assert_non_null(strstr(terminal.out, " 2020-01"));
}

static void a_gap_names_both_of_its_ends(void **state)
{
	struct terminal terminal;

	(void)state;
	show(&terminal, ctl_stats_show, "{\"by\":\"school\",\"total\":{},\"gaps\":{\"late_share\":{\"best\":\"Oak\",\"worst\":\"\",\"best_value\":0.01,"
	     "\"worst_value\":0.255},\"first_human_answer\":{\"best\":\"Oak\",\"worst\":\"Elm\",\"best_value\":60,\"worst_value\":3660},"
	     "\"delivered_answer\":{\"best_value\":60,\"worst_value\":60}}}");
	assert_non_null(strstr(terminal.out, "1.0% (Oak) to 25.5% (no school or several)\n"));
	assert_non_null(strstr(terminal.out, "1m (Oak) to 1h01m (Elm)\n"));
	assert_non_null(strstr(terminal.out, "the same in every group"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_that_anybody_wrote_commands_the_terminal),
		cmocka_unit_test(an_answer_is_shown_with_what_matters_in_it),
		cmocka_unit_test(answers_without_their_members_are_shown_too),
		cmocka_unit_test(a_time_is_told_in_its_two_largest_units),
		cmocka_unit_test(a_hidden_group_shows_no_number_but_the_limit),
		cmocka_unit_test(a_gap_names_both_of_its_ends),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
