/* Small claims that need all of work at once: bars, steps, orphans, adapters. */
#include "seen.h"
#include "world.h"

#include "store/db/migrate.h"
#include "work/txn/blocklist.h"

static const char question[] = "Hello, when does the school begin tomorrow?";

/* --- bars ------------------------------------------------------------------------------ */
static void on_not_kept(void *data, enum fault fault, const struct intake_result *result)
{
	(void)result;
	((struct world *)data)->fault = fault;
	((struct world *)data)->is_done = true;
}

static void a_stop_bars_its_number_from_before_the_ledger_knows_until_it_does(void **state)
{
	struct world *world = world_new();
	struct inbound inbound = { .id = STR("A"), .from = STR(ROSA), .to = STR(LINE_1),
			       .text = STR("stop") };

	(void)state;
	world_open(world);
	assert_fine(intake_accept(&world->core->lines[0], &inbound, 0, on_not_kept, world));
	assert_true(blocklist_has(world->core->blocklist, STR(ROSA)));
	world_until(world, world->is_done);
	assert_false(blocklist_has(world->core->blocklist, STR(ROSA)));
	world_free(&world);
}

static void a_writer_that_is_full_leaves_no_bar_behind(void **state)
{
	struct world *world = world_new();
	struct inbound inbound = { .id = STR("A"), .from = STR(ROSA), .to = STR(LINE_1),
			       .text = STR("stop") };
	struct promise_note note = { .command = { .row = &promise_command_note, .actor = "ctl:test" },
				     .promise = { 5 }, .text = STR("x") };

	(void)state;
	world_open(world);
	writer_stop(world->core->writer);
	assert_fault(intake_accept(&world->core->lines[0], &inbound, 0, on_not_kept, world), FAULT_FULL);
	assert_false(blocklist_has(world->core->blocklist, STR(ROSA)));
	assert_fault(command_start(world->core, &note.command, world_on_acted, world), FAULT_FULL);
	assert_fault(receipt_job_start(&world->core->accounts[0],
				   &(struct receipt){ .token = STR("t") }, world_on_receipt, world), FAULT_FULL);
	world_free(&world);
}

/* --- steps --------------------------------------------------------------------------------- */
/* Nobody was hired: what a rule tells stands in the lists of roles. */
static int notices(struct world *world, const char *what)
{
	const struct user_id all = { 0 };

	return seen_notices(world->eyes, all, ROLE_LIAISON, what) +
	       seen_notices(world->eyes, all, ROLE_ADMINISTRATOR, what);
}

static void the_built_in_rule_reminds_tells_and_tells_the_truth(void **state)
{
	struct world *world = world_new();

	(void)state;
	world_open(world);
	world_start(world);
	world_hear(world, ROSA, question);
	world_until(world, world_count_to(world, ROSA) == 1);
	world_advance(world, 4 * HOUR_MS + MINUTE_MS);
	world_until(world, notices(world, "promise.remind") == 1);
	assert_int_equal(notices(world, "promise.late"), 0);
	/* eight school hours: Wednesday 10:00 */
	world_advance(world, 20 * HOUR_MS);
	world_until(world, notices(world, "promise.late") == 1);
	assert_true(seen_promise(world->eyes).late_at > 0);
	world_until(world, world_count_to(world, ROSA) == 2);
	assert_int_equal(seen_said(world->eyes, KIND_UPDATE), 1);
	/* late once and for ever, and told once */
	world_advance(world, 100 * HOUR_MS);
	world_turn_for(world, 100);
	assert_int_equal(notices(world, "promise.late"), 1);
	assert_int_equal(world_count_to(world, ROSA), 2);
	world_free(&world);
}

static void who_has_an_answer_under_way_is_not_told_there_is_none(void **state)
{
	struct world *world = world_new();
	struct promise_id promise;

	(void)state;
	world_open(world);
	world_start(world);
	promise = world_promise(world, ROSA);
	world_answer(world, promise, "On Friday.");
	world_advance(world, 24 * HOUR_MS + 2 * MINUTE_MS);
	world_until(world, notices(world, "promise.late") == 1);
	assert_int_equal(seen_said(world->eyes, KIND_UPDATE), 0);
	world_free(&world);
}

/* --- receipts ------------------------------------------------------------------------------- */
static void a_token_that_we_never_made_is_kept_as_an_orphan(void **state)
{
	struct world *world = world_new();
	struct thing nobody = { .id = "SMnobody", .token = "nobody" };

	(void)state;
	world_open(world);
	world_start(world);
	world_delivered(world, &nobody);
	world_delivered(world, &nobody);
	assert_int_equal(world_number(world, "SELECT count(*) FROM orphan"), 2);
	assert_int_equal(world->core->counts.orphans, 2);
	world_free(&world);
}

/* --- what is asked of the outside ------------------------------------------------------------- */
static void an_adapter_that_nobody_built_is_a_matter_of_configuration(void **state)
{
	struct world *world = world_new();
	static const char *const tags[] = { "en" };
	struct note note = { .text = "" };
	struct locale *locale;
	struct db *db;

	(void)state;
	world->accounts[0].kind = "carrier-pigeon";
	assert_fine(db_open(world->address, DB_WRITE, &db, &note));
	assert_fine(migrate_run(db, clock_now(world->clock), &note));
	assert_fine(locale_load(&(struct locale_ask){ "locales", tags, 1, "en" }, &locale, NULL, &note));
	assert_fault(engine_new(&(struct engine_parts){ &world->settings, world->loop, world->clock,
						    locale, db }, &world->core, &note), FAULT_CONFIG);
	assert_non_null(strstr(note.text, "carrier-pigeon"));
	world->settings.account_count = CORE_ACCOUNTS + 1;
	assert_fine(locale_load(&(struct locale_ask){ "locales", tags, 1, "en" }, &locale, NULL, &note));
	assert_fault(engine_new(&(struct engine_parts){ &world->settings, world->loop, world->clock,
						    locale, db }, &world->core, &note), FAULT_CONFIG);
	db_close(&db);
	world_free(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stop_bars_its_number_from_before_the_ledger_knows_until_it_does),
		cmocka_unit_test(a_writer_that_is_full_leaves_no_bar_behind),
		cmocka_unit_test(the_built_in_rule_reminds_tells_and_tells_the_truth),
		cmocka_unit_test(who_has_an_answer_under_way_is_not_told_there_is_none),
		cmocka_unit_test(a_token_that_we_never_made_is_kept_as_an_orphan),
		cmocka_unit_test(an_adapter_that_nobody_built_is_a_matter_of_configuration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
