#include "tests/lib/test.h"

#include "base/rarely.h"

static void a_flood_is_said_once_and_its_size_the_next_time(void **state)
{
	struct rarely rarely = { 0 };
	int64_t count = -1;

	(void)state;
	assert_true(rarely_may_say(&rarely, 1, 1000, &count));
	assert_int_equal(count, 1);
	for (int64_t now = 2; now <= 1000; now++)
		assert_false(rarely_may_say(&rarely, now, 1000, &count));
	assert_int_equal(count, 1);
	assert_true(rarely_may_say(&rarely, 1001, 1000, &count));
	assert_int_equal(count, 1000);
	assert_false(rarely_may_say(&rarely, 1002, 1000, &count));
	assert_true(rarely_may_say(&rarely, 9000, 1000, &count));
	assert_int_equal(count, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_flood_is_said_once_and_its_size_the_next_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
