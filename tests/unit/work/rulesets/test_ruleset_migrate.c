/* Open promises go to another version of the rules: what moves, what never does, and what is told. */
#include "tests/unit/work/case.h"

#include "work/rulesets/ruleset_migrate.h"

#define BOOK(within, steps)                                                          \
	"rules:\n  - name: everything else\n    answer_within: " within "\n    steps:\n"  \
	"      - {after: at once, do: acknowledge}\n"                                      \
	"      - {after: at once, do: assign, to: coverage}\n" steps
#define STEP(what) "      - {" what "}\n"

/* --- helper words ------------------------------------------------------------------------- */

static void district_new(struct bench *bench)
{
	bench_new(bench, TUESDAY_TEN);
	bench_hire(bench, "ana@x", "en,es", ROLE_LIAISON);
}

static struct ruleset_move move_of(const struct promise *promise, int to)
{
	struct ruleset_move move = { .to = to, .count = 1 };

	move.ids[0] = promise->id;
	return move;
}

static enum fault migrate(struct bench *bench, struct ruleset_move *move)
{
	bench->note.text[0] = '\0';
	return case_do(bench, ruleset_migrate(&txn, "staff:7", move));
}

static enum fault preview(struct bench *bench, struct ruleset_move *move)
{
	bench->note.text[0] = '\0';
	return ruleset_migrate_preview(bench->core, bench->core->locale, bench->db, move,
				       &bench->note);
}

/* Moved to the rules in force; as it is then. */
static struct promise moved(struct bench *bench, const struct promise *promise)
{
	struct ruleset_move move = move_of(promise, 0);

	assert_fine(migrate(bench, &move));
	assert_int_equal(move.moved, 1);
	return bench_look(bench, promise->id);
}

/* --- what is never taken from a family ------------------------------------------------------ */

static void a_deadline_moves_earlier_and_never_later(void **unused)
{
	static const struct {
		const char *document, *due;
	} rows[] = {
		{ BOOK("4 school hours", ""), "2026-03-03T14:00:00-06:00" },
		{ BOOK("8 school hours", ""), "2026-03-04T10:00:00-06:00" },
		{ BOOK("3 school days", ""), "2026-03-04T10:00:00-06:00" },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		struct promise promise;

		district_new(&bench);
		promise = case_ask(&bench, ROSA, "en");
		assert_int_equal(promise.due_at, at("2026-03-04T10:00:00-06:00"));
		case_publish(&bench, rows[i].document);
		promise = moved(&bench, &promise);
		assert_int_equal(promise.due_at, at(rows[i].due));
		assert_int_equal(promise.rule_version, 2);
		assert_int_equal(promise.late_at, 0);
		bench_done(&bench);
	}
}

static void moving_makes_nobody_late_and_late_stays_late(void **unused)
{
	struct bench bench;
	struct promise early, late;

	(void)unused;
	district_new(&bench);
	late = case_ask(&bench, LUIS, "en");
	while (late.late_at == 0)
		late = case_wake(&bench, late.id);
	early = case_ask(&bench, ROSA, "en");
	case_wind_to(&bench, bench_now(&bench) + 3 * HOUR_MS);
	/* an hour would have passed long ago */
	case_publish(&bench, BOOK("1 school hour", ""));
	early = moved(&bench, &early);
	assert_int_equal(early.late_at, 0);
	assert_true(early.due_at > bench_now(&bench));
	assert_int_equal(moved(&bench, &late).late_at, late.late_at);
	bench_done(&bench);
}

static void a_deed_that_was_done_is_not_done_again(void **unused)
{
	struct bench bench;
	struct promise promise;
	struct user_id ana;

	(void)unused;
	district_new(&bench);
	ana.n = case_id(&bench, "ana@x");
	promise = case_ask(&bench, ROSA, "en");
	promise = case_wake(&bench, promise.id);
	assert_int_equal(case_notices(&bench, ana, ROLE_LIAISON, "promise.remind"), 1);
	case_publish(&bench, BOOK("8 school hours", STEP("after: 1 school hour, do: remind")));
	promise = moved(&bench, &promise);
	assert_int_equal(case_notices(&bench, ana, ROLE_LIAISON, "promise.remind"), 1);
	assert_int_equal(promise.owner.n, ana.n);
	bench_done(&bench);
}

/* A higher tier than was told is told; the same is not. */
static void of_escalations_only_a_higher_one_is_told(void **unused)
{
	static const struct {
		const char *document;
		int told;
	} rows[] = {
		{ BOOK("8 school hours", STEP("after: 5 school hours, do: escalate, tier: 1")), 1 },
		{ BOOK("8 school hours", STEP("after: 5 school hours, do: escalate, tier: 2")), 2 },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		struct promise promise;
		const struct user_id all = { 0 };

		district_new(&bench);
		case_publish(&bench, BOOK("8 school hours",
			     STEP("after: 4 school hours, do: escalate, tier: 1")));
		promise = case_ask(&bench, ROSA, "en");
		promise = case_wake(&bench, promise.id);
		case_wind_to(&bench, bench_now(&bench) + HOUR_MS);
		assert_int_equal(case_notices(&bench, all, ROLE_ADMINISTRATOR, "promise.escalated"), 1);
		case_publish(&bench, rows[i].document);
		promise = moved(&bench, &promise);
		assert_int_equal(case_notices(&bench, all, ROLE_ADMINISTRATOR, "promise.escalated"),
				 rows[i].told);
		assert_int_equal(promise.person_reason,
				 rows[i].told == 2 ? PERSON_ESCALATED : PERSON_NONE);
		bench_done(&bench);
	}
}

/* --- what a machine may not do ---------------------------------------------------------------- */

#define ANSWERS                                                                       \
	"rules:\n  - name: hello\n    when: {keyword: hello}\n"                       \
	"    answer_within: 1 school day\n    steps:\n"                                \
	"      - {after: at once, do: answer, template: help, approved: yes}\n"            \
	"  - name: everything else\n    answer_within: 8 school hours\n    steps:\n"       \
	"      - {after: at once, do: acknowledge}\n"                                      \
	"      - {after: at once, do: assign, to: coverage}\n"

static void a_machine_answers_only_what_no_person_has_begun_and_it_has_read_whole(void **unused)
{
	static const struct {
		enum promise_state state;
		int inputs;
		const char *reason;  /* NULL: it is moved, and answered */
	} rows[] = {
		{ PROMISE_OPEN, 1, NULL },
		{ PROMISE_TAKEN, 1, "a person has begun" },
		{ PROMISE_OPEN, 2, "the family has written more since" },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		struct promise promise;
		struct ruleset_move move;

		district_new(&bench);
		promise = case_ask_text(&bench, ROSA, "en", "hello there");
		promise.state = rows[i].state;
		promise.inputs = rows[i].inputs;
		assert_fine(promise_put(bench.db, &promise));
		case_publish(&bench, ANSWERS);
		move = move_of(&promise, 0);
		assert_fine(migrate(&bench, &move));
		assert_int_equal(move.refused, rows[i].reason != NULL);
		assert_int_equal(case_texts(&bench, promise.id, KIND_ANSWER, NULL), !rows[i].reason);
		if (rows[i].reason) {
			assert_non_null(strstr(move.rows[0].reason, rows[i].reason));
			assert_int_equal(bench_look(&bench, promise.id).rule_version, 1);
		} else {
			assert_int_equal(bench_look(&bench, promise.id).state, PROMISE_ANSWERED);
			assert_string_equal(bench_look(&bench, promise.id).rule, "hello");
		}
		bench_done(&bench);
	}
}

static void what_its_family_wrote_finds_the_rule(void **unused)
{
	static const char rules[] =
		"topics:\n  buses: [bus]\n"
		"rules:\n  - name: bus\n    when: {topic: buses}\n    answer_within: 2 school hours\n"
		"    steps:\n      - {after: at once, do: assign, to: coverage}\n"
		"  - name: everything else\n    answer_within: 8 school hours\n    steps:\n"
		"      - {after: at once, do: assign, to: coverage}\n";
	struct bench bench;
	struct promise bus, other;

	(void)unused;
	district_new(&bench);
	bus = case_ask_text(&bench, ROSA, "en", "where is the bus?");
	other = case_ask_text(&bench, LUIS, "en", "when is the meeting?");
	case_publish(&bench, rules);
	bus = moved(&bench, &bus);
	other = moved(&bench, &other);
	assert_string_equal(bus.rule, "bus");
	assert_string_equal(bus.topic, "buses");
	assert_string_equal(other.rule, "everything else");
	assert_string_equal(other.topic, "");
	bench_done(&bench);
}

/* --- which version ----------------------------------------------------------------------------- */

static void only_a_version_that_is_in_force_can_be_moved_to(void **unused)
{
	struct bench bench;
	struct promise promise;
	struct ruleset_move move;
	int later;

	(void)unused;
	district_new(&bench);
	promise = case_ask(&bench, ROSA, "en");
	later = case_publish_at(&bench, BOOK("4 school hours", ""), bench_now(&bench) + DAY_MS);
	move = move_of(&promise, 77);
	assert_fault(migrate(&bench, &move), FAULT_MISSING);
	assert_non_null(strstr(bench.note.text, "no such version"));
	move = move_of(&promise, later);
	assert_fault(migrate(&bench, &move), FAULT_CONFLICT);
	assert_non_null(strstr(bench.note.text, "not in force yet"));
	assert_fault(preview(&bench, &move), FAULT_CONFLICT);
	move = move_of(&promise, case_publish(&bench, "rules: what is that"));
	assert_fault(migrate(&bench, &move), FAULT_CONFLICT);
	assert_non_null(strstr(bench.note.text, "cannot be read"));
	case_wind_to(&bench, bench_now(&bench) + DAY_MS);
	move = move_of(&promise, later);
	assert_fine(migrate(&bench, &move));
	assert_int_equal(bench_look(&bench, promise.id).rule_version, later);
	bench_done(&bench);
}

static void a_promise_that_cannot_move_is_told_and_stops_no_other(void **unused)
{
	struct bench bench;
	struct promise closed, open;
	struct ruleset_move move = { .to = 0, .count = 4 };

	(void)unused;
	district_new(&bench);
	closed = case_ask(&bench, ROSA, "en");
	open = case_ask(&bench, LUIS, "en");
	closed.state = PROMISE_EXCUSED;
	closed.closed_at = bench_now(&bench);
	assert_fine(promise_put(bench.db, &closed));
	case_publish(&bench, BOOK("4 school hours", ""));
	move.ids[0] = closed.id;
	move.ids[1].n = 99;
	move.ids[2] = move.ids[3] = open.id;
	assert_fine(migrate(&bench, &move));
	assert_string_equal(move.rows[0].reason, "it is closed already");
	assert_string_equal(move.rows[1].reason, "there is no such promise");
	assert_string_equal(move.rows[2].reason, "");
	assert_true(move.rows[3].is_same);
	assert_int_equal(move.moved, 1);
	assert_int_equal(move.same, 1);
	assert_int_equal(move.refused, 2);
	assert_int_equal(case_told(&bench, open.id.n, "promise.moved"), 1);
	bench_done(&bench);
}

/* Its family is gone from the ledger: that one stays as it was, with its reason. */
static void what_faults_by_itself_is_rolled_back_alone(void **unused)
{
	static const char rules[] = BOOK("8 school hours", STEP("after: 1 school hour, do: update family"));
	struct bench bench;
	struct promise broken, sound;
	struct ruleset_move move = { .to = 0, .count = 2 };

	(void)unused;
	district_new(&bench);
	broken = case_ask(&bench, ROSA, "en");
	sound = case_ask(&bench, LUIS, "en");
	case_break(&bench, &broken);
	case_wind_to(&bench, bench_now(&bench) + 2 * HOUR_MS);
	case_publish(&bench, rules);
	move.ids[0] = broken.id;
	move.ids[1] = sound.id;
	assert_fine(migrate(&bench, &move));
	assert_true(move.rows[0].reason[0] != '\0');
	assert_int_equal(bench_look(&bench, broken.id).rule_version, 1);
	assert_int_equal(case_told(&bench, broken.id.n, "promise.moved"), 0);
	assert_int_equal(bench_look(&bench, sound.id).rule_version, 2);
	assert_int_equal(case_texts(&bench, sound.id, KIND_UPDATE, NULL), 1);
	bench_done(&bench);
}

/* --- the preview -------------------------------------------------------------------------------- */

static void a_preview_tells_what_the_move_then_does_and_changes_nothing(void **unused)
{
	struct bench bench;
	struct promise promise, after;
	struct ruleset_move seen, done;

	(void)unused;
	district_new(&bench);
	promise = case_ask(&bench, ROSA, "en");
	case_wind_to(&bench, bench_now(&bench) + 2 * HOUR_MS);
	case_publish(&bench, BOOK("4 school hours", STEP("after: 1 school hour, do: remind")));
	seen = done = move_of(&promise, 0);
	assert_fine(preview(&bench, &seen));
	after = bench_look(&bench, promise.id);
	assert_memory_equal(&after, &promise, sizeof(after));
	assert_int_equal(seen.to, 2);
	assert_true(seen.rows[0].does[RULE_REMIND]);
	assert_false(seen.rows[0].does[RULE_ACKNOWLEDGE]);
	assert_int_equal(seen.rows[0].due_before, promise.due_at);
	assert_fine(migrate(&bench, &done));
	assert_memory_equal(&seen.rows[0], &done.rows[0], sizeof(seen.rows[0]));
	after = bench_look(&bench, promise.id);
	assert_int_equal(after.due_at, seen.rows[0].due_at);
	assert_int_equal(after.wake_at, seen.rows[0].next_step_at);
	bench_done(&bench);
}

/* The new rule has no step left that time brings: it wakes all the same (G4). */
static void what_is_moved_is_never_left_without_a_next_look(void **unused)
{
	struct bench bench;
	struct promise promise;

	(void)unused;
	district_new(&bench);
	promise = case_ask(&bench, ROSA, "en");
	while (promise.late_at == 0)
		promise = case_wake(&bench, promise.id);
	case_publish(&bench, BOOK("8 school hours", ""));
	promise = moved(&bench, &promise);
	assert_true(promise.wake_at < NEVER || promise.person_at);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_deadline_moves_earlier_and_never_later),
		cmocka_unit_test(moving_makes_nobody_late_and_late_stays_late),
		cmocka_unit_test(a_deed_that_was_done_is_not_done_again),
		cmocka_unit_test(of_escalations_only_a_higher_one_is_told),
		cmocka_unit_test(a_machine_answers_only_what_no_person_has_begun_and_it_has_read_whole),
		cmocka_unit_test(what_its_family_wrote_finds_the_rule),
		cmocka_unit_test(only_a_version_that_is_in_force_can_be_moved_to),
		cmocka_unit_test(a_promise_that_cannot_move_is_told_and_stops_no_other),
		cmocka_unit_test(what_faults_by_itself_is_rolled_back_alone),
		cmocka_unit_test(a_preview_tells_what_the_move_then_does_and_changes_nothing),
		cmocka_unit_test(what_is_moved_is_never_left_without_a_next_look),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
