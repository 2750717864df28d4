#include "tests/lib/test.h"

#include "store/db/migrate.h"
#include "store/people/absences.h"
#include "store/people/users.h"
#include "store/promises/rulebooks.h"
#include "tests/unit/store/sample.h"

static struct rulebook sample_book(const char *document, int64_t effective_at)
{
	struct rulebook book = { .document = str_of(document), .author = "staff:7",
				 .note = "buses", .written_at = noon, .published_at = noon,
				 .effective_at = effective_at };

	return book;
}

static void the_version_whose_time_came_last_is_in_force(void **state)
{
	struct ledger ledger;
	struct rulebook old = sample_book("rules: 1\n", noon);
	struct rulebook later = sample_book("rules: 2\n", noon + DAY_MS);
	int version = 0;

	(void)state;
	sample_world(&ledger);
	assert_int_equal(rulebook_in_force(ledger.db, noon, &version), FAULT_MISSING);
	assert_fine(rulebook_publish(ledger.db, &old, &version));
	assert_int_equal(version, 1);
	assert_fine(rulebook_publish(ledger.db, &later, &version));
	assert_int_equal(version, 2);
	assert_int_equal(rulebook_in_force(ledger.db, noon - 1, &version), FAULT_MISSING);
	assert_fine(rulebook_in_force(ledger.db, noon, &version));
	assert_int_equal(version, 1);
	assert_fine(rulebook_in_force(ledger.db, noon + DAY_MS - 1, &version));
	assert_int_equal(version, 1);
	assert_fine(rulebook_in_force(ledger.db, noon + DAY_MS, &version));
	assert_int_equal(version, 2);
	/* Of two at the same time, the one that was published last. */
	assert_fine(rulebook_publish(ledger.db, &later, &version));
	assert_fine(rulebook_in_force(ledger.db, noon + 2 * DAY_MS, &version));
	assert_int_equal(version, 3);
	ledger_done(&ledger);
}

static void there_is_one_draft_and_it_is_never_in_force(void **state)
{
	struct ledger ledger;
	struct rulebook draft = sample_book("rules: one\n", 0);
	struct rulebook read;
	struct rulebook books[3];
	size_t count = 0;
	int version = 0;
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 10000);
	sample_world(&ledger);
	assert_int_equal(rulebook_get(ledger.db, 0, &arena, &read), FAULT_MISSING);
	assert_fine(rulebook_draft(ledger.db, &draft));
	draft.document = STR("rules: two\n");
	assert_fine(rulebook_draft(ledger.db, &draft));
	assert_fine(rulebook_get(ledger.db, 0, &arena, &read));
	assert_true(str_is(read.document, "rules: two\n"));
	assert_string_equal(read.author, "staff:7");
	assert_string_equal(read.note, "buses");
	assert_int_equal(read.written_at, noon);
	assert_int_equal(rulebook_in_force(ledger.db, NEVER - 1, &version), FAULT_MISSING);
	assert_fine(rulebook_publish(ledger.db, &draft, &version));
	assert_int_equal(version, 1);
	assert_fine(rulebook_list(ledger.db, NEVER, books, 3, &count));
	assert_int_equal(count, 2);
	assert_int_equal(books[0].version, 1);
	assert_int_equal(books[1].version, 0);
	assert_fine(rulebook_list(ledger.db, 1, books, 3, &count));
	assert_int_equal(count, 1);
	ledger_done(&ledger);
}

static void count_row(void *context, const struct replay_row *row)
{
	size_t *count = context;

	assert_int_equal(row->id, 30 + (int64_t)*count);
	assert_string_equal(row->language, "es");
	assert_string_equal(row->channel, "sms");
	assert_false(row->is_closed);
	++*count;
}

static void replay_walks_promises_in_order(void **state)
{
	struct ledger ledger;
	size_t count = 0;

	(void)state;
	sample_world(&ledger);
	for (int i = 0; i < 3; i++) {
		struct promise promise = sample_promise(30 + i, 1);

		assert_fine(promise_add(ledger.db, &promise));
	}
	assert_fine(rulebook_replay_walk(ledger.db, 0, 2, count_row, &count));
	assert_int_equal(count, 2);
	assert_fine(rulebook_replay_walk(ledger.db, 31, 2, count_row, &count));
	assert_int_equal(count, 3);
	count = 1;
	assert_fine(rulebook_replay_get(ledger.db, 31, count_row, &count));
	assert_int_equal(count, 2);
	assert_int_equal(rulebook_replay_get(ledger.db, 99, count_row, &count), FAULT_MISSING);
	assert_int_equal(count, 2);
	ledger_done(&ledger);
}

static void the_versions_in_use_are_those_to_come_and_those_of_open_promises(void **state)
{
	static const enum promise_state states[] = { PROMISE_OPEN, PROMISE_KEPT, PROMISE_ANSWERED, PROMISE_OPEN };
	struct ledger ledger;
	int versions[9], version;
	size_t count;

	(void)state;
	sample_world(&ledger);
	for (int i = 0; i < 4; i++) {
		struct rulebook book = { .document = STR("x"), .author = "a", .note = "",
					 .effective_at = noon + (i - 2) * DAY_MS };
		struct promise promise = sample_promise(30 + i, 1);

		promise.state = states[i];
		promise.rule_version = i == 3 ? 1 : i + 1;
		assert_fine(rulebook_publish(ledger.db, &book, &version));
		assert_fine(promise_add(ledger.db, &promise));
	}
	assert_fine(rulebook_used(ledger.db, noon, versions, 9, &count));
	assert_int_equal(count, 3);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(versions[i], ((const int[]){ 4, 3, 1 })[i]);
	assert_fine(rulebook_used(ledger.db, noon, versions, 1, &count));
	assert_int_equal(count, 1);
	ledger_done(&ledger);
}

static void a_role_gives_to_who_owes_least_and_somebody_else_can_be_asked_for(void **state)
{
	struct ledger ledger;
	struct user user;
	struct promise promise = sample_promise(30, 1);

	(void)state;
	sample_world(&ledger);
	assert_int_equal(user_for_role(ledger.db, ROLE_LIAISON, (struct user_id){ 0 }, 0, &user),
			 FAULT_MISSING);
	for (int i = 1; i < 4; i++) {
		struct user one = { .id = { i }, .email = { (char)('0' + i) }, .languages = "es",
				    .role = i < 3 ? ROLE_LIAISON : ROLE_ADMINISTRATOR };

		assert_fine(user_add(ledger.db, &one));
	}
	promise.owner.n = 1;
	assert_fine(promise_add(ledger.db, &promise));
	assert_fine(user_for_role(ledger.db, ROLE_LIAISON, (struct user_id){ 0 }, 0, &user));
	assert_int_equal(user.id.n, 2);
	assert_fine(user_for_role(ledger.db, ROLE_LIAISON, user.id, 0, &user));
	assert_int_equal(user.id.n, 1);
	assert_fine(user_for_role(ledger.db, ROLE_ADMINISTRATOR, user.id, 0, &user));
	assert_int_equal(user.id.n, 3);
	/* who is away gets nothing from a rule */
	assert_fine(absence_add(ledger.db, &(struct absence){ .id = 70, .user = { 2 },
		.from_at = 100, .to_at = 200, .wake_at = 200 }));
	assert_fine(user_for_role(ledger.db, ROLE_LIAISON, (struct user_id){ 0 }, 150, &user));
	assert_int_equal(user.id.n, 1);
	assert_fine(user_for_role(ledger.db, ROLE_LIAISON, (struct user_id){ 0 }, 200, &user));
	assert_int_equal(user.id.n, 2);
	ledger_done(&ledger);
}

/* Ledgers of before had one rule, built in, with two steps. */
static void open_promises_of_before_go_on_under_the_shipped_rules(void **state)
{
	static const struct { int64_t id, before, after; } steps[] = {
		{ 30, 0, 2 }, { 31, 1, 3 }, { 32, 2, 6 },
	};
	static const char contact[] =
		"INSERT INTO contact (id, name, language, language_source, is_known, zone, own_from,"
		" own_to, prefers, created_at, updated_at)"
		" VALUES (1, '', 'es', 'told', 1, '', 0, 0, 'sms', 0, 0)";
	static const char line[] =
		"INSERT INTO line (id, account, number, paused_at, pause_reason, swept_at)"
		" VALUES (9, 'main', '+1', 0, '', 0)";
	static const char promise[] =
		"INSERT INTO promise (id, contact_id, phone, channel, line_id, language, state,"
		" owner_id, follows_id, opened_at, input_at, inputs, due_at, late_at, answered_at,"
		" closed_at, excuse, excuse_note, excused_by, rule, rule_version, next_step,"
		" wake_at, person_at, person_reason) VALUES ($1, 1, '+1', 'sms', 9, 'es', 'open',"
		" 0, 0, 1, 1, 1, 2, 0, 0, 0, '', '', 0, 'built-in', 1, $2, 2, 0, '')";
	struct ledger ledger;
	struct promise read;
	struct note note;
	size_t before = 0;

	(void)state;
	ledger_place(&ledger);
	ledger_connect(&ledger);
	while (before < migration_count && !strstr(migrations[before].name, "_rules"))
		before++;
	assert_true(before > 0 && before < migration_count);
	assert_fine(migrate_with(ledger.db, migrations, before, noon, &note));
	assert_fine(db_run(ledger.db, contact, NULL, 0, NULL));
	assert_fine(db_run(ledger.db, line, NULL, 0, NULL));
	for (size_t i = 0; i < COUNT_OF(steps); i++)
		assert_fine(db_run(ledger.db, promise, BINDS(NUMBER(steps[i].id),
							     NUMBER(steps[i].before)), NULL));
	assert_fine(migrate_run(ledger.db, noon, &note));
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		assert_fine(promise_get(ledger.db, (struct promise_id){ steps[i].id }, &read));
		assert_string_equal(read.rule, "everything else");
		assert_int_equal(read.rule_version, 1);
		assert_int_equal(read.next_step, steps[i].after);
	}
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_version_whose_time_came_last_is_in_force),
		cmocka_unit_test(there_is_one_draft_and_it_is_never_in_force),
		cmocka_unit_test(replay_walks_promises_in_order),
		cmocka_unit_test(the_versions_in_use_are_those_to_come_and_those_of_open_promises),
		cmocka_unit_test(open_promises_of_before_go_on_under_the_shipped_rules),
		cmocka_unit_test(a_role_gives_to_who_owes_least_and_somebody_else_can_be_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
