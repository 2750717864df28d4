/* What each step of a rule does to a promise that is open, taken or answered; and to whom it goes. */
#include "tests/unit/work/case.h"

#define BOOK(steps)                                                                  \
	"rules:\n  - name: everything else\n    answer_within: 8 school hours\n    steps:\n"  \
	"      - {after: at once, do: assign, to: ana@x}\n" steps
#define AT_TWO(what) BOOK("      - {after: 2 school hours, do: " what "}\n")

struct place {
	struct bench bench;
	struct user_id ana, bea, boss;
	struct promise promise;
};

static const struct user_id all = { 0 };

static void district_new(struct place *place)
{
	struct bench *bench = &place->bench;

	bench_new(bench, TUESDAY_TEN);
	place->ana = case_hire(bench, "ana@x", "en", ROLE_LIAISON);
	place->bea = case_hire(bench, "bea@x", "en", ROLE_LIAISON);
	place->boss = case_hire(bench, "boss@x", "es", ROLE_ADMINISTRATOR);
}

/* Asked under that book, then in that state; two hours later its step is due. */
static void step_in(struct place *place, const char *book, enum promise_state state)
{
	district_new(place);
	case_publish(&place->bench, book);
	place->promise = case_ask(&place->bench, ROSA, "en");
	place->promise.state = state;
	assert_fine(promise_put(place->bench.db, &place->promise));
	place->promise = case_wake(&place->bench, place->promise.id);
}

static int told(struct place *place, struct user_id who, enum role role, const char *what)
{
	return case_notices(&place->bench, who, role, what);
}

/* --- who has it -------------------------------------------------------------------------------------- */

static void a_step_gives_it_to_who_it_names_unless_an_answer_is_under_way(void **unused)
{
	static const struct {
		const char *book;
		enum promise_state state;
		const char *owner;
	} rows[] = {
		{ AT_TWO("reassign, to: bea@x"), PROMISE_OPEN, "bea@x" },
		{ AT_TWO("reassign, to: bea@x"), PROMISE_TAKEN, "bea@x" },
		{ AT_TWO("reassign, to: bea@x"), PROMISE_ANSWERED, "ana@x" },
		{ AT_TWO("reassign, to: role administrator"), PROMISE_OPEN, "boss@x" },
		{ AT_TWO("reassign, to: coverage"), PROMISE_OPEN, "bea@x" },
		/* whoever has it already keeps it */
		{ AT_TWO("assign, to: bea@x"), PROMISE_OPEN, "ana@x" },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct place place;

		step_in(&place, rows[i].book, rows[i].state);
		assert_int_equal(place.promise.owner.n, case_id(&place.bench, rows[i].owner));
		assert_int_equal(place.promise.state, rows[i].state);
		if (strcmp(rows[i].owner, "ana@x") != 0) {
			assert_int_equal(case_told(&place.bench, place.promise.id.n, "promise.reassigned"), 1);
			assert_int_equal(told(&place, place.promise.owner, ROLE_LIAISON, "promise.assigned"), 1);
		}
		bench_done(&place.bench);
	}
}

/* A rule never gives to somebody inactive: who covers the language has it instead. */
static void who_cannot_have_it_is_replaced_by_who_covers_the_language(void **unused)
{
	enum { AWAY, GONE, VIEWER };

	(void)unused;
	for (int why = AWAY; why <= VIEWER; why++) {
		struct place place;
		struct user bea;

		district_new(&place);
		case_publish(&place.bench, BOOK("      - {after: 2 school hours, do: reassign, to: bea@x}\n"));
		bea = case_user(&place.bench, place.bea);
		if (why == AWAY)
			case_absent(&place.bench, place.bea, bench_now(&place.bench),
				    bench_now(&place.bench) + DAY_MS);
		bea.disabled_at = why == GONE ? bench_now(&place.bench) : 0;
		bea.role = why == VIEWER ? ROLE_VIEWER : ROLE_LIAISON;
		assert_fine(user_put(place.bench.db, &bea));
		case_hire(&place.bench, "lee@x", "en", ROLE_LIAISON);
		place.promise = case_wake(&place.bench, case_ask(&place.bench, ROSA, "en").id);
		assert_int_equal(place.promise.owner.n, case_id(&place.bench, "lee@x"));
		bench_done(&place.bench);
	}
}

static void when_there_is_nobody_else_it_stays_and_administrators_hear_of_it(void **unused)
{
	struct place place;

	(void)unused;
	district_new(&place);
	case_leave(&place.bench, place.bea);
	case_publish(&place.bench, AT_TWO("reassign, to: coverage"));
	place.promise = case_wake(&place.bench, case_ask(&place.bench, ROSA, "en").id);
	assert_int_equal(place.promise.owner.n, place.ana.n);
	assert_int_equal(told(&place, all, ROLE_ADMINISTRATOR, "promise.nobody_else"), 1);
	bench_done(&place.bench);
}

/* --- who is told --------------------------------------------------------------------------------------- */

static void an_escalation_tells_and_lists_by_its_tier(void **unused)
{
	static const struct {
		const char *book;
		enum promise_state state;
		enum person_reason reason;
	} rows[] = {
		{ AT_TWO("escalate, tier: 1"), PROMISE_OPEN, PERSON_NONE },
		{ AT_TWO("escalate, tier: 2"), PROMISE_OPEN, PERSON_ESCALATED },
		{ AT_TWO("escalate, tier: 3"), PROMISE_TAKEN, PERSON_ESCALATED },
		/* the answer is under way: told, and on nobody's list */
		{ AT_TWO("escalate, tier: 2"), PROMISE_ANSWERED, PERSON_NONE },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct place place;

		step_in(&place, rows[i].book, rows[i].state);
		assert_int_equal(told(&place, all, ROLE_ADMINISTRATOR, "promise.escalated"), 1);
		assert_int_equal(place.promise.person_reason, rows[i].reason);
		bench_done(&place.bench);
	}
}

static void a_reminder_reaches_the_owner_also_while_the_answer_is_under_way(void **unused)
{
	static const enum promise_state states[] = { PROMISE_OPEN, PROMISE_TAKEN, PROMISE_ANSWERED };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(states); i++) {
		struct place place;

		step_in(&place, AT_TWO("remind"), states[i]);
		assert_int_equal(told(&place, place.ana, ROLE_LIAISON, "promise.remind"), 1);
		bench_done(&place.bench);
	}
}

static void a_family_is_told_not_yet_only_while_nobody_has_answered(void **unused)
{
	static const struct {
		enum promise_state state;
		int updates;
	} rows[] = { { PROMISE_OPEN, 1 }, { PROMISE_TAKEN, 1 }, { PROMISE_ANSWERED, 0 } };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct place place;

		step_in(&place, AT_TWO("update family"), rows[i].state);
		assert_int_equal(case_texts(&place.bench, place.promise.id, KIND_UPDATE, NULL),
				 rows[i].updates);
		bench_done(&place.bench);
	}
}

/* --- what a machine says ---------------------------------------------------------------------------------- */

static void an_automatic_answer_answers_once_and_no_person_did(void **unused)
{
	struct place place;

	(void)unused;
	step_in(&place, AT_TWO("answer, template: help, approved: yes"), PROMISE_OPEN);
	assert_int_equal(place.promise.state, PROMISE_ANSWERED);
	assert_int_equal(place.promise.human_at, 0);
	assert_int_equal(case_texts(&place.bench, place.promise.id, KIND_ANSWER, NULL), 1);
	bench_done(&place.bench);
}

/* To a number that takes no texts: a person has it, and was told why. */
static void an_automatic_answer_that_cannot_be_said_is_a_persons(void **unused)
{
	struct place place;
	struct number number;

	(void)unused;
	district_new(&place);
	case_publish(&place.bench, AT_TWO("answer, template: help, approved: yes"));
	place.promise = case_ask(&place.bench, ROSA, "en");
	assert_fine(number_get(place.bench.db, STR(ROSA), &number));
	number_mark(&number, CHANNEL_SMS, 30006, 1);
	assert_fine(number_put(place.bench.db, &number));
	place.promise = case_wake(&place.bench, place.promise.id);
	assert_int_equal(place.promise.state, PROMISE_OPEN);
	assert_int_equal(place.promise.person_reason, PERSON_ANSWER_UNSAID);
	assert_int_equal(case_texts(&place.bench, place.promise.id, KIND_ANSWER, NULL), 0);
	bench_done(&place.bench);
}

/* The sentence is gone from the catalog since the rules were published. */
static void a_sentence_that_is_gone_answers_nothing_and_updates_with_another(void **unused)
{
	struct place place;

	(void)unused;
	step_in(&place, AT_TWO("answer, template: gone.from.here, approved: yes"), PROMISE_OPEN);
	assert_int_equal(place.promise.person_reason, PERSON_ANSWER_UNSAID);
	bench_done(&place.bench);
	step_in(&place, AT_TWO("update family, template: gone.from.here"), PROMISE_OPEN);
	assert_int_equal(case_texts(&place.bench, place.promise.id, KIND_UPDATE, NULL), 1);
	bench_done(&place.bench);
}

/* Whoever published the rule signed the excuse. */
static void a_courtesy_is_closed_in_the_name_of_who_published_the_rule(void **unused)
{
	static const char rules[] =
		"rules:\n  - name: thanks\n    when: {says: [thank you]}\n    answer_within: 1 school day\n"
		"    steps:\n      - {after: at once, do: close as courtesy, approved: yes}\n"
		"  - name: everything else\n    answer_within: 8 school hours\n    steps:\n"
		"      - {after: at once, do: assign, to: coverage}\n";
	struct place place;

	(void)unused;
	district_new(&place);
	case_publish(&place.bench, rules);
	place.promise = case_ask_text(&place.bench, ROSA, "en", "thank you");
	assert_int_equal(place.promise.state, PROMISE_EXCUSED);
	assert_string_equal(place.promise.excuse, "no_answer_needed");
	assert_int_equal(place.promise.excused_by.n, 0);
	assert_true(place.promise.wake_at == NEVER);
	assert_int_equal(case_told(&place.bench, place.promise.id.n, "promise.excused"), 1);
	bench_done(&place.bench);
}

/* --- passed over, left, unreadable ------------------------------------------------------------------------- */

static void what_is_passed_over_is_done_by_nobody_and_late_stays_late(void **unused)
{
	struct place place;

	(void)unused;
	district_new(&place);
	place.promise = case_ask(&place.bench, ROSA, "en");
	case_wind_to(&place.bench, bench_now(&place.bench) + 3 * DAY_MS);
	assert_fine(case_do(&place.bench, rule_steps_pass_over(&txn, place.promise.id)));
	place.promise = bench_look(&place.bench, place.promise.id);
	assert_int_equal(place.promise.late_at, place.promise.due_at);
	assert_int_equal(told(&place, place.ana, ROLE_LIAISON, "promise.remind"), 0);
	assert_int_equal(told(&place, all, ROLE_ADMINISTRATOR, "promise.late"), 0);
	assert_int_equal(case_texts(&place.bench, place.promise.id, KIND_UPDATE, NULL), 0);
	bench_done(&place.bench);
}

static void steps_are_left_until_the_last_was_taken_or_it_is_closed(void **unused)
{
	struct place place;
	struct txn txn;

	(void)unused;
	district_new(&place);
	place.promise = case_ask(&place.bench, ROSA, "en");
	txn = bench_txn(&place.bench);
	assert_true(rule_steps_are_left(&txn, &place.promise));
	while (place.promise.late_at == 0)
		place.promise = case_wake(&place.bench, place.promise.id);
	txn = bench_txn(&place.bench);
	assert_false(rule_steps_are_left(&txn, &place.promise));
	place.promise = case_ask(&place.bench, LUIS, "en");
	place.promise.state = PROMISE_KEPT;
	assert_false(rule_steps_are_left(&txn, &place.promise));
	bench_done(&place.bench);
}

/* An older hearbackd over a newer ledger: a person has it, once, and it becomes late all the same. */
static void a_promise_whose_rule_cannot_be_read_is_a_persons_and_becomes_late(void **unused)
{
	struct place place;

	(void)unused;
	district_new(&place);
	place.promise = case_ask(&place.bench, ROSA, "en");
	place.promise.rule_version = case_publish(&place.bench, "rules of a later year");
	assert_fine(promise_put(place.bench.db, &place.promise));
	place.promise = case_wake(&place.bench, place.promise.id);
	assert_int_equal(place.promise.person_reason, PERSON_RULE_UNREADABLE);
	while (place.promise.late_at == 0)
		place.promise = case_wake(&place.bench, place.promise.id);
	assert_int_equal(case_told(&place.bench, place.promise.id.n, "promise.for_person"), 1);
	bench_done(&place.bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_gives_it_to_who_it_names_unless_an_answer_is_under_way),
		cmocka_unit_test(who_cannot_have_it_is_replaced_by_who_covers_the_language),
		cmocka_unit_test(when_there_is_nobody_else_it_stays_and_administrators_hear_of_it),
		cmocka_unit_test(an_escalation_tells_and_lists_by_its_tier),
		cmocka_unit_test(a_reminder_reaches_the_owner_also_while_the_answer_is_under_way),
		cmocka_unit_test(a_family_is_told_not_yet_only_while_nobody_has_answered),
		cmocka_unit_test(an_automatic_answer_answers_once_and_no_person_did),
		cmocka_unit_test(an_automatic_answer_that_cannot_be_said_is_a_persons),
		cmocka_unit_test(a_sentence_that_is_gone_answers_nothing_and_updates_with_another),
		cmocka_unit_test(a_courtesy_is_closed_in_the_name_of_who_published_the_rule),
		cmocka_unit_test(what_is_passed_over_is_done_by_nobody_and_late_stays_late),
		cmocka_unit_test(steps_are_left_until_the_last_was_taken_or_it_is_closed),
		cmocka_unit_test(a_promise_whose_rule_cannot_be_read_is_a_persons_and_becomes_late),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
