/* The engine's order of things: what it takes over at the start, what it still does at the end. */
#include "seen.h"
#include "world.h"

#define QUESTION "When is the next meeting with the teacher of my daughter?"

static void press_pause(struct world *world)
{
	assert_fine(world_act(world, &(struct line_pause){ .command.row = &line_command_pause,
		    .line = &world->core->lines[0], .reason = STR("the bill was not paid") }.command));
}

static void press_resume(struct world *world)
{
	assert_fine(world_act(world, &(struct line_resume){ .command.row = &line_command_resume,
		    .line = &world->core->lines[0] }.command));
}

/* The middle is held open: one POST is under way when the engine is told to stop. */
static void a_stopping_engine_claims_nothing_and_ends_what_is_under_way(void **unused)
{
	struct world *world = world_new();

	(void)unused;
	world_open(world);
	world_start(world);
	assert_true(engine_is_idle(world->core));
	world->provider.takes = HOLDS;
	world_hear(world, ROSA, QUESTION);
	world_until(world, world->provider.held_count == 1);
	assert_false(engine_is_idle(world->core));
	engine_stop(world->core);
	world_hear(world, ALI, QUESTION);
	world_turn_for(world, 50);
	assert_int_equal(world->provider.posts, 1);
	provider_let_go(&world->provider);
	world_until(world, engine_is_idle(world->core));
	/* nobody knows what became of it, and the other still waits */
	assert_int_equal(seen_deliveries_in(world->eyes, DELIVERY_UNKNOWN), 1);
	assert_int_equal(seen_deliveries_in(world->eyes, DELIVERY_QUEUED), 1);
	assert_int_equal(world_count_to(world, ALI), 0);
	world_free(&world);
}

static void a_line_that_was_paused_is_paused_after_a_restart(void **unused)
{
	struct world *world = world_new();

	(void)unused;
	world_open(world);
	world_start(world);
	press_pause(world);
	world_close(world);
	world_open(world);
	assert_true(world->core->lines[0].is_paused);
	assert_string_equal(world->core->lines[0].pause_reason, "the bill was not paid");
	world_start(world);
	world_hear(world, ROSA, QUESTION);
	world_turn_for(world, 50);
	assert_int_equal(world_count_to(world, ROSA), 0);
	press_resume(world);
	world_until(world, world_count_to(world, ROSA) == 1);
	assert_int_equal(seen_paused_lines(world->eyes), 0);
	world_free(&world);
}

/* Cut in the middle of a POST: the next start finds it, asks, and sends nothing twice. */
static void what_was_cut_is_unknown_at_the_next_start_and_said_in_the_trace(void **unused)
{
	struct world *world = world_new();

	(void)unused;
	world_open(world);
	world_start(world);
	world->provider.takes = HOLDS;
	world_hear(world, ROSA, QUESTION);
	world_until(world, world->provider.held_count == 1);
	world_close(world);
	provider_let_go(&world->provider);
	world->provider.takes = TAKES;
	world_open(world);
	assert_int_equal(seen_deliveries_in(world->eyes, DELIVERY_SENDING), 0);
	assert_int_equal(seen_deliveries_in(world->eyes, DELIVERY_UNKNOWN), 1);
	assert_int_equal(seen_told_all(world->eyes, "message.unknown"), 1);
	world_start(world);
	world_advance(world, 121 * SECOND_MS);
	world_until(world, seen_deliveries_in(world->eyes, DELIVERY_SENT) == 1);
	assert_int_equal(world_count_to(world, ROSA), 1);
	world_free(&world);
}

static void an_engine_that_never_started_ends_as_well(void **unused)
{
	struct world *world = world_new();
	struct core *none = NULL;

	(void)unused;
	world_open(world);
	assert_false(world->core->is_ready);
	engine_cut(world->core);
	engine_cut(world->core);
	world_free(&world);
	engine_free(&none);
	assert_null(none);
}

/* Sending is open when every line was polled and the ledger is known to be whole, and no longer. */
static void nothing_is_sent_by_a_ledger_that_nobody_has_looked_at(void **unused)
{
	struct world *world = world_new();
	struct db_health health = { DB_HEALTH_UNKNOWN };

	(void)unused;
	world_open(world);
	world->core->health = &health;
	engine_start(world->core);
	world_until(world, world->core->lines[0].is_polled);
	engine_wake(world->core);
	assert_false(world->core->is_ready);
	db_health_sound(&health);
	engine_wake(world->core);
	world_until(world, world->core->is_ready);
	db_health_damaged(&health);
	engine_wake(world->core);
	assert_false(world->core->is_ready);
	world_free(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stopping_engine_claims_nothing_and_ends_what_is_under_way),
		cmocka_unit_test(a_line_that_was_paused_is_paused_after_a_restart),
		cmocka_unit_test(what_was_cut_is_unknown_at_the_next_start_and_said_in_the_trace),
		cmocka_unit_test(nothing_is_sent_by_a_ledger_that_nobody_has_looked_at),
		cmocka_unit_test(an_engine_that_never_started_ends_as_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
