/* Claims, attempts and the provider's ids, also with two connections at one ledger. */
#include "tests/lib/test.h"

#include "outbox.h"
#include "store/messaging/messages.h"
#include "tests/unit/store/second.h"

struct pair {
	struct outbox outbox;
	struct db *other;
};

static struct record *record_due(struct outbox *outbox)
{
	struct record *record = outbox_queue(outbox);

	record->row.not_before_at = outbox->now;
	assert_fine(delivery_put(outbox->ledger.db, &record->row));
	return record;
}

static void pair_new(struct pair *pair)
{
	ENGINE_IS_SQLITE(); /* there no second connection that writes comes to be: db_pgsql_owner.h */
	outbox_new(&pair->outbox, 5);
	second_connect(&pair->outbox.ledger, &pair->other);
}

static void pair_done(struct pair *pair)
{
	db_close(&pair->other);
	ledger_done(&pair->outbox.ledger);
}

/* Both have read the row as queued; the second to claim hears that it is too late. */
static void of_two_who_claim_a_text_one_gets_it(void **state)
{
	static struct pair pair;
	struct claimed mine, theirs;
	struct record *record;
	struct attempt attempt;

	(void)state;
	pair_new(&pair);
	record = record_due(&pair.outbox);
	mine = (struct claimed){ .delivery = record->row };
	theirs = mine;
	assert_fine(db_begin(pair.outbox.ledger.db));
	assert_fine(attempt_claim(pair.outbox.ledger.db, &mine, noon));
	assert_fine(db_commit(pair.outbox.ledger.db));
	assert_fine(db_begin(pair.other));
	assert_fault(attempt_claim(pair.other, &theirs, noon), FAULT_CONFLICT);
	db_rollback(pair.other);
	assert_int_equal(theirs.token[0], '\0');
	assert_int_equal(theirs.delivery.state, DELIVERY_QUEUED);
	assert_fine(attempt_get(pair.other, str_of(mine.token), &attempt));
	assert_int_equal(attempt.no, 1);
	assert_true(attempt.is_latest);
	pair_done(&pair);
}

/* It was queued when it was read; by the claim it may be anything. */
static void what_is_not_queued_any_more_is_claimed_by_nobody(void **state)
{
	static struct outbox outbox;

	(void)state;
	outbox_new(&outbox, 5);
	for (int is = 0; is < DELIVERY_STATES; is++) {
		struct record *record = record_due(&outbox);
		struct claimed claimed = { .delivery = record->row };
		bool is_queued = is == DELIVERY_QUEUED;

		record->row.state = (enum delivery_state)is;
		assert_fine(delivery_put(outbox.ledger.db, &record->row));
		assert_fine(db_begin(outbox.ledger.db));
		assert_fault(attempt_claim(outbox.ledger.db, &claimed, noon),
			     is_queued ? FAULT_NONE : FAULT_CONFLICT);
		assert_int_equal(claimed.token[0] != '\0', is_queued);
		db_rollback(outbox.ledger.db);
		/* out of the others' way */
		record->row.state = DELIVERY_FAILED;
		assert_fine(delivery_put(outbox.ledger.db, &record->row));
	}
	ledger_done(&outbox.ledger);
}

/* While one writes, the other waits its time and is told to come again; nothing of what
 * is not committed is seen, and nothing is lost. */
static void a_claim_is_seen_by_others_when_it_is_committed(void **state)
{
	static struct pair pair;
	struct claimed mine, theirs;
	struct delivery seen;
	struct attempt attempt;
	struct record *record;

	(void)state;
	pair_new(&pair);
	record = record_due(&pair.outbox);
	mine = theirs = (struct claimed){ .delivery = record->row };
	assert_fine(db_begin(pair.outbox.ledger.db));
	assert_fine(attempt_claim(pair.outbox.ledger.db, &mine, noon));
	assert_fault(db_begin(pair.other), FAULT_AGAIN);
	assert_fault(attempt_claim(pair.other, &theirs, noon), FAULT_AGAIN);
	assert_fine(delivery_get(pair.other, record->row.message, &seen));
	assert_int_equal(seen.state, DELIVERY_QUEUED);
	db_rollback(pair.outbox.ledger.db);
	assert_fine(db_begin(pair.other));
	assert_fine(attempt_claim(pair.other, &theirs, noon));
	assert_fine(db_commit(pair.other));
	assert_fine(delivery_get(pair.outbox.ledger.db, record->row.message, &seen));
	assert_int_equal(seen.state, DELIVERY_SENDING);
	assert_fault(attempt_get(pair.outbox.ledger.db, str_of(mine.token), &attempt), FAULT_MISSING);
	pair_done(&pair);
}

/* Two copies of one text, claimed by two at once: the second waits until the first is over. */
static void two_alike_are_not_claimed_by_two_connections(void **state)
{
	static struct pair pair;
	struct claimed mine, theirs;
	struct record *one, *copy;

	(void)state;
	pair_new(&pair);
	one = record_due(&pair.outbox);
	do {
		copy = record_due(&pair.outbox);
	} while (!are_alike(one, copy));
	mine = (struct claimed){ .delivery = one->row };
	theirs = (struct claimed){ .delivery = copy->row };
	assert_fine(attempt_claim(pair.outbox.ledger.db, &mine, noon));
	assert_fault(attempt_claim(pair.other, &theirs, noon), FAULT_CONFLICT);
	mine.delivery.state = DELIVERY_UNKNOWN;
	assert_fine(delivery_put(pair.outbox.ledger.db, &mine.delivery));
	assert_fault(attempt_claim(pair.other, &theirs, noon), FAULT_CONFLICT);
	mine.delivery.state = DELIVERY_SENT;
	assert_fine(delivery_put(pair.outbox.ledger.db, &mine.delivery));
	assert_fine(attempt_claim(pair.other, &theirs, noon));
	pair_done(&pair);
}

/* Two daemons that hear one text at the same instant meet at the provider's id. */
static void a_text_that_two_connections_hear_stands_there_once(void **state)
{
	static struct pair pair;
	struct message message = { .direction = DIRECTION_IN, .contact = { 1 }, .line = { 8 },
				   .phone = "+13125550101", .text = STR("Hola"), .created_at = noon };

	(void)state;
	pair_new(&pair);
	message.id.n = 70;
	assert_fine(message_add_inbound(pair.outbox.ledger.db, STR("AC1"), STR("SM1"), &message));
	message.id.n = 71;
	assert_fault(message_add_inbound(pair.other, STR("AC1"), STR("SM1"), &message), FAULT_CONFLICT);
	assert_false(outbox_has_message(pair.other, 71));
	/* another account may use the same id, and another id is another text */
	assert_fine(message_add_inbound(pair.other, STR("AC2"), STR("SM1"), &message));
	message.id.n = 72;
	assert_fine(message_add_inbound(pair.other, STR("AC1"), STR("SM2"), &message));
	pair_done(&pair);
}

/* --- attempts ----------------------------------------------------------------------- */

/* Claims it anew, `times` over. */
static void claim_again(struct outbox *outbox, struct record *record, int times,
			char tokens[][TOKEN_SIZE])
{
	for (int i = 0; i < times; i++) {
		struct claimed claimed = { .delivery = record->row };

		assert_fine(attempt_claim(outbox->ledger.db, &claimed, noon + i));
		memcpy(tokens[i], claimed.token, TOKEN_SIZE);
		record->row = claimed.delivery;
		record->row.state = DELIVERY_QUEUED;
		assert_fine(delivery_put(outbox->ledger.db, &record->row));
	}
}

/* Of that line, that reason and what is not due yet: nothing else. */
static void what_waited_for_a_refused_line_is_due_when_it_may_send(void **state)
{
	static const enum wait_reason reasons[] = { WAIT_LINE_REFUSED, WAIT_NEXT_TRY, WAIT_NIGHT };
	static struct outbox outbox;
	int64_t released = -1, expected = 0;

	(void)state;
	outbox_new(&outbox, 11);
	for (int i = 0; i < 60; i++) {
		struct record *record = outbox_queue(&outbox);

		record->row.not_before_at = outbox.now + (i % 5 ? i * 1000 : -i);
		record->row.waits_for = reasons[i % 3];
		record->row.state = i % 7 ? DELIVERY_QUEUED : DELIVERY_SENT;
		assert_fine(delivery_put(outbox.ledger.db, &record->row));
		expected += record->line == outbox_lines[0] && i % 5 && i % 7 && i % 3 == 0;
	}
	assert_true(expected > 0);
	assert_fine(delivery_due_release(outbox.ledger.db, (struct line_id){ outbox_lines[0] }, outbox.now,
					 &released));
	assert_int_equal(released, expected);
	for (size_t i = 0; i < outbox.count; i++) {
		const struct record *record = &outbox.records[i];
		struct delivery now;

		assert_fine(delivery_get(outbox.ledger.db, record->row.message, &now));
		if (record->line == outbox_lines[0] && record->row.state == DELIVERY_QUEUED &&
		    record->row.waits_for == WAIT_LINE_REFUSED && record->row.not_before_at > outbox.now)
			assert_true(now.not_before_at == outbox.now);
		else
			assert_true(now.not_before_at == record->row.not_before_at);
	}
	ledger_done(&outbox.ledger);
}

static void each_attempt_has_its_number_and_only_the_last_is_the_latest(void **state)
{
	static struct outbox outbox;
	char tokens[20][TOKEN_SIZE], latest[TOKEN_SIZE] = "";
	struct record *record;

	(void)state;
	outbox_new(&outbox, 6);
	record = record_due(&outbox);
	assert_fault(attempt_latest(outbox.ledger.db, record->row.message, latest), FAULT_MISSING);
	claim_again(&outbox, record, 20, tokens);
	for (int i = 0; i < 20; i++) {
		struct attempt attempt;

		for (int j = 0; j < i; j++)
			assert_string_not_equal(tokens[i], tokens[j]);
		assert_fine(attempt_get(outbox.ledger.db, str_of(tokens[i]), &attempt));
		assert_int_equal(attempt.message.n, record->id);
		assert_int_equal(attempt.no, i + 1);
		assert_int_equal(attempt.told, 0);
		assert_int_equal(attempt.is_latest, i == 19);
	}
	assert_fine(attempt_latest(outbox.ledger.db, record->row.message, latest));
	assert_string_equal(latest, tokens[19]);
	ledger_done(&outbox.ledger);
}

/* G8: of receipts in any order the highest stays. */
static void what_receipts_told_of_an_attempt_only_climbs(void **state)
{
	static struct outbox outbox;
	char tokens[2][TOKEN_SIZE];
	struct attempt attempt;
	int highest = 0;

	(void)state;
	outbox_new(&outbox, 7);
	claim_again(&outbox, record_due(&outbox), 2, tokens);
	for (int i = 0; i < 60; i++) {
		int told = (int)chance_below(&outbox.chance, 5);

		highest = told > highest ? told : highest;
		assert_fine(attempt_tell(outbox.ledger.db, str_of(tokens[0]), told));
		assert_fine(attempt_get(outbox.ledger.db, str_of(tokens[0]), &attempt));
		assert_int_equal(attempt.told, highest);
	}
	assert_fine(attempt_get(outbox.ledger.db, str_of(tokens[1]), &attempt));
	assert_int_equal(attempt.told, 0);
	assert_fault(attempt_tell(outbox.ledger.db, STR("nobody's"), 3), FAULT_MISSING);
	assert_fault(attempt_get(outbox.ledger.db, STR("nobody's"), &attempt), FAULT_MISSING);
	ledger_done(&outbox.ledger);
}

/* A second ending may not know the provider's id any more; what was known stays. */
static void an_attempt_that_ended_keeps_the_providers_id(void **state)
{
	static struct outbox outbox;
	char tokens[1][TOKEN_SIZE];

	(void)state;
	outbox_new(&outbox, 8);
	claim_again(&outbox, record_due(&outbox), 1, tokens);
	assert_fine(attempt_end(outbox.ledger.db, tokens[0], &(struct attempt_outcome){
		.word = "accepted", .provider_id = STR("SM9"), .at = noon + 1 }));
	assert_fine(attempt_end(outbox.ledger.db, tokens[0], &(struct attempt_outcome){
		.word = "unknown", .code = 7, .at = noon + 2 }));
	assert_true(outbox_attempt_ended(outbox.ledger.db, &(struct attempt_outcome){
		.word = "unknown", .code = 7, .provider_id = STR("SM9"), .at = noon + 2 }));
	assert_fault(attempt_end(outbox.ledger.db, "nobody's", &(struct attempt_outcome){ .word = "" }),
		     FAULT_MISSING);
	ledger_done(&outbox.ledger);
}

static void a_callback_that_nobody_knows_is_kept_once(void **state)
{
	static struct outbox outbox;
	struct orphan orphan = { .id = 1, .account = STR("AC1"), .token = STR("t"),
				 .provider_id = STR("SM1"), .event = "delivered", .at = noon };

	(void)state;
	outbox_new(&outbox, 9);
	assert_fine(attempt_orphan_add(outbox.ledger.db, &orphan));
	assert_fault(attempt_orphan_add(outbox.ledger.db, &orphan), FAULT_CONFLICT);
	orphan.id = 2;
	assert_fine(attempt_orphan_add(outbox.ledger.db, &orphan));
	ledger_done(&outbox.ledger);
}

/* --- the provider's ids ---------------------------------------------------------------- */

/* Each try may get another id; the last one is the one to ask for, all of them lead back. */
static void a_text_has_many_ids_and_the_last_is_the_one_to_ask_for(void **state)
{
	static struct outbox outbox;
	struct record *record, *other;
	char id[24] = "as was";
	struct message_id found = { 0 };

	(void)state;
	outbox_new(&outbox, 10);
	record = outbox_queue(&outbox);
	other = outbox_queue(&outbox);
	assert_fault(delivery_provider_id(outbox.ledger.db, record->row.message, id, sizeof(id)),
		     FAULT_MISSING);
	for (int i = 0; i < 12; i++) {
		char given[24];

		snprintf(given, sizeof(given), "SM%d", 100 - i);
		assert_fine(delivery_bind(outbox.ledger.db, STR("AC1"), str_of(given), record->row.message));
		assert_fine(delivery_bind(outbox.ledger.db, STR("AC1"), str_of(given), record->row.message));
		assert_fault(delivery_bind(outbox.ledger.db, STR("AC1"), str_of(given), other->row.message),
			     FAULT_CONFLICT);
		assert_fine(delivery_bind(outbox.ledger.db, STR("AC2"), str_of(given), other->row.message));
		assert_fine(delivery_provider_id(outbox.ledger.db, record->row.message, id, sizeof(id)));
		assert_string_equal(id, given);
		assert_fine(delivery_by_provider(outbox.ledger.db, STR("AC1"), str_of(given), &found));
		assert_int_equal(found.n, record->id);
	}
	assert_fault(delivery_provider_id(outbox.ledger.db, record->row.message, id, 4), FAULT_TOO_LARGE);
	assert_string_equal(id, "SM89");
	ledger_done(&outbox.ledger);
}

/* A receipt names an outbound text; the id of one that we heard is none. */
static void the_id_of_a_text_that_we_heard_is_no_receipts(void **state)
{
	static struct outbox outbox;
	struct message message = { .id = { 70 }, .direction = DIRECTION_IN, .contact = { 1 },
				   .line = { 8 }, .phone = "+13125550101", .text = STR("Hola") };
	struct message_id found = { 5 };
	bool is_known = false;

	(void)state;
	outbox_new(&outbox, 11);
	assert_fine(message_add_inbound(outbox.ledger.db, STR("AC1"), STR("SM1"), &message));
	assert_fault(delivery_by_provider(outbox.ledger.db, STR("AC1"), STR("SM1"), &found),
		     FAULT_MISSING);
	assert_int_equal(found.n, 5);
	assert_fine(message_by_provider(outbox.ledger.db, STR("AC1"), STR("SM1"), &found));
	assert_int_equal(found.n, 70);
	assert_fine(message_is_known(outbox.ledger.db, STR("AC1"), STR("SM1"), &is_known));
	assert_true(is_known);
	assert_fine(message_is_known(outbox.ledger.db, STR("AC1"), STR("sm1"), &is_known));
	assert_false(is_known);
	ledger_done(&outbox.ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_two_who_claim_a_text_one_gets_it),
		cmocka_unit_test(what_is_not_queued_any_more_is_claimed_by_nobody),
		cmocka_unit_test(a_claim_is_seen_by_others_when_it_is_committed),
		cmocka_unit_test(two_alike_are_not_claimed_by_two_connections),
		cmocka_unit_test(a_text_that_two_connections_hear_stands_there_once),
		cmocka_unit_test(what_waited_for_a_refused_line_is_due_when_it_may_send),
		cmocka_unit_test(each_attempt_has_its_number_and_only_the_last_is_the_latest),
		cmocka_unit_test(what_receipts_told_of_an_attempt_only_climbs),
		cmocka_unit_test(an_attempt_that_ended_keeps_the_providers_id),
		cmocka_unit_test(a_callback_that_nobody_knows_is_kept_once),
		cmocka_unit_test(a_text_has_many_ids_and_the_last_is_the_one_to_ask_for),
		cmocka_unit_test(the_id_of_a_text_that_we_heard_is_no_receipts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
