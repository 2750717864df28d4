/* What draft rules would have done to the inputs of the last days, counted; and changing nothing. */
#include "tests/unit/work/case.h"

#include "work/rulesets/ruleset_try.h"

#define EVERYTHING(within, steps)                                                    \
	"  - name: everything else\n    answer_within: " within "\n    steps:\n"          \
	"      - {after: at once, do: acknowledge}\n" steps
#define STEP(what) "      - {" what "}\n"
#define COVERAGE STEP("after: at once, do: assign, to: coverage")

struct history {
	struct bench bench;
	struct user_id ana;
	struct replay_report report;
	struct rule_findings findings;
};

static void history_new(struct history *history)
{
	*history = (struct history){ .ana = { 0 } };
	bench_new(&history->bench, TUESDAY_TEN);
	history->ana = bench_hire(&history->bench, "ana@x", "en,es,so", ROLE_LIAISON);
}

static enum fault replay(struct history *history, const char *document, int days)
{
	const struct ruleset_try attempt = { history->bench.core, history->bench.core->locale,
					     history->bench.db, str_of(document),
					     &history->findings };
	struct rule_book *book = NULL;
	enum fault fault;

	history->report = (struct replay_report){ .inputs = 0 };
	history->findings = (struct rule_findings){ .count = 0 };
	fault = ruleset_try_replay(&attempt, days, &history->report, &book, &history->bench.note);
	assert_int_equal(book != NULL, fault == FAULT_NONE);
	rule_book_free(&book);
	return fault;
}

/* Asked now, answered so much later; the clock stays. */
static void asked(struct history *history, const char *phone, const char *language,
		  const char *text, int64_t answered_for)
{
	struct promise promise = case_ask_text(&history->bench, phone, language, text);

	promise.state = PROMISE_KEPT;
	promise.closed_at = promise.opened_at + answered_for;
	promise.late_at = promise.closed_at > promise.due_at ? promise.due_at : 0;
	assert_fine(promise_put(history->bench.db, &promise));
}

static const struct replay_group *group(const struct replay_groups *groups, const char *name)
{
	for (size_t i = 0; i < groups->count; i++)
		if (strcmp(groups->list[i].name, name) == 0)
			return &groups->list[i];
	fail_msg("no group %s", name);
	return NULL;
}

static const struct replay_person *person(const struct replay_report *report, const char *email)
{
	for (size_t i = 0; i < report->people_count; i++)
		if (strcmp(report->people[i].email, email) == 0)
			return &report->people[i];
	return NULL;
}

/* --- late then, late now ----------------------------------------------------------------------- */

static void a_stricter_deadline_would_have_been_missed_by_what_took_longer(void **unused)
{
	static const struct {
		const char *within;
		int64_t late_now;
	} rows[] = {
		{ "1 school hour", 3 }, { "4 school hours", 2 }, { "8 school hours", 1 },
		{ "10 school days", 0 },
	};
	struct history history;

	(void)unused;
	history_new(&history);
	asked(&history, ROSA, "es", "uno", 2 * HOUR_MS);
	asked(&history, LUIS, "es", "dos", 5 * HOUR_MS);
	asked(&history, ALI, "so", "saddex", 3 * DAY_MS);
	case_wind_to(&history.bench, bench_now(&history.bench) + 4 * DAY_MS);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char document[512];

		snprintf(document, sizeof(document), "rules:\n  - name: everything else\n"
			 "    answer_within: %s\n    steps:\n" COVERAGE, rows[i].within);
		assert_fine(replay(&history, document, 30));
		assert_int_equal(history.report.inputs, 3);
		assert_int_equal(history.report.late_then, 1);
		assert_int_equal(history.report.late_now, rows[i].late_now);
	}
	assert_int_equal(group(&history.report.languages, "es")->inputs, 2);
	assert_int_equal(group(&history.report.languages, "es")->late_then, 0);
	assert_int_equal(group(&history.report.languages, "so")->late_then, 1);
	assert_int_equal(group(&history.report.schools, "")->inputs, 3);
	bench_done(&history.bench);
}

/* What a draft answers by itself is never late. */
static void an_automatic_answer_is_in_time(void **unused)
{
	static const char rules[] =
		"rules:\n  - name: hello\n    when: {keyword: hello}\n    answer_within: 1 school hour\n"
		"    steps:\n      - {after: at once, do: answer, template: help, approved: yes}\n"
		EVERYTHING("1 school hour", COVERAGE);
	struct history history;

	(void)unused;
	history_new(&history);
	asked(&history, ROSA, "en", "hello", 3 * DAY_MS);
	asked(&history, LUIS, "en", "when is the meeting?", 3 * DAY_MS);
	case_wind_to(&history.bench, bench_now(&history.bench) + 4 * DAY_MS);
	assert_fine(replay(&history, rules, 30));
	assert_int_equal(history.report.late_now, 1);
	assert_int_equal(history.report.by_rule[0], 1);
	assert_int_equal(history.report.by_rule[1], 1);
	assert_int_equal(history.report.unmatched, 1);
	assert_int_equal(history.report.example_count, 1);
	bench_done(&history.bench);
}

/* --- how far back -------------------------------------------------------------------------------- */

static void only_the_days_that_were_asked_for_are_counted(void **unused)
{
	static const char rules[] = "rules:\n" EVERYTHING("8 school hours", COVERAGE);
	struct history history;

	(void)unused;
	history_new(&history);
	for (int day = 0; day < 10; day++) {
		asked(&history, ROSA, "es", "hola", HOUR_MS);
		case_wind_to(&history.bench, bench_now(&history.bench) + DAY_MS);
	}
	assert_fine(replay(&history, rules, 3));
	assert_int_equal(history.report.inputs, 3);
	assert_int_equal(history.report.from_at, bench_now(&history.bench) - 3 * DAY_MS);
	assert_int_equal(history.report.to_at, bench_now(&history.bench));
	assert_false(history.report.is_cut);
	assert_fine(replay(&history, rules, 366));
	assert_int_equal(history.report.inputs, 10);
	bench_done(&history.bench);
}

/* --- who would have had the work ----------------------------------------------------------------- */

static int sum(const int hours[24])
{
	int all = 0;

	for (int i = 0; i < 24; i++)
		all += hours[i];
	return all;
}

static void steps_are_counted_to_whom_and_at_which_hour(void **unused)
{
	static const char rules[] = "rules:\n" EVERYTHING("8 school hours",
		STEP("after: at once, do: assign, to: boss@x")
		STEP("after: 2 school hours, do: remind")
		STEP("after: 3 school hours, do: escalate, tier: 1")
		STEP("after: kept, do: ask"));
	struct history history;
	const struct replay_person *boss;

	(void)unused;
	history_new(&history);
	bench_hire(&history.bench, "boss@x", "en", ROLE_ADMINISTRATOR);
	asked(&history, ROSA, "en", "one", HOUR_MS);      /* before any reminder */
	asked(&history, LUIS, "en", "two", 150 * MINUTE_MS); /* after it */
	asked(&history, ALI, "en", "three", DAY_MS);
	assert_fine(replay(&history, rules, 30));
	boss = person(&history.report, "boss@x");
	assert_non_null(boss);
	assert_int_equal(boss->assignments[10], 3);
	assert_int_equal(boss->reminders[12], 2);
	assert_int_equal(sum(boss->reminders), 2);
	assert_int_equal(person(&history.report, "administrators")->escalations[13], 1);
	assert_null(person(&history.report, "ana@x"));
	bench_done(&history.bench);
}

/* Coverage is whoever had it; what nobody had is nobody's. */
static void what_coverage_assigns_is_counted_to_who_had_it(void **unused)
{
	static const char rules[] = "rules:\n" EVERYTHING("8 school hours", COVERAGE);
	struct history history;

	(void)unused;
	history_new(&history);
	asked(&history, ROSA, "es", "hola", HOUR_MS);
	asked(&history, LUIS, "vi", "xin chao", HOUR_MS);
	assert_fine(replay(&history, rules, 30));
	assert_int_equal(person(&history.report, "ana@x")->assignments[10], 1);
	assert_int_equal(person(&history.report, "nobody")->assignments[10], 1);
	bench_done(&history.bench);
}

static void rules_with_mistakes_are_not_replayed(void **unused)
{
	struct history history;

	(void)unused;
	history_new(&history);
	asked(&history, ROSA, "es", "hola", HOUR_MS);
	assert_fault(replay(&history, "rules: []", 30), FAULT_INVALID);
	assert_int_equal(history.report.inputs, 0);
	assert_true(history.findings.errors > 0);
	bench_done(&history.bench);
}

static void examples_end_and_counts_go_on(void **unused)
{
	static const char rules[] = "rules:\n" EVERYTHING("8 school hours", COVERAGE);
	struct history history;

	(void)unused;
	history_new(&history);
	for (int i = 0; i < REPLAY_EXAMPLES + 5; i++)
		case_ask_stranger(&history.bench, "es");
	assert_fine(replay(&history, rules, 30));
	assert_int_equal(history.report.unmatched, REPLAY_EXAMPLES + 5);
	assert_int_equal(history.report.example_count, REPLAY_EXAMPLES);
	bench_done(&history.bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stricter_deadline_would_have_been_missed_by_what_took_longer),
		cmocka_unit_test(an_automatic_answer_is_in_time),
		cmocka_unit_test(only_the_days_that_were_asked_for_are_counted),
		cmocka_unit_test(steps_are_counted_to_whom_and_at_which_hour),
		cmocka_unit_test(what_coverage_assigns_is_counted_to_who_had_it),
		cmocka_unit_test(rules_with_mistakes_are_not_replayed),
		cmocka_unit_test(examples_end_and_counts_go_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
