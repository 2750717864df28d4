/* Numbers barred in memory: counted, and each by itself. */
#include "tests/lib/test.h"

#include <stdio.h>

#include "work/txn/blocklist.h"

#define ROSA "+13125550101"
#define ALI "+13125550102"

static void a_bar_stands_until_it_was_lifted_as_often_as_it_was_put(void **state)
{
	struct blocklist *blocklist = blocklist_new();

	(void)state;
	assert_false(blocklist_has(blocklist, STR(ROSA)));
	blocklist_add(blocklist, STR(ROSA));
	blocklist_add(blocklist, STR(ROSA));
	blocklist_add(blocklist, STR(ALI));
	blocklist_lift(blocklist, STR(ROSA));
	assert_true(blocklist_has(blocklist, STR(ROSA)));
	blocklist_lift(blocklist, STR(ROSA));
	assert_false(blocklist_has(blocklist, STR(ROSA)));
	assert_true(blocklist_has(blocklist, STR(ALI)));
	blocklist_free(&blocklist);
	assert_null(blocklist);
	blocklist_free(&blocklist);
}

/* More than a first handful: each stays barred until its own lift. */
static void many_numbers_are_barred_at_once_and_each_is_lifted_alone(void **state)
{
	enum { MANY = 100 };
	struct blocklist *blocklist = blocklist_new();
	char phone[MANY][24];

	(void)state;
	for (int i = 0; i < MANY; i++) {
		snprintf(phone[i], sizeof(phone[i]), "+1312555%04d", i);
		blocklist_add(blocklist, str_of(phone[i]));
	}
	for (int i = 0; i < MANY; i += 3)
		blocklist_lift(blocklist, str_of(phone[i]));
	for (int i = 0; i < MANY; i++)
		assert_int_equal(blocklist_has(blocklist, str_of(phone[i])), i % 3 != 0);
	blocklist_free(&blocklist);
}

static void a_part_of_a_number_is_another_number(void **state)
{
	struct blocklist *blocklist = blocklist_new();

	(void)state;
	blocklist_add(blocklist, STR(ROSA));
	assert_false(blocklist_has(blocklist, STR("+1312555010")));
	assert_false(blocklist_has(blocklist, STR(ROSA "0")));
	assert_false(blocklist_has(blocklist, STR_NONE));
	blocklist_free(&blocklist);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bar_stands_until_it_was_lifted_as_often_as_it_was_put),
		cmocka_unit_test(many_numbers_are_barred_at_once_and_each_is_lifted_alone),
		cmocka_unit_test(a_part_of_a_number_is_another_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
