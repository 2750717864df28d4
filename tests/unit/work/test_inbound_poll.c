/* What families said while nobody listened: guarantees.md G2, G6. */
#include "seen.h"
#include "world.h"

#include "work/inbound/inbound_poll.h"

static struct thing *listed(struct world *world, const char *from, const char *text,
			     int64_t before_for)
{
	struct thing *thing = provider_add(&world->provider, from, LINE_1, text, true);

	thing->at -= before_for;
	return thing;
}

static int64_t stopped(struct world *world)
{
	return world_number(world, "SELECT count(*) FROM consent WHERE state = 'stopped'"
				   " AND purpose = 'school'");
}

static void what_was_said_while_we_were_down_is_heard_before_anything_is_sent(void **state)
{
	struct world *world = world_new();

	(void)state;
	listed(world, ROSA, "Hello, when does the school begin tomorrow?", 60000);
	listed(world, ALI, "", 50000)->media = 1;
	world_open(world);
	assert_false(world->core->is_ready);
	world_start(world);
	assert_int_equal(world->core->counts.inbound_by_poll, 2);
	assert_int_equal(seen_heard(world->eyes), 2);
	assert_int_equal(world_number(world, "SELECT count(*) FROM media WHERE type = 'list'"), 1);
	world_until(world, world_count_to(world, ROSA) == 1);
	/* and the next poll, which meets them again, changes nothing */
	inbound_poll_start(world->core->accounts[0].poll);
	world_until(world, world->core->counts.inbound_polls == 2);
	world_turn_for(world, 100);
	assert_int_equal(seen_heard(world->eyes), 2);
	world_free(&world);
}

static void the_last_word_counts_in_whatever_order_words_are_listed(void **state)
{
	static const struct {
		const char *label;
		const char *first, *then;
		bool is_stopped;
	} rows[] = {
		{ "stop after start", "START", "STOP", true },
		{ "start after stop", "STOP", "START", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct world *world = world_new();

		listed(world, ROSA, "Hello, when does the school begin tomorrow?", 240000);
		listed(world, ROSA, rows[i].first, 180000);
		listed(world, ROSA, rows[i].then, 60000);
		world_open(world);
		world_start(world);
		if (stopped(world) != rows[i].is_stopped)
			fail_msg("%s", rows[i].label);
		world_free(&world);
	}
}

static void inbound(struct world *world, const char *id, const char *text, int64_t at)
{
	struct inbound said = { .id = str_of(id), .from = STR(ROSA), .to = STR(LINE_1),
			      .text = str_of(text), .channel = CHANNEL_SMS };

	world->is_done = false;
	assert_fine(intake_accept(&world->core->lines[0], &said, at, world_on_inbound, world));
	world_until(world, world->is_done);
	assert_fine(world->fault);
}

static void an_old_word_does_not_undo_a_newer_one(void **state)
{
	struct world *world = world_new();
	int64_t now = clock_now(world->clock);

	(void)state;
	world_open(world);
	world_start(world);
	inbound(world, "A", "STOP", now - MINUTE_MS);
	inbound(world, "B", "START", now - 2 * MINUTE_MS);
	assert_int_equal(stopped(world), 1);
	inbound(world, "C", "START", now);
	assert_int_equal(stopped(world), 0);
	/* by a webhook's delay at most: peace comes first */
	inbound(world, "D", "STOP", now - MINUTE_MS);
	assert_int_equal(stopped(world), 1);
	inbound(world, "E", "START", now);
	inbound(world, "F", "STOP", now - HOUR_MS);
	assert_int_equal(stopped(world), 0);
	world_free(&world);
}

static void three_texts_within_two_minutes_are_one_promise_hours_later_too(void **state)
{
	struct world *world = world_new();

	(void)state;
	listed(world, ROSA, "Hello, when does the school begin tomorrow?", 200000);
	listed(world, ROSA, "I mean the one of my daughter.", 190000);
	listed(world, ROSA, "She is in the third grade.", 180000);
	world_open(world);
	world_start(world);
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise"), 1);
	assert_int_equal(seen_promise(world->eyes).inputs, 3);
	world_until(world, world_count_to(world, ROSA) == 1);
	world_free(&world);
}

static void a_provider_that_does_not_list_holds_back_every_send(void **state)
{
	struct world *world = world_new();

	(void)state;
	world->provider.list_status = 503;
	world_open(world);
	engine_start(world->core);
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	world_until(world, world->core->counts.inbound_poll_faults == 1);
	world_turn_for(world, 100);
	assert_int_equal(world->provider.posts, 0);
	world->provider.list_status = 0;
	world_until(world, world_count_to(world, ROSA) == 1);
	world_free(&world);
}

/* It would wait for ever: there is nothing to ask.  hearbackctl lines says what that costs. */
static void a_provider_that_cannot_list_holds_nothing_back(void **state)
{
	struct world *world = world_new();
	struct adapter mute;

	(void)state;
	world_open(world);
	mute = *world->core->accounts[0].adapter;
	mute.can_list = false;
	mute.compose_list = NULL;
	mute.read_list = NULL;
	world->core->accounts[0].adapter = &mute;
	world_start(world);
	assert_true(world->core->lines[0].is_polled);
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	world_until(world, world_count_to(world, ROSA) == 1);
	assert_int_equal(world->provider.lists, 0);
	assert_int_equal(world->core->counts.inbound_poll_faults, 0);
	world_free(&world);
}

static void what_can_never_be_kept_does_not_hold_up_what_can(void **state)
{
	struct world *world = world_new();

	(void)state;
	listed(world, "a-name-that-is-longer-than-any-number-is-0", "Hello", 60000);
	listed(world, ROSA, "Hello, when does the school begin tomorrow?", 50000);
	world_open(world);
	world_start(world);
	assert_int_equal(seen_heard(world->eyes), 1);
	world_free(&world);
}

static void each_channel_that_a_line_speaks_is_polled(void **state)
{
	struct world *world = world_new();
	struct thing *thing;

	(void)state;
	world->lines[0].speaks[CHANNEL_WHATSAPP] = true;
	thing = provider_add(&world->provider, "whatsapp:" ROSA, "whatsapp:" LINE_1,
			     "Hello, when does the school begin tomorrow?", true);
	thing->at -= 60000;
	world_open(world);
	world_start(world);
	assert_int_equal(world_number(world, "SELECT count(*) FROM message WHERE direction = 'in'"
					     " AND channel = 'whatsapp'"), 1);
	world_free(&world);
}

/* /readyz asks for it: 401 is told from a provider that is only down, and one list mends it. */
static void how_the_last_lists_ended_is_known_of_each_account(void **state)
{
	struct world *world = world_new();
	struct account_state *account;

	(void)state;
	world_open(world);
	account = &world->core->accounts[0];
	world->provider.list_status = 401;
	engine_start(world->core);
	world_until(world, account->list_faults == 1);
	assert_int_equal(account->list_fault, FAULT_CONFIG);
	world->provider.list_status = 503;
	inbound_poll_start(account->poll);
	world_until(world, account->list_faults == 2);
	assert_int_equal(account->list_fault, FAULT_AGAIN);
	world->provider.list_status = 0;
	inbound_poll_start(account->poll);
	world_until(world, account->list_faults == 0);
	assert_int_equal(account->list_fault, FAULT_NONE);
	world_free(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_said_while_we_were_down_is_heard_before_anything_is_sent),
		cmocka_unit_test(the_last_word_counts_in_whatever_order_words_are_listed),
		cmocka_unit_test(an_old_word_does_not_undo_a_newer_one),
		cmocka_unit_test(three_texts_within_two_minutes_are_one_promise_hours_later_too),
		cmocka_unit_test(a_provider_that_does_not_list_holds_back_every_send),
		cmocka_unit_test(a_provider_that_cannot_list_holds_nothing_back),
		cmocka_unit_test(what_can_never_be_kept_does_not_hold_up_what_can),
		cmocka_unit_test(how_the_last_lists_ended_is_known_of_each_account),
		cmocka_unit_test(each_channel_that_a_line_speaks_is_polled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
