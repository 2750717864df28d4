/* A state, a word or a month that no table has decides nothing: it would be read from behind
 * the table, and counted as somebody else's. */
#include "tests/lib/aborts.h"

#include "domain/delivery.h"
#include "domain/promise.h"
#include "domain/reports/report.h"

static void step_promise(void *data)
{
	struct promise_facts facts = { .now = 1 };
	struct promise_consequences then;

	facts.state = *(const enum promise_state *)data;
	(void)(promise_consequences(&facts, PROMISE_ON_TAKEN, &then) == FAULT_NONE);
}

static void step_delivery(void *data)
{
	struct delivery_facts facts = { .state = DELIVERY_QUEUED };
	struct delivery_consequences then;

	facts.state = *(const enum delivery_state *)data;
	(void)(delivery_consequences(&facts, ON_CLAIM, &then) == FAULT_NONE);
}

static void a_state_behind_the_table_takes_no_step(void **state)
{
	enum promise_state promises[] = { PROMISE_EXCUSED, PROMISE_STATES };
	enum delivery_state deliveries[] = { DELIVERY_READ, DELIVERY_STATES };

	(void)state;
	assert_false(aborts(step_promise, &promises[0]));
	assert_true(aborts(step_promise, &promises[1]));
	assert_false(aborts(step_delivery, &deliveries[0]));
	assert_true(aborts(step_delivery, &deliveries[1]));
}

static void say(void *data)
{
	(void)channel_word(*(const enum channel *)data);
}

static void what_has_no_word_is_not_said(void **state)
{
	enum channel last = CHANNEL_VOICE, none = CHANNEL_COUNT;

	(void)state;
	assert_false(aborts(say, &last));
	assert_true(aborts(say, &none));
}

static void count(void *data)
{
	static const struct report_ask ask = { .by = REPORT_BY_LANGUAGE };
	struct report_row row = { .group = { "en", "Oak", "sms" }, .inputs = 1 };
	struct report *report = report_new(&ask);

	row.month = *(const int *)data;
	(void)(report_add(report, &row) == FAULT_NONE);
	report_free(&report);
}

static void a_promise_counts_in_a_month_of_its_own(void **state)
{
	int last = REPORT_MONTHS - 1, behind = REPORT_MONTHS, before = -1;

	(void)state;
	assert_false(aborts(count, &last));
	assert_true(aborts(count, &behind));
	assert_true(aborts(count, &before));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_state_behind_the_table_takes_no_step),
		cmocka_unit_test(what_has_no_word_is_not_said),
		cmocka_unit_test(a_promise_counts_in_a_month_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
