/* Rules are drafted, published and moved: what is in force is not touched before all was found good. */
#include "tests/unit/work/acting.h"

#include "domain/rules/rule_read.h"
#include "work/rulesets/ruleset_migrate.h"

#define GOOD                                                                         \
	"rules:\n  - name: everything else\n    answer_within: 4 school hours\n"     \
	"    steps:\n      - {after: at once, do: assign, to: coverage}\n"
#define BAD "rules:\n  - name: everything else\n    answer_within: soon\n"
#define FOR_NOBODY                                                                   \
	"rules:\n  - name: everything else\n    answer_within: 4 school hours\n"     \
	"    steps:\n      - {after: at once, do: assign, to: nobody@x}\n"

static enum fault draft(struct bench *bench, const char *document)
{
	return act(bench, &(struct ruleset_draft){ .command.row = &ruleset_command_draft,
		   .document = str_of(document), .note = STR("for spring") }.command);
}

static enum fault publish(struct bench *bench, const char *document, int version, int64_t at,
			  struct ruleset_publish *told)
{
	struct ruleset_publish publish = { .command.row = &ruleset_command_publish,
					   .document = str_of(document), .version = version, .at = at };
	enum fault fault = act(bench, &publish.command);

	if (told)
		*told = publish;
	return fault;
}

static int in_force(struct bench *bench)
{
	int version = 0;

	assert_fine(rulebook_in_force(bench->db, bench_now(bench), &version));
	return version;
}

/* --- drafts -------------------------------------------------------------------------------------- */

static void a_draft_may_have_mistakes_and_puts_nothing_in_force(void **unused)
{
	struct bench bench;
	struct rulebook book;
	struct audited last;
	AUTO(arena) arena;

	(void)unused;
	arena_init(&arena, 256 << 10);
	bench_new(&bench, TUESDAY_TEN);
	assert_fine(draft(&bench, BAD));
	assert_int_equal(in_force(&bench), 1);
	assert_fine(rulebook_get(bench.db, 0, &arena, &book));
	assert_true(str_is(book.document, BAD));
	assert_string_equal(book.author, "ctl:test");
	assert_string_equal(book.note, "for spring");
	act_audit(&bench, &last);
	assert_string_equal(last.command, "rules.draft");
	assert_int_equal(case_told_all(&bench, "rules.drafted"), 1);
	/* the next one takes its place */
	assert_fine(draft(&bench, GOOD));
	assert_fine(rulebook_get(bench.db, 0, &arena, &book));
	assert_true(str_is(book.document, GOOD));
	bench_done(&bench);
}

static void a_document_has_a_ceiling(void **unused)
{
	static char document[RULE_DOCUMENT + 2];
	struct bench bench;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	memset(document, '#', RULE_DOCUMENT);
	assert_fine(draft(&bench, document));
	document[RULE_DOCUMENT] = '#';
	assert_fault(draft(&bench, document), FAULT_TOO_LARGE);
	assert_true(publish(&bench, document, 0, 0, NULL) != FAULT_NONE);
	assert_int_equal(in_force(&bench), 1);
	bench_done(&bench);
}

/* --- publishing ------------------------------------------------------------------------------------ */

static void what_is_published_is_in_force_from_its_time_on(void **unused)
{
	struct bench bench;
	struct ruleset_publish told;
	int64_t tomorrow;
	struct audited last;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	tomorrow = bench_now(&bench) + DAY_MS;
	assert_fine(publish(&bench, GOOD, 0, 0, &told));
	assert_int_equal(told.published, 2);
	assert_int_equal(told.effective_at, bench_now(&bench));
	assert_int_equal(in_force(&bench), 2);
	act_audit(&bench, &last);
	assert_non_null(strstr(last.detail, "\"version\":\"2\""));
	assert_fine(publish(&bench, GOOD, 0, tomorrow, &told));
	assert_int_equal(told.effective_at, tomorrow);
	assert_int_equal(in_force(&bench), 2);
	case_wind_to(&bench, tomorrow);
	assert_int_equal(in_force(&bench), 3);
	assert_int_equal(case_ask(&bench, ROSA, "en").rule_version, 3);
	bench_done(&bench);
}

/* A clock that is a little behind means now; an hour ago means a mistake. */
static void a_time_that_is_over_is_refused(void **unused)
{
	static const struct {
		int64_t ago_for;
		bool is_over;
	} rows[] = { { MINUTE_MS, false }, { 5 * MINUTE_MS, false }, { 6 * MINUTE_MS, true }, { DAY_MS, true } };
	struct bench bench;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct ruleset_publish told;

		assert_fault(publish(&bench, GOOD, 0, bench_now(&bench) - rows[i].ago_for, &told),
			     rows[i].is_over ? FAULT_INVALID : FAULT_NONE);
		if (!rows[i].is_over)
			assert_int_equal(told.effective_at, bench_now(&bench));
	}
	bench_done(&bench);
}

static void what_is_not_good_is_not_published_and_says_where(void **unused)
{
	static const struct {
		const char *document, *reason;
	} rows[] = {
		{ BAD, "answer_within" }, { "rules: []", "rules" }, { FOR_NOBODY, "no user has that" },
	};
	struct bench bench;
	struct audited last;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_fault(publish(&bench, rows[i].document, 0, 0, NULL), FAULT_INVALID);
		assert_non_null(strstr(bench.note.text, rows[i].reason));
		assert_non_null(strstr(bench.note.text, "line "));
	}
	assert_int_equal(in_force(&bench), 1);
	assert_int_equal(act_audit(&bench, &last), 0);
	bench_done(&bench);
}

/* Without a document: the draft, or an old version, checked once more against today. */
static void the_draft_and_old_versions_can_be_published(void **unused)
{
	struct bench bench;
	struct ruleset_publish told;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	assert_fault(publish(&bench, "", 0, 0, NULL), FAULT_MISSING);
	assert_non_null(strstr(bench.note.text, "there is no draft"));
	assert_fault(publish(&bench, "", 9, 0, NULL), FAULT_MISSING);
	assert_non_null(strstr(bench.note.text, "no such version"));
	assert_fine(draft(&bench, BAD));
	assert_fault(publish(&bench, "", 0, 0, NULL), FAULT_INVALID);
	assert_fine(draft(&bench, GOOD));
	assert_fine(publish(&bench, "", 0, 0, &told));
	assert_int_equal(told.published, 2);
	assert_fine(publish(&bench, "", 1, 0, &told));
	assert_int_equal(told.published, 3);
	assert_int_equal(case_ask(&bench, ROSA, "en").due_at, at("2026-03-04T10:00:00-06:00"));
	bench_done(&bench);
}

/* --- moving ------------------------------------------------------------------------------------------ */

static void a_move_tells_how_many_and_is_one_row_of_the_log(void **unused)
{
	struct bench bench;
	struct ruleset_move move = { .count = 2 };
	struct ruleset_migrate migrate = { .command.row = &ruleset_command_move, .move = &move };
	struct audited last;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	move.ids[0] = case_ask(&bench, ROSA, "en").id;
	move.ids[1] = case_ask(&bench, LUIS, "en").id;
	assert_fine(publish(&bench, GOOD, 0, 0, NULL));
	assert_fine(act(&bench, &migrate.command));
	assert_int_equal(migrate.moved, 2);
	assert_int_equal(migrate.version, 2);
	assert_int_equal(bench_look(&bench, move.ids[1]).rule_version, 2);
	act_audit(&bench, &last);
	assert_string_equal(last.command, "rules.move");
	assert_non_null(strstr(last.detail, "\"moved\":\"2\""));
	move.to = 44;
	assert_fault(act(&bench, &migrate.command), FAULT_MISSING);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_draft_may_have_mistakes_and_puts_nothing_in_force),
		cmocka_unit_test(a_document_has_a_ceiling),
		cmocka_unit_test(what_is_published_is_in_force_from_its_time_on),
		cmocka_unit_test(a_time_that_is_over_is_refused),
		cmocka_unit_test(what_is_not_good_is_not_published_and_says_where),
		cmocka_unit_test(the_draft_and_old_versions_can_be_published),
		cmocka_unit_test(a_move_tells_how_many_and_is_one_row_of_the_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
