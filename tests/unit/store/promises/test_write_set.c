#include "tests/lib/test.h"

#include "owed.h"
#include "store/db/write_set.h"
#include "store/promises/ladder_rungs.h"

/* Each row once, and as the job found it; nothing before it is asked to remember. */
static void a_job_is_remembered_by_what_it_found(void **state)
{
	struct ledger ledger;
	const struct write_entry *written = NULL;
	struct promise promise = sample_promise(30, 1), fresh = sample_promise(31, 1);

	(void)state;
	sample_world(&ledger);
	promise.late_at = noon + 5;
	assert_fine(promise_add(ledger.db, &promise));
	assert_int_equal(write_set_all(ledger.db, &written), 0);
	write_set_begin(ledger.db);
	for (int i = 0; i < PROMISE_STATES; i++) {
		promise.state = (enum promise_state)i;
		promise.late_at = noon + 6 + i;
		assert_fine(promise_put(ledger.db, &promise));
	}
	assert_fine(promise_add(ledger.db, &fresh));
	owed_queue(&ledger, 60, 30, KIND_ANSWER, 0);
	assert_int_equal(write_set_all(ledger.db, &written), 3);
	assert_int_equal(written[0].what, WRITE_SET_PROMISE);
	assert_int_equal(written[0].id, 30);
	assert_int_equal(written[0].was_state, PROMISE_OPEN);
	assert_true(written[0].was_late_at == noon + 5);
	assert_int_equal(written[1].id, 31);
	assert_int_equal(written[1].was_state, PROMISE_OPEN);
	assert_int_equal(written[2].what, WRITE_SET_DELIVERY);
	assert_int_equal(written[2].was_state, DELIVERY_QUEUED);
	write_set_begin(ledger.db);
	assert_int_equal(write_set_all(ledger.db, &written), 0);
	assert_fine(promise_put(ledger.db, &promise));
	assert_int_equal(write_set_all(ledger.db, &written), 1);
	assert_int_equal(written[0].was_state, PROMISE_STATES - 1);
	ledger_done(&ledger);
}

static void a_job_that_writes_more_than_is_remembered_is_no_fault(void **state)
{
	struct ledger ledger;
	const struct write_entry *written = NULL;

	(void)state;
	sample_world(&ledger);
	write_set_begin(ledger.db);
	for (int64_t id = 1; id <= WRITE_SET_MOST + 20; id++) {
		struct promise promise = sample_promise(id, 1);

		assert_fine(promise_add(ledger.db, &promise));
	}
	assert_int_equal(write_set_all(ledger.db, &written), WRITE_SET_MOST);
	assert_int_equal(written[WRITE_SET_MOST - 1].id, WRITE_SET_MOST);
	ledger_done(&ledger);
}

/* Of answers alone, and each by where it stands. */
static void how_the_answers_stand_is_counted_by_their_states(void **state)
{
	struct ledger ledger;
	int under_way = -1, delivered = -1, want_under_way = 0, want_delivered = 0;

	(void)state;
	sample_world(&ledger);
	for (int i = 0; i < 2 * DELIVERY_STATES; i++) {
		enum delivery_state delivery_state = (enum delivery_state)(i % DELIVERY_STATES);
		bool is_answer = i < DELIVERY_STATES;
		struct delivery delivery;

		owed_queue(&ledger, 60 + i, 3, is_answer ? KIND_ANSWER : KIND_UPDATE, 0);
		assert_fine(delivery_get(ledger.db, (struct message_id){ 60 + i }, &delivery));
		delivery.state = delivery_state;
		assert_fine(delivery_put(ledger.db, &delivery));
		want_under_way += is_answer && !delivery_is_over(delivery_state);
		want_delivered += is_answer && delivery_is_evidence(delivery_state);
		assert_fine(write_set_answers(ledger.db, (struct promise_id){ 3 }, &under_way, &delivered));
		assert_int_equal(under_way, want_under_way);
		assert_int_equal(delivered, want_delivered);
	}
	ledger_done(&ledger);
}

/* Another way was taken for it, or its promise is closed: nobody waits for that text. */
static void nobody_waits_for_a_text_whose_promise_went_on(void **state)
{
	struct ledger ledger;
	struct promise promise = sample_promise(30, 1);
	bool is = true;

	(void)state;
	sample_world(&ledger);
	assert_fine(promise_add(ledger.db, &promise));
	owed_queue(&ledger, 60, 30, KIND_ANSWER, 0);
	for (int rung = 0; rung < RUNG_COUNT; rung++) {
		assert_fine(db_begin(ledger.db));
		assert_fine(ladder_rung_add(ledger.db, &(struct rung_row){
			.promise = promise.id, .no = 1, .failed = { 60 }, .rung = (enum rung)rung,
			.next = RUNG_COUNT }));
		assert_fine(write_set_gone_on(ledger.db, (struct message_id){ 60 }, &is));
		assert_int_equal(is, rung != RUNG_RETRY && rung != RUNG_VISIT);
		db_rollback(ledger.db);
	}
	for (int i = 0; i < PROMISE_STATES; i++) {
		promise.state = (enum promise_state)i;
		assert_fine(promise_put(ledger.db, &promise));
		assert_fine(write_set_gone_on(ledger.db, (struct message_id){ 60 }, &is));
		assert_int_equal(is, promise_is_closed(promise.state));
	}
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_job_is_remembered_by_what_it_found),
		cmocka_unit_test(a_job_that_writes_more_than_is_remembered_is_no_fault),
		cmocka_unit_test(how_the_answers_stand_is_counted_by_their_states),
		cmocka_unit_test(nobody_waits_for_a_text_whose_promise_went_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
