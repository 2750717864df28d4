#include "tests/lib/test.h"

#include "domain/promise.h"

enum { NO = -1, AWAIT = PROMISE_DEED_AWAIT_RECEIPT,
       LATE = PROMISE_DEED_MARK_LATE | PROMISE_DEED_ESCALATE,
       SIGN = PROMISE_DEED_AUDIT | PROMISE_DEED_CLOSE, PERSON = PROMISE_DEED_PERSON,
       KEEP = PROMISE_DEED_CLOSE | PROMISE_DEED_ASK };

/* The whole matrix, written out a second time. */
static const struct {
	int state;
	int deeds;
} expected[PROMISE_STATES][PROMISE_EVENTS] = {
	/* taken, handed, receipt, undeliverable, deadline, excused, more */
	[PROMISE_OPEN] = { { PROMISE_TAKEN, 0 }, { PROMISE_ANSWERED, AWAIT }, { NO, 0 },
			   { NO, 0 }, { PROMISE_OPEN, LATE }, { PROMISE_EXCUSED, SIGN },
			   { PROMISE_OPEN, 0 } },
	[PROMISE_TAKEN] = { { NO, 0 }, { PROMISE_ANSWERED, AWAIT }, { PROMISE_KEPT, KEEP },
			    { NO, 0 }, { PROMISE_TAKEN, LATE }, { PROMISE_EXCUSED, SIGN },
			    { PROMISE_TAKEN, 0 } },
	[PROMISE_ANSWERED] = { { NO, 0 }, { NO, 0 }, { PROMISE_KEPT, KEEP },
			       { PROMISE_TAKEN, PERSON }, { PROMISE_ANSWERED, LATE },
			       { PROMISE_EXCUSED, SIGN }, { NO, 0 } },
	[PROMISE_KEPT] = { { NO, 0 }, { NO, 0 }, { NO, 0 }, { NO, 0 }, { NO, 0 }, { NO, 0 },
			   { NO, 0 } },
	[PROMISE_EXCUSED] = { { NO, 0 }, { NO, 0 }, { NO, 0 }, { NO, 0 }, { NO, 0 }, { NO, 0 },
			      { NO, 0 } },
};

static void every_event_in_every_state_does_what_the_drawing_says(void **unused)
{
	(void)unused;
	for (int s = 0; s < PROMISE_STATES; s++) {
		for (int e = 0; e < PROMISE_EVENTS; e++) {
			struct promise_step step = { PROMISE_STATES, 77 };
			enum fault fault = promise_step((enum promise_state)s,
							(enum promise_event)e, &step);

			if (expected[s][e].state == NO) {
				assert_int_equal(fault, FAULT_CONFLICT);
				assert_int_equal(step.state, PROMISE_STATES);
				assert_int_equal(step.deeds, 77);
				continue;
			}
			assert_int_equal(fault, FAULT_NONE);
			assert_int_equal(step.state, expected[s][e].state);
			assert_int_equal(step.deeds, expected[s][e].deeds);
		}
	}
}

static void no_promise_is_kept_without_a_receipt(void **unused)
{
	(void)unused;
	for (int s = 0; s < PROMISE_STATES; s++) {
		for (int e = 0; e < PROMISE_EVENTS; e++) {
			struct promise_step step;

			if (promise_step((enum promise_state)s, (enum promise_event)e,
					 &step) != FAULT_NONE)
				continue;
			assert_int_equal(step.state == PROMISE_KEPT, e == PROMISE_ON_RECEIPT);
			assert_int_equal(step.state == PROMISE_EXCUSED, e == PROMISE_ON_EXCUSED);
			assert_int_equal((step.deeds & PROMISE_DEED_CLOSE) != 0,
					 promise_is_closed(step.state));
		}
	}
}

/* Walks all sequences of six events: a closed promise never moves again, an open
 * one can always still end. */
static int walk(enum promise_state state, int depth)
{
	struct promise_step step;
	int ends = promise_is_closed(state);

	if (!ends) {
		assert_int_equal(promise_step(state, PROMISE_ON_EXCUSED, &step), FAULT_NONE);
		assert_int_equal(promise_step(state, PROMISE_ON_DEADLINE, &step), FAULT_NONE);
		assert_int_equal(step.state, state);
	}
	if (depth == 0)
		return ends;
	for (int e = 0; e < PROMISE_EVENTS; e++) {
		if (promise_step(state, (enum promise_event)e, &step) != FAULT_NONE)
			continue;
		assert_false(promise_is_closed(state));
		ends += walk(step.state, depth - 1);
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
	struct promise_step step;

	(void)unused;
	assert_int_equal(promise_step(PROMISE_ANSWERED, PROMISE_ON_UNDELIVERABLE, &step),
			 FAULT_NONE);
	assert_int_equal(step.state, PROMISE_TAKEN);
	assert_int_equal(promise_step(step.state, PROMISE_ON_RECEIPT, &step), FAULT_NONE);
	assert_int_equal(step.state, PROMISE_KEPT);
}

static void a_text_that_comes_after_the_answer_is_not_paid_by_its_receipt(void **unused)
{
	struct promise_step step;

	(void)unused;
	assert_int_equal(promise_step(PROMISE_ANSWERED, PROMISE_ON_MORE, &step), FAULT_CONFLICT);
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
		cmocka_unit_test(every_open_promise_can_still_end_and_no_closed_one_reopens),
		cmocka_unit_test(a_receipt_keeps_a_promise_that_was_thought_to_have_failed),
		cmocka_unit_test(a_text_that_comes_after_the_answer_is_not_paid_by_its_receipt),
		cmocka_unit_test(words_lead_back_to_their_constants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
