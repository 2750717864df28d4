/* What happened to a promise can be told from its rows in the trace alone: a district's days
 * at random, and after each thing that happens every promise is made anew from its rows. */
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
static void command_at_random(struct town *town, enum command_kind kind)
{
	unsigned who = dice(town, 2);
	struct command command = { .kind = kind, .promise = some_promise(town),
			   .text = STR("The meeting is on Friday at ten.") };

	if (kind == COMMAND_EXCUSE)
		command.word = STR("in_person");
	else if (kind == COMMAND_CONSENT)
		command.word = dice(town, 4) ? STR("kept") : STR("stopped");
	else if (kind == COMMAND_USER_ABSENT || kind == COMMAND_USER_BACK)
		command.word = str_of(staff_email(who));
	command.from_at = clock_now(town->world->clock);
	command.to_at = command.from_at + DAY_MS;
	if (dice(town, 4)) {
		command.actor_id = town->staff[who];
		snprintf(command.actor, sizeof(command.actor), "staff:%lld", (long long)command.actor_id.n);
	}
	(void)world_act(town->world, command);
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
	static const enum command_kind kinds[] = { COMMAND_TAKE, COMMAND_ANSWER, COMMAND_ANSWER, COMMAND_ANSWER,
					       COMMAND_EXCUSE, COMMAND_WAKE, COMMAND_USER_ABSENT,
					       COMMAND_USER_BACK, COMMAND_NOTE, COMMAND_CONSENT };
	static const int64_t spans[] = { MINUTE_MS, HOUR_MS, 5 * HOUR_MS, DAY_MS };

	switch (dice(town, 6)) {
	case 4:
	case 5:
		command_at_random(town, COMMAND_ANSWER);
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
		return command_at_random(town, kinds[dice(town, COUNT_OF(kinds))]);
	}
}

static void expect_a_life_worth_telling(struct world *world)
{
	assert_true(world_number(world, "SELECT count(*) FROM promise WHERE state = 'kept'") > 2);
	assert_true(world_number(world, "SELECT count(*) FROM promise WHERE state = 'kept' AND late_at > 0") > 0);
	assert_true(world_number(world, "SELECT count(*) FROM promise WHERE state = 'excused'") > 1);
	assert_true(world_number(world, "SELECT count(*) FROM event WHERE what = 'promise.handed_over'") > 1);
	assert_true(world_number(world, "SELECT count(*) FROM event WHERE what = 'promise.unowned'") > 0);
	assert_true(world_number(world, "SELECT count(*) FROM event WHERE what = 'promise.answer_failed'") > 0);
	assert_true(world_number(world, "SELECT count(*) FROM promise WHERE inputs > 1") > 0);
	assert_true(world_number(world, "SELECT count(*) FROM event WHERE what = 'consent.decided' AND detail = 'kept'") > 0);
	assert_true(world_number(world, "SELECT count(*) FROM event WHERE what = 'promise.for_person' AND detail LIKE 'its rule is at its end%'") > 0);
}

static void the_rows_of_a_promise_tell_all_that_happened_to_it(void **state)
{
	const char *seed = getenv("SEED");
	struct world *world = world_new();
	struct town town = { .world = world, .seed = seed ? (unsigned)atol(seed) : 20261122u };

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
