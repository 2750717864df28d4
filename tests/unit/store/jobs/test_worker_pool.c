/* Threads that take jobs from one bounded queue: order, ceilings, the end. */
#include "tests/lib/test.h"

#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "posts.h"

struct errand {
	struct job job;
	int no, batch, seat;
	bool is_done;
	enum fault fault;
};

/* One thread's place, and what it saw. */
struct seat {
	struct yard *yard;
	int no, worked, rests;
	size_t largest;         /* batch */
};

struct yard {
	size_t long_most, long_queue_most;
	struct worker_pool *pool;
	struct posts posts;
	struct seat seats[16];
	sem_t came, go;         /* of a pool that is held at its first batch */
	sem_t passed;           /* of a job that was not held */
	bool is_held, holds_long;
	_Atomic int batches;
};

static void yard_work(void *context, struct jobs *jobs)
{
	struct seat *seat = context;
	struct job *job;
	size_t size = 0;
	int batch = atomic_fetch_add(&seat->yard->batches, 1);

	if (seat->yard->is_held || (seat->yard->holds_long && STAILQ_FIRST(jobs)->is_long)) {
		sem_post(&seat->yard->came);
		sem_wait(&seat->yard->go);
	} else {
		sem_post(&seat->yard->passed);
	}
	STAILQ_FOREACH(job, jobs, next) {
		struct errand *errand = container_of(job, struct errand, job);

		errand->batch = batch;
		errand->seat = seat->no;
		job->fault = errand->no % 3 ? FAULT_NONE : FAULT_LIMIT;
		job->note = (struct note){ .text = "seen" };
		seat->worked++;
		size++;
	}
	if (size > seat->largest)
		seat->largest = size;
}

static void yard_rest(void *context)
{
	struct seat *seat = context;

	seat->rests++;
}

static void errand_done(struct job *job, enum fault fault, const struct note *note)
{
	struct errand *errand = container_of(job, struct errand, job);

	assert_false(errand->is_done);
	assert_string_equal(note->text, "seen");
	errand->is_done = true;
	errand->fault = fault;
}

static void yard_open(struct yard *yard, size_t threads, size_t queue_most, size_t batch_most)
{
	void *contexts[16];
	const struct worker_pool_plan plan = { .core = yard_work, .rest = yard_rest,
					       .queue_most = queue_most, .batch_most = batch_most,
					       .long_most = yard->long_most,
					       .long_queue_most = yard->long_queue_most,
					       .post = { posts_post, &yard->posts } };
	const struct yard asked = *yard;

	*yard = (struct yard){ .is_held = asked.is_held, .holds_long = asked.holds_long };
	posts_init(&yard->posts);
	sem_init(&yard->came, 0, 0);
	sem_init(&yard->go, 0, 0);
	sem_init(&yard->passed, 0, 0);
	for (size_t i = 0; i < threads; i++) {
		yard->seats[i] = (struct seat){ .yard = yard, .no = (int)i };
		contexts[i] = &yard->seats[i];
	}
	yard->pool = worker_pool_new(&plan, contexts, threads);
}

static void yard_close(struct yard *yard)
{
	worker_pool_stop(yard->pool);
	posts_run(&yard->posts);
	worker_pool_free(&yard->pool);
	assert_null(yard->pool);
	worker_pool_free(&yard->pool);
}

static void errands_of(struct errand *errands, int count)
{
	for (int i = 0; i < count; i++)
		errands[i] = (struct errand){ .job = { .done = errand_done }, .no = i, .batch = -1 };
}

/* Held at its first job, so that all the others wait and are taken in full batches. */
static void what_waits_is_taken_in_its_order_and_in_batches_up_to_the_ceiling(void **state)
{
	static struct yard yard;
	static struct errand errands[100];

	(void)state;
	errands_of(errands, 100);
	yard.is_held = true;
	yard_open(&yard, 1, 100, 16);
	assert_fine(worker_pool_add(yard.pool, &errands[0].job));
	sem_wait(&yard.came);
	for (int i = 1; i < 100; i++)
		assert_fine(worker_pool_add(yard.pool, &errands[i].job));
	assert_int_equal(worker_pool_waiting(yard.pool), 99);
	for (int i = 0; i < 20; i++)
		sem_post(&yard.go);
	yard_close(&yard);
	assert_int_equal(yard.seats[0].largest, 16);
	assert_int_equal(yard.batches, 1 + (99 + 15) / 16);
	for (int i = 0; i < 100; i++) {
		assert_true(errands[i].is_done);
		assert_int_equal(errands[i].fault, i % 3 ? FAULT_NONE : FAULT_LIMIT);
		assert_int_equal(errands[i].batch, i ? 1 + (i - 1) / 16 : 0);
	}
}

/* A batch is one post, so that the loop is woken once for all that was committed at once. */
static void a_batch_comes_back_in_one_post(void **state)
{
	static struct yard yard;
	static struct errand errands[40];

	(void)state;
	errands_of(errands, 40);
	yard.is_held = true;
	yard_open(&yard, 1, 100, 512);
	assert_fine(worker_pool_add(yard.pool, &errands[0].job));
	sem_wait(&yard.came);
	for (int i = 1; i < 40; i++)
		assert_fine(worker_pool_add(yard.pool, &errands[i].job));
	sem_post(&yard.go);
	sem_post(&yard.go);
	worker_pool_stop(yard.pool);
	assert_int_equal(yard.posts.count, 2);
	assert_false(errands[0].is_done);
	posts_run(&yard.posts);
	for (int i = 0; i < 40; i++)
		assert_true(errands[i].is_done);
	worker_pool_free(&yard.pool);
}

static void a_full_queue_refuses_and_what_it_holds_is_still_done(void **state)
{
	static struct yard yard;
	static struct errand errands[10];

	(void)state;
	errands_of(errands, 10);
	yard.is_held = true;
	yard_open(&yard, 1, 4, 2);
	assert_fine(worker_pool_add(yard.pool, &errands[0].job));
	sem_wait(&yard.came);
	for (int i = 1; i <= 4; i++)
		assert_fine(worker_pool_add(yard.pool, &errands[i].job));
	for (int i = 5; i < 10; i++)
		assert_fault(worker_pool_add(yard.pool, &errands[i].job), FAULT_FULL);
	assert_int_equal(worker_pool_waiting(yard.pool), 4);
	for (int i = 0; i < 5; i++)
		sem_post(&yard.go);
	yard_close(&yard);
	for (int i = 0; i < 10; i++)
		assert_int_equal(errands[i].is_done, i <= 4);
}

/* Each of them is held at its job until all are: with fewer than all at work this ends never. */
static void as_many_jobs_run_at_once_as_there_are_threads(void **state)
{
	static struct yard yard;
	static struct errand errands[8];
	int seats = 0;

	(void)state;
	errands_of(errands, 8);
	yard.is_held = true;
	yard_open(&yard, 8, 8, 1);
	for (int i = 0; i < 8; i++)
		assert_fine(worker_pool_add(yard.pool, &errands[i].job));
	for (int i = 0; i < 8; i++)
		sem_wait(&yard.came);
	for (int i = 0; i < 8; i++)
		sem_post(&yard.go);
	yard_close(&yard);
	for (int i = 0; i < 8; i++) {
		assert_true(errands[i].is_done);
		assert_int_equal(yard.seats[i].worked, 1);
		seats |= 1 << errands[i].seat;
	}
	assert_int_equal(seats, 0xff);
}

static void nothing_is_taken_after_the_stop(void **state)
{
	static struct yard yard;
	static struct errand errands[3];

	(void)state;
	errands_of(errands, 3);
	yard.is_held = false;
	yard_open(&yard, 2, 10, 1);
	assert_fine(worker_pool_add(yard.pool, &errands[0].job));
	worker_pool_stop(yard.pool);
	assert_int_equal(worker_pool_waiting(yard.pool), 0);
	assert_fault(worker_pool_add(yard.pool, &errands[1].job), FAULT_FULL);
	posts_run(&yard.posts);
	assert_true(errands[0].is_done);
	assert_false(errands[1].is_done);
	worker_pool_free(&yard.pool);
}

/* Housekeeping is for when nobody waits: with the queue kept full there is none but the last. */
static void a_thread_rests_when_nothing_waits(void **state)
{
	static struct yard yard;
	static struct errand errands[30];

	(void)state;
	errands_of(errands, 30);
	yard.is_held = true;
	yard_open(&yard, 1, 100, 1);
	assert_fine(worker_pool_add(yard.pool, &errands[0].job));
	sem_wait(&yard.came);
	for (int i = 1; i < 30; i++)
		assert_fine(worker_pool_add(yard.pool, &errands[i].job));
	for (int i = 0; i < 30; i++)
		sem_post(&yard.go);
	yard_close(&yard);
	assert_int_equal(yard.seats[0].worked, 30);
	assert_int_equal(yard.seats[0].rests, 1);
}

static int freed;

static void free_done(struct job *job, enum fault fault, const struct note *note)
{
	(void)fault;
	(void)note;
	free(container_of(job, struct errand, job));
	freed++;
}

static void a_job_may_end_with_its_done(void **state)
{
	static struct yard yard;

	(void)state;
	freed = 0;
	yard.is_held = false;
	yard_open(&yard, 3, 500, 7);
	for (int i = 0; i < 300; i++) {
		struct errand *errand = calloc(1, sizeof(*errand));

		assert_non_null(errand);
		*errand = (struct errand){ .job = { .done = free_done }, .no = i };
		assert_fine(worker_pool_add(yard.pool, &errand->job));
	}
	yard_close(&yard);
	assert_int_equal(freed, 300);
}

/* The long job that was begun is held until all that is short has passed it. */
static void a_long_job_never_takes_the_last_thread(void **state)
{
	static struct yard yard;
	static struct errand errands[30];

	(void)state;
	errands_of(errands, 30);
	yard = (struct yard){ .long_most = 1, .long_queue_most = 8, .holds_long = true };
	yard_open(&yard, 2, 100, 1);
	for (int i = 0; i < 10; i++) {
		errands[i].job.is_long = true;
		/* one is begun, eight wait, and the tenth may not */
		assert_fault(worker_pool_add(yard.pool, &errands[i].job), i == 9 ? FAULT_FULL : FAULT_NONE);
		if (i == 0)
			sem_wait(&yard.came);
	}
	for (int i = 10; i < 30; i++)
		assert_fine(worker_pool_add(yard.pool, &errands[i].job));
	for (int i = 10; i < 30; i++)
		sem_wait(&yard.passed);
	assert_int_equal(atomic_load(&yard.batches), 1 + 20);
	for (int i = 0; i < 9; i++)
		sem_post(&yard.go);
	yard_close(&yard);
	for (int i = 0; i < 30; i++)
		assert_int_equal(errands[i].is_done, i != 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_waits_is_taken_in_its_order_and_in_batches_up_to_the_ceiling),
		cmocka_unit_test(a_batch_comes_back_in_one_post),
		cmocka_unit_test(a_full_queue_refuses_and_what_it_holds_is_still_done),
		cmocka_unit_test(as_many_jobs_run_at_once_as_there_are_threads),
		cmocka_unit_test(nothing_is_taken_after_the_stop),
		cmocka_unit_test(a_thread_rests_when_nothing_waits),
		cmocka_unit_test(a_job_may_end_with_its_done),
		cmocka_unit_test(a_long_job_never_takes_the_last_thread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
