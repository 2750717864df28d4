/* One webhook that tells of several things: 2xx is said after the last commit, or not at all. */
#include "seen.h"
#include "world.h"

#include "work/inbound/webhook_job.h"

static struct webhook_event heard(const char *id, const char *from, const char *to, const char *text)
{
	return (struct webhook_event){ .tag = WEBHOOK_INBOUND, .inbound = {
		.id = str_of(id), .from = str_of(from), .to = str_of(to), .text = str_of(text) } };
}

static void webhook_on_kept(void *data, enum fault fault)
{
	struct world *world = data;

	assert_false(world->is_done); /* once */
	world->is_done = true;
	world->fault = fault;
}

static enum fault start(struct world *world, struct webhook_event *items, size_t count)
{
	struct webhook_events events = { .items = items, .count = count };

	world->is_done = false;
	return webhook_job_start(&world->core->accounts[0], &events, webhook_on_kept, world, NULL);
}

static int64_t heard_count(struct world *world)
{
	return seen_heard(world->eyes);
}

static void all_of_it_is_on_disk_when_its_end_is_told(void **state)
{
	struct world *world = world_new();
	struct webhook_event items[4];

	(void)state;
	world_open(world);
	items[0] = heard("A", ROSA, LINE_1, "When does school begin?");
	items[1] = heard("B", ALI, LINE_1, "Is there school tomorrow?");
	items[2] = heard("A", ROSA, LINE_1, "When does school begin?");
	items[3] = (struct webhook_event){ .tag = WEBHOOK_RECEIPT, .receipt = {
		.id = STR("X"), .token = STR("no-such"), .is_known = true, .event = ON_DELIVERED } };
	assert_fine(start(world, items, COUNT_OF(items)));
	assert_false(world->is_done); /* on a later turn */
	world_until(world, world->is_done);
	assert_fine(world->fault);
	assert_int_equal(heard_count(world), 2);
	assert_int_equal(world->core->counts.inbound_repeats, 1);
	assert_int_equal(world->core->counts.orphans, 1);
	world_free(&world);
}

/* The provider repeats all of it: what was kept is known by its id. */
static void what_cannot_be_kept_is_told_after_what_can(void **state)
{
	struct world *world = world_new();
	struct webhook_event items[3];

	(void)state;
	world_open(world);
	items[0] = heard("A", ROSA, LINE_1, "When does school begin?");
	items[1] = heard("B", "", LINE_1, "from nobody");
	items[2] = heard("C", ALI, LINE_1, "Is there school tomorrow?");
	assert_fine(start(world, items, COUNT_OF(items)));
	world_until(world, world->is_done);
	assert_fault(world->fault, FAULT_INVALID);
	assert_int_equal(heard_count(world), 1);
	items[1] = items[2];
	assert_fine(start(world, items, 2));
	world_until(world, world->is_done);
	assert_fine(world->fault);
	assert_int_equal(heard_count(world), 2);
	world_free(&world);
}

static void a_text_for_no_line_of_ours_begins_nothing(void **state)
{
	struct world *world = world_new();
	struct webhook_event items[2];

	(void)state;
	world_open(world);
	items[0] = heard("A", ROSA, LINE_1, "When does school begin?");
	items[1] = heard("B", ROSA, "+13125550999", "When does school begin?");
	assert_fault(start(world, items, COUNT_OF(items)), FAULT_MISSING);
	world_turn_for(world, 20);
	assert_false(world->is_done);
	assert_int_equal(heard_count(world), 0);
	world_free(&world);
}

static void a_full_queue_is_said_at_once_and_only_once(void **state)
{
	struct world *world = world_new();
	struct webhook_event items[2];

	(void)state;
	world_open(world);
	items[0] = heard("A", ROSA, LINE_1, "stop");
	items[1] = heard("B", ALI, LINE_1, "Is there school tomorrow?");
	writer_stop(world->core->writer);
	assert_fault(start(world, items, COUNT_OF(items)), FAULT_FULL);
	world_turn_for(world, 20);
	assert_false(world->is_done);
	world_free(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_of_it_is_on_disk_when_its_end_is_told),
		cmocka_unit_test(what_cannot_be_kept_is_told_after_what_can),
		cmocka_unit_test(a_text_for_no_line_of_ours_begins_nothing),
		cmocka_unit_test(a_full_queue_is_said_at_once_and_only_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
