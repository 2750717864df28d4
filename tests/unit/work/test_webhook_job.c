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

static int64_t count(struct world *world, const char *sql)
{
	return world_number(world, sql);
}

/* G2: the family hears nothing it could not answer, and nothing of it is lost. */
static void a_text_to_a_number_that_is_not_configured_is_kept_on_the_first_line(void **state)
{
	static const char *const numbers[] = { "+13125550999", "", "rcs:maple_agent" };
	struct world *world = world_new();

	(void)state;
	world_open(world);
	world_start(world);
	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		struct webhook_event item = heard(i ? i == 1 ? "B" : "C" : "A", ROSA, numbers[i], "When does school begin?");

		assert_fine(start(world, &item, 1));
		world_until(world, world->is_done);
		assert_fine(world->fault);
		assert_int_equal(world->core->counts.inbound_strays, i + 1);
	}
	assert_int_equal(heard_count(world), COUNT_OF(numbers));
	assert_int_equal(count(world, "SELECT count(*) FROM message AS m, line AS l WHERE m.direction = 'in'"
				      " AND m.line_id = l.id AND l.number = '" LINE_1 "'"), COUNT_OF(numbers));
	assert_int_equal(count(world, "SELECT count(*) FROM event WHERE what = 'message.odd'"), COUNT_OF(numbers));
	world_free(&world);
}

/* An answer by a line that does not speak WhatsApp would be refused, and would pause the line. */
static void a_stray_text_that_no_line_can_answer_is_a_persons(void **state)
{
	struct world *world = world_new();
	struct webhook_event item = heard("A", ROSA, "+13125550999", "When does school begin?");

	(void)state;
	item.inbound.channel = CHANNEL_WHATSAPP;
	world_open(world);
	world_start(world);
	assert_fine(start(world, &item, 1));
	world_until(world, world->is_done);
	assert_fine(world->fault);
	assert_int_equal(count(world, "SELECT count(*) FROM promise WHERE person_reason = 'undelivered'"), 1);
	world_turn_for(world, 50);
	assert_int_equal(world->provider.posts, 0);
	/* by text message it can be */
	item = heard("B", ALI, "+13125550999", "When does school begin?");
	assert_fine(start(world, &item, 1));
	world_until(world, world->is_done && world->provider.posts == 1);
	world_free(&world);
}

/* The same number, spelled as it came. */
static void a_line_is_found_however_its_number_is_spelled(void **state)
{
	struct world *world = world_new();
	struct webhook_event item = heard("A", " 13125550101", "+1 (312) 555-0100", "STOP");

	(void)state;
	world_open(world);
	assert_fine(start(world, &item, 1));
	world_until(world, world->is_done);
	assert_fine(world->fault);
	assert_int_equal(world->core->counts.inbound_strays, 0);
	assert_int_equal(count(world, "SELECT count(*) FROM consent WHERE state = 'stopped' AND phone = '" ROSA "'"
				      " AND purpose = 'school'"), 1);
	world_free(&world);
}

static void a_stop_with_poison_in_it_is_a_stop(void **state)
{
	static const struct {
		const char *from;
		struct str text;
	} rows[] = {
		{ ROSA, { "STOP\0", 5 } }, { ALI, { "\0S\0T\0O\0P", 8 } }, { "Maple Bus", { "STOP", 4 } },
		{ "", { "ALTO\xff", 5 } },
	};
	struct world *world = world_new();

	(void)state;
	world_open(world);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct webhook_event item = heard(i ? "B" : "A", rows[i].from, LINE_1, "");

		item.inbound.id = (struct str){ "ABCD" + i, 1 };
		item.inbound.text = rows[i].text;
		assert_fine(start(world, &item, 1));
		world_until(world, world->is_done);
		assert_fine(world->fault);
		assert_int_equal(count(world, "SELECT count(*) FROM consent WHERE state = 'stopped'"
					      " AND purpose = 'school'"), i + 1);
	}
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
		cmocka_unit_test(a_text_to_a_number_that_is_not_configured_is_kept_on_the_first_line),
		cmocka_unit_test(a_stray_text_that_no_line_can_answer_is_a_persons),
		cmocka_unit_test(a_line_is_found_however_its_number_is_spelled),
		cmocka_unit_test(a_stop_with_poison_in_it_is_a_stop),
		cmocka_unit_test(a_full_queue_is_said_at_once_and_only_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
