/* Whatever verb of the engine fails, at whatever call, with whatever fault: each job hears what became of
 * its row, and the writer goes on. */
#include "tests/lib/test.h"

#include "posts.h"
#include "store/jobs/writer.h"
#include "tests/lib/twin.h"
#include "tests/unit/store/ledger.h"

enum { JOBS = 4 };

static const enum fault faults[] = { FAULT_AGAIN, FAULT_CONFLICT, FAULT_DISK, FAULT_BROKEN, FAULT_TOO_LARGE };

/* Puts its row, unless somebody has it, and judges by what it reads. */
struct chore {
	struct job job;
	int64_t no;
	enum fault fault;
	bool is_done;
};

static enum fault chore_run(struct job *job, struct db *db, struct note *note)
{
	struct chore *chore = container_of(job, struct chore, job);
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT count(*) FROM thing WHERE id = $1", BINDS(NUMBER(chore->no)));

	(void)note;
	if (fault)
		return fault;
	if (!db_rows_next(rows))
		return db_rows_fault(rows) ? db_rows_fault(rows) : FAULT_BROKEN;
	/* one of them changes its mind behind its row: a rollback to its savepoint */
	fault = db_run(db, "INSERT INTO thing (id) VALUES ($1)", BINDS(NUMBER(chore->no)), NULL);
	if (!fault && chore->no == 2)
		fault = FAULT_STOPPED;
	return fault;
}

static void chore_done(struct job *job, enum fault fault, const struct note *note)
{
	struct chore *chore = container_of(job, struct chore, job);

	(void)note;
	assert_false(chore->is_done);
	chore->fault = fault;
	chore->is_done = true;
}

static bool is_there(struct ledger *ledger, int64_t no)
{
	AUTO_ROWS rows = NULL;

	assert_fine(db_ask(ledger->db, &rows, "SELECT count(*) FROM thing WHERE id = $1 ", BINDS(NUMBER(no))));
	assert_true(db_rows_next(rows));
	return db_rows_number(rows, 0) == 1;
}

/* All jobs, in whatever batches; true when the script was reached. */
static bool play(struct ledger *ledger, struct twin_script script, struct chore chores[JOBS])
{
	struct posts posts;
	struct writer *writer;
	bool is_sprung;

	posts_init(&posts);
	assert_fine(db_run(ledger->db, "DELETE FROM thing", NULL, 0, NULL));
	twin_on(ledger->db, script);
	writer = writer_new(ledger->db, 100, (struct writer_post){ posts_post, &posts });
	for (int i = 0; i < JOBS; i++) {
		chores[i] = (struct chore){ .job = { .run = chore_run, .done = chore_done }, .no = i + 1 };
		assert_fine(writer_add(writer, &chores[i].job));
	}
	writer_stop(writer);
	posts_run(&posts);
	is_sprung = twin.is_sprung;
	twin_off(ledger->db);
	/* the connection is the writer's: it closes it */
	writer_free(&writer);
	ledger->db = NULL;
	ledger_connect(ledger);
	return is_sprung;
}

static void expect_truth(struct ledger *ledger, const struct chore chores[JOBS], struct twin_script script)
{
	for (int i = 0; i < JOBS; i++) {
		bool is_told = chores[i].fault == FAULT_NONE;

		if (!chores[i].is_done || is_told != is_there(ledger, chores[i].no))
			fail_msg("%s %d says %s: job %d hears %s", twin_word(script.verb), script.nth,
				 fault_word(script.says), i + 1, fault_word(chores[i].fault));
		if (!is_told && chores[i].fault != script.says && chores[i].fault != FAULT_STOPPED)
			fail_msg("%s %d: %s is nobody's", twin_word(script.verb), script.nth,
				 fault_word(chores[i].fault));
	}
}

static void each_job_hears_what_became_of_its_row(void **state)
{
	struct ledger ledger;
	int sprung = 0;

	(void)state;
	ledger_place(&ledger);
	ledger_connect(&ledger);
	assert_fine(db_script(ledger.db, "CREATE TABLE thing (id BIGINT PRIMARY KEY);", NULL));
	for (enum twin_verb verb = TWIN_BEGIN; verb <= TWIN_COMMIT; verb++)
		for (size_t i = 0; i < COUNT_OF(faults); i++) {
			struct twin_script script = { verb, 1, faults[i] };
			struct chore chores[JOBS];

			while (play(&ledger, script, chores)) {
				expect_truth(&ledger, chores, script);
				sprung++;
				script.nth++;
			}
			/* without a fault all is well, but for the one that changed its mind */
			for (int job = 0; job < JOBS; job++)
				assert_true(chores[job].fault == (job == 1 ? FAULT_STOPPED : FAULT_NONE));
			assert_true(script.nth > 1);
		}
	assert_true(sprung > 8 * (int)COUNT_OF(faults));
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_job_hears_what_became_of_its_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
