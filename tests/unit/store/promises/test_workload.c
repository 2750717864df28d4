#include "tests/lib/test.h"

#include "store/db/migrate.h"
#include "store/people/staff_alerts.h"
#include "store/people/users.h"
#include "tests/unit/store/sample.h"

enum { STAFF = 4, PROMISES = 24, ROUNDS = 3000 };

/* Staff of whom the counter is not the count. */
#define WRONG                                                                        \
	"SELECT count(*) FROM staff AS s WHERE workload <> (SELECT count(*) FROM promise"   \
	" WHERE owner_id = s.id AND state IN ('open', 'taken'))"

static void hire(struct ledger *ledger)
{
	sample_world(ledger);
	for (int64_t i = 0; i < STAFF; i++) {
		struct user user = { .id = { 70 + i }, .role = ROLE_LIAISON, .languages = "es" };

		snprintf(user.email, sizeof(user.email), "%d", (int)i);
		assert_fine(user_add(ledger->db, &user));
	}
}

/* Nobody's, one of the staff's, or one's who was never hired. */
static struct user_id somebody(void)
{
	int64_t who = random() % (STAFF + 2);

	return (struct user_id){ who == STAFF ? 0 : who == STAFF + 1 ? 99 : 70 + who };
}

static void what_staff_owe_is_their_promises_whatever_happens_to_them(void **state)
{
	const char *seed = getenv("SEED");
	bool is_there[PROMISES] = { false };
	struct ledger ledger;

	(void)state;
	srandom(seed ? (unsigned)atoi(seed) : 20261122);
	hire(&ledger);
	assert_fine(db_begin(ledger.db));
	for (int round = 0; round < ROUNDS; round++) {
		size_t i = (size_t)(random() % PROMISES);
		struct promise promise = sample_promise(30 + (int64_t)i, 1);

		promise.owner = somebody();
		promise.state = (enum promise_state)(random() % PROMISE_STATES);
		assert_fine(is_there[i] ? promise_put(ledger.db, &promise) :
					  promise_add(ledger.db, &promise));
		is_there[i] = true;
		if (ledger_number(ledger.db, WRONG))
			fail_msg("after %d changes", round + 1);
	}
	assert_true(ledger_number(ledger.db, "SELECT sum(workload) FROM staff") > 0);
	assert_fine(db_commit(ledger.db));
	ledger_done(&ledger);
}

/* The one opened first, and how many: without reading the others. */
static void what_one_owes_is_told_with_the_oldest(void **state)
{
	struct staff_alert_load load;
	struct ledger ledger;

	(void)state;
	hire(&ledger);
	for (int64_t i = 0; i < 4; i++) {
		struct promise promise = sample_promise(30 + i, 1);

		promise.owner.n = 71;
		promise.opened_at = noon + i;
		promise.state = i == 0 ? PROMISE_ANSWERED : i == 1 ? PROMISE_TAKEN : PROMISE_OPEN;
		assert_fine(promise_add(ledger.db, &promise));
	}
	assert_fine(staff_alert_load(ledger.db, (struct user_id){ 71 }, &load));
	assert_int_equal(load.waiting, 3);
	assert_true(load.oldest_at == noon + 1);
	assert_fine(staff_alert_load(ledger.db, (struct user_id){ 72 }, &load));
	assert_int_equal(load.waiting, 0);
	assert_int_equal(load.oldest_at, 0);
	assert_fault(staff_alert_load(ledger.db, (struct user_id){ 98 }, &load), FAULT_MISSING);
	ledger_done(&ledger);
}

static void a_promise_that_is_not_there_changes_nobody(void **state)
{
	struct promise promise = sample_promise(4711, 1);
	struct ledger ledger;

	(void)state;
	hire(&ledger);
	promise.owner.n = 70;
	assert_fault(promise_put(ledger.db, &promise), FAULT_MISSING);
	assert_int_equal(ledger_number(ledger.db, "SELECT sum(workload) FROM staff"), 0);
	ledger_done(&ledger);
}

/* A ledger of before: its promises are counted once, by the migration. */
static void an_older_ledger_is_counted(void **state)
{
	static const char rows[] =
		"INSERT INTO contact (id, name, language, language_source, is_known, zone,"
		" own_from, own_to, prefers, created_at, updated_at)"
		" VALUES (1, 'Rosa', 'es', 'told', 1, '', 0, 0, 'sms', 1, 2);"
		"INSERT INTO line VALUES (9, 'main', '+1', 0, '', 0);"
		"INSERT INTO staff (id, email, name, role, languages, phone, created_at,"
		" disabled_at) VALUES (70, 'a', '', 'liaison', '', '', 0, 0),"
		" (71, 'b', '', 'liaison', '', '', 0, 0);"
		"INSERT INTO promise (id, contact_id, phone, channel, line_id, language, state,"
		" owner_id, follows_id, opened_at, input_at, inputs, due_at, late_at,"
		" answered_at, closed_at, excuse, excuse_note, excused_by, rule, rule_version,"
		" next_step, wake_at, person_at, person_reason)"
		" SELECT column1, 1, '+1', 'sms', 9, 'es', column2, column3, 0, 0, 0, 1, 0, 0, 0, 0,"
		" '', '', 0, '', 0, 0, 0, 0, '' FROM (VALUES (1, 'open', 70), (2, 'taken', 70),"
		" (3, 'answered', 70), (4, 'kept', 70), (5, 'open', 0)) AS given;";
	struct ledger ledger;
	struct note note;
	size_t before = 0;

	(void)state;
	while (migrations[before].no < 9)
		before++;
	ledger_place(&ledger);
	ledger_connect(&ledger);
	assert_fine(migrate_with(ledger.db, migrations, before, noon, &note));
	assert_fine(db_script(ledger.db, rows, &note));
	assert_fine(migrate_run(ledger.db, noon + 1, &note));
	assert_int_equal(ledger_number(ledger.db, "SELECT workload FROM staff WHERE id = 70"), 2);
	assert_int_equal(ledger_number(ledger.db, "SELECT workload FROM staff WHERE id = 71"), 0);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_staff_owe_is_their_promises_whatever_happens_to_them),
		cmocka_unit_test(what_one_owes_is_told_with_the_oldest),
		cmocka_unit_test(a_promise_that_is_not_there_changes_nobody),
		cmocka_unit_test(an_older_ledger_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
