/* Each kind of row of the trace: what is done to promises, staff, lines and numbers is said. */
#include "seen.h"
#include "trace_reader.h"

static int64_t rows_of(struct world *world, const char *what, const char *actor, const char *like)
{
	char sql[400];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM event WHERE what = '%s' AND actor = '%s'"
		 " AND detail LIKE '%s'", what, actor, like);
	return world_number(world, sql);
}

static void each_step_that_fired_is_a_row_that_names_it(void **state)
{
	struct world *world = world_new();
	static const char *const steps[] = {
		"acknowledge, at once; step 1 of everything else, version 1",
		"assign, at once; step 2 of everything else, version 1",
		"remind, 4 school hours; step 3 of everything else, version 1",
		"escalate, deadline, tier 1; step 4 of everything else, version 1",
		"update family, deadline; step 5 of everything else, version 1",
		"ask, kept; step 6 of everything else, version 1",
	};
	struct promise_id promise;

	(void)state;
	world_open(world);
	world_start(world);
	promise = world_promise(world, ROSA);
	world_advance(world, 26 * HOUR_MS);
	world_until(world, world_count_to(world, ROSA) >= 2);
	world_answer(world, promise, "On Friday.");
	world_until(world, world_count_to(world, ROSA) >= 3);
	settle(world);
	world_delivered(world, world_sent_to(world, ROSA));
	for (size_t i = 0; i < COUNT_OF(steps); i++)
		if (rows_of(world, "rule.step", "rule", steps[i]) != 1)
			fail_msg("%s: %d rows", steps[i], (int)rows_of(world, "rule.step", "rule", steps[i]));
	assert_int_equal(rows_of(world, "rule.step", "rule", "%"), COUNT_OF(steps));
	world_free(&world);
}

static void rule_steps_wound_forward_by_a_person_make_nothing_late(void **state)
{
	struct world *world = world_new();
	struct promise_id promise;

	(void)state;
	world_open(world);
	world_start(world);
	promise = world_promise(world, ROSA);
	for (int i = 0; i < 2; i++)
		assert_fine(world_act(world, &(struct promise_wake){ .command.row = &promise_command_wake, .promise = promise }.command));
	assert_int_equal(rows_of(world, "promise.hurried", "ctl:test", "its next step now"), 2);
	assert_int_equal(rows_of(world, "rule.step", "rule", "escalate%"), 1);
	assert_int_equal(rows_of(world, "promise.late", "rule", "%"), 0);
	world_advance(world, 26 * HOUR_MS);
	world_until(world, rows_of(world, "promise.late", "rule", "%") == 1);
	assert_true(world_number(world, "SELECT late_at - due_at FROM promise") == 0);
	world_free(&world);
}

static void what_is_done_to_staff_lines_and_numbers_is_a_row(void **state)
{
	struct world *world = world_new();
	struct user_set command = { .command.row = &staff_command_set, .email = STR("ana@example.org"),
			   .has = { [USER_HAS_CAPACITY] = true, [USER_HAS_PHONE] = true },
			   .given = { .capacity = 3 } };
	struct town town = { .world = world };

	(void)state;
	world_open(world);
	world_start(world);
	hire(&town, 0);
	assert_fine(world_act(world, &command.command));
	assert_fine(world_act(world, &(struct user_absent){ .command.row = &staff_command_absent,
			.email = STR("ana@example.org"), .from_at = TUESDAY + HOUR_MS,
			.to_at = TUESDAY + 2 * HOUR_MS }.command));
	world_advance(world, HOUR_MS + 1);
	world_until(world, rows_of(world, "staff.away", "system", "as planned") == 1);
	world_advance(world, HOUR_MS);
	world_until(world, rows_of(world, "staff.back", "system", "as planned") == 1);
	assert_fine(world_act(world, &(struct line_pause){ .command.row = &line_command_pause,
			.line = &world->core->lines[0], .reason = STR("storm") }.command));
	assert_fine(world_act(world, &(struct line_resume){ .command.row = &line_command_resume,
			.line = &world->core->lines[0] }.command));
	assert_fine(world_act(world, &(struct user_disable){ .command.row = &staff_command_disable, .email = STR("ana@example.org") }.command));
	world_promise(world, ROSA);
	world_receipt(world, world_sent_to(world, ROSA), &(struct receipt){
		.event = ON_UNDELIVERED, .code = 30006, .remedy = REMEDY_BAD_NUMBER });
	world_hear(world, ROSA, "Hello?");
	assert_int_equal(rows_of(world, "staff.added", "ctl:test", "liaison"), 1);
	assert_int_equal(rows_of(world, "staff.changed", "ctl:test", "phone, capacity"), 1);
	assert_int_equal(rows_of(world, "staff.absent", "ctl:test", "from 2026-03-03T17:00%"), 1);
	assert_int_equal(rows_of(world, "staff.disabled", "ctl:test", ""), 1);
	assert_int_equal(rows_of(world, "line.paused", "ctl:test", "line %: storm"), 1);
	assert_int_equal(rows_of(world, "line.resumed", "ctl:test", "line %"), 1);
	assert_int_equal(rows_of(world, "contact.added", "family", "a number nobody knew"), 1);
	assert_int_equal(rows_of(world, "number.unusable", "provider", "sms: provider error 30006"), 1);
	assert_int_equal(rows_of(world, "number.usable", "family", "sms: it texted us"), 1);
	assert_int_equal(rows_of(world, "message.sending", "system", ""), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM event WHERE what LIKE 'staff.%'"
					     " AND staff_id = 0"), 0);
	world_free(&world);
}

static void what_was_being_sent_when_we_died_is_said_at_the_start(void **state)
{
	struct world *world = world_new();

	(void)state;
	world_open(world);
	world_start(world);
	world->provider.takes = HOLDS;
	world_hear(world, ROSA, "When is the next meeting?");
	world_until(world, world->provider.held_count == 1);
	/* as if killed: the ledger is left as it is, with a row that is being sent */
	world_close(world);
	provider_let_go(&world->provider);
	world_open(world);
	assert_int_equal(rows_of(world, "message.unknown", "system", "we stopped while it was%"),
			 seen_deliveries_in(world->eyes, DELIVERY_UNKNOWN));
	world_free(&world);
}

static void what_stays_on_a_list_can_be_told_too(void **state)
{
	struct world *world = world_new();
	struct promise_id promise;

	(void)state;
	world_open(world);
	world_start(world);
	promise = world_promise(world, ROSA);
	/* by the control socket: no name is put to it */
	assert_fine(world_act(world, &(struct promise_take){ .command.row = &promise_command_take, .promise = promise }.command));
	assert_int_equal(rows_of(world, "promise.taken", "ctl:test", "taken without a name"), 1);
	assert_true(seen_promise(world->eyes).person_at > 0);
	compare_all(world);
	/* their own word decides a review, but nobody covers it still */
	world_hear(world, ALI, "who are you, leave me alone");
	world_hear(world, ALI, "START");
	settle(world);
	assert_int_equal(rows_of(world, "consent.decided", "family", "kept"), 1);
	compare_all(world);
	world_free(&world);
}

static void a_persons_first_answer_is_remembered_and_an_automatic_one_is_none(void **state)
{
	struct world *world = world_new();
	struct promise_id promise;
	int64_t first_at, before_at;

	(void)state;
	world_open(world);
	world_start(world);
	promise = world_promise(world, ROSA);
	assert_int_equal(seen_promise(world->eyes).human_at, 0);
	world_advance(world, HOUR_MS);
	before_at = clock_now(world->clock);
	world_answer(world, promise, "On Friday.");
	first_at = seen_promise(world->eyes).human_at;
	assert_in_range(first_at, before_at, clock_now(world->clock));
	world_until(world, world_count_to(world, ROSA) >= 2);
	settle(world);
	world_receipt(world, world_sent_to(world, ROSA), &(struct receipt){
		.event = ON_UNDELIVERED, .code = 30003, .remedy = REMEDY_NEVER });
	world_advance(world, HOUR_MS);
	world_answer(world, promise, "On Friday, I say.");
	assert_true(seen_promise(world->eyes).human_at == first_at);
	assert_true(seen_promise(world->eyes).answered_at >= first_at + HOUR_MS);
	world_free(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_step_that_fired_is_a_row_that_names_it),
		cmocka_unit_test(rule_steps_wound_forward_by_a_person_make_nothing_late),
		cmocka_unit_test(what_is_done_to_staff_lines_and_numbers_is_a_row),
		cmocka_unit_test(what_was_being_sent_when_we_died_is_said_at_the_start),
		cmocka_unit_test(what_stays_on_a_list_can_be_told_too),
		cmocka_unit_test(a_persons_first_answer_is_remembered_and_an_automatic_one_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
