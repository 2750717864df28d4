#include "tests/lib/test.h"

#include "domain/excuse.h"
#include "domain/promise.h"

enum { DUE = 200, BEFORE = 150, AFTER = 250,
       NO = -1, LIST = PROMISE_DEED_LIST, UNLIST = PROMISE_DEED_UNLIST,
       CLOSE = UNLIST | PROMISE_DEED_REST | PROMISE_DEED_TAKE_BACK | PROMISE_DEED_ROOM,
       KEEP = CLOSE | PROMISE_DEED_ASK,
       /* of the row, not of the table */
       BY_ROW = PROMISE_DEED_SAY_LATE | PROMISE_DEED_VISIT };

/* The whole matrix, written out a second time. */
static const struct {
	int state;
	int deeds;
} expected[PROMISE_STATES][PROMISE_EVENTS] = {
	/* taken, handed, receipt, undeliverable, deadline, excused, more */
	[PROMISE_OPEN] = { { PROMISE_TAKEN, 0 }, { PROMISE_ANSWERED, UNLIST }, { NO, 0 },
			   { NO, 0 }, { PROMISE_OPEN, 0 }, { PROMISE_EXCUSED, CLOSE },
			   { PROMISE_OPEN, 0 } },
	[PROMISE_TAKEN] = { { NO, 0 }, { PROMISE_ANSWERED, UNLIST }, { PROMISE_KEPT, KEEP },
			    { NO, 0 }, { PROMISE_TAKEN, 0 }, { PROMISE_EXCUSED, CLOSE },
			    { PROMISE_TAKEN, 0 } },
	[PROMISE_ANSWERED] = { { NO, 0 }, { NO, 0 }, { PROMISE_KEPT, KEEP },
			       { PROMISE_TAKEN, LIST }, { PROMISE_ANSWERED, 0 },
			       { PROMISE_EXCUSED, CLOSE }, { NO, 0 } },
	[PROMISE_KEPT] = { { NO, 0 }, { NO, 0 }, { NO, 0 }, { NO, 0 }, { NO, 0 }, { NO, 0 },
			   { NO, 0 } },
	[PROMISE_EXCUSED] = { { NO, 0 }, { NO, 0 }, { NO, 0 }, { NO, 0 }, { NO, 0 }, { NO, 0 },
			      { NO, 0 } },
};

/* Every state × event × what a row may say, in turn. */
struct at {
	struct promise_facts facts;
	enum promise_event event;
	struct promise_consequences then;
	bool is_possible;
};

static bool next(struct at *at, int *no)
{
	static const int64_t nows[] = { BEFORE, DUE, AFTER }, dues[] = { DUE, 0 },
			     lates[] = { 0, DUE };
	int rest = *no;

	at->facts.has_owner = rest & 1;
	at->facts.is_ladder_spent = rest >> 1 & 1;
	at->facts.late_at = lates[rest >> 2 & 1];
	at->facts.due_at = dues[rest >> 3 & 1];
	rest >>= 4;
	at->facts.now = nows[rest % 3];
	rest /= 3;
	at->event = (enum promise_event)(rest % PROMISE_EVENTS);
	at->facts.state = (enum promise_state)(rest / PROMISE_EVENTS);
	if (at->facts.state == PROMISE_STATES)
		return false;
	at->then = (struct promise_consequences){ .state = PROMISE_STATES, .deeds = 7777 };
	at->is_possible = promise_consequences(&at->facts, at->event, &at->then) == FAULT_NONE;
	++*no;
	return true;
}

static void every_event_in_every_state_does_what_the_drawing_says(void **unused)
{
	struct at at;
	int no = 0;

	(void)unused;
	while (next(&at, &no)) {
		int state = expected[at.facts.state][at.event].state;
		int deeds = expected[at.facts.state][at.event].deeds;

		assert_int_equal(at.is_possible, state != NO);
		if (state == NO) {
			assert_int_equal(at.then.state, PROMISE_STATES);
			assert_int_equal(at.then.deeds, 7777);
			continue;
		}
		if (at.event == PROMISE_ON_TAKEN && at.facts.has_owner)
			deeds |= UNLIST;
		assert_int_equal(at.then.state, state);
		assert_int_equal(at.then.deeds & ~(unsigned)BY_ROW, deeds);
	}
	assert_int_equal(no, PROMISE_STATES * PROMISE_EVENTS * 48);
}

static void no_promise_is_kept_without_a_receipt(void **unused)
{
	struct at at;

	(void)unused;
	for (int no = 0; next(&at, &no);) {
		if (!at.is_possible)
			continue;
		assert_int_equal(at.then.state == PROMISE_KEPT, at.event == PROMISE_ON_RECEIPT);
		assert_int_equal(at.then.state == PROMISE_EXCUSED,
				 at.event == PROMISE_ON_EXCUSED);
	}
}

/* All that ends with it ends in the same step, and nothing of it before. */
static void what_is_closed_rests_is_no_persons_and_leaves_room(void **unused)
{
	struct at at;

	(void)unused;
	for (int no = 0; next(&at, &no);) {
		bool is_closed = at.is_possible && promise_is_closed(at.then.state);

		if (!at.is_possible)
			continue;
		assert_int_equal(at.then.closed_at, is_closed ? at.facts.now : 0);
		assert_int_equal((at.then.deeds & PROMISE_DEED_REST) != 0, is_closed);
		assert_int_equal((at.then.deeds & PROMISE_DEED_TAKE_BACK) != 0, is_closed);
		assert_int_equal((at.then.deeds & PROMISE_DEED_ROOM) != 0, is_closed);
		if (is_closed)
			assert_true(at.then.deeds & PROMISE_DEED_UNLIST);
		assert_int_equal((at.then.deeds & PROMISE_DEED_ASK) != 0,
				 at.then.state == PROMISE_KEPT);
	}
}

static void a_late_promise_is_kept_late_for_ever(void **unused)
{
	struct at at;

	(void)unused;
	for (int no = 0; next(&at, &no);) {
		bool may_be_late = at.event == PROMISE_ON_DEADLINE ||
				   at.event == PROMISE_ON_RECEIPT;
		bool is_past = at.facts.due_at && at.facts.now >= at.facts.due_at;

		if (!at.is_possible)
			continue;
		if (at.facts.late_at)
			assert_int_equal(at.then.late_at, at.facts.late_at);
		else
			assert_int_equal(at.then.late_at, may_be_late && is_past ? DUE : 0);
		/* said once, when no deadline's step said it */
		assert_int_equal((at.then.deeds & PROMISE_DEED_SAY_LATE) != 0,
				 at.event == PROMISE_ON_RECEIPT && is_past && !at.facts.late_at);
	}
}

/* Nobody is told to go to a family whose answer may still arrive. */
static void somebody_is_sent_only_at_the_ladders_end(void **unused)
{
	struct at at;

	(void)unused;
	for (int no = 0; next(&at, &no);)
		if (at.is_possible)
			assert_int_equal((at.then.deeds & PROMISE_DEED_VISIT) != 0,
					 at.event == PROMISE_ON_UNDELIVERABLE &&
					 at.facts.is_ladder_spent);
}

static void when_an_answer_was_written_is_set_by_that_alone(void **unused)
{
	struct at at;

	(void)unused;
	for (int no = 0; next(&at, &no);)
		if (at.is_possible)
			assert_int_equal(at.then.answered_at,
					 at.event == PROMISE_ON_HANDED ? at.facts.now : 0);
}

static enum fault step(enum promise_state now, enum promise_event event,
		       enum promise_state *state)
{
	struct promise_consequences then;
	enum fault fault = promise_consequences(&(struct promise_facts){ .state = now }, event,
						&then);

	if (!fault)
		*state = then.state;
	return fault;
}

/* Walks all sequences of six events: a closed promise never moves again, an open
 * one can always still end. */
static int walk(enum promise_state state, int depth)
{
	enum promise_state to;
	int ends = promise_is_closed(state);

	if (!ends) {
		assert_int_equal(step(state, PROMISE_ON_EXCUSED, &to), FAULT_NONE);
		assert_int_equal(step(state, PROMISE_ON_DEADLINE, &to), FAULT_NONE);
		assert_int_equal(to, state);
	}
	if (depth == 0)
		return ends;
	for (int e = 0; e < PROMISE_EVENTS; e++) {
		if (step(state, (enum promise_event)e, &to) != FAULT_NONE)
			continue;
		assert_false(promise_is_closed(state));
		ends += walk(to, depth - 1);
	}
	return ends;
}

static void every_open_promise_can_still_end_and_no_closed_one_reopens(void **unused)
{
	(void)unused;
	assert_true(walk(PROMISE_OPEN, 6) > 100);
}

static void a_receipt_keeps_a_promise_that_was_thought_to_have_failed(void **unused)
{
	enum promise_state state;

	(void)unused;
	assert_int_equal(step(PROMISE_ANSWERED, PROMISE_ON_UNDELIVERABLE, &state), FAULT_NONE);
	assert_int_equal(state, PROMISE_TAKEN);
	assert_int_equal(step(state, PROMISE_ON_RECEIPT, &state), FAULT_NONE);
	assert_int_equal(state, PROMISE_KEPT);
}

static void a_text_that_comes_after_the_answer_is_not_paid_by_its_receipt(void **unused)
{
	enum promise_state state;

	(void)unused;
	assert_int_equal(step(PROMISE_ANSWERED, PROMISE_ON_MORE, &state), FAULT_CONFLICT);
}

static void words_lead_back_to_their_constants(void **unused)
{
	enum promise_state state = PROMISE_KEPT;
	enum excuse excuse = EXCUSE_SPAM;

	(void)unused;
	for (int i = 0; i < PROMISE_STATES; i++) {
		assert_true(promise_of(str_of(promise_word((enum promise_state)i)), &state));
		assert_int_equal(state, i);
	}
	for (int i = 0; i < EXCUSE_COUNT; i++) {
		assert_true(excuse_of(str_of(excuse_word((enum excuse)i)), &excuse));
		assert_int_equal(excuse, i);
	}
	assert_false(promise_of(STR("late"), &state));
	assert_false(excuse_of(STR("because"), &excuse));
	for (int i = 0; i < PROMISE_EVENTS; i++)
		assert_true(promise_event_word((enum promise_event)i)[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_event_in_every_state_does_what_the_drawing_says),
		cmocka_unit_test(no_promise_is_kept_without_a_receipt),
		cmocka_unit_test(what_is_closed_rests_is_no_persons_and_leaves_room),
		cmocka_unit_test(a_late_promise_is_kept_late_for_ever),
		cmocka_unit_test(somebody_is_sent_only_at_the_ladders_end),
		cmocka_unit_test(when_an_answer_was_written_is_set_by_that_alone),
		cmocka_unit_test(every_open_promise_can_still_end_and_no_closed_one_reopens),
		cmocka_unit_test(a_receipt_keeps_a_promise_that_was_thought_to_have_failed),
		cmocka_unit_test(a_text_that_comes_after_the_answer_is_not_paid_by_its_receipt),
		cmocka_unit_test(words_lead_back_to_their_constants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
