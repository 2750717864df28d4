/* What steps did for a promise is written and read by one file, and as words: no sentence is
 * taken apart, so a sentence may change. */
#include "room.h"

#include "domain/rules/rule_move.h"
#include "store/log/events.h"
#include "tests/lib/fine.h"
#include "work/txn/trace.h"

static struct rule_done done_for(const struct txn *txn, struct promise_id id)
{
	struct rule_done done = { .tier = 0 };

	assert_fine(trace_done(txn, id, &done));
	return done;
}

static void what_was_done_is_read_as_it_was_written(void **unused)
{
	static const struct rule_step steps[] = {
		{ .deed = RULE_ESCALATE, .tier = 3 }, { .deed = RULE_ESCALATE, .tier = 1 },
		{ .deed = RULE_UPDATE },
	};
	struct room room;
	struct promise promise, other;
	struct rule_done done;
	struct txn txn;

	(void)unused;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	promise = hear(&room, "When is the meeting with the teacher of my daughter?");
	clock_advance(room.clock, 5 * MINUTE_MS);
	other = hear(&room, "And where is the bus of my son this morning?");
	assert_int_not_equal(promise.id.n, other.id.n);
	txn = txn_in(&room);
	assert_fine(db_begin(room.db));
	for (size_t i = 0; i < COUNT_OF(steps); i++)
		assert_fine(trace_step(&txn, &promise, &steps[i]));
	done = done_for(&txn, promise.id);
	assert_true(done.deeds[RULE_ACKNOWLEDGE] && done.deeds[RULE_ASSIGN]);
	assert_true(done.deeds[RULE_ESCALATE] && done.deeds[RULE_UPDATE]);
	assert_false(done.deeds[RULE_REMIND] || done.deeds[RULE_COURTESY]);
	assert_int_equal(done.tier, 3);
	done = done_for(&txn, other.id);
	assert_true(done.deeds[RULE_ACKNOWLEDGE]);
	assert_false(done.deeds[RULE_ESCALATE]);
	assert_int_equal(done.tier, 0);
	assert_fine(db_commit(room.db));
	room_done(&room);
}

/* A later version, or another language of the staff, says it in other words. */
static void another_sentence_changes_nothing_of_what_was_done(void **unused)
{
	struct room room;
	struct promise promise;
	struct txn txn;

	(void)unused;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	promise = hear(&room, "When is the meeting with the teacher of my daughter?");
	txn = txn_in(&room);
	assert_fine(db_run(room.db, "UPDATE event SET detail = 'remind, 2 hours; step 9 of x'",
			   NULL, 0, NULL));
	assert_true(done_for(&txn, promise.id).deeds[RULE_ACKNOWLEDGE]);
	assert_false(done_for(&txn, promise.id).deeds[RULE_REMIND]);
	room_done(&room);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_done_is_read_as_it_was_written),
		cmocka_unit_test(another_sentence_changes_nothing_of_what_was_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
