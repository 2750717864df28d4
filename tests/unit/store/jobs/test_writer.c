#include "tests/lib/test.h"

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <time.h>

#include "base/buf.h"
#include "store/jobs/reader.h"
#include "store/jobs/writer.h"
#include "tests/unit/store/ledger.h"

/* A loop thread for tests: posted errands wait until the test's thread runs them. */
struct errand {
	void (*run)(void *data);
	void *data;
	STAILQ_ENTRY(errand) next;
};

struct inbox {
	pthread_mutex_t lock;
	pthread_cond_t came;
	STAILQ_HEAD(, errand) errands;
	int posts;
};

static void inbox_post(void *context, void (*run)(void *data), void *data)
{
	struct inbox *inbox = context;
	struct errand *errand = calloc(1, sizeof(*errand));

	if (!errand)
		abort();
	errand->run = run;
	errand->data = data;
	pthread_mutex_lock(&inbox->lock);
	STAILQ_INSERT_TAIL(&inbox->errands, errand, next);
	inbox->posts++;
	pthread_cond_signal(&inbox->came);
	pthread_mutex_unlock(&inbox->lock);
}

static struct errand *inbox_take(struct inbox *inbox, int seconds)
{
	struct timespec until;
	struct errand *errand;
	int waited = 0;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += seconds;
	pthread_mutex_lock(&inbox->lock);
	while (STAILQ_EMPTY(&inbox->errands) && waited == 0)
		waited = pthread_cond_timedwait(&inbox->came, &inbox->lock, &until);
	errand = STAILQ_FIRST(&inbox->errands);
	if (errand)
		STAILQ_REMOVE_HEAD(&inbox->errands, next);
	pthread_mutex_unlock(&inbox->lock);
	return errand;
}

/* Runs errands until `count` has reached `wanted`. */
static void inbox_run(struct inbox *inbox, const int *count, int wanted)
{
	while (*count < wanted) {
		struct errand *errand = inbox_take(inbox, 300);

		assert_non_null(errand);
		errand->run(errand->data);
		free(errand);
	}
}

struct world {
	struct ledger ledger;
	struct inbox inbox;
	struct writer *writer;
	struct writer_post post;
	int done;               /* jobs that were handed back */
	int64_t last_no;
};

/* Inserts `no` and does what it is told. */
struct chore {
	struct job job;
	struct world *world;
	int64_t no;
	enum fault says;        /* after the insert */
	sem_t *gate;            /* waits for it first */
	struct str word;
	enum fault fault;
	char note[sizeof(((struct note *)0)->text)];
	bool is_done;
};

static enum fault chore_run(struct job *job, struct db *db, struct note *note)
{
	struct chore *chore = container_of(job, struct chore, job);
	enum fault fault;

	if (chore->gate)
		sem_wait(chore->gate);
	fault = db_run(db, "INSERT INTO thing (id, word) VALUES ($1, $2)",
		       BINDS(NUMBER(chore->no), TEXT(chore->word)), NULL);
	if (fault)
		return fault;
	return chore->says ? fault_because(chore->says, note, "as told") : FAULT_NONE;
}

static void chore_done(struct job *job, enum fault fault, const struct note *note)
{
	struct chore *chore = container_of(job, struct chore, job);

	assert_false(chore->is_done);
	chore->is_done = true;
	chore->fault = fault;
	memcpy(chore->note, note->text, sizeof(chore->note));
	assert_true(chore->no > chore->world->last_no);
	chore->world->last_no = chore->no;
	chore->world->done++;
}

static struct chore chore_of(struct world *world, int64_t no)
{
	return (struct chore){ .job = { .run = chore_run, .done = chore_done },
			       .world = world, .no = no };
}

static void world_new(struct world *world, size_t queue_most)
{
	*world = (struct world){ .post = { inbox_post, &world->inbox }, .last_no = -1 };
	pthread_mutex_init(&world->inbox.lock, NULL);
	pthread_cond_init(&world->inbox.came, NULL);
	STAILQ_INIT(&world->inbox.errands);
	ledger_new(&world->ledger);
	assert_fine(db_script(world->ledger.db, "CREATE TABLE thing (id BIGINT PRIMARY KEY,"
						" word TEXT NOT NULL);", NULL));
	world->writer = writer_new(world->ledger.db, queue_most, world->post);
	world->ledger.db = NULL; /* the writer's now */
}

static void world_done(struct world *world)
{
	struct errand *errand;

	writer_stop(world->writer);
	while ((errand = inbox_take(&world->inbox, 0))) {
		errand->run(errand->data);
		free(errand);
	}
	writer_free(&world->writer);
	ledger_done(&world->ledger);
	pthread_cond_destroy(&world->inbox.came);
	pthread_mutex_destroy(&world->inbox.lock);
}

static int64_t rows_on_disk(struct world *world)
{
	struct db *db = NULL;
	int64_t rows;

	assert_fine(db_open(world->ledger.address, DB_READ, &db, NULL));
	rows = ledger_number(db, "SELECT count(*) FROM thing");
	db_close(&db);
	return rows;
}

/* The first job keeps the thread busy while the others gather. */
static void all_that_waits_is_one_commit_and_one_post(void **state)
{
	static struct chore chores[601];
	struct world world;
	sem_t gate;
	int64_t commits, jobs;

	(void)state;
	world_new(&world, 1000);
	sem_init(&gate, 0, 0);
	for (int i = 0; i < 601; i++)
		chores[i] = chore_of(&world, i);
	chores[0].gate = &gate;
	assert_fine(writer_add(world.writer, &chores[0].job));
	while (writer_waiting(world.writer) > 0)
		sched_yield();
	for (int i = 1; i < 601; i++)
		assert_fine(writer_add(world.writer, &chores[i].job));
	assert_int_equal(writer_waiting(world.writer), 600);
	assert_int_equal(rows_on_disk(&world), 0);
	sem_post(&gate);
	inbox_run(&world.inbox, &world.done, 601);
	assert_int_equal(rows_on_disk(&world), 601);
	for (int i = 0; i < 601; i++)
		assert_fine(chores[i].fault);
	/* 1, then at most 512, then the rest */
	writer_counts(world.writer, &commits, &jobs);
	assert_int_equal(commits, 3);
	assert_int_equal(jobs, 601);
	assert_int_equal(world.inbox.posts, 3);
	sem_destroy(&gate);
	world_done(&world);
}

static void a_job_that_faults_is_taken_back_alone(void **state)
{
	static struct chore chores[60];
	struct world world;

	(void)state;
	world_new(&world, 100);
	for (int i = 0; i < 60; i++) {
		chores[i] = chore_of(&world, i);
		chores[i].says = i % 3 == 1 ? FAULT_INVALID : FAULT_NONE;
		assert_fine(writer_add(world.writer, &chores[i].job));
	}
	inbox_run(&world.inbox, &world.done, 60);
	for (int i = 0; i < 60; i++) {
		assert_fault(chores[i].fault, i % 3 == 1 ? FAULT_INVALID : FAULT_NONE);
		assert_string_equal(chores[i].note, i % 3 == 1 ? "as told" : "");
	}
	assert_int_equal(rows_on_disk(&world), 40);
	world_done(&world);
}

static void a_long_queue_is_refused_and_a_stop_drains_it(void **state)
{
	static struct chore chores[12];
	struct world world;
	sem_t gate;

	(void)state;
	world_new(&world, 10);
	sem_init(&gate, 0, 0);
	for (int i = 0; i < 12; i++)
		chores[i] = chore_of(&world, i);
	chores[0].gate = &gate;
	assert_fine(writer_add(world.writer, &chores[0].job));
	while (writer_waiting(world.writer) > 0)
		sched_yield();
	for (int i = 1; i < 11; i++)
		assert_fine(writer_add(world.writer, &chores[i].job));
	assert_fault(writer_add(world.writer, &chores[11].job), FAULT_FULL);
	sem_post(&gate);
	writer_stop(world.writer);
	assert_fault(writer_add(world.writer, &chores[11].job), FAULT_FULL);
	assert_int_equal(world.done, 0);
	inbox_run(&world.inbox, &world.done, 11);
	assert_int_equal(rows_on_disk(&world), 11);
	sem_destroy(&gate);
	world_done(&world);
}

/* Whatever the others queue up, a family's text finds a place. */
static void kept_places_are_taken_by_none_but_the_kept(void **state)
{
	static struct chore chores[12];
	struct world world;
	sem_t gate;

	(void)state;
	world_new(&world, 10);
	writer_keep(world.writer, 4);
	sem_init(&gate, 0, 0);
	for (int i = 0; i < 12; i++)
		chores[i] = chore_of(&world, i);
	chores[0].gate = &gate;
	assert_fine(writer_add(world.writer, &chores[0].job));
	while (writer_waiting(world.writer) > 0)
		sched_yield();
	for (int i = 1; i < 7; i++)
		assert_fine(writer_add(world.writer, &chores[i].job));
	assert_fault(writer_add(world.writer, &chores[7].job), FAULT_FULL);
	for (int i = 7; i < 11; i++)
		assert_fine(writer_add_kept(world.writer, &chores[i].job));
	assert_fault(writer_add_kept(world.writer, &chores[11].job), FAULT_FULL);
	sem_post(&gate);
	writer_stop(world.writer);
	inbox_run(&world.inbox, &world.done, 11);
	assert_int_equal(rows_on_disk(&world), 11);
	sem_destroy(&gate);
	world_done(&world);
}

static void disk_limit(rlim_t most)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = most == RLIM_INFINITY ? limit.rlim_max : most;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Of one job alone too, beside which others were kept. */
static void what_the_disk_had_against_a_write_is_told_until_it_is_taken(void **state)
{
	static struct chore chores[3];
	struct world world;

	(void)state;
	world_new(&world, 10);
	for (int i = 0; i < 3; i++)
		chores[i] = chore_of(&world, i);
	chores[0].says = FAULT_CONFLICT;
	chores[1].says = FAULT_DISK;
	assert_fine(writer_fault(world.writer));
	assert_fine(writer_add(world.writer, &chores[0].job));
	inbox_run(&world.inbox, &world.done, 1);
	assert_fine(writer_fault(world.writer)); /* what a job judges is not the disk's word */
	for (int i = 1; i < 3; i++)
		assert_fine(writer_add(world.writer, &chores[i].job));
	inbox_run(&world.inbox, &world.done, 3);
	assert_fine(chores[2].fault);
	assert_fault(writer_fault(world.writer), FAULT_DISK);
	assert_fault(writer_take_fault(world.writer), FAULT_DISK);
	assert_fine(writer_fault(world.writer));
	world_done(&world);
}

/* G15.  Also the job that judged by a row of the batch is told: its "heard before"
 * would be a false 2xx. */
static void a_full_disk_fails_the_batch_and_the_next_one_lives(void **state)
{
	static struct chore chores[401];
	struct world world;
	AUTO(buf) word;
	int64_t kept = 0;
	int refused = 0;

	(void)state;
	ENGINE_IS_SQLITE();
	buf_init(&word, 30000);
	while (word.size < 20000)
		buf_add_text(&word, "hola ");
	world_new(&world, 1000);
	disk_limit(2 << 20); /* the log meets it before it is checkpointed */
	for (int i = 0; i < 400; i++) {
		chores[i] = chore_of(&world, i);
		chores[i].word = buf_str(&word);
		chores[i].says = i % 2 ? FAULT_CONFLICT : FAULT_NONE;
		assert_fine(writer_add(world.writer, &chores[i].job));
	}
	inbox_run(&world.inbox, &world.done, 400);
	disk_limit(RLIM_INFINITY);
	for (int i = 0; i < 400; i++) {
		assert_true(chores[i].fault == FAULT_NONE || chores[i].fault == FAULT_DISK ||
			    (i % 2 && chores[i].fault == FAULT_CONFLICT));
		kept += chores[i].fault == FAULT_NONE;
		refused += chores[i].fault == FAULT_DISK;
	}
	assert_true(refused > 0);
	chores[400] = chore_of(&world, 400);
	assert_fine(writer_add(world.writer, &chores[400].job));
	inbox_run(&world.inbox, &world.done, 401);
	assert_fine(chores[400].fault);
	assert_int_equal(rows_on_disk(&world), kept + 1);
	world_done(&world);
}

/* The engine drops the transaction in the middle of a batch. */
static enum fault bomb_run(struct job *job, struct db *db, struct note *note)
{
	enum fault fault = db_run(db, "INSERT OR ROLLBACK INTO thing (id, word) VALUES (1, '')",
				  NULL, 0, NULL);

	(void)job;
	(void)note;
	(void)fault; /* swallows it, as a careless job might */
	return FAULT_NONE;
}

static void no_job_of_a_batch_that_died_hears_success(void **state)
{
	struct chore chores[4];
	struct world world;
	sem_t gate;

	(void)state;
	ENGINE_IS_SQLITE();
	world_new(&world, 10);
	sem_init(&gate, 0, 0);
	for (int i = 0; i < 4; i++)
		chores[i] = chore_of(&world, i);
	chores[0].gate = &gate;
	chores[2].job.run = bomb_run;
	assert_fine(writer_add(world.writer, &chores[0].job));
	while (writer_waiting(world.writer) > 0)
		sched_yield();
	for (int i = 1; i < 4; i++)
		assert_fine(writer_add(world.writer, &chores[i].job));
	sem_post(&gate);
	inbox_run(&world.inbox, &world.done, 4);
	assert_fine(chores[0].fault);
	for (int i = 1; i < 4; i++)
		assert_true(chores[i].fault != FAULT_NONE);
	assert_int_equal(rows_on_disk(&world), 1);
	sem_destroy(&gate);
	world_done(&world);
}

/* --- readers ------------------------------------------------------------------ */

struct count {
	struct job job;
	int *done;
	int64_t rows;
	enum fault fault;
};

static enum fault count_run(struct job *job, struct db *db, struct note *note)
{
	struct count *count = container_of(job, struct count, job);
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT count(*) FROM thing", NULL, 0);

	(void)note;
	if (fault)
		return fault;
	if (db_rows_next(rows))
		count->rows = db_rows_number(rows, 0);
	return db_rows_fault(rows);
}

static void count_done(struct job *job, enum fault fault, const struct note *note)
{
	struct count *count = container_of(job, struct count, job);

	(void)note;
	count->fault = fault;
	(*count->done)++;
}

static void readers_see_commits_while_the_writer_writes(void **state)
{
	static struct chore chores[300];
	static struct count counts[300];
	struct world world;
	struct reader *reader = NULL;
	struct note note;
	int read = 0;

	(void)state;
	world_new(&world, 1000);
	assert_int_equal(reader_open("sqlite:/tmp/none/such.db",
				     &(struct reader_plan){ 2, 10, world.post }, &reader, &note),
			 FAULT_MISSING);
	assert_null(reader);
	assert_fine(reader_open(world.ledger.address, &(struct reader_plan){ 3, 1000, world.post },
				&reader, &note));
	for (int i = 0; i < 300; i++) {
		chores[i] = chore_of(&world, i);
		counts[i] = (struct count){ .job = { .run = count_run, .done = count_done },
					    .done = &read };
		assert_fine(writer_add(world.writer, &chores[i].job));
		assert_fine(reader_add(reader, &counts[i].job));
	}
	inbox_run(&world.inbox, &world.done, 300);
	inbox_run(&world.inbox, &read, 300);
	for (int i = 0; i < 300; i++) {
		assert_fine(counts[i].fault);
		assert_in_range(counts[i].rows, 0, 300);
	}
	counts[0].rows = 0;
	assert_fine(reader_add(reader, &counts[0].job));
	inbox_run(&world.inbox, &read, 301);
	assert_int_equal(counts[0].rows, 300);
	reader_free(&reader);
	assert_null(reader);
	world_done(&world);
}

static void readers_that_go_give_their_jobs_back(void **state)
{
	static struct count counts[200];
	struct world world;
	struct reader *reader;
	int read = 0;

	(void)state;
	world_new(&world, 10);
	assert_fine(reader_open(world.ledger.address, &(struct reader_plan){ 2, 200, world.post },
				&reader, NULL));
	for (int i = 0; i < 200; i++) {
		counts[i] = (struct count){ .job = { .run = count_run, .done = count_done },
					    .done = &read };
		assert_fine(reader_add(reader, &counts[i].job));
	}
	reader_free(&reader);
	inbox_run(&world.inbox, &read, 200);
	for (int i = 0; i < 200; i++)
		assert_true(counts[i].fault == FAULT_NONE || counts[i].fault == FAULT_AGAIN);
	world_done(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_that_waits_is_one_commit_and_one_post),
		cmocka_unit_test(a_job_that_faults_is_taken_back_alone),
		cmocka_unit_test(a_long_queue_is_refused_and_a_stop_drains_it),
		cmocka_unit_test(kept_places_are_taken_by_none_but_the_kept),
		cmocka_unit_test(what_the_disk_had_against_a_write_is_told_until_it_is_taken),
		cmocka_unit_test(a_full_disk_fails_the_batch_and_the_next_one_lives),
		cmocka_unit_test(no_job_of_a_batch_that_died_hears_success),
		cmocka_unit_test(readers_see_commits_while_the_writer_writes),
		cmocka_unit_test(readers_that_go_give_their_jobs_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
