#include "tests/lib/test.h"

#include <stdlib.h>

#include "adapters/carrier/deliver.h"
#include "adapters/carrier/dialect_twilio.h"
#include "tests/lib/fine.h"
#include "tests/lib/instant.h"
#include "wire/loop.h"

#define START "2026-11-22T10:00:00Z"

/* What moves messages needs a loop and a log, but no sockets.  The wall clock stands
 * still: whatever ends here ends by a timer. */
static int set_up(void **state)
{
	struct carrier *carrier = calloc(1, sizeof(*carrier));

	carrier->clock = clock_new_practice(at(START), false);
	carrier->loop = loop_new();
	carrier->phones = phones_new();
	carrier->records = records_new();
	carrier->mishaps = mishaps_new(1);
	carrier->chores = chores_new(carrier->loop, carrier);
	assert_fine(carrier_log_open(NULL, carrier->clock, &carrier->log, NULL));
	*state = carrier;
	return 0;
}

static int tear_down(void **state)
{
	struct carrier *carrier = *state;

	chores_free(&carrier->chores);
	loop_free(&carrier->loop);
	carrier_log_free(&carrier->log);
	mishaps_free(&carrier->mishaps);
	records_free(&carrier->records);
	phones_free(&carrier->phones);
	clock_free(&carrier->clock);
	free(carrier);
	return 0;
}

/* A text in the queue that tells nobody of its way. */
static struct record *queued(struct carrier *carrier, int64_t valid_for)
{
	struct record *record = records_add(carrier->records, "SM");

	record->dialect = &dialect_twilio;
	record->status = JOURNEY_QUEUED;
	record->chaos = MISHAP_LOSE;
	record->created_at = carrier_now(carrier);
	record->valid_until = record->created_at + valid_for;
	str_put(record->from, sizeof(record->from), STR("+13125550100"));
	str_put(record->to, sizeof(record->to), STR("+13125550123"));
	return record;
}

static void run_to_its_end(struct carrier *carrier, const struct record *record)
{
	while (!journey_is_final(record->status))
		loop_turn(carrier->loop, 1000);
}

static void what_stays_queued_beyond_its_validity_fails_even_when_the_clock_lags(void **state)
{
	struct carrier *carrier = *state;
	struct record *record = queued(carrier, 20);

	deliver_start(carrier, record, 60000);
	run_to_its_end(carrier, record);
	assert_int_equal(record->status, JOURNEY_FAILED);
	assert_int_equal(record->error, REFUSAL_EXPIRED);
	assert_null(phones_find(carrier->phones, str_of(record->to)));
}

static void what_has_its_turn_in_time_arrives(void **state)
{
	struct carrier *carrier = *state;
	struct record *record = queued(carrier, 60000);

	deliver_start(carrier, record, 20);
	run_to_its_end(carrier, record);
	assert_int_equal(record->status, JOURNEY_DELIVERED);
	assert_int_equal(record->error, REFUSAL_NONE);
	assert_non_null(phones_find(carrier->phones, str_of(record->to)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_stays_queued_beyond_its_validity_fails_even_when_the_clock_lags, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(what_has_its_turn_in_time_arrives, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
