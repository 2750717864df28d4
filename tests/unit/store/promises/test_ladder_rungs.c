#include "tests/lib/test.h"

#include "owed.h"
#include "store/promises/ladder_rungs.h"

static void each_rung_comes_back_as_it_was_taken_the_newest_first(void **state)
{
	struct ledger ledger;
	struct promise promise = sample_promise(30, 1);
	struct rung_row rungs[RUNG_COUNT + MISS_COUNT], found[RUNG_COUNT + MISS_COUNT];
	size_t count = 0;
	int total = RUNG_COUNT + MISS_COUNT;

	(void)state;
	sample_world(&ledger);
	assert_fault(ladder_rung_add(ledger.db, &(struct rung_row){ .promise = { 30 }, .no = 1 }),
		     FAULT_CONFLICT);
	assert_fine(promise_add(ledger.db, &promise));
	for (int i = 0; i < total; i++) {
		rungs[i] = (struct rung_row){ .promise = { 30 }, .no = i + 1, .answer = { 60 },
					      .failed = { 60 + i }, .message = { i % 2 ? 0 : 61 + i },
					      .rung = (enum rung)(i % RUNG_COUNT),
					      .next = (enum rung)(i % (RUNG_COUNT + 1)),
					      .miss = (enum miss)(i % MISS_COUNT), .at = noon + i };
		memset(rungs[i].why, 'w', (size_t)(i * 40));
		assert_fine(ladder_rung_add(ledger.db, &rungs[i]));
	}
	assert_fault(ladder_rung_add(ledger.db, &rungs[0]), FAULT_CONFLICT);
	assert_fine(ladder_rung_list(ledger.db, promise.id, found, COUNT_OF(found), &count));
	assert_int_equal(count, total);
	for (int i = 0; i < total; i++) {
		const struct rung_row *one = &found[i], *other = &rungs[total - 1 - i];

		assert_int_equal(one->no, other->no);
		assert_int_equal(one->rung, other->rung);
		assert_int_equal(one->next, other->next);
		assert_int_equal(one->miss, other->miss);
		assert_true(one->failed.n == other->failed.n && one->message.n == other->message.n);
		assert_true(one->at == other->at && one->answer.n == 60);
		assert_string_equal(one->why, other->why);
	}
	assert_fine(ladder_rung_list(ledger.db, promise.id, found, 3, &count));
	assert_int_equal(count, 3);
	assert_int_equal(found[2].no, total - 2);
	ledger_done(&ledger);
}

/* Answers are ways that were taken; what is queued beside an acknowledgement can be taken back. */
static void the_ways_of_a_promise_are_its_answers_and_nothing_else(void **state)
{
	struct ledger ledger;
	struct answer_way ways[8];
	struct queued_word words[8];
	struct delivery delivery;
	size_t count = 0;

	(void)state;
	sample_world(&ledger);
	for (int kind = 0; kind < KIND_COUNT; kind++)
		owed_queue(&ledger, 60 + kind, 3, (enum kind)kind, 0);
	owed_queue(&ledger, 80, 3, KIND_ANSWER, 0);
	owed_queue(&ledger, 81, 4, KIND_ANSWER, 0);
	owed_queue(&ledger, 82, 0, KIND_ANSWER, 0);
	assert_fine(ladder_rung_queued(ledger.db, (struct promise_id){ 3 }, words, 8, &count));
	assert_int_equal(count, 3);
	assert_int_equal(words[0].message.n, 60 + KIND_ANSWER);
	assert_int_equal(words[1].message.n, 60 + KIND_UPDATE);
	assert_int_equal(words[1].kind, KIND_UPDATE);
	assert_int_equal(words[2].message.n, 80);
	assert_fine(delivery_get(ledger.db, (struct message_id){ 80 }, &delivery));
	delivery.state = DELIVERY_FAILED;
	delivery.is_ambiguous = true;
	assert_fine(delivery_put(ledger.db, &delivery));
	assert_fine(ladder_rung_queued(ledger.db, (struct promise_id){ 3 }, words, 8, &count));
	assert_int_equal(count, 2);
	assert_fine(ladder_rung_ways(ledger.db, (struct promise_id){ 3 }, ways, 8, &count));
	assert_int_equal(count, 2);
	assert_int_equal(ways[0].message.n, 80);
	assert_int_equal(ways[0].state, DELIVERY_FAILED);
	assert_true(ways[0].is_ambiguous);
	assert_int_equal(ways[1].message.n, 60 + KIND_ANSWER);
	assert_int_equal(ways[1].state, DELIVERY_QUEUED);
	assert_fine(ladder_rung_ways(ledger.db, (struct promise_id){ 5 }, ways, 8, &count));
	assert_int_equal(count, 0);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_rung_comes_back_as_it_was_taken_the_newest_first),
		cmocka_unit_test(the_ways_of_a_promise_are_its_answers_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
