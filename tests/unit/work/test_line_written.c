/* What an outcome says of its line stands in the ledger with that outcome, or neither does. */
#include "world.h"

struct script {
	struct job job;
	const char *sql;
	bool is_done;
};

static enum fault script_run(struct job *job, struct db *db, struct note *note)
{
	return db_script(db, container_of(job, struct script, job)->sql, note);
}

static void script_done(struct job *job, enum fault fault, const struct note *note)
{
	if (fault)
		fail_msg("%s", note->text);
	container_of(job, struct script, job)->is_done = true;
}

static void in_ledger(struct world *world, const char *sql)
{
	struct script script = { .job = { .run = script_run, .done = script_done }, .sql = sql };

	assert_fine(writer_add(world->core->writer, &script.job));
	world_until(world, script.is_done);
}

static int64_t jobs_of(const struct world *world)
{
	int64_t commits, jobs;

	writer_counts(world->core->writer, &commits, &jobs);
	return jobs;
}

static int64_t ended(struct world *world)
{
	return world_number(world, "SELECT count(*) FROM attempt WHERE ended_at > 0");
}

static int64_t paused(struct world *world)
{
	return world_number(world, "SELECT count(*) FROM line WHERE pause_cause = 'account'");
}

static void a_pause_is_written_with_the_outcome_that_is_its_cause(void **state)
{
	struct world *world = world_new();
	int64_t tries;

	(void)state;
	log_set_level(LOG_ALARM);
	world_open(world);
	world_start(world);
	world->provider.takes = ANSWERS;
	world->provider.status = 401;
	world->provider.body = "{\"code\": 20003}";
	in_ledger(world, "CREATE TRIGGER shut BEFORE UPDATE OF pause_cause ON line BEGIN"
			 " SELECT RAISE(ABORT, 'as told'); END;");
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	world_until(world, world->core->lines[0].is_paused);
	tries = jobs_of(world) + 4;
	world_until(world, jobs_of(world) >= tries);
	assert_int_equal(ended(world), 0);
	assert_int_equal(paused(world), 0);
	in_ledger(world, "DROP TRIGGER shut;");
	world_until(world, ended(world) == 1);
	assert_int_equal(paused(world), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM event WHERE what = 'line.paused'"), 1);
	assert_int_equal(world->provider.posts, 1);
	world_free(&world);
}

/* A person was quicker: the outcome is written, and their word stays. */
static void a_persons_word_is_not_undone_by_an_outcome_that_waited(void **state)
{
	struct world *world = world_new();
	struct line_pause command = { .command.row = &line_command_pause, .reason = STR("tests") };
	int64_t tries;

	(void)state;
	log_set_level(LOG_ALARM);
	world_open(world);
	world_start(world);
	world->provider.takes = ANSWERS;
	world->provider.status = 401;
	world->provider.body = "{\"code\": 20003}";
	in_ledger(world, "CREATE TRIGGER shut BEFORE UPDATE OF pause_cause ON line WHEN NEW.pause_cause = 'account' BEGIN"
			 " SELECT RAISE(ABORT, 'as told'); END;");
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	world_until(world, world->core->lines[0].is_paused);
	tries = jobs_of(world) + 2;
	world_until(world, jobs_of(world) >= tries);
	command.line = &world->core->lines[0];
	assert_fine(world_act(world, &command.command));
	world_until(world, ended(world) == 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM line WHERE pause_cause = 'person'"), 1);
	assert_int_equal(world->core->lines[0].health.cause, PAUSE_PERSON);
	world_free(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pause_is_written_with_the_outcome_that_is_its_cause),
		cmocka_unit_test(a_persons_word_is_not_undone_by_an_outcome_that_waited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
