/* The outbox through hundreds of turns, each list against the same made by hand. */
#include "tests/lib/test.h"

#include "outbox.h"

enum { STEPS = 350 };

/* --- what may happen ---------------------------------------------------------------- */

static struct record *some_record(struct outbox *outbox)
{
	return &outbox->records[chance_below(&outbox->chance, outbox->count)];
}

static void claim(struct outbox *outbox, struct record *record)
{
	struct claimed claimed = { .delivery = record->row };
	bool may = record->row.state == DELIVERY_QUEUED && !has_alike_on_its_way(outbox, record);
	struct claimed before = claimed;

	assert_fault(attempt_claim(outbox->ledger.db, &claimed, outbox->now),
		     may ? FAULT_NONE : FAULT_CONFLICT);
	if (!may) {
		assert_int_equal(claimed.delivery.attempts, before.delivery.attempts);
		assert_int_equal(claimed.delivery.state, before.delivery.state);
		return;
	}
	record->row.state = DELIVERY_SENDING;
	record->row.attempts++;
	record->row.waits_for = WAIT_NONE;
	record->row.claimed_at = outbox->now;
	record->row.ended_at = record->row.look_at = 0;
	memcpy(record->token, claimed.token, sizeof(record->token));
	assert_int_equal(claimed.delivery.attempts, record->row.attempts);
	assert_int_equal(strlen(claimed.token), TOKEN_SIZE - 1);
}

static void put(struct outbox *outbox, struct record *record)
{
	struct chance *chance = &outbox->chance;

	record->row.state = (enum delivery_state)chance_below(chance, DELIVERY_STATES);
	record->row.waits_for = (enum wait_reason)chance_below(chance, WAIT_REASON_COUNT);
	record->row.not_before_at = outbox->now + chance_between(chance, -5, 20);
	record->row.needs_person = chance_below(chance, 2);
	record->row.is_ambiguous = chance_below(chance, 2);
	record->row.error_code = (int)chance_below(chance, 3) * 30003;
	record->row.polls = (int)chance_below(chance, 5);
	record->row.look_at = (int64_t[]){ 0, NEVER, outbox->now + 3 }[chance_below(chance, 3)];
	assert_fine(delivery_put(outbox->ledger.db, &record->row));
}

/* As at a start: what was being sent is in doubt. */
static void restart(struct outbox *outbox)
{
	int64_t count = -1, want = 0;

	for (size_t i = 0; i < outbox->count; i++) {
		struct delivery *row = &outbox->records[i].row;

		if (row->state != DELIVERY_SENDING)
			continue;
		row->state = DELIVERY_UNKNOWN;
		row->ended_at = outbox->now;
		row->look_at = outbox->now + 7;
		want++;
	}
	assert_fine(delivery_due_restart(outbox->ledger.db, outbox->now, 7, &count));
	assert_int_equal(count, want);
}

static void move(struct outbox *outbox, int64_t from, int64_t to)
{
	int64_t count = -1, want = 0;

	for (size_t i = 0; i < outbox->count; i++) {
		struct record *record = &outbox->records[i];

		if (record->line != from || record->row.state != DELIVERY_QUEUED)
			continue;
		record->line = record->row.line.n = to;
		want++;
	}
	assert_fine(delivery_due_move(outbox->ledger.db, (struct line_id){ from },
				      (struct line_id){ to }, &count));
	assert_int_equal(count, want);
}

static void step(struct outbox *outbox)
{
	uint64_t what = chance_below(&outbox->chance, 20);

	outbox->now += chance_between(&outbox->chance, 0, 3);
	if (!outbox->count || what < 9)
		outbox_queue(outbox);
	else if (what < 15)
		claim(outbox, some_record(outbox));
	else if (what < 18)
		put(outbox, some_record(outbox));
	else if (what < 19)
		restart(outbox);
	else
		move(outbox, outbox_lines[outbox->count % 2], outbox_lines[(outbox->count + 1) % 2]);
}

/* --- what it says --------------------------------------------------------------------- */

static void expect_due(struct outbox *outbox, int64_t line)
{
	/* so many that alikes do not take all places of one asking */
	static struct claimed found[OUTBOX_MOST];
	const struct record *due[OUTBOX_MOST];
	size_t wanted = due_by_hand(outbox, line, due), count = 9999;
	AUTO(arena) arena;

	arena_init(&arena, 1 << 20);
	assert_fine(delivery_due(outbox->ledger.db, (struct line_id){ line }, outbox->now, &arena, found,
				 OUTBOX_MOST, &count));
	assert_int_equal(count, wanted);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(found[i].delivery.message.n, due[i]->id);
		assert_true(str_is(found[i].message.text, outbox_texts[due[i]->text]));
		assert_int_equal(found[i].message.line.n, line);
		assert_int_equal(found[i].token[0], '\0');
	}
}

static void expect_next_at(struct outbox *outbox, int64_t line)
{
	int64_t earliest = NEVER, at = 0;

	for (size_t i = 0; i < outbox->count; i++) {
		const struct record *record = &outbox->records[i];

		if (record->line == line && record->row.state == DELIVERY_QUEUED &&
		    record->row.not_before_at < earliest)
			earliest = record->row.not_before_at;
	}
	assert_fine(delivery_due_next_at(outbox->ledger.db, (struct line_id){ line }, &at));
	assert_true(at == earliest);
}

static bool is_looked_at(const struct record *record)
{
	return record->row.state == DELIVERY_UNKNOWN || record->row.state == DELIVERY_SENT;
}

static void expect_looks(struct outbox *outbox)
{
	static struct claimed found[OUTBOX_MOST];
	int64_t earliest = NEVER, at = 0, last_at = INT64_MIN;
	size_t want = 0, count = 9999;
	AUTO(arena) arena;

	arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < outbox->count; i++) {
		const struct record *record = &outbox->records[i];

		if (!is_looked_at(record))
			continue;
		want += record->row.look_at <= outbox->now;
		earliest = record->row.look_at < earliest ? record->row.look_at : earliest;
	}
	assert_fine(delivery_due_next_look(outbox->ledger.db, &at));
	assert_true(at == earliest);
	assert_fine(delivery_due_to_look_at(outbox->ledger.db, outbox->now, &arena, found, OUTBOX_MOST,
					    &count));
	assert_int_equal(count, want);
	for (size_t i = 0; i < count; i++) {
		const struct record *record = &outbox->records[found[i].delivery.message.n - 1];

		assert_true(is_looked_at(record) && found[i].delivery.look_at >= last_at);
		assert_string_equal(found[i].token, record->token);
		last_at = found[i].delivery.look_at;
	}
}

static void expect_counts(struct outbox *outbox)
{
	struct outbox_counts counts, sum = { 0 };

	for (size_t i = 0; i < outbox->count; i++) {
		const struct delivery *row = &outbox->records[i].row;

		sum.queued += row->state == DELIVERY_QUEUED;
		sum.sending += row->state == DELIVERY_SENDING;
		sum.unknown += row->state == DELIVERY_UNKNOWN;
		sum.sent += row->state == DELIVERY_SENT;
		sum.needs_person += row->needs_person;
	}
	assert_fine(delivery_count(outbox->ledger.db, &counts));
	assert_int_equal(counts.queued, sum.queued);
	assert_int_equal(counts.sending, sum.sending);
	assert_int_equal(counts.unknown, sum.unknown);
	assert_int_equal(counts.sent, sum.sent);
	assert_int_equal(counts.needs_person, sum.needs_person);
}

/* Pages from the newest on, of all that is not over. */
static void expect_list(struct outbox *outbox)
{
	struct delivery page[9];
	int64_t before = NEVER;
	size_t at = outbox->count, count = 0;

	do {
		assert_fine(delivery_list(outbox->ledger.db, before, page, COUNT_OF(page), &count));
		for (size_t i = 0; i < count; i++) {
			while (at > 0 && delivery_is_over(outbox->records[at - 1].row.state))
				at--;
			assert_true(at > 0);
			assert_int_equal(page[i].message.n, outbox->records[--at].id);
			assert_int_equal(page[i].state, outbox->records[at].row.state);
			assert_int_equal(page[i].waits_for, outbox->records[at].row.waits_for);
			before = page[i].message.n;
		}
	} while (count);
	while (at > 0)
		assert_true(delivery_is_over(outbox->records[--at].row.state));
}

static void expect_ids(const struct message_id *ids, size_t count, const struct outbox *outbox,
		       enum delivery_state state, int phone)
{
	size_t seen = 0;

	for (size_t i = 0; i < outbox->count; i++)
		if (outbox->records[i].row.state == state &&
		    (phone < 0 || outbox->records[i].phone == phone)) {
			assert_true(seen < count);
			assert_int_equal(ids[seen++].n, outbox->records[i].id);
		}
	assert_int_equal(seen, count);
}

static void expect_lists_of_ids(struct outbox *outbox)
{
	struct message_id ids[OUTBOX_MOST];
	size_t count = 9999;

	assert_fine(delivery_sending(outbox->ledger.db, (struct message_id){ 0 }, ids, OUTBOX_MOST,
				     &count));
	expect_ids(ids, count, outbox, DELIVERY_SENDING, -1);
	for (int phone = 0; phone < 3; phone++) {
		assert_fine(delivery_queued_for(outbox->ledger.db, str_of(outbox_phones[phone]), ids,
						OUTBOX_MOST, &count));
		expect_ids(ids, count, outbox, DELIVERY_QUEUED, phone);
	}
}

static void the_outbox_says_what_waits_what_is_due_and_what_is_looked_at(void **state)
{
	static struct outbox outbox;

	(void)state;
	for (uint64_t seed = 90; seed < 93; seed++) {
		outbox_new(&outbox, seed);
		for (int n = 0; n < STEPS; n++) {
			step(&outbox);
			for (int line = 0; line < 2; line++) {
				expect_due(&outbox, outbox_lines[line]);
				expect_next_at(&outbox, outbox_lines[line]);
			}
			expect_looks(&outbox);
			expect_counts(&outbox);
			if (n % 10 == 0) {
				expect_list(&outbox);
				expect_lists_of_ids(&outbox);
			}
		}
		ledger_done(&outbox.ledger);
	}
}

/* The claim's own rule, and not the caller's order, keeps two alike apart. */
static void no_turn_puts_two_alike_on_their_way(void **state)
{
	static struct outbox outbox;

	(void)state;
	outbox_new(&outbox, 97);
	while (outbox.count < 60)
		outbox_queue(&outbox);
	for (int round = 0; round < 500; round++) {
		claim(&outbox, some_record(&outbox));
		for (size_t i = 0; i < outbox.count; i++)
			for (size_t j = 0; j < i; j++)
				assert_false(is_on_its_way(&outbox.records[i]) &&
					     is_on_its_way(&outbox.records[j]) &&
					     are_alike(&outbox.records[i], &outbox.records[j]));
	}
	ledger_done(&outbox.ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_outbox_says_what_waits_what_is_due_and_what_is_looked_at),
		cmocka_unit_test(no_turn_puts_two_alike_on_their_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
