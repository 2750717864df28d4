/* The books of rules that promises step by: which is in force, and what cannot be read. */
#include "tests/unit/work/bench.h"

#include "domain/rules/rule.h"
#include "store/promises/rulebooks.h"
#include "tests/unit/work/seen.h"
#include "work/txn/trace.h"

#define BOOK(name, within)                                                            \
	"rules:\n  - name: " name "\n    answer_within: " within "\n    steps:\n"        \
	"      - {after: at once, do: acknowledge}\n"                                       \
	"      - {after: 2 school hours, do: escalate, tier: 2}\n"

static int publish(struct bench *bench, const char *document, int64_t at)
{
	const struct rulebook book = { .document = str_of(document), .author = "staff:1",
				       .published_at = bench_now(bench), .effective_at = at };
	int version = 0;

	assert_fine(rulebook_publish(bench->db, &book, &version));
	return version;
}

static const struct rule_book *in_force(struct bench *bench, int *version)
{
	const struct txn txn = bench_txn(bench);
	const struct rule_book *book = NULL;

	assert_fine(rulebook_cache_in_force(&txn, version, &book));
	assert_non_null(book);
	return book;
}

/* --- in force ------------------------------------------------------------------------------------ */

static void a_ledger_without_rules_gets_the_shipped_ones_once(void **unused)
{
	struct bench bench;
	struct rulebook book;
	int version = 0;
	AUTO(arena) arena;

	(void)unused;
	arena_init(&arena, 256 << 10);
	bench_new(&bench, TUESDAY_TEN);
	for (int i = 0; i < 3; i++)
		assert_fine(rulebook_cache_seed(bench.db, bench.core->ids, bench_now(&bench)));
	assert_fine(rulebook_in_force(bench.db, bench_now(&bench), &version));
	assert_int_equal(version, 1);
	assert_fault(rulebook_get(bench.db, 2, &arena, &book), FAULT_MISSING);
	assert_int_equal(seen_told_all(bench.db, "rules.published"), 1);
	assert_non_null(rule_find(in_force(&bench, &version), "everything else"));
	bench_done(&bench);
}

static void a_version_takes_effect_at_its_time_without_a_restart(void **unused)
{
	struct bench bench;
	int version = 0;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	assert_int_equal(publish(&bench, BOOK("later", "1 school day"), bench_now(&bench) + HOUR_MS), 2);
	in_force(&bench, &version);
	assert_int_equal(version, 1);
	clock_advance(bench.clock, HOUR_MS);
	assert_string_equal(in_force(&bench, &version)->rules[0].name, "later");
	assert_int_equal(version, 2);
	bench_done(&bench);
}

static void under_a_version_that_cannot_be_read_new_promises_fall_under_the_shipped_rules(void **unused)
{
	struct bench bench;
	const struct rule_book *book;
	int version = 0;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	publish(&bench, "rules: of a newer hearbackd", bench_now(&bench));
	book = in_force(&bench, &version);
	assert_int_equal(version, 1);
	assert_non_null(rule_find(book, "everything else"));
	/* and again, from memory */
	assert_ptr_equal(in_force(&bench, &version), book);
	bench_done(&bench);
}

/* --- the rule of a promise ------------------------------------------------------------------------- */

static void a_promise_steps_by_the_version_it_was_opened_under(void **unused)
{
	struct bench bench;
	struct promise promise = { .rule = "everything else" };
	struct txn txn;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	publish(&bench, BOOK("everything else", "2 school days"), bench_now(&bench));
	txn = bench_txn(&bench);
	promise.rule_version = 1;
	assert_int_equal(rulebook_cache_rule_of(&txn, &promise)->answer_for.amount, 8 * HOUR_MS);
	promise.rule_version = 2;
	assert_int_equal(rulebook_cache_rule_of(&txn, &promise)->step_count, 2);
	bench_done(&bench);
}

static void a_promise_whose_rule_nobody_knows_still_has_a_deadline(void **unused)
{
	static const struct {
		const char *rule;
		int version;
		bool is_known;
	} rows[] = {
		{ "everything else", 1, true }, { "gone", 1, false }, { "everything else", 9, false },
		{ "", 1, false }, { "everything else", 2, false },
	};
	struct bench bench;
	struct txn txn;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	publish(&bench, "no rules at all", bench_now(&bench) + DAY_MS);
	txn = bench_txn(&bench);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct promise promise = { .rule_version = rows[i].version };
		const struct rule *rule;

		str_put(promise.rule, sizeof(promise.rule), str_of(rows[i].rule));
		rule = rulebook_cache_rule_of(&txn, &promise);
		assert_int_equal(rulebook_cache_is_known(rule), rows[i].is_known);
		assert_true(rule_due_at(rule, &bench.settings.week, bench_now(&bench)) < NEVER);
		if (!rows[i].is_known)
			assert_int_equal(rule->step_count, 0);
	}
	bench_done(&bench);
}

/* The shelves are few: a version that left is read again, and is the same. */
static void more_versions_than_shelves_are_all_found(void **unused)
{
	enum { MANY = 40 };
	struct bench bench;
	char document[512];

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	for (int i = 2; i <= MANY; i++) {
		snprintf(document, sizeof(document), "rules:\n  - name: rule %d\n"
			 "    answer_within: 1 school day\n"
			 "    steps: [{after: at once, do: acknowledge}]\n", i);
		assert_int_equal(publish(&bench, document, bench_now(&bench)), i);
	}
	for (int round = 0; round < 2; round++)
		for (int i = 2; i <= MANY; i++) {
			const struct rule_book *book = NULL;
			char name[32];

			snprintf(name, sizeof(name), "rule %d", i);
			assert_fine(rulebook_cache_find(bench.core->rules, bench.db, i, &book));
			assert_non_null(book);
			assert_string_equal(book->rules[0].name, name);
		}
	bench_done(&bench);
}

/* --- what was done ------------------------------------------------------------------------------------ */

static enum fault carry_out_nothing(const struct txn *txn)
{
	assert_true(agenda_is_empty(txn));
	return FAULT_NONE;
}

static void steps_that_were_done_are_read_from_the_trace(void **unused)
{
	struct bench bench;
	struct promise promise;
	struct rule_done done = { .tier = 0 };
	struct agenda agenda;
	struct txn txn;
	const struct rule *rule;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	publish(&bench, BOOK("everything else", "1 school day"), bench_now(&bench));
	promise = bench_promise(&bench, (struct user_id){ 0 });
	promise.rule_version = 2;
	txn = bench_txn(&bench);
	agenda_init(&agenda, carry_out_nothing);
	txn.agenda = &agenda;
	assert_fine(db_begin(bench.db));
	rule = rulebook_cache_rule_of(&txn, &promise);
	assert_fine(trace_done(&txn, promise.id, &done));
	assert_false(done.deeds[RULE_ACKNOWLEDGE] || done.deeds[RULE_ESCALATE]);
	for (size_t i = 0; i < rule->step_count; i++)
		assert_fine(trace_step(&txn, &promise, &rule->steps[i]));
	/* of another promise, and no step */
	assert_fine(txn_trace(&txn, &(struct trace){ .what = "promise.note", .actor = "staff:1",
		    .promise = promise.id, .detail = "remind, deadline; step 3" }));
	assert_fine(trace_done(&txn, promise.id, &done));
	assert_true(done.deeds[RULE_ACKNOWLEDGE] && done.deeds[RULE_ESCALATE]);
	assert_false(done.deeds[RULE_REMIND]);
	assert_int_equal(done.tier, 2);
	assert_fine(db_commit(bench.db));
	agenda_done(&agenda);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ledger_without_rules_gets_the_shipped_ones_once),
		cmocka_unit_test(a_version_takes_effect_at_its_time_without_a_restart),
		cmocka_unit_test(under_a_version_that_cannot_be_read_new_promises_fall_under_the_shipped_rules),
		cmocka_unit_test(a_promise_steps_by_the_version_it_was_opened_under),
		cmocka_unit_test(a_promise_whose_rule_nobody_knows_still_has_a_deadline),
		cmocka_unit_test(more_versions_than_shelves_are_all_found),
		cmocka_unit_test(steps_that_were_done_are_read_from_the_trace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
