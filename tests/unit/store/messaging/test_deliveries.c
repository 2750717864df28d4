#include "tests/lib/test.h"

#include "store/messaging/attempts.h"
#include "store/messaging/delivery_due.h"
#include "store/messaging/lines.h"
#include "tests/unit/store/sample.h"

static void queue(struct ledger *ledger, int64_t id, const char *phone, const char *text,
		  int64_t not_before_at)
{
	struct message message = sample_said(id, phone, text);

	if (delivery_queue(ledger->db, &message, not_before_at, WAIT_NIGHT))
		fail_msg("%s", db_message(ledger->db));
}

/* What is due now, as "12 13 " */
static const char *due(struct ledger *ledger, int64_t now, size_t most)
{
	static char text[200];
	struct claimed claimed[16];
	AUTO(arena) arena;
	size_t count, size = 0;

	arena_init(&arena, 1 << 20);
	assert_true(most <= COUNT_OF(claimed));
	assert_fine(delivery_due(ledger->db, (struct line_id){ 9 }, now, &arena, claimed, most,
				 &count));
	text[0] = '\0';
	for (size_t i = 0; i < count; i++)
		size += (size_t)snprintf(text + size, sizeof(text) - size, "%d ",
					 (int)claimed[i].message.id.n);
	return text;
}

static struct claimed claim(struct ledger *ledger, int64_t id, int64_t now)
{
	struct claimed claimed = { .token = "" };

	assert_fine(delivery_get(ledger->db, (struct message_id){ id }, &claimed.delivery));
	assert_fine(attempt_claim(ledger->db, &claimed, now));
	return claimed;
}

static void a_delivery_comes_back_as_it_was_put(void **state)
{
	struct ledger ledger;
	struct delivery delivery, found;

	(void)state;
	sample_world(&ledger);
	queue(&ledger, 11, ROSA, "sí", noon + 5);
	memset(&delivery, 0, sizeof(delivery));
	assert_fine(delivery_get(ledger.db, (struct message_id){ 11 }, &delivery));
	assert_int_equal(delivery.state, DELIVERY_QUEUED);
	assert_int_equal(delivery.waits_for, WAIT_NIGHT);
	assert_true(delivery.not_before_at == noon + 5);
	for (int at = 0; at < DELIVERY_STATES; at++) {
		delivery.state = (enum delivery_state)at;
		delivery.attempts = at;
		delivery.tries = at + 1;
		delivery.claimed_at = noon + at;
		delivery.ended_at = noon + 2;
		delivery.sent_at = noon + 3;
		delivery.final_at = noon + 4;
		delivery.error_code = 30003;
		delivery.is_ambiguous = at % 2;
		delivery.needs_person = at % 3 == 0;
		delivery.polls = 3;
		delivery.empty_lists = 1;
		delivery.look_at = NEVER;
		assert_fine(delivery_put(ledger.db, &delivery));
		memset(&found, 0, sizeof(found));
		assert_fine(delivery_get(ledger.db, delivery.message, &found));
		assert_same_delivery(&found, &delivery);
	}
	delivery.message.n = 12;
	assert_fault(delivery_put(ledger.db, &delivery), FAULT_MISSING);
	assert_fault(delivery_get(ledger.db, delivery.message, &found), FAULT_MISSING);
	ledger_done(&ledger);
}

static void replies_go_ahead_of_bulk_and_the_longest_due_first(void **state)
{
	struct ledger ledger;
	int64_t id = 100;
	static const int64_t from[] = { 30, 0, 20, 99 };

	(void)state;
	sample_world(&ledger);
	for (int kind = KIND_COUNT - 1; kind >= 0; kind -= 2) {
		for (size_t i = 0; i < COUNT_OF(from); i++) {
			char text[16];
			struct message message;

			snprintf(text, sizeof(text), "text %d", (int)++id);
			message = sample_said(id, ROSA, text);
			message.kind = (enum kind)kind;
			message.created_at = noon + 10;
			assert_fine(delivery_queue(ledger.db, &message, noon + from[i], WAIT_NONE));
		}
	}
	/* 101.. outreach, 105.. service, 109.. acknowledgement */
	assert_string_equal(due(&ledger, noon + 50, 16), "110 111 109 106 107 105 102 103 101 ");
	assert_string_equal(due(&ledger, noon + 25, 16), "110 111 106 107 102 103 ");
	assert_string_equal(due(&ledger, noon + 25, 3), "110 111 106 ");
	assert_string_equal(due(&ledger, noon + 9, 16), "");
	ledger_done(&ledger);
}

static void two_alike_are_never_on_their_way_together(void **state)
{
	struct ledger ledger;
	struct claimed second = { .token = "" };
	struct delivery delivery;

	(void)state;
	sample_world(&ledger);
	queue(&ledger, 11, ROSA, "sí", 0);
	queue(&ledger, 12, ROSA, "sí", 0);
	queue(&ledger, 13, ALI, "sí", 0);
	queue(&ledger, 14, ROSA, "no", 0);
	assert_string_equal(due(&ledger, noon, 16), "11 13 14 ");
	assert_fine(delivery_get(ledger.db, (struct message_id){ 12 }, &second.delivery));
	delivery = claim(&ledger, 11, noon).delivery;
	assert_string_equal(due(&ledger, noon, 16), "13 14 ");
	assert_fault(attempt_claim(ledger.db, &second, noon), FAULT_CONFLICT);
	assert_string_equal(second.token, "");
	delivery.state = DELIVERY_UNKNOWN;
	assert_fine(delivery_put(ledger.db, &delivery));
	assert_string_equal(due(&ledger, noon, 16), "13 14 ");
	delivery.state = DELIVERY_SENT;
	assert_fine(delivery_put(ledger.db, &delivery));
	assert_string_equal(due(&ledger, noon, 16), "12 13 14 ");
	assert_fine(attempt_claim(ledger.db, &second, noon));
	ledger_done(&ledger);
}

static void receipts_climb(struct ledger *ledger, const struct claimed *claimed, int no)
{
	static const int told[] = { 0, 3, 2, 3, 5, 1 };
	struct str token = str_of(claimed->token);
	struct attempt attempt;
	char latest[TOKEN_SIZE];
	int most = 0;

	for (size_t i = 0; i < COUNT_OF(told); i++) {
		most = told[i] > most ? told[i] : most;
		assert_fine(attempt_tell(ledger->db, token, told[i]));
		assert_fine(attempt_get(ledger->db, token, &attempt));
		assert_int_equal(attempt.told, most);
		assert_int_equal(attempt.no, no);
		assert_int_equal(attempt.message.n, 11);
		assert_true(attempt.is_latest);
	}
	assert_fine(attempt_latest(ledger->db, attempt.message, latest));
	assert_string_equal(latest, claimed->token);
}

static void a_claim_writes_the_intent_with_a_token_that_never_repeats(void **state)
{
	struct ledger ledger;
	struct claimed claimed[5];
	struct attempt attempt;
	const struct attempt_outcome endings[] = {
		{ "not sent", 7, STR("SM7"), noon + 10 },
		{ "accepted", 0, STR_NONE, noon + 10 },
	};

	(void)state;
	sample_world(&ledger);
	queue(&ledger, 11, ROSA, "sí", 0);
	for (int i = 0; i < 5; i++) {
		struct claimed again;

		claimed[i] = claim(&ledger, 11, noon + i);
		assert_int_equal(claimed[i].delivery.state, DELIVERY_SENDING);
		assert_int_equal(claimed[i].delivery.attempts, i + 1);
		assert_int_equal(claimed[i].delivery.waits_for, WAIT_NONE);
		assert_int_equal(strlen(claimed[i].token), 32);
		for (int j = 0; j < i; j++)
			assert_string_not_equal(claimed[i].token, claimed[j].token);
		again = claimed[i];
		assert_fault(attempt_claim(ledger.db, &again, noon), FAULT_CONFLICT);
		assert_fine(attempt_get(ledger.db, str_of(claimed[i].token), &attempt));
		assert_int_equal(attempt.message.n, 11);
		receipts_climb(&ledger, &claimed[i], i + 1);
		for (size_t ending = 0; ending < COUNT_OF(endings); ending++)
			assert_fine(attempt_end(ledger.db, claimed[i].token,
						&endings[ending]));
		claimed[i].delivery.state = DELIVERY_QUEUED;
		assert_fine(delivery_put(ledger.db, &claimed[i].delivery));
	}
	assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM attempt WHERE outcome ="
				       " 'accepted' AND provider_id = 'SM7' AND code = 0"), 5);
	assert_fine(attempt_get(ledger.db, str_of(claimed[3].token), &attempt));
	assert_false(attempt.is_latest);
	assert_fault(attempt_get(ledger.db, STR("0123"), &attempt), FAULT_MISSING);
	assert_fault(attempt_tell(ledger.db, STR("0123"), 1), FAULT_MISSING);
	assert_fault(attempt_latest(ledger.db, (struct message_id){ 12 }, claimed[0].token),
		     FAULT_MISSING);
	assert_fault(attempt_end(ledger.db, "0123", &endings[1]), FAULT_MISSING);
	assert_fine(attempt_orphan_add(ledger.db, &(struct orphan){
		.id = 77, .account = STR("AC1"), .token = STR("0123"),
		.provider_id = STR("SM8"), .event = "delivered", .at = noon }));
	ledger_done(&ledger);
}

static void a_provider_id_belongs_to_one_message(void **state)
{
	struct ledger ledger;
	struct message inbound = sample_inbound(10, "hola");
	struct message_id found = { 4 };
	char id[8];

	(void)state;
	sample_world(&ledger);
	queue(&ledger, 11, ROSA, "a", 0);
	queue(&ledger, 12, ROSA, "b", 0);
	assert_fault(delivery_provider_id(ledger.db, (struct message_id){ 11 }, id, 8),
		     FAULT_MISSING);
	assert_fine(delivery_bind(ledger.db, STR("AC1"), STR("SM9"), (struct message_id){ 11 }));
	assert_fine(delivery_bind(ledger.db, STR("AC1"), STR("SM9"), (struct message_id){ 11 }));
	assert_fault(delivery_bind(ledger.db, STR("AC1"), STR("SM9"), (struct message_id){ 12 }),
		     FAULT_CONFLICT);
	assert_fine(delivery_bind(ledger.db, STR("AC2"), STR("SM9"), (struct message_id){ 12 }));
	assert_fine(delivery_bind(ledger.db, STR("AC1"), STR("SM1"), (struct message_id){ 11 }));
	assert_fine(delivery_provider_id(ledger.db, (struct message_id){ 11 }, id, 8));
	assert_string_equal(id, "SM1");
	assert_fault(delivery_provider_id(ledger.db, (struct message_id){ 11 }, id, 3),
		     FAULT_TOO_LARGE);
	assert_fine(delivery_by_provider(ledger.db, STR("AC2"), STR("SM9"), &found));
	assert_int_equal(found.n, 12);
	/* an inbound message is no delivery */
	assert_fine(message_add_inbound(ledger.db, STR("AC1"), STR("SM2"), &inbound));
	assert_fault(delivery_by_provider(ledger.db, STR("AC1"), STR("SM2"), &found),
		     FAULT_MISSING);
	assert_fault(delivery_bind(ledger.db, STR("AC1"), STR("SM2"), (struct message_id){ 11 }),
		     FAULT_CONFLICT);
	assert_int_equal(found.n, 12);
	ledger_done(&ledger);
}

/* G5: after a death nobody knows; nothing goes back to the queue by itself. */
static void a_restart_makes_every_sending_row_unknown(void **state)
{
	struct ledger ledger;
	struct delivery delivery;
	int64_t count = 0, at = 0;

	(void)state;
	sample_world(&ledger);
	assert_fine(delivery_due_next_look(ledger.db, &at));
	assert_true(at == NEVER);
	for (int64_t id = 11; id < 16; id++) {
		queue(&ledger, id, id % 2 ? ROSA : ALI, id < 13 ? "a" : id < 15 ? "b" : "c", 0);
		if (id < 14)
			(void)claim(&ledger, id, noon);
	}
	assert_fine(delivery_due_restart(ledger.db, noon + 7, 120, &count));
	assert_int_equal(count, 3);
	for (int64_t id = 11; id < 14; id++) {
		assert_fine(delivery_get(ledger.db, (struct message_id){ id }, &delivery));
		assert_int_equal(delivery.state, DELIVERY_UNKNOWN);
		assert_true(delivery.ended_at == noon + 7);
		assert_true(delivery.look_at == noon + 127);
	}
	assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM attempt WHERE"
						  " outcome = 'unknown' AND ended_at > 0"), 3);
	assert_fine(delivery_due_next_look(ledger.db, &at));
	assert_true(at == noon + 127);
	assert_fine(delivery_due_restart(ledger.db, noon + 8, 120, &count));
	assert_int_equal(count, 0);
	ledger_done(&ledger);
}

static void only_what_is_queued_moves_to_another_line(void **state)
{
	struct ledger ledger;
	struct line other;
	int64_t count = 0, id;

	(void)state;
	sample_world(&ledger);
	assert_fine(line_put(ledger.db, &(struct line_key){ STR("AC1"), STR(ALI) }, 10, noon,
			     &other));
	for (id = 11; id < 14; id++)
		queue(&ledger, id, ROSA, id == 11 ? "a" : id == 12 ? "b" : "c", 0);
	(void)claim(&ledger, 11, noon);
	assert_fine(delivery_due_move(ledger.db, (struct line_id){ 9 }, (struct line_id){ 10 }, &count));
	assert_int_equal(count, 2);
	assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM delivery AS d JOIN message AS m"
						  " ON m.id = d.message_id WHERE d.line_id = 10"
						  " AND m.line_id = 10 AND d.state = 'queued'"), 2);
	assert_int_equal(ledger_number(ledger.db, "SELECT line_id FROM delivery"
						  " WHERE state = 'sending'"), 9);
	ledger_done(&ledger);
}

static void rows_are_looked_at_when_their_time_has_come(void **state)
{
	struct ledger ledger;
	struct claimed claimed[4], looked[4];
	AUTO(arena) arena;
	size_t count = 9;
	static const enum delivery_state states[] = { DELIVERY_UNKNOWN, DELIVERY_SENT,
						      DELIVERY_DELIVERED, DELIVERY_SENT };
	static const int64_t look_at[] = { 20, 10, 5, NEVER - 1795348800000 };

	(void)state;
	arena_init(&arena, 1 << 16);
	sample_world(&ledger);
	for (int i = 0; i < 4; i++) {
		char text[16];

		snprintf(text, sizeof(text), "t%d", i);
		queue(&ledger, 11 + i, ROSA, text, 0);
		claimed[i] = claim(&ledger, 11 + i, noon);
		claimed[i].delivery.state = states[i];
		claimed[i].delivery.look_at = noon + look_at[i];
		assert_fine(delivery_put(ledger.db, &claimed[i].delivery));
	}
	assert_fine(delivery_due_to_look_at(ledger.db, noon + 9, &arena, looked, 4, &count));
	assert_int_equal(count, 0);
	assert_fine(delivery_due_to_look_at(ledger.db, noon + 20, &arena, looked, 4, &count));
	assert_int_equal(count, 2);
	assert_int_equal(looked[0].delivery.message.n, 12);
	assert_string_equal(looked[0].token, claimed[1].token);
	assert_true(str_is(looked[0].message.text, "t1"));
	assert_int_equal(looked[1].delivery.message.n, 11);
	assert_fine(delivery_due_to_look_at(ledger.db, noon + 20, &arena, looked, 1, &count));
	assert_int_equal(count, 1);
	ledger_done(&ledger);
}

static void the_queue_tells_when_it_wants_to_be_woken(void **state)
{
	struct ledger ledger;
	struct message_id ids[8];
	int64_t at = 0;
	size_t count = 0;

	(void)state;
	sample_world(&ledger);
	assert_fine(delivery_due_next_at(ledger.db, (struct line_id){ 9 }, &at));
	assert_true(at == NEVER);
	for (int64_t id = 11; id < 16; id++) {
		struct message message = sample_said(id, id == 15 ? ALI : ROSA, "x");

		message.kind = (enum kind)(id - 11);
		assert_fine(delivery_queue(ledger.db, &message, noon + 100 - id, WAIT_REFUSED));
	}
	assert_fine(delivery_due_next_at(ledger.db, (struct line_id){ 9 }, &at));
	assert_true(at == noon + 85);
	assert_fine(delivery_due_next_at(ledger.db, (struct line_id){ 8 }, &at));
	assert_true(at == NEVER);
	assert_fine(delivery_queued_for(ledger.db, STR(ROSA), ids, 8, &count));
	assert_int_equal(count, 4);
	assert_int_equal(ids[0].n, 11);
	(void)claim(&ledger, 11, noon);
	assert_fine(delivery_queued_for(ledger.db, STR(ROSA), ids, 2, &count));
	assert_int_equal(count, 2);
	assert_int_equal(ids[0].n, 12);
	ledger_done(&ledger);
}

static void counts_and_lists_show_what_is_not_over(void **state)
{
	struct ledger ledger;
	struct outbox_counts counts;
	struct delivery deliveries[20];
	size_t count = 0;

	(void)state;
	sample_world(&ledger);
	for (int i = 0; i < 2 * DELIVERY_STATES; i++) {
		struct delivery delivery;
		char text[16];

		snprintf(text, sizeof(text), "t%d", i);
		queue(&ledger, 11 + i, ROSA, text, 0);
		assert_fine(delivery_get(ledger.db, (struct message_id){ 11 + i }, &delivery));
		delivery.state = (enum delivery_state)(i % DELIVERY_STATES);
		delivery.needs_person = i == 3 || i == 5 || i == 6;
		assert_fine(delivery_put(ledger.db, &delivery));
	}
	assert_fine(delivery_count(ledger.db, &counts));
	assert_int_equal(counts.queued, 2);
	assert_int_equal(counts.sending, 2);
	assert_int_equal(counts.unknown, 2);
	assert_int_equal(counts.sent, 2);
	assert_int_equal(counts.needs_person, 3);
	assert_fine(delivery_list(ledger.db, NEVER, deliveries, 20, &count));
	assert_int_equal(count, 8);
	for (size_t i = 0; i < count; i++) {
		assert_false(delivery_is_over(deliveries[i].state));
		if (i)
			assert_true(deliveries[i].message.n < deliveries[i - 1].message.n);
	}
	assert_fine(delivery_list(ledger.db, deliveries[2].message.n, deliveries, 3, &count));
	assert_int_equal(count, 3);
	assert_int_equal(deliveries[0].state, DELIVERY_QUEUED);
	ledger_done(&ledger);
}

static void a_line_is_made_once_and_keeps_its_state(void **state)
{
	struct ledger ledger;
	const struct line_key here = { STR("AC1"), STR(HERE) };
	const struct line_key elsewhere = { STR("AC2"), STR(HERE) };
	const struct line_health health = { .cause = PAUSE_ACCOUNT, .code = 20003, .is_by_receipt = true,
					    .paused_at = noon + 1, .probe_at = noon + 60, .probe_for = 59 };
	struct line line, lines[3];
	size_t count = 0;

	(void)state;
	ledger_new(&ledger);
	assert_fine(line_put(ledger.db, &here, 9, noon, &line));
	assert_int_equal(line.id.n, 9);
	assert_true(line.polled_at == noon);
	assert_fine(line_set_health(ledger.db, line.id, &health, STR("wrong password")));
	assert_fine(line_set_polled(ledger.db, line.id, &(struct line_poll){ noon + 2, noon + 1 }));
	assert_fine(line_put(ledger.db, &here, 10, noon + 3, &line));
	assert_int_equal(line.id.n, 9);
	assert_memory_equal(&line.health, &health, sizeof(health));
	assert_true(line.polled_at == noon + 2);
	assert_string_equal(line.pause_reason, "wrong password");
	assert_fine(line_put(ledger.db, &elsewhere, 10, noon, &line));
	assert_fine(line_list(ledger.db, lines, 3, &count));
	assert_int_equal(count, 2);
	assert_string_equal(lines[1].account, "AC2");
	assert_fault(line_set_health(ledger.db, (struct line_id){ 1 }, &health, STR_NONE), FAULT_MISSING);
	assert_fault(line_set_polled(ledger.db, (struct line_id){ 1 }, &(struct line_poll){ 0, 0 }), FAULT_MISSING);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_delivery_comes_back_as_it_was_put),
		cmocka_unit_test(replies_go_ahead_of_bulk_and_the_longest_due_first),
		cmocka_unit_test(two_alike_are_never_on_their_way_together),
		cmocka_unit_test(a_claim_writes_the_intent_with_a_token_that_never_repeats),
		cmocka_unit_test(a_provider_id_belongs_to_one_message),
		cmocka_unit_test(a_restart_makes_every_sending_row_unknown),
		cmocka_unit_test(only_what_is_queued_moves_to_another_line),
		cmocka_unit_test(rows_are_looked_at_when_their_time_has_come),
		cmocka_unit_test(the_queue_tells_when_it_wants_to_be_woken),
		cmocka_unit_test(counts_and_lists_show_what_is_not_over),
		cmocka_unit_test(a_line_is_made_once_and_keeps_its_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
