/* What a caller of the store has to know before it writes, and a connection's one thread. */
#include "tests/lib/test.h"

#include <pthread.h>

#include "sample.h"
#include "store/log/events.h"
#include "store/promises/ladder_rungs.h"
#include "tests/lib/aborts.h"

static void commit(void *data)
{
	(void)(db_commit(data) == FAULT_NONE);
}

static void take_savepoint(void *data)
{
	(void)(db_savepoint(data) == FAULT_NONE);
}

static void roll_back(void *data)
{
	db_rollback(data);
}

struct elsewhere {
	void (*call)(void *data);
	void *data;
};

static void *run(void *data)
{
	struct elsewhere *elsewhere = data;

	elsewhere->call(elsewhere->data);
	return NULL;
}

static void call_elsewhere(void *data)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, run, data) == 0)
		pthread_join(thread, NULL);
}

static void a_transaction_is_ended_where_it_was_begun_and_once(void **state)
{
	static void (*const calls[])(void *data) = { commit, take_savepoint, roll_back };
	struct ledger ledger;

	(void)state;
	ledger_new(&ledger);
	assert_true(aborts(commit, ledger.db));
	assert_true(aborts(take_savepoint, ledger.db));
	assert_fine(db_begin(ledger.db));
	for (size_t i = 0; i < COUNT_OF(calls); i++) {
		struct elsewhere elsewhere = { calls[i], ledger.db };

		assert_true(aborts(call_elsewhere, &elsewhere));
	}
	assert_fine(db_commit(ledger.db));
	assert_true(aborts(commit, ledger.db));
	ledger_done(&ledger);
}

struct lateness {
	struct db *db;
	struct promise was, is;
};

static void change(void *data)
{
	struct lateness *lateness = data;

	(void)(promise_change(lateness->db, &lateness->was, &lateness->is) == FAULT_NONE);
}

static void what_was_late_is_not_made_timely_nor_late_since_another_time(void **state)
{
	struct ledger ledger;
	struct lateness lateness;

	(void)state;
	sample_world(&ledger);
	lateness = (struct lateness){ ledger.db, sample_promise(30, 1), sample_promise(30, 1) };
	lateness.was.late_at = lateness.is.late_at = 0;
	assert_fine(promise_add(ledger.db, &lateness.was));
	lateness.is.late_at = noon;
	assert_fine(promise_change(ledger.db, &lateness.was, &lateness.is));
	lateness.was.late_at = noon;
	assert_fine(promise_change(ledger.db, &lateness.was, &lateness.is));
	lateness.is.late_at = noon + 1;
	assert_true(aborts(change, &lateness));
	lateness.is.late_at = 0;
	assert_true(aborts(change, &lateness));
	ledger_done(&ledger);
}

static void keep_without_time(void *data)
{
	(void)(event_keep(data, &(struct event){ .id = 5, .what = "x", .actor = "x" }) == FAULT_NONE);
}

static void keep_without_id(void *data)
{
	(void)(event_keep(data, &(struct event){ .at = noon, .what = "x", .actor = "x" }) == FAULT_NONE);
}

static void add_rung_nought(void *data)
{
	(void)(ladder_rung_add(data, &(struct rung_row){ .promise = { 3 } }) == FAULT_NONE);
}

static void a_fact_has_an_id_and_a_time_and_a_rung_its_number(void **state)
{
	struct ledger ledger;

	(void)state;
	sample_world(&ledger);
	assert_true(aborts(keep_without_time, ledger.db));
	assert_true(aborts(keep_without_id, ledger.db));
	assert_true(aborts(add_rung_nought, ledger.db));
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_transaction_is_ended_where_it_was_begun_and_once),
		cmocka_unit_test(what_was_late_is_not_made_timely_nor_late_since_another_time),
		cmocka_unit_test(a_fact_has_an_id_and_a_time_and_a_rung_its_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
