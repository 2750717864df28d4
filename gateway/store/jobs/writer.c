#include "writer.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "high_water.h"
#include "store/db/write_set.h"
#include "worker_pool.h"

/* The most jobs of one transaction. */
enum { BATCH_MOST = 512 };

struct writer {
	struct db *db;
	struct worker_pool *pool;
	struct high_water *high_water;       /* NULL: none */
	void (*look)(void *context, struct db *db);
	void *look_context;
	struct place_watch *place;           /* the connection's; NULL: none */
	_Atomic int64_t commits, jobs;
	_Atomic int64_t kept_at;
	_Atomic int fault;                   /* an enum fault */
};

/* Each in a savepoint: its own fault takes back its own rows and no others. */
static void job_run(struct job *job, const struct writer *writer)
{
	struct db *db = writer->db;

	job->note = (struct note){ .text = "" };
	job->fault = db_savepoint(db);
	if (job->fault)
		return;
	if (writer->look)
		write_set_begin(db);
	job->fault = job->run(job, db, &job->note);
	if (!job->fault && writer->look)
		writer->look(writer->look_context, db);
	if (!job->fault)
		job->fault = db_release(db);
	if (job->fault)
		db_rollback_to(db);
}

/* Also those that faulted by themselves: what they saw and judged by ("heard before")
 * may have been a row of this very batch, which is gone now. */
static void batch_fail(struct jobs *jobs, enum fault fault, const char *message)
{
	struct job *job;

	STAILQ_FOREACH(job, jobs, next)
		job->fault = fault_because(fault, &job->note, "the ledger: %s", message);
}

/* Whether what is written may be kept: FAULT_DISK and why not. */
static enum fault look_at_place(const struct writer *writer, struct note *note)
{
	if (db_is_damaged(writer->db))
		return fault_because(FAULT_DISK, note, "it is damaged, and nothing is written any more: put a backup in "
				     "its place");
	if (writer->place && place_watch_look(writer->place, note) != PLACE_HERE)
		return FAULT_DISK;
	return FAULT_NONE;
}

/* A job that found no room is rolled back alone, and the rest may be kept: the disk is full
 * all the same. */
static void remember_faults(struct writer *writer, const struct jobs *jobs)
{
	const struct job *job;

	STAILQ_FOREACH(job, jobs, next)
		if (job->fault == FAULT_DISK)
			atomic_store(&writer->fault, FAULT_DISK);
}

/* One transaction.  FAULT_DISK with a note of its own when the ledger's file went away meanwhile: what
 * has not been committed into it yet is not. */
static enum fault batch_run(struct writer *writer, struct jobs *jobs, int64_t *count, struct note *note)
{
	enum fault fault = db_begin(writer->db);
	struct job *job;

	if (fault)
		return fault;
	STAILQ_FOREACH(job, jobs, next) {
		job_run(job, writer);
		++*count;
	}
	fault = look_at_place(writer, note);
	if (!fault)
		return db_commit(writer->db);
	db_rollback(writer->db);
	return fault;
}

static void batch_kept(struct writer *writer, const struct jobs *jobs, int64_t count)
{
	remember_faults(writer, jobs);
	/* Whoever answers for it asks place_watch_sight: what was committed until now is in the file that
	 * stood there then. */
	if (writer->high_water && !look_at_place(writer, NULL))
		high_water_keep(writer->high_water, writer->db);
	atomic_store(&writer->kept_at, clock_boot_ms());
	atomic_fetch_add(&writer->commits, 1);
	atomic_fetch_add(&writer->jobs, count);
}

static void batch_work(void *context, struct jobs *jobs)
{
	struct writer *writer = context;
	struct note note = { .text = "" };
	int64_t count = 0;
	enum fault fault = look_at_place(writer, &note);

	if (!fault)
		fault = batch_run(writer, jobs, &count, &note);
	if (!fault) {
		batch_kept(writer, jobs, count);
		return;
	}
	batch_fail(jobs, fault, note.text[0] ? note.text : db_message(writer->db));
	if (!note.text[0])
		atomic_store(&writer->fault, (int)fault);
}

static void writer_rest(void *context)
{
	struct writer *writer = context;

	db_tidy(writer->db);
}

struct writer *writer_new(struct db *db, size_t queue_most, struct writer_post post)
{
	assert(db && queue_most > 0 && post.post);

	struct writer *writer = memory_new(struct writer);
	const struct worker_pool_plan plan = { .core = batch_work, .rest = writer_rest,
					.queue_most = queue_most, .batch_most = BATCH_MOST,
					.post = post };
	void *context = writer;

	writer->db = db;
	writer->place = db_place_watch(db);
	atomic_store(&writer->kept_at, clock_boot_ms());
	writer->pool = worker_pool_new(&plan, &context, 1);
	return writer;
}

void writer_set_mark(struct writer *writer, struct high_water *high_water)
{
	assert(!writer->high_water);
	writer->high_water = high_water;
}

struct high_water *writer_mark(struct writer *writer)
{
	return writer->high_water;
}

struct place_watch *writer_place(const struct writer *writer)
{
	assert(writer);
	return writer->place;
}

bool writer_is_in_place(const struct writer *writer)
{
	assert(writer);
	return !writer->place || place_watch_sight(writer->place) == PLACE_HERE;
}

void writer_stop(struct writer *writer)
{
	worker_pool_stop(writer->pool);
}

void writer_free(struct writer **writer)
{
	if (!*writer)
		return;
	worker_pool_free(&(*writer)->pool);
	high_water_free(&(*writer)->high_water);
	db_close(&(*writer)->db);
	free(*writer);
	*writer = NULL;
}

enum fault writer_add(struct writer *writer, struct job *job)
{
	assert(writer && job && job->run && job->done);
	return worker_pool_add(writer->pool, job);
}

enum fault writer_add_kept(struct writer *writer, struct job *job)
{
	assert(writer && job && job->run && job->done);
	return worker_pool_add_kept(writer->pool, job);
}

void writer_keep(struct writer *writer, size_t places)
{
	assert(writer);
	worker_pool_keep(writer->pool, places);
}

void writer_watch(struct writer *writer, void (*look)(void *context, struct db *db),
		  void *context)
{
	assert(look);
	writer->look_context = context;
	writer->look = look;
}

size_t writer_waiting(struct writer *writer)
{
	return worker_pool_waiting(writer->pool);
}

enum fault writer_fault(const struct writer *writer)
{
	return (enum fault)atomic_load(&writer->fault);
}

enum fault writer_take_fault(struct writer *writer)
{
	return (enum fault)atomic_exchange(&writer->fault, FAULT_NONE);
}

int64_t writer_kept_at(const struct writer *writer)
{
	return atomic_load(&writer->kept_at);
}

void writer_counts(struct writer *writer, int64_t *commits, int64_t *jobs)
{
	assert(commits && jobs);
	*commits = atomic_load(&writer->commits);
	*jobs = atomic_load(&writer->jobs);
}
