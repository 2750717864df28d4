#include "tests/lib/test.h"

#include "base/date.h"
#include "domain/rules/rule_move.h"
#include "domain/rules/rule_read.h"
#include "domain/school.h"

/* Chicago, Tue 3 March 2026, 10:00: six school hours are left today. */
#define OPENED_AT 1772553600000
#define AT(hours) (OPENED_AT + (hours) * HOUR_MS)

static struct rule_book *book_of(const char *steps, const char *within)
{
	struct rule_findings findings;
	struct rule_book *book = NULL;
	AUTO(buf) text;

	buf_init(&text, 4000);
	buf_add_format(&text, "rules:\n  - name: one\n    answer_within: %s\n    steps: [%s]\n", within, steps);
	if (rule_read(buf_str(&text), &findings, &book))
		fail_msg("%s: %s", steps, findings.list[0].reason);
	return book;
}

#define ACK "{after: at once, do: acknowledge}"
#define ASSIGN "{after: at once, do: assign, to: coverage}"
#define REMIND(after) "{after: " after ", do: remind}"
#define TELL(after) "{after: " after ", do: escalate, tier: 1}"
#define ALARM(after) "{after: " after ", do: escalate, tier: 3}"
#define ANSWER "{after: at once, do: answer, template: help, approved: yes}"

struct case_of {
	const char *label;
	const char *from, *from_within; /* from NULL: it cannot be read */
	int next_step;
	bool is_late, is_unowned;
	const char *to, *to_within;
	int hour;                    /* since the family wrote */
	int64_t due_hours;           /* wall hours after it was opened */
	const char *deeds;           /* that are done at once, in the order of enum rule_deed */
	int next;
	int64_t wake_hours;          /* 0: never */
};

static const struct case_of cases[] = {
	{ "the same again", ACK "," ASSIGN "," REMIND("4 school hours"), "6 school hours", 2, false, false,
	  ACK "," ASSIGN "," REMIND("4 school hours"), "6 school hours", 1, 6, "", 2, 4 },
	{ "an earlier deadline is taken over", ACK, "6 school hours", 1, false, false, ACK, "4 school hours", 1, 4, "", 1, 4 },
	{ "a later one is not", ACK, "4 school hours", 1, false, false, ACK, "6 school hours", 1, 4, "", 1, 4 },
	{ "nor one that has passed", ACK, "6 school hours", 1, false, false, ACK, "2 school hours", 3, 6, "", 1, 6 },
	{ "what is due and was not done is done", ACK, "6 school hours", 1, false, false,
	  ACK "," REMIND("1 school hour") "," TELL("2 school hours"), "6 school hours", 3, 6, " remind escalate", 3, 6 },
	{ "what was done is not", ACK "," REMIND("1 school hour"), "6 school hours", 2, false, false,
	  ACK "," REMIND("2 school hours"), "6 school hours", 3, 6, "", 2, 6 },
	{ "it is done again when it is due later", ACK "," REMIND("1 school hour"), "6 school hours", 2, false, false,
	  ACK "," REMIND("5 school hours"), "6 school hours", 3, 6, "", 1, 5 },
	{ "only a higher tier is told", ACK "," TELL("1 school hour"), "6 school hours", 2, false, false,
	  ACK "," TELL("2 school hours"), "6 school hours", 3, 6, "", 2, 6 },
	{ "and it is told", ACK "," TELL("1 school hour"), "6 school hours", 2, false, false,
	  ACK "," ALARM("2 school hours"), "6 school hours", 3, 6, " escalate", 2, 6 },
	{ "what has an owner is not assigned", ACK, "6 school hours", 1, false, false,
	  ACK "," ASSIGN, "6 school hours", 1, 6, "", 2, 6 },
	{ "what has none is, though it was tried", ACK "," ASSIGN, "6 school hours", 2, false, true,
	  ACK "," ASSIGN, "6 school hours", 1, 6, " assign", 2, 6 },
	{ "nobody is acknowledged twice, nor by a rule that did not", REMIND("1 school hour"), "6 school hours", 0, false, false,
	  ACK, "6 school hours", 0, 6, "", 1, 6 },
	{ "a machine may answer", ACK, "6 school hours", 1, false, false, ANSWER, "6 school hours", 1, 6, " answer", 1, 6 },
	{ "late stays late and wakes for no deadline", ACK, "4 school hours", 1, true, false,
	  ACK "," TELL("deadline"), "6 school hours", 5, 4, " escalate", 2, 0 },
	{ "nothing is done twice when nobody knows what was", NULL, "6 school hours", 3, false, false,
	  ACK "," ASSIGN "," REMIND("1 school hour") "," ALARM("2 school hours") "," REMIND("5 school hours"),
	  "6 school hours", 3, 6, "", 4, 5 },
};

static void deeds_of(const struct rule_moved *moved, struct buf *into)
{
	for (int deed = 0; deed < RULE_DEEDS; deed++)
		if (moved->due.steps[deed])
			buf_add_format(into, " %s", rule_deed_word((enum rule_deed)deed));
}

static void a_moved_promise_repeats_nothing_and_promises_nothing_later(void **state)
{
	struct school_week week = school_week_default(zone_find(STR("America/Chicago")));

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct case_of *one = &cases[i];
		struct rule_book *from = book_of(one->from ? one->from : ACK, one->from_within);
		struct rule_book *to = book_of(one->to, one->to_within);
		struct rule_moved moved = rule_move(&(struct rule_moving){
			.from = one->from ? from->rules : NULL, .to = to->rules, .is_owned = !one->is_unowned,
			.progress = { OPENED_AT, rule_due_at(from->rules, &week, OPENED_AT), one->is_late,
				      one->next_step } }, &week, AT(one->hour));
		int64_t wake_at = one->wake_hours ? AT(one->wake_hours) : NEVER;
		AUTO(buf) deeds;

		buf_init(&deeds, 200);
		deeds_of(&moved, &deeds);
		if (strcmp(buf_text(&deeds), one->deeds) || moved.due_at != AT(one->due_hours) ||
		    moved.due.next_step != one->next || moved.due.next_wake_at != wake_at ||
		    moved.due.is_any != (one->deeds[0] != '\0') || moved.due.is_late)
			fail_msg("%s: due after %lld min, does%s, next %d, wakes after %lld min", one->label,
				 (long long)((moved.due_at - OPENED_AT) / MINUTE_MS), buf_text(&deeds),
				 moved.due.next_step, (long long)((moved.due.next_wake_at - OPENED_AT) / MINUTE_MS));
		rule_book_free(&from);
		rule_book_free(&to);
	}
}

static void a_deadline_that_passed_unmarked_is_marked_by_the_move(void **state)
{
	struct school_week week = school_week_default(zone_find(STR("America/Chicago")));
	struct rule_book *book = book_of(ACK "," TELL("deadline"), "2 school hours");
	struct rule_moved moved = rule_move(&(struct rule_moving){
		.from = book->rules, .to = book->rules, .is_owned = true,
		.progress = { OPENED_AT, AT(2), false, 1 } }, &week, AT(3));

	(void)state;
	assert_true(moved.due.is_late);
	assert_non_null(moved.due.steps[RULE_ESCALATE]);
	assert_int_equal(moved.due_at, AT(2));
	rule_book_free(&book);
}

static void what_was_done_under_rules_of_before_is_not_done_again(void **state)
{
	struct school_week week = school_week_default(zone_find(STR("America/Chicago")));
	struct rule_book *from = book_of(ACK, "6 school hours");
	struct rule_book *to = book_of(ACK "," REMIND("1 school hour") "," TELL("2 school hours"),
				       "6 school hours");
	struct rule_moving moving = { .from = from->rules, .to = to->rules, .is_owned = true,
				      .progress = { OPENED_AT, AT(6), false, 1 } };
	struct rule_moved moved;

	(void)state;
	moving.before.deeds[RULE_REMIND] = true;
	moved = rule_move(&moving, &week, AT(3));
	assert_null(moved.due.steps[RULE_REMIND]);
	assert_non_null(moved.due.steps[RULE_ESCALATE]);
	moving.before.deeds[RULE_ESCALATE] = true;
	moving.before.tier = 1;
	moved = rule_move(&moving, &week, AT(3));
	assert_false(moved.due.is_any);
	rule_book_free(&from);
	rule_book_free(&to);
}

/* Every pair of the rules above, at every progress and hour. */
static void whatever_is_moved_whereto_the_three_promises_of_the_header_hold(void **state)
{
	struct school_week week = school_week_default(zone_find(STR("America/Chicago")));
	size_t looked = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		for (size_t j = 0; j < COUNT_OF(cases); j++) {
			struct rule_book *from = book_of(cases[i].to, cases[i].to_within);
			struct rule_book *to = book_of(cases[j].to, cases[j].to_within);

			for (int hour = 0; hour < 30; hour += 3)
				for (int next = 0; next <= (int)from->rules->step_count; next++) {
					struct rule_moving moving = {
						.from = from->rules, .to = to->rules, .is_owned = true,
						.progress = { OPENED_AT, rule_due_at(from->rules, &week, OPENED_AT),
							      false, next } };
					struct rule_moved moved = rule_move(&moving, &week, AT(hour));

					looked++;
					assert_true(moved.due_at <= moving.progress.due_at);
					assert_true(moved.due_at > AT(hour) || moved.due_at == moving.progress.due_at);
					assert_null(moved.due.steps[RULE_ACKNOWLEDGE]);
					for (int step = 0; step < next; step++) {
						const struct rule_step *done = &from->rules->steps[step];
						const struct rule_step *due = moved.due.steps[done->deed];

						assert_true(!due || due->tier > done->tier);
					}
				}
			rule_book_free(&from);
			rule_book_free(&to);
		}
	assert_true(looked > 5000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_moved_promise_repeats_nothing_and_promises_nothing_later),
		cmocka_unit_test(a_deadline_that_passed_unmarked_is_marked_by_the_move),
		cmocka_unit_test(what_was_done_under_rules_of_before_is_not_done_again),
		cmocka_unit_test(whatever_is_moved_whereto_the_three_promises_of_the_header_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
