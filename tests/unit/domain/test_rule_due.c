/* By when a rule has its promise answered, and which steps are due; also of the book we
 * ship. */
#include "ruled.h"

#include <stdio.h>

#include "base/file.h"
#include "domain/school.h"

static void spans_are_counted_in_their_own_time(void **state)
{
	static const struct { const char *span, *from, *due; } cases[] = {
		{ "8 school hours", "2026-01-16T10:00:00-06:00", "2026-01-19T10:00:00-06:00" },
		{ "90 school minutes", "2026-01-16T15:00:00-06:00", "2026-01-19T08:30:00-06:00" },
		{ "1 school day", "2026-01-14T10:00:30-06:00", "2026-01-15T10:00:30-06:00" },
		{ "2 school days", "2026-01-16T10:00:00-06:00", "2026-01-20T10:00:00-06:00" },
		{ "1 school day", "2026-01-16T20:00:00-06:00", "2026-01-19T16:00:00-06:00" },
		{ "1 school day", "2026-01-17T03:00:00-06:00", "2026-01-19T08:00:00-06:00" },
		{ "1 school day", "2026-03-06T10:00:00-06:00", "2026-03-09T10:00:00-05:00" },
	};
	struct school_week week = chicago();
	struct school_week nobody = { .zone = week.zone };
	char text[120];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct rule_book *book;

		snprintf(text, sizeof(text), "rules:\n  - {name: a, answer_within: %s}\n", cases[i].span);
		book = read_book(text);
		if (rule_due_at(&book->rules[0], &week, at(cases[i].from)) != at(cases[i].due))
			fail_msg("%s after %s", cases[i].span, cases[i].from);
		assert_true(rule_due_at(&book->rules[0], &nobody, at(cases[i].from)) == NEVER);
		rule_book_free(&book);
	}
}

static struct rule_progress opened(int64_t opened_at, int64_t due_at)
{
	return (struct rule_progress){ .opened_at = opened_at, .due_at = due_at };
}

static struct rule_book *shipped(void)
{
	struct rule_book *book;
	AUTO(buf) text;

	buf_init(&text, RULE_DOCUMENT);
	assert_int_equal(file_read("config/rules.yaml", &text, NULL), FAULT_NONE);
	book = read_book(buf_text(&text));
	return book;
}

static void the_shipped_topics_know_their_words_in_many_languages(void **state)
{
	static const struct { const char *text, *topic; } cases[] = {
		{ "My bus is late", "buses" }, { "El autobus no llego", "buses" },
		{ "Xe buýt đến lúc mấy giờ?", "buses" }, { "أين الحافلة؟", "buses" },
		{ "校车几点来", "buses" }, { "校車幾點來", "buses" }, { "Автобуса нет", "buses" },
		{ "स्कूल बस कब आएगी?", "buses" }, { "버스가 안 와요", "buses" },
		{ "She has a fever", "absence" }, { "Cunuggu waa jirran yahay", "absence" },
		{ "미나가 아파요", "absence" }, { "طفلي مريض اليوم", "absence" },
		{ "¿Qué hay de almuerzo?", "meals" }, { "学校午饭多少钱", "meals" },
		{ "Elle mange à la cantine", "meals" }, { "I'll come at four", "" }, { "Hola", "" },
	};
	struct rule_book *book = shipped();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (strcmp(rule_topic(book, str_of(cases[i].text)), cases[i].topic))
			fail_msg("%s: %s", cases[i].text, rule_topic(book, str_of(cases[i].text)));
	rule_book_free(&book);
}

static void the_shipped_rule_reminds_after_four_and_is_due_after_eight_hours(void **state)
{
	struct school_week week = chicago();
	struct rule_book *book = shipped();
	const struct rule *rule = &book->rules[0];
	int64_t from_at = at("2026-01-14T10:00:00-06:00");
	struct rule_progress progress = opened(from_at, rule_due_at(rule, &week, from_at));
	struct rule_due due = rule_look(rule, &week, &progress, from_at);

	(void)state;
	assert_int_equal(book->count, 1);
	assert_int_equal(progress.due_at, at("2026-01-15T10:00:00-06:00"));
	assert_string_equal(due.steps[RULE_ACKNOWLEDGE]->template, "ack");
	assert_int_equal(due.steps[RULE_ASSIGN]->whom, RULE_TO_COVERAGE);
	assert_int_equal(due.next_step, 2);
	assert_int_equal(due.next_wake_at, at("2026-01-14T14:00:00-06:00"));
	progress.next_step = due.next_step;
	due = rule_look(rule, &week, &progress, due.next_wake_at);
	assert_non_null(due.steps[RULE_REMIND]);
	assert_null(due.steps[RULE_ESCALATE]);
	assert_false(due.is_late);
	assert_int_equal(due.next_wake_at, progress.due_at);
	progress.next_step = due.next_step;
	due = rule_look(rule, &week, &progress, progress.due_at - 1);
	assert_false(due.is_any);
	due = rule_look(rule, &week, &progress, progress.due_at);
	assert_true(due.is_late);
	assert_int_equal(due.steps[RULE_ESCALATE]->tier, 1);
	assert_string_equal(due.steps[RULE_UPDATE]->template, "late.update");
	assert_null(due.steps[RULE_ASK]);
	assert_true(due.next_wake_at == NEVER);
	assert_true(rule_step_at(rule_step_of(rule, RULE_WHEN_KEPT, RULE_ASK), &week, from_at,
				 progress.due_at) == NEVER);
	assert_null(rule_step_of(rule, RULE_WHEN_KEPT, RULE_REMIND));
	rule_book_free(&book);
}

static void rule_steps_that_became_due_together_collapse(void **state)
{
	static const char text[] =
		"rules:\n  - name: a\n    answer_within: 2 school hours\n    steps:\n"
		"      - {after: 1 hour, do: remind}\n"
		"      - {after: deadline, do: update family}\n"
		"      - {after: 1 day, do: escalate, tier: 3}\n"
		"      - {after: 2 days, do: escalate, tier: 1}\n"
		"      - {after: 3 days, do: update family, template: help}\n"
		"      - {after: 3 days, do: reassign, to: role administrator}\n"
		"      - {after: 9 days, do: reassign, to: lee@example.org}\n";
	struct school_week week = chicago();
	struct rule_book *book = read_book(text);
	int64_t from_at = at("2026-01-14T10:00:00-06:00");
	struct rule_progress progress = opened(from_at, from_at + 2 * HOUR_MS);
	struct rule_due due = rule_look(&book->rules[0], &week, &progress, from_at + 7 * DAY_MS);

	(void)state;
	assert_true(due.is_late && due.is_any);
	assert_non_null(due.steps[RULE_REMIND]);
	assert_int_equal(due.steps[RULE_ESCALATE]->tier, 3);
	assert_string_equal(due.steps[RULE_UPDATE]->template, "help");
	assert_int_equal(due.steps[RULE_REASSIGN]->role, ROLE_ADMINISTRATOR);
	assert_int_equal(due.next_step, 6);
	assert_true(due.next_wake_at == from_at + 9 * DAY_MS);
	progress.is_late = true;
	progress.next_step = 6;
	due = rule_look(&book->rules[0], &week, &progress, from_at + 10 * DAY_MS);
	assert_false(due.is_late);
	assert_string_equal(due.steps[RULE_REASSIGN]->person, "lee@example.org");
	assert_true(due.next_wake_at == NEVER);
	rule_book_free(&book);
}

static void a_promise_without_steps_still_wakes_to_be_late(void **state)
{
	struct rule_book *book = read_book("rules:\n" LAST);
	struct school_week week = chicago();
	struct rule_progress progress = opened(0, 5000);
	struct rule_due due = rule_look(&book->rules[0], &week, &progress, 0);

	(void)state;
	assert_int_equal(due.next_wake_at, 5000);
	due = rule_look(&book->rules[0], &week, &progress, 5000);
	assert_true(due.is_late);
	assert_false(due.is_any);
	assert_true(due.next_wake_at == NEVER);
	rule_book_free(&book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spans_are_counted_in_their_own_time),
		cmocka_unit_test(the_shipped_topics_know_their_words_in_many_languages),
		cmocka_unit_test(the_shipped_rule_reminds_after_four_and_is_due_after_eight_hours),
		cmocka_unit_test(rule_steps_that_became_due_together_collapse),
		cmocka_unit_test(a_promise_without_steps_still_wakes_to_be_late),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
