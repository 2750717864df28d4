/*
 * One loaded promise a transaction, and an agenda that ends: that a savepoint takes back what
 * was changed in memory, and in which order consequences are carried out.
 */
#include "tests/unit/work/bench.h"

/* Nothing that these put on the agenda is anybody's to carry out. */
static enum fault carry_out_nothing(const struct txn *txn)
{
	assert_true(agenda_is_empty(txn));
	return FAULT_NONE;
}

static struct txn txn_in(struct bench *bench)
{
	struct txn txn = bench_txn(bench);

	agenda_init(&bench->agenda, carry_out_nothing);
	txn.agenda = &bench->agenda;
	return txn;
}

static struct promise ask(struct bench *bench)
{
	bench_new(bench, TUESDAY_TEN);
	return bench_promise(bench, (struct user_id){ 0 });
}

static void end_well(struct bench *bench, const struct txn *txn)
{
	assert_fine(agenda_write_promises(txn));
	agenda_forget(txn);
	assert_fine(db_commit(bench->db));
}

/* --- savepoints -------------------------------------------------------------------------- */

static enum fault spoil(const struct txn *txn, void *thing)
{
	struct promise *promise = thing;
	struct promise changed;

	assert_fine(agenda_get_promise(txn, promise->id, &changed));
	str_put(changed.topic, sizeof(changed.topic), STR("spoiled"));
	assert_fine(agenda_put_promise(txn, &changed));
	agenda_add(txn, &(struct agenda_item){ .kind = AGENDA_PROMISE, .promise = promise->id,
					       .event = PROMISE_ON_TAKEN });
	return fault_because(FAULT_CONFLICT, txn->note, "not this one");
}

static enum fault look_again(const struct txn *txn, void *thing)
{
	struct promise *promise = thing;

	assert_true(agenda_is_empty(txn));
	return agenda_get_promise(txn, promise->id, promise);
}

static void what_a_savepoint_takes_back_is_taken_back_in_memory_too(void **unused)
{
	static const struct trial trial = { spoil, look_again, "promise" };
	struct bench bench;
	struct promise before, changed, promise;
	struct txn txn;

	(void)unused;
	before = promise = ask(&bench);
	txn = txn_in(&bench);
	assert_fine(db_begin(bench.db));
	/* changed before the savepoint: that stays */
	assert_fine(agenda_get_promise(&txn, before.id, &changed));
	changed.inputs = 7;
	assert_fine(agenda_put_promise(&txn, &changed));
	assert_fine(txn_try(&txn, &trial, &promise, promise.id.n));
	assert_string_equal(promise.topic, before.topic);
	assert_int_equal(promise.inputs, 7);
	end_well(&bench, &txn);
	assert_int_equal(bench_look(&bench, before.id).inputs, 7);
	assert_int_equal(bench_look(&bench, before.id).state, PROMISE_OPEN);
	bench_done(&bench);
}

static void what_faulted_leaves_nothing_to_be_written(void **unused)
{
	struct bench bench;
	struct promise promise;
	struct txn txn;

	(void)unused;
	promise = ask(&bench);
	txn = txn_in(&bench);
	assert_fine(db_begin(bench.db));
	assert_fault(spoil(&txn, &promise), FAULT_CONFLICT);
	agenda_forget(&txn);
	end_well(&bench, &txn);
	assert_string_equal(bench_look(&bench, promise.id).topic, promise.topic);
	bench_done(&bench);
}

/* --- what the ledger is asked ------------------------------------------------------------- */

enum { BEN = 77 };

/* Given to ben in memory alone. */
static void give_to_ben(const struct txn *txn, struct promise_id id)
{
	struct promise promise;

	assert_fine(agenda_get_promise(txn, id, &promise));
	promise.owner.n = BEN;
	assert_fine(agenda_put_promise(txn, &promise));
}

static void a_list_sees_what_is_changed_in_memory(void **unused)
{
	struct bench bench;
	struct promise promise, found[2];
	struct txn txn;
	size_t count = 0;

	(void)unused;
	promise = ask(&bench);
	txn = txn_in(&bench);
	assert_fine(db_begin(bench.db));
	give_to_ben(&txn, promise.id);
	assert_fine(promise_owned(bench.db, (struct user_id){ BEN }, (struct promise_id){ 0 }, found, 2,
				  &count));
	assert_int_equal(count, 1);
	assert_int_equal(found[0].id.n, promise.id.n);
	end_well(&bench, &txn);
	bench_done(&bench);
}

static void what_all_are_woken_by_leaves_no_old_copy(void **unused)
{
	struct bench bench;
	struct promise promise;
	struct txn txn;

	(void)unused;
	promise = ask(&bench);
	txn = txn_in(&bench);
	assert_fine(db_begin(bench.db));
	assert_fine(agenda_get_promise(&txn, promise.id, &promise));
	promise.wake_at = txn.now + 7;
	assert_fine(agenda_put_promise(&txn, &promise));
	give_to_ben(&txn, promise.id);
	assert_fine(promise_wake_all(bench.db, STR_NONE, txn.now));
	assert_fine(agenda_get_promise(&txn, promise.id, &promise));
	assert_true(promise.wake_at == txn.now);
	assert_int_equal(promise.owner.n, BEN);
	end_well(&bench, &txn);
	bench_done(&bench);
}

/* --- the order, and the end --------------------------------------------------------------- */

static char done[64];

/* Each item adds what its number says, as a tree: 1 has 11 and 12, 11 has 111. */
static void carry_out_numbers(const struct txn *txn)
{
	static const struct { int64_t from, to[2]; } tree[] = {
		{ 1, { 11, 12 } }, { 11, { 111, 0 } }, { 2, { 21, 0 } },
	};
	struct agenda_item item;

	while (agenda_next(txn, &item)) {
		size_t used = strlen(done);

		snprintf(done + used, sizeof(done) - used, "%lld ", (long long)item.message.n);
		for (size_t i = 0; i < COUNT_OF(tree); i++)
			for (int k = 0; k < 2 && tree[i].from == item.message.n; k++)
				if (tree[i].to[k])
					agenda_add(txn, &(struct agenda_item){
						.message = { tree[i].to[k] } });
	}
}

static void what_follows_comes_before_what_stood_behind(void **unused)
{
	struct bench bench;
	struct txn txn;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	txn = txn_in(&bench);
	for (int64_t i = 1; i <= 3; i++)
		agenda_add(&txn, &(struct agenda_item){ .message = { i } });
	done[0] = '\0';
	carry_out_numbers(&txn);
	assert_string_equal(done, "1 11 111 12 2 21 3 ");
	assert_true(agenda_is_empty(&txn));
	bench_done(&bench);
}

static void an_item_keeps_its_own_texts(void **unused)
{
	struct bench bench;
	struct txn txn;
	struct agenda_item item;
	char why[32] = "as it was said";

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	txn = txn_in(&bench);
	agenda_add(&txn, &(struct agenda_item){ .change = { .actor = "family", .why = why } });
	agenda_add(&txn, &(struct agenda_item){ .change = { .actor = "system" } });
	snprintf(why, sizeof(why), "gone");
	assert_true(agenda_next(&txn, &item));
	assert_string_equal(item.change.why, "as it was said");
	assert_string_equal(item.change.actor, "family");
	assert_true(agenda_next(&txn, &item));
	assert_null(item.change.why);
	assert_false(agenda_next(&txn, &item));
	bench_done(&bench);
}

static void a_chain_without_an_end_is_our_fault_and_ends(void **unused)
{
	struct bench bench;
	struct txn txn;
	struct agenda_item item = { .message = { 1 } };
	int links = 0;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	txn = txn_in(&bench);
	agenda_add(&txn, &item);
	while (agenda_next(&txn, &item) && agenda_check(&txn) == FAULT_NONE) {
		links++;
		agenda_add(&txn, &item);
	}
	assert_int_equal(links, AGENDA_DEPTH_MOST);
	assert_int_equal(agenda_check(&txn), FAULT_BROKEN);
	agenda_forget(&txn);
	bench_done(&bench);
}

/* More promises than are kept loaded: none of their changes is lost. */
static void more_promises_than_fit_are_all_written(void **unused)
{
	enum { MANY = 2 * AGENDA_PROMISES + 3 };
	struct promise promises[MANY];
	struct bench bench;
	struct txn txn;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	for (int i = 0; i < MANY; i++)
		promises[i] = bench_promise(&bench, (struct user_id){ 0 });
	txn = txn_in(&bench);
	assert_fine(db_begin(bench.db));
	for (int i = 0; i < MANY; i++) {
		assert_fine(agenda_get_promise(&txn, promises[i].id, &promises[i]));
		promises[i].inputs = 100 + i;
		assert_fine(agenda_put_promise(&txn, &promises[i]));
	}
	end_well(&bench, &txn);
	for (int i = 0; i < MANY; i++)
		assert_int_equal(bench_look(&bench, promises[i].id).inputs, 100 + i);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_savepoint_takes_back_is_taken_back_in_memory_too),
		cmocka_unit_test(what_faulted_leaves_nothing_to_be_written),
		cmocka_unit_test(a_list_sees_what_is_changed_in_memory),
		cmocka_unit_test(what_all_are_woken_by_leaves_no_old_copy),
		cmocka_unit_test(what_follows_comes_before_what_stood_behind),
		cmocka_unit_test(an_item_keeps_its_own_texts),
		cmocka_unit_test(a_chain_without_an_end_is_our_fault_and_ends),
		cmocka_unit_test(more_promises_than_fit_are_all_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
