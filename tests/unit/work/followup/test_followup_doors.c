/* A promise and a stop move in their own transaction, on the writer's thread, and nowhere else. */
#include "tests/unit/work/doors.h"

#include "work/followup/consequences.h"
#include "work/followup/coverage.h"
#include "work/followup/opt_out_review.h"
#include "work/followup/owner.h"
#include "work/followup/person_list.h"
#include "work/followup/rule_steps.h"

struct asked {
	struct promise promise;
	struct user_id ana;
};

static void asked_new(struct bench *bench, struct asked *asked)
{
	bench_new(bench, TUESDAY_TEN);
	asked->ana = bench_hire(bench, "ana@x", "en", ROLE_LIAISON);
	asked->promise = bench_promise(bench, asked->ana);
}

static enum fault answer(const struct txn *txn, void *thing)
{
	const struct asked *asked = thing;

	return consequences_promise(txn, asked->promise.id, PROMISE_ON_HANDED, "staff:1", "an answer");
}

static enum fault take(const struct txn *txn, void *thing)
{
	const struct asked *asked = thing;

	return rule_steps_take(txn, asked->promise.id, txn->now);
}

static enum fault turn(const struct txn *txn, void *thing)
{
	size_t count = 0;

	(void)thing;
	return rule_steps_turn(txn, &count);
}

static void a_promise_takes_a_step_in_a_transaction_alone(void **state)
{
	struct bench bench;
	struct asked asked;

	(void)state;
	asked_new(&bench, &asked);
	expect_door(&bench, answer, &asked);
	expect_door(&bench, take, &asked);
	expect_door(&bench, turn, &asked);
	bench_done(&bench);
}

static enum fault give(const struct txn *txn, void *thing)
{
	const struct asked *asked = thing;
	struct promise promise = asked->promise;

	return owner_give(txn, &promise, &(struct owner_gift){
		asked->ana, "promise.handed_over", "system", "a test", "promise.handed_over" });
}

static enum fault list(const struct txn *txn, void *thing)
{
	const struct asked *asked = thing;
	struct promise promise = asked->promise;

	return person_list_put(txn, &promise, PERSON_STUCK, "");
}

static enum fault hand_over(const struct txn *txn, void *thing)
{
	const struct asked *asked = thing;

	return coverage_hand_over(txn, asked->ana, "she left");
}

static void a_promise_changes_hands_in_a_transaction_alone(void **state)
{
	struct bench bench;
	struct asked asked;

	(void)state;
	asked_new(&bench, &asked);
	expect_door(&bench, give, &asked);
	expect_door(&bench, list, &asked);
	expect_door(&bench, hand_over, &asked);
	bench_done(&bench);
}

static enum fault stop(const struct txn *txn, void *thing)
{
	const struct asked *asked = thing;
	struct number number;
	enum fault fault = number_get(txn->db, str_of(asked->promise.phone), &number);

	return fault ? fault : consequences_stop(txn, &(struct stop){
		&number, CHANNEL_SMS, CAUSE_STAFF, { 7 }, txn->now });
}

static enum fault raise_review(const struct txn *txn, void *thing)
{
	const struct asked *asked = thing;

	return opt_out_review_raise(txn, asked->promise.id, (struct message_id){ 7 });
}

static void a_stop_and_its_doubt_are_kept_in_a_transaction_alone(void **state)
{
	struct bench bench;
	struct asked asked;

	(void)state;
	asked_new(&bench, &asked);
	expect_door(&bench, stop, &asked);
	expect_door(&bench, raise_review, &asked);
	bench_done(&bench);
}

struct doubt {
	struct txn txn;
	struct promise_id promise;
};

static void raise_without_a_text(void *data)
{
	struct doubt *doubt = data;

	(void)(opt_out_review_raise(&doubt->txn, doubt->promise, (struct message_id){ 0 }) == FAULT_NONE);
}

static void what_may_have_been_a_stop_was_a_text(void **state)
{
	struct bench bench;
	struct asked asked;
	struct doubt doubt;
	struct agenda agenda;

	(void)state;
	asked_new(&bench, &asked);
	agenda_init(&agenda, door_carry_out_nothing);
	doubt = (struct doubt){ bench_txn(&bench), asked.promise.id };
	doubt.txn.agenda = &agenda;
	assert_fine(db_begin(bench.db));
	assert_true(aborts(raise_without_a_text, &doubt));
	db_rollback(bench.db);
	agenda_done(&agenda);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_promise_takes_a_step_in_a_transaction_alone),
		cmocka_unit_test(a_promise_changes_hands_in_a_transaction_alone),
		cmocka_unit_test(a_stop_and_its_doubt_are_kept_in_a_transaction_alone),
		cmocka_unit_test(what_may_have_been_a_stop_was_a_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
