/* The district's numbers on the loop thread: found, and paused. */
#include "tests/unit/work/bench.h"

#include "work/txn/line_table.h"
#include "work/txn/line_watch.h"

static void accounts_and_lines_are_found_by_name_number_and_id(void **state)
{
	struct bench bench;
	struct account_state *account;

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	account = line_table_account(bench.core, STR("other"));
	assert_non_null(account);
	assert_null(line_table_account(bench.core, STR("nobody")));
	assert_ptr_equal(line_table_find(bench.core, account, STR(THERE)), &bench.core->lines[1]);
	assert_null(line_table_find(bench.core, account, STR(HERE)));
	assert_null(line_table_by_id(bench.core, (struct line_id){ 1 }));
	assert_ptr_equal(line_table_for(bench.core, CHANNEL_SMS), &bench.core->lines[0]);
	line_watch_pause(&bench.core->lines[0], STR("tests"));
	assert_ptr_equal(line_table_for(bench.core, CHANNEL_SMS), &bench.core->lines[1]);
	line_watch_pause(&bench.core->lines[1], STR("tests"));
	assert_ptr_equal(line_table_for(bench.core, CHANNEL_SMS), &bench.core->lines[0]);
	assert_null(line_table_for(bench.core, CHANNEL_VOICE));
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accounts_and_lines_are_found_by_name_number_and_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
