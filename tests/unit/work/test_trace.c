/* What happened to a promise can be told from its rows in the trace alone: a district's days
 * at random, and after each thing that happens every promise is made anew from its rows. */
#include "seen.h"
#include "trace_reader.h"

enum { PHONES = 4, THINGS_DONE = 300 };

static const char *const phones[PHONES] = { ROSA, ALI, "+13125550103", "+13125550104" };

static unsigned dice(struct town *town, unsigned sides)
{
	town->seed = town->seed * 1103515245u + 12345u;
	return (town->seed >> 16) % sides;
}

static struct promise_id some_promise(struct town *town)
{
	struct promise rows[64];
	size_t count = 0;

	assert_fine(promise_list(town->world->eyes, &(struct promise_filter){
		.state = STR("waiting") }, rows, 64, &count));
	return count ? rows[dice(town, (unsigned)count)].id : (struct promise_id){ 0 };
}

/* Refusals are answers too: nobody looks at the fault. */
static void act(struct town *town, struct command *command)
{
	unsigned who = dice(town, 2);

	if (dice(town, 4)) {
		command->actor_id = town->staff[who];
		snprintf(command->actor, sizeof(command->actor), "staff:%lld",
			 (long long)command->actor_id.n);
	}
	(void)world_act(town->world, command);
}

static void answer_one(struct town *town, struct promise_id promise)
{
	act(town, &(struct promise_answer){ .command.row = &text_command_answer, .promise = promise,
		    .text = STR("The meeting is on Friday at ten.") }.command);
}

static void settle_one(struct town *town, struct promise_id promise)
{
	switch (dice(town, 5)) {
	case 0:
		return act(town, &(struct promise_take){ .command.row = &promise_command_take,
			   .promise = promise }.command);
	case 1:
		return act(town, &(struct promise_excuse){ .command.row = &promise_command_excuse,
			   .promise = promise, .reason = STR("in_person") }.command);
	case 2:
		return act(town, &(struct promise_wake){ .command.row = &promise_command_wake,
			   .promise = promise }.command);
	case 3:
		return act(town, &(struct promise_note){ .command.row = &promise_command_note,
			   .promise = promise, .text = STR("She will call again.") }.command);
	default:
		return act(town, &(struct promise_consent){ .command.row = &promise_command_consent,
			   .promise = promise,
			   .decision = dice(town, 4) ? STR("kept") : STR("stopped") }.command);
	}
}

static void command_at_random(struct town *town)
{
	struct promise_id promise = some_promise(town);
	struct str email = str_of(staff_email(dice(town, 2)));
	int64_t now = clock_now(town->world->clock);
	unsigned kind = dice(town, 10);

	if (kind == 0)
		act(town, &(struct user_absent){ .command.row = &staff_command_absent, .email = email,
			    .from_at = now, .to_at = now + DAY_MS }.command);
	else if (kind == 1)
		act(town, &(struct user_back){ .command.row = &staff_command_back,
			    .email = email }.command);
	else if (promise.n && kind < 5)
		answer_one(town, promise);
	else if (promise.n)
		settle_one(town, promise);
}

/* The latest thing on a phone arrives, or does not. */
static void receive(struct town *town)
{
	const char *phone = phones[dice(town, PHONES)];
	const struct receipt lost = { .event = ON_UNDELIVERED, .code = 30005,
				      .remedy = REMEDY_BAD_NUMBER };

	if (world_count_to(town->world, phone) == 0)
		return;
	if (dice(town, 5))
		world_delivered(town->world, world_sent_to(town->world, phone));
	else
		world_receipt(town->world, world_sent_to(town->world, phone), &lost);
}

static void do_something(struct town *town)
{
	static const char *const texts[] = {
		"When is the next meeting with the teacher of my daughter?", "And where is it?",
		"¿Hay clases mañana? Mi hijo está enfermo", "STOP", "START", "1", "2", "thank you",
		"who are you, leave me alone",
	};
	static const int64_t spans[] = { MINUTE_MS, HOUR_MS, 5 * HOUR_MS, DAY_MS };

	struct promise_id promise;

	switch (dice(town, 6)) {
	case 4:
	case 5:
		promise = some_promise(town);
		if (promise.n)
			answer_one(town, promise);
		settle(town->world);
		return receive(town);
	case 0:
		return world_hear(town->world, phones[dice(town, PHONES)],
				  texts[dice(town, COUNT_OF(texts))]);
	case 1:
		return receive(town);
	case 2:
		return world_advance(town->world, spans[dice(town, COUNT_OF(spans))]);
	default:
		return command_at_random(town);
	}
}

static void expect_a_life_worth_telling(struct world *world)
{
	assert_true(seen_promises_in(world->eyes, PROMISE_KEPT) > 2);
	assert_true(world_number(world, "SELECT count(*) FROM promise WHERE state = 'kept' AND late_at > 0") > 0);
	assert_true(seen_promises_in(world->eyes, PROMISE_EXCUSED) > 1);
	assert_true(seen_told_all(world->eyes, "promise.handed_over") > 1);
	assert_true(seen_told_all(world->eyes, "promise.unowned") > 0);
	assert_true(seen_told_all(world->eyes, "promise.answer_failed") > 0);
	assert_true(world_number(world, "SELECT count(*) FROM promise WHERE inputs > 1") > 0);
	assert_true(world_number(world, "SELECT count(*) FROM event WHERE what = 'consent.decided' AND detail = 'kept'") > 0);
	assert_true(world_number(world, "SELECT count(*) FROM event WHERE what = 'promise.for_person' AND detail LIKE 'its rule is at its end%'") > 0);
}

static void the_rows_of_a_promise_tell_all_that_happened_to_it(void **state)
{
	const char *seed = getenv("SEED");
	struct world *world = world_new();
	struct town town = { .world = world, .seed = seed ? (unsigned)atol(seed) : 20261129u };

	(void)state;
	world->settings.law_from = 0;
	world->settings.law_to = 24 * 60;
	world_open(world);
	world_start(world);
	hire(&town, 0);
	hire(&town, 1);
	for (int i = 0; i < THINGS_DONE; i++) {
		do_something(&town);
		settle(world);
		compare_all(world);
	}
	if (!seed)
		expect_a_life_worth_telling(world);
	world_free(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_rows_of_a_promise_tell_all_that_happened_to_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
