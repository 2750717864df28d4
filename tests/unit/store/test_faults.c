/* No verb of the store swallows a fault: each statement of each is made to fail once, and each
 * row of each answer not to come. */
#include "every_verb.h"

#include "tests/lib/twin.h"

/* The verb in which the script was reached must say so; after it no outcome matters here. */
static bool is_told;
static struct db *asked;

/* Each in a savepoint, as a job is: a conflict of one is none of the next. */
static void run(enum fault fault)
{
	if (is_told)
		return;
	if (fault)
		db_rollback_to(asked);
	else
		assert_fine(db_release(asked));
	assert_fine(db_savepoint(asked));
	if (twin.is_sprung) {
		assert_fault(fault, FAULT_AGAIN);
		is_told = true;
	} else {
		assert_true(fault != FAULT_BROKEN && fault != FAULT_DISK);
	}
}

/* Count the faults down instead of hoping for bad luck: each fails once. */
static int fail_each(enum twin_verb verb)
{
	struct ledger ledger;
	int nth = 0;

	sample_world(&ledger);
	do {
		AUTO(arena) arena;

		arena_init(&arena, 1 << 20);
		assert_fine(db_begin(ledger.db));
		assert_fine(db_savepoint(ledger.db));
		asked = ledger.db;
		is_told = false;
		twin_on(ledger.db, (struct twin_script){ verb, ++nth, FAULT_AGAIN });
		ask_everything(ledger.db, &arena);
		twin_off(ledger.db);
		assert_int_equal(is_told, twin.is_sprung);
		db_rollback(ledger.db);
	} while (twin.is_sprung);
	ledger_done(&ledger);
	return nth - 1;
}

static void no_verb_swallows_the_fault_of_a_statement(void **state)
{
	(void)state;
	assert_true(fail_each(TWIN_STATEMENT) > 80);
}

static void no_verb_takes_a_list_that_broke_off_for_a_whole_one(void **state)
{
	(void)state;
	assert_true(fail_each(TWIN_NEXT) > 60);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_verb_swallows_the_fault_of_a_statement),
		cmocka_unit_test(no_verb_takes_a_list_that_broke_off_for_a_whole_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
