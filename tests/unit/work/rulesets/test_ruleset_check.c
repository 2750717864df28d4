/* What only a district knows of its rules: its sentences, languages, lines, people, schools. */
#include "tests/unit/work/case.h"

#include "store/people/students.h"
#include "work/rulesets/ruleset_check.h"
#include "work/rulesets/ruleset_stored.h"
#include "work/rulesets/ruleset_try.h"

#define RULE(when, steps)                                                             \
	"rules:\n  - name: one\n" when "    answer_within: 8 school hours\n"          \
	"    steps:\n      - {after: at once, do: acknowledge}\n" steps LATE              \
	"  - name: everything else\n    answer_within: 8 school hours\n    steps:\n"       \
	"      - {after: at once, do: assign, to: role administrator}\n" LATE
#define LATE "      - {after: deadline, do: escalate, tier: 1}\n"
#define WHEN(what) "    when: {" what "}\n"
#define STEP(what) "      - {" what "}\n"
#define ASSIGN STEP("after: at once, do: assign, to: role administrator")

/* A district with a boss, who speaks all that it allows, Ana, a viewer and somebody who left. */
static void district_new(struct bench *bench)
{
	struct user gone;

	bench_new(bench, TUESDAY_TEN);
	bench_hire(bench, "boss@x", "en,es,so,vi,ar", ROLE_ADMINISTRATOR);
	bench_hire(bench, "ana@x", "es", ROLE_LIAISON);
	bench_hire(bench, "eye@x", "es", ROLE_VIEWER);
	gone = case_user(bench, bench_hire(bench, "gone@x", "es", ROLE_LIAISON));
	gone.disabled_at = bench_now(bench);
	assert_fine(user_put(bench->db, &gone));
}

static enum fault check(struct bench *bench, const char *document, struct rule_findings *findings)
{
	const struct txn txn = bench_txn(bench);
	struct rule_book *book = NULL;
	enum fault fault;

	*findings = (struct rule_findings){ .count = 0 };
	bench->note.text[0] = '\0';
	fault = ruleset_check(&txn, str_of(document), findings, &book);
	assert_int_equal(book != NULL, fault == FAULT_NONE);
	rule_book_free(&book);
	return fault;
}

static bool says(const struct rule_findings *findings, bool is_warning, const char *field,
		 const char *reason)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->list[i].is_warning == is_warning &&
		    strcmp(findings->list[i].field, field) == 0 &&
		    strstr(findings->list[i].reason, reason))
			return true;
	return false;
}

/* --- mistakes, and what is only odd ------------------------------------------------------- */

struct odd {
	const char *document, *field, *reason;
};

static void what_this_district_has_not_is_a_mistake(void **unused)
{
	static const struct odd rows[] = {
		{ RULE(WHEN("language: tlh"), ASSIGN), "language", "no language that we ship" },
		{ RULE(WHEN("language: ES"), ASSIGN), "language", "no language that we ship" },
		{ RULE(WHEN("line: \"+13125550999\""), ASSIGN), "line", "none of the district's lines" },
		{ RULE(WHEN("sender: known"), STEP("after: at once, do: assign, to: nobody@x")), "to",
		  "no user has that e-mail" },
		{ RULE(WHEN("sender: known"), STEP("after: at once, do: assign, to: gone@x")), "to", "was disabled" },
		{ RULE(WHEN("sender: known"), STEP("after: at once, do: assign, to: eye@x")), "to", "viewers answer nobody" },
		{ RULE(WHEN("sender: known"),
		       ASSIGN STEP("after: 1 school day, do: update family, template: no.such")),
		  "template", "there is no sentence" },
		{ RULE(WHEN("sender: known"),
		       STEP("after: at once, do: answer, template: no.such, approved: yes")),
		  "template", "there is no sentence" },
	};
	struct rule_findings findings;
	struct bench bench;

	(void)unused;
	district_new(&bench);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (check(&bench, rows[i].document, &findings) != FAULT_INVALID ||
		    !says(&findings, false, rows[i].field, rows[i].reason))
			fail_msg("%s: %s", rows[i].document, rows[i].reason);
		/* the note has the first of them, with its place */
		assert_non_null(strstr(bench.note.text, "line "));
		assert_non_null(strstr(bench.note.text, rows[i].reason));
	}
	bench_done(&bench);
}

static void what_is_only_odd_is_said_and_refuses_nothing(void **unused)
{
	static const struct odd rows[] = {
		{ RULE(WHEN("language: fr"), ASSIGN), "language", "none of district.languages" },
		{ RULE(WHEN("language: so"), STEP("after: at once, do: assign, to: coverage")), NULL, NULL },
		{ RULE(WHEN("school: Atlantis"), ASSIGN), "school", "nobody falls under it yet" },
		{ RULE(WHEN("group: migrant"), ASSIGN), "group", "nobody falls under it yet" },
		{ RULE(WHEN("sender: known"), ""), "steps", "assigns nobody at once" },
		{ RULE(WHEN("sender: known"), STEP("after: at once, do: assign, to: ana@x")), NULL, NULL },
		{ RULE(WHEN("line: \"" HERE "\""), ASSIGN), NULL, NULL },
	};
	struct rule_findings findings;
	struct bench bench;

	(void)unused;
	district_new(&bench);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_fine(check(&bench, rows[i].document, &findings));
		assert_int_equal(findings.errors, 0);
		if (rows[i].field ? !says(&findings, true, rows[i].field, rows[i].reason) :
				    findings.warnings != 0)
			fail_msg("row %zu: %s", i, findings.count ? findings.list[0].reason : "nothing");
	}
	bench_done(&bench);
}

/* An empty district: the same rules, and nobody to do anything. */
static void who_is_missing_is_warned_of_by_language_and_role(void **unused)
{
	static const char rules[] = RULE(WHEN("language: [es, so]"),
		STEP("after: at once, do: assign, to: coverage")
		STEP("after: 1 school hour, do: reassign, to: role liaison"));
	struct rule_findings findings;
	struct bench bench;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	assert_fine(check(&bench, rules, &findings));
	assert_true(says(&findings, true, "to", "nobody covers: es so"));
	assert_true(says(&findings, true, "to", "nobody has the role liaison"));
	assert_true(says(&findings, true, "to", "nobody has the role administrator"));
	bench_hire(&bench, "ana@x", "es", ROLE_LIAISON);
	assert_fine(check(&bench, rules, &findings));
	assert_true(says(&findings, true, "to", "nobody covers: so"));
	assert_false(says(&findings, true, "to", "nobody has the role liaison"));
	bench_done(&bench);
}

/* Fourteen days of a holiday are fine; longer, or planned, and the author should know. */
static void a_person_who_is_away_for_long_is_warned_of(void **unused)
{
	static const struct {
		int64_t from_for, to_for;
		bool is_warned;
	} rows[] = {
		{ 0, 14 * DAY_MS, false }, { 0, 14 * DAY_MS + HOUR_MS, true },
		{ 30 * DAY_MS, 40 * DAY_MS, false }, { 30 * DAY_MS, 45 * DAY_MS, true },
		/* of one that began long ago only the rest counts */
		{ -20 * DAY_MS, 2 * DAY_MS, false },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct rule_findings findings;
		struct bench bench;
		struct absence absence = { .wake_at = NEVER };

		district_new(&bench);
		absence.id = bench_id(&bench);
		absence.user.n = case_id(&bench, "ana@x");
		absence.from_at = bench_now(&bench) + rows[i].from_for;
		absence.to_at = bench_now(&bench) + rows[i].to_for;
		assert_fine(absence_add(bench.db, &absence));
		assert_fine(check(&bench, RULE(WHEN("sender: known"),
				  STEP("after: at once, do: assign, to: ana@x")), &findings));
		assert_int_equal(says(&findings, true, "to", "away for more than two weeks"),
				 rows[i].is_warned);
		bench_done(&bench);
	}
}

/* Known by a student, a calendar or one of the staff; case and accents do not matter. */
static void a_school_that_somebody_knows_is_no_surprise(void **unused)
{
	struct rule_findings findings;
	struct bench bench;
	struct household household = { .name = "Pérez", .groups = "migrant,band" };
	struct student student = { .name = "Luz", .school = "North High" };

	(void)unused;
	district_new(&bench);
	household.id.n = bench_id(&bench);
	assert_fine(household_add(bench.db, &household));
	student.id.n = bench_id(&bench);
	student.household = household.id;
	assert_fine(student_add(bench.db, &student));
	assert_fine(check(&bench, RULE(WHEN("school: [NORTH high, South]"), ASSIGN), &findings));
	assert_false(says(&findings, true, "school", "NORTH high"));
	assert_true(says(&findings, true, "school", "South"));
	assert_fine(check(&bench, RULE(WHEN("group: [Band, chess]"), ASSIGN), &findings));
	assert_false(says(&findings, true, "group", "Band"));
	assert_true(says(&findings, true, "group", "chess"));
	bench_done(&bench);
}

/* The sentence of an automatic answer must be there in each language it may meet. */
static void an_answer_that_is_not_translated_is_a_mistake_and_an_update_is_odd(void **unused)
{
	struct rule_findings findings;
	struct bench bench;

	(void)unused;
	district_new(&bench);
	assert_fine(check(&bench, RULE(WHEN("sender: known"),
			  STEP("after: at once, do: answer, template: help, approved: yes")), &findings));
	assert_int_equal(findings.errors, 0);
	assert_fine(check(&bench, RULE(WHEN("sender: known"),
			  ASSIGN STEP("after: 1 school day, do: update family, template: help")), &findings));
	assert_int_equal(findings.errors, 0);
	bench_done(&bench);
}

/* --- for whoever shows it ------------------------------------------------------------------ */

static void a_try_says_the_same_and_changes_nothing(void **unused)
{
	static const char *const documents[] = {
		RULE(WHEN("language: tlh"), ASSIGN), RULE(WHEN("school: Atlantis"), ASSIGN), "rules: []",
	};
	struct bench bench;

	(void)unused;
	district_new(&bench);
	for (size_t i = 0; i < COUNT_OF(documents); i++) {
		struct rule_findings tried = { .count = 0 }, checked;
		const struct ruleset_try attempt = { bench.core, bench.core->locale, bench.db,
						     str_of(documents[i]), &tried };
		int version = 0;

		assert_int_equal(ruleset_try_check(&attempt, &bench.note),
				 check(&bench, documents[i], &checked));
		assert_int_equal(tried.count, checked.count);
		assert_memory_equal(tried.list, checked.list, sizeof(tried.list));
		assert_fine(rulebook_in_force(bench.db, bench_now(&bench), &version));
		assert_int_equal(version, 1);
	}
	bench_done(&bench);
}

/* --- what is in the ledger already ------------------------------------------------------------ */

static struct {
	int versions[16];
	size_t count;
} heard;

static void hear_of(int version, const struct rule_findings *findings)
{
	assert_true(findings->count > 0);
	heard.versions[heard.count++] = version;
}

static size_t check_stored(struct bench *bench)
{
	const struct ruleset_ground ground = { &bench->settings, bench->core->locale, bench->db,
					       bench_now(bench) };
	size_t errors = 0;

	heard.count = 0;
	assert_fine(ruleset_stored_check(&ground, hear_of, &errors, &bench->note));
	return errors;
}

static bool heard_of(int version)
{
	for (size_t i = 0; i < heard.count; i++)
		if (heard.versions[i] == version)
			return true;
	return false;
}

/* In force, to come, and those of promises that wait; an old one that nobody needs is not. */
static void every_version_that_matters_is_checked_against_the_district_of_today(void **unused)
{
	static const char bad[] = RULE(WHEN("line: \"+13125550999\""), ASSIGN);
	static const char good[] = RULE(WHEN("sender: known"), ASSIGN);
	struct bench bench;
	struct promise promise;
	int old, used, now, later;

	(void)unused;
	district_new(&bench);
	assert_int_equal(check_stored(&bench), 0);
	old = case_publish(&bench, bad);
	used = case_publish(&bench, bad);
	promise = case_ask(&bench, ROSA, "en");
	assert_int_equal(promise.rule_version, used);
	now = case_publish(&bench, good);
	later = case_publish_at(&bench, bad, bench_now(&bench) + DAY_MS);
	assert_int_equal(check_stored(&bench), 2);
	assert_true(heard_of(used) && heard_of(later));
	assert_false(heard_of(old) || heard_of(now));
	/* answered: nobody steps by it any more */
	promise.state = PROMISE_KEPT;
	promise.closed_at = bench_now(&bench);
	assert_fine(promise_put(bench.db, &promise));
	assert_int_equal(check_stored(&bench), 1);
	assert_false(heard_of(used));
	bench_done(&bench);
}

static void a_version_that_is_gone_is_a_mistake_while_promises_need_it(void **unused)
{
	struct bench bench;
	struct promise promise;

	(void)unused;
	district_new(&bench);
	promise = case_ask(&bench, ROSA, "en");
	promise.rule_version = 40;
	assert_fine(promise_put(bench.db, &promise));
	assert_int_equal(check_stored(&bench), 1);
	assert_true(heard_of(40));
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_this_district_has_not_is_a_mistake),
		cmocka_unit_test(what_is_only_odd_is_said_and_refuses_nothing),
		cmocka_unit_test(who_is_missing_is_warned_of_by_language_and_role),
		cmocka_unit_test(a_person_who_is_away_for_long_is_warned_of),
		cmocka_unit_test(a_school_that_somebody_knows_is_no_surprise),
		cmocka_unit_test(an_answer_that_is_not_translated_is_a_mistake_and_an_update_is_odd),
		cmocka_unit_test(a_try_says_the_same_and_changes_nothing),
		cmocka_unit_test(every_version_that_matters_is_checked_against_the_district_of_today),
		cmocka_unit_test(a_version_that_is_gone_is_a_mistake_while_promises_need_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
