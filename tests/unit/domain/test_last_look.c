/* What waits is never left without a next look. */
#include "ruled.h"

#include "base/clock.h"
#include "domain/rules/last_look.h"

/* Tuesday noon, school is open; the rule answers within a school day of eight hours. */
struct scene {
	struct rule_book *book;
	struct school_week week;
	struct last_look_facts facts;
};

static void begin(struct scene *scene)
{
	scene->book = read_book("rules:\n" LAST);
	scene->week = chicago();
	scene->facts = (struct last_look_facts){
		.rule = rule_find(scene->book, "rest"), .week = &scene->week,
		.now = at("2026-03-03T12:00:00-06:00"), .state = PROMISE_TAKEN,
		.wake_at = NEVER, .has_owner = true };
}

static void end(struct scene *scene)
{
	rule_book_free(&scene->book);
}

/* Every state × listed or not × something to come or not × put or woken. */
static void only_who_waits_and_has_nothing_to_come_is_looked_at(void **unused)
{
	struct scene scene;

	(void)unused;
	begin(&scene);
	for (int no = 0; no < PROMISE_STATES * 8; no++) {
		struct last_look_facts facts = scene.facts;
		struct last_look look;
		bool waits;

		facts.state = (enum promise_state)(no / 8);
		facts.is_listed = no & 1;
		facts.wake_at = no & 2 ? facts.now + 7 : NEVER;
		facts.is_woken = no & 4;
		waits = (facts.state == PROMISE_OPEN || facts.state == PROMISE_TAKEN) &&
			!facts.is_listed && facts.wake_at == NEVER;
		look = last_look(&facts);
		if (waits)
			assert_true(look.is_over || look.wake_at > facts.now);
		else
			assert_true(!look.is_over && look.wake_at == facts.wake_at);
	}
	end(&scene);
}

static void it_wakes_once_more_when_its_time_has_passed_again(void **unused)
{
	struct scene scene;
	struct last_look look;

	(void)unused;
	begin(&scene);
	look = last_look(&scene.facts);
	assert_false(look.is_over);
	assert_true(look.wake_at == rule_due_at(scene.facts.rule, &scene.week, scene.facts.now));
	end(&scene);
}

static void behind_that_look_it_is_a_persons_and_the_administrators_are_told(void **unused)
{
	struct scene scene;
	struct last_look look;

	(void)unused;
	begin(&scene);
	scene.facts.is_woken = true;
	scene.facts.late_at = scene.facts.now - 7 * DAY_MS;
	look = last_look(&scene.facts);
	assert_true(look.is_over && look.wake_at == NEVER && look.tells_above);
	/* who has none is told to them anyway */
	scene.facts.has_owner = false;
	look = last_look(&scene.facts);
	assert_true(look.is_over && !look.tells_above);
	end(&scene);
}

/* A calendar that was imported wakes everybody. */
static void woken_too_early_it_waits_for_its_own_time(void **unused)
{
	struct scene scene;
	struct last_look look;

	(void)unused;
	begin(&scene);
	scene.facts.is_woken = true;
	scene.facts.late_at = scene.facts.now - MINUTE_MS;
	look = last_look(&scene.facts);
	assert_false(look.is_over);
	assert_true(look.wake_at == rule_due_at(scene.facts.rule, &scene.week,
						scene.facts.late_at));
	assert_true(look.wake_at > scene.facts.now);
	end(&scene);
}

static void without_a_day_of_school_a_person_has_it_at_once(void **unused)
{
	static const struct school_span all = { 0, INT64_MAX };
	static const struct school_closures closed = { &all, 1 };
	struct scene scene;

	(void)unused;
	begin(&scene);
	scene.week.closures = &closed;
	assert_true(last_look(&scene.facts).is_over);
	end(&scene);
}

static void wound_forward_it_still_becomes_late_in_its_own_time(void **unused)
{
	struct scene scene;
	struct last_look_facts *facts = &scene.facts;
	int64_t due_at;

	(void)unused;
	begin(&scene);
	due_at = facts->now + HOUR_MS;
	assert_true(last_look_wake_at(facts, due_at, NEVER) == due_at);
	assert_true(last_look_wake_at(facts, due_at, due_at + 5) == due_at + 5);
	assert_true(last_look_wake_at(facts, facts->now - 1, NEVER) == NEVER);
	facts->late_at = facts->now - 1;
	assert_true(last_look_wake_at(facts, due_at, NEVER) == NEVER);
	facts->state = PROMISE_KEPT;
	facts->late_at = 0;
	assert_true(last_look_wake_at(facts, due_at, due_at) == NEVER);
	end(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_who_waits_and_has_nothing_to_come_is_looked_at),
		cmocka_unit_test(it_wakes_once_more_when_its_time_has_passed_again),
		cmocka_unit_test(behind_that_look_it_is_a_persons_and_the_administrators_are_told),
		cmocka_unit_test(woken_too_early_it_waits_for_its_own_time),
		cmocka_unit_test(without_a_day_of_school_a_person_has_it_at_once),
		cmocka_unit_test(wound_forward_it_still_becomes_late_in_its_own_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
