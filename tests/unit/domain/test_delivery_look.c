/* When a message is asked about again: every state, every poll, before and behind the deadline. */
#include "tests/lib/test.h"

#include "base/clock.h"
#include "domain/delivery_look.h"

enum { SENT_AT = 5000 };

static struct delivery_look_facts sent(int polls)
{
	return (struct delivery_look_facts){
		.state = DELIVERY_SENT, .now = SENT_AT + MINUTE_MS, .sent_at = SENT_AT,
		.polls = polls, .settle_for = 2 * MINUTE_MS,
		.receipt_for = DELIVERY_RECEIPT_DEADLINE, .poll_percent = 100 };
}

static void only_what_is_in_doubt_or_unconfirmed_is_asked_about(void **unused)
{
	(void)unused;
	for (int state = 0; state < DELIVERY_STATES; state++) {
		struct delivery_look_facts facts = sent(0);

		facts.state = (enum delivery_state)state;
		assert_int_equal(delivery_look_at(&facts) != NEVER,
				 state == DELIVERY_UNKNOWN || state == DELIVERY_SENT);
	}
}

static void what_is_in_doubt_settles_first(void **unused)
{
	struct delivery_look_facts facts = sent(0);

	(void)unused;
	facts.state = DELIVERY_UNKNOWN;
	assert_true(delivery_look_at(&facts) == facts.now + facts.settle_for);
	/* a person who has it finds no list: the machine reads it all the same */
	facts.needs_person = true;
	assert_true(delivery_look_at(&facts) == facts.now + facts.settle_for);
}

static void a_sent_text_is_polled_and_for_the_last_time_at_the_deadline(void **unused)
{
	struct delivery_look_facts facts;

	(void)unused;
	for (int polls = 0; polls < 5; polls++) {
		facts = sent(polls);
		assert_true(delivery_look_at(&facts) == delivery_poll_at(SENT_AT, polls));
	}
	facts = sent(5);
	assert_true(delivery_look_at(&facts) == SENT_AT + DELIVERY_RECEIPT_DEADLINE);
	facts = sent(3);
	facts.receipt_for = HOUR_MS;
	assert_true(delivery_look_at(&facts) == SENT_AT + HOUR_MS);
}

static void a_test_may_shorten_the_polls_but_not_the_deadline(void **unused)
{
	struct delivery_look_facts facts = sent(1);

	(void)unused;
	facts.poll_percent = 1;
	assert_true(delivery_look_at(&facts) == SENT_AT + 10 * MINUTE_MS / 100);
	facts.polls = 5;
	assert_true(delivery_look_at(&facts) == SENT_AT + DELIVERY_RECEIPT_DEADLINE);
}

static void what_a_person_has_is_polled_no_more(void **unused)
{
	struct delivery_look_facts facts = sent(0);

	(void)unused;
	facts.needs_person = true;
	assert_true(delivery_look_at(&facts) == NEVER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_is_in_doubt_or_unconfirmed_is_asked_about),
		cmocka_unit_test(what_is_in_doubt_settles_first),
		cmocka_unit_test(a_sent_text_is_polled_and_for_the_last_time_at_the_deadline),
		cmocka_unit_test(a_test_may_shorten_the_polls_but_not_the_deadline),
		cmocka_unit_test(what_a_person_has_is_polled_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
