/* Of those who speak the language: who is at the school of the children, and owes least. */
#include "tests/unit/work/acting.h"

static void set_schools(struct bench *bench, const char *email, const char *schools)
{
	struct user_set command = { .command.row = &staff_command_set, .email = str_of(email), .has = { [USER_HAS_SCHOOLS] = true } };

	snprintf(command.given.schools, sizeof(command.given.schools), "%s", schools);
	assert_int_equal(act(bench, &command.command), FAULT_NONE);
}

/* Rosa and Luis have Luz, who goes to North. */
static void home_new(struct bench *bench)
{
	bench_new(bench, TUESDAY_TEN);
	assert_int_equal(act_put_contact(bench, ROSA, "Pérez"), FAULT_NONE);
	assert_int_equal(act_put_contact(bench, LUIS, "Pérez"), FAULT_NONE);
	assert_int_equal(act_put_student(bench, "Pérez", "Luz", "North"), FAULT_NONE);
}

static void who_is_at_the_school_answers_first(void **state)
{
	static const char *const order[] = { "north@x", "all@x", "south@x" };
	struct bench bench;

	(void)state;
	home_new(&bench);
	case_hire(&bench, "south@x", "es", ROLE_LIAISON);
	case_hire(&bench, "all@x", "es", ROLE_LIAISON);
	case_hire(&bench, "north@x", "es", ROLE_LIAISON);
	case_hire(&bench, "boss@x", "es", ROLE_ADMINISTRATOR);
	set_schools(&bench, "south@x", "South");
	set_schools(&bench, "north@x", "West,North");
	for (size_t i = 0; i < COUNT_OF(order); i++) {
		clock_advance(bench.clock, 5 * MINUTE_MS);
		/* also when they owe more already */
		assert_int_equal(case_ask(&bench, ROSA, "es").owner.n, case_id(&bench, order[i]));
		clock_advance(bench.clock, 5 * MINUTE_MS);
		assert_int_equal(case_ask(&bench, LUIS, "es").owner.n, case_id(&bench, order[i]));
		assert_int_equal(act_disable(&bench, order[i]), FAULT_NONE);
	}
	bench_done(&bench);
}

static void of_those_at_the_school_who_owes_least(void **state)
{
	int64_t first, second;
	struct bench bench;

	(void)state;
	home_new(&bench);
	case_hire(&bench, "one@x", "es", ROLE_LIAISON);
	case_hire(&bench, "two@x", "es", ROLE_LIAISON);
	set_schools(&bench, "one@x", "North");
	set_schools(&bench, "two@x", "North");
	first = case_ask(&bench, ROSA, "es").owner.n;
	second = case_ask(&bench, LUIS, "es").owner.n;
	assert_int_not_equal(first, second);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_is_at_the_school_answers_first),
		cmocka_unit_test(of_those_at_the_school_who_owes_least),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
