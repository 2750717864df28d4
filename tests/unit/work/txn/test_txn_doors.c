/* What changes something is a writing job's, in its own transaction and on its own thread. */
#include "tests/unit/work/doors.h"

#include "work/txn/trace.h"

#define ROSA "+13125550101"

static enum fault note(const struct txn *txn, void *thing)
{
	const struct promise *promise = thing;

	return txn_trace(txn, &(struct trace){ .what = "promise.note", .actor = "staff:1",
					       .promise = promise->id, .detail = "she rang" });
}

static enum fault open_trace(const struct txn *txn, void *thing)
{
	return trace_opened(txn, thing, (struct message_id){ 7 }, "assigned");
}

static enum fault tell_number(const struct txn *txn, void *thing)
{
	const struct promise *promise = thing;

	return trace_number(txn, &(struct number_news){ .contact = promise->contact,
		.promise = promise->id, .channel = CHANNEL_SMS, .code = 30006,
		.actor = "provider" });
}

static void a_row_of_the_trace_is_written_in_its_own_transaction_alone(void **state)
{
	struct bench bench;
	struct promise promise;

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	promise = bench_promise(&bench, (struct user_id){ 0 });
	expect_door(&bench, note, &promise);
	expect_door(&bench, open_trace, &promise);
	expect_door(&bench, tell_number, &promise);
	bench_done(&bench);
}

static enum fault pause_line(const struct txn *txn, void *thing)
{
	static const struct line_health paused = { .cause = PAUSE_PERSON, .paused_at = 1 };

	return trace_pause_line(txn, *(struct line_id *)thing, "staff:1", &paused, "a test");
}

static enum fault resume_line(const struct txn *txn, void *thing)
{
	return trace_resume_line(txn, *(struct line_id *)thing, "staff:1");
}

static void a_line_is_paused_and_resumed_in_a_transaction_alone(void **state)
{
	struct bench bench;
	struct line_id line;

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	line = bench.core->lines[0].id;
	expect_door(&bench, pause_line, &line);
	expect_door(&bench, resume_line, &line);
	bench_done(&bench);
}

static enum fault do_nothing(const struct txn *txn, void *thing)
{
	(void)txn;
	(void)thing;
	return FAULT_NONE;
}

static enum fault try(const struct txn *txn, void *thing)
{
	static const struct trial trial = { do_nothing, do_nothing, "test" };

	return txn_try(txn, &trial, thing, 1);
}

static void a_thing_is_tried_in_a_transaction_alone(void **state)
{
	struct bench bench;

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	expect_door(&bench, try, NULL);
	bench_done(&bench);
}

static void open_with_no_text(void *data)
{
	struct promise promise = { .id = { 5 } };

	(void)(trace_opened(data, &promise, (struct message_id){ 0 }, "assigned") == FAULT_NONE);
}

static void a_promise_is_opened_by_a_text(void **state)
{
	struct bench bench;
	struct agenda agenda;
	struct txn txn;

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	txn = bench_txn(&bench);
	agenda_init(&agenda, door_carry_out_nothing);
	txn.agenda = &agenda;
	assert_fine(db_begin(bench.db));
	assert_true(aborts(open_with_no_text, &txn));
	db_rollback(bench.db);
	agenda_done(&agenda);
	bench_done(&bench);
}

static void lift(void *data)
{
	blocklist_lift(data, STR(ROSA));
}

/* One too many would be another STOP's (G6). */
static void what_was_never_barred_is_not_lifted(void **state)
{
	struct blocklist *blocklist = blocklist_new();

	(void)state;
	assert_true(aborts(lift, blocklist));
	blocklist_add(blocklist, STR(ROSA));
	assert_false(aborts(lift, blocklist));
	blocklist_lift(blocklist, STR(ROSA));
	assert_true(aborts(lift, blocklist));
	blocklist_free(&blocklist);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_of_the_trace_is_written_in_its_own_transaction_alone),
		cmocka_unit_test(a_line_is_paused_and_resumed_in_a_transaction_alone),
		cmocka_unit_test(a_thing_is_tried_in_a_transaction_alone),
		cmocka_unit_test(a_promise_is_opened_by_a_text),
		cmocka_unit_test(what_was_never_barred_is_not_lifted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
