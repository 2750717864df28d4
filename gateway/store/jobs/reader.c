#include "reader.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "worker_pool.h"

enum { THREADS_MOST = 8 };

/* A list that takes longer than this is too long for anybody to wait for. */
static const int64_t read_for = 10 * SECOND_MS;

struct seat {
	struct db *db;
	const _Atomic bool *is_closing;
};

struct reader {
	struct worker_pool *pool;
	_Atomic bool is_closing;
	size_t count;
	struct seat seats[THREADS_MOST];
};

static enum fault read_run(struct job *job, struct db *db)
{
	enum fault fault = db_begin(db);

	if (fault)
		return fault_because(fault, &job->note, "the ledger: %s", db_message(db));
	db_limit(db, read_for);
	fault = job->run(job, db, &job->note);
	db_limit(db, 0);
	db_rollback(db);
	return fault;
}

static void read_work(void *context, struct jobs *jobs)
{
	struct seat *seat = context;
	struct job *job;

	STAILQ_FOREACH(job, jobs, next) {
		job->note = (struct note){ .text = "" };
		job->fault = atomic_load(seat->is_closing) ? FAULT_AGAIN :
							      read_run(job, seat->db);
	}
}

static void seats_free(struct reader *reader)
{
	for (size_t i = 0; i < reader->count; i++)
		db_close(&reader->seats[i].db);
	free(reader);
}

static enum fault seats_open(struct reader *reader, const char *address, int threads,
			     struct note *note)
{
	enum fault fault = FAULT_NONE;

	while (!fault && reader->count < (size_t)threads) {
		struct seat *seat = &reader->seats[reader->count];

		fault = db_open(address, DB_READ, &seat->db, note);
		if (!fault) {
			seat->is_closing = &reader->is_closing;
			reader->count++;
		}
	}
	return fault;
}

enum fault reader_open(const char *address, const struct reader_plan *plan,
		       struct reader **reader, struct note *note)
{
	struct reader *made = memory_new(struct reader);
	const struct worker_pool_plan pool = { .core = read_work, .queue_most = plan->queue_most,
					       .batch_most = 1, .post = plan->post,
					       .long_most = (size_t)plan->threads - 1,
					       .long_queue_most = READER_LONG_WAITING };
	void *contexts[THREADS_MOST];
	enum fault fault;

	assert(address && reader && plan->threads > 0 && plan->threads <= THREADS_MOST);
	fault = seats_open(made, address, plan->threads, note);
	if (fault) {
		seats_free(made);
		return fault;
	}
	for (size_t i = 0; i < made->count; i++)
		contexts[i] = &made->seats[i];
	made->pool = worker_pool_new(&pool, contexts, made->count);
	*reader = made;
	return FAULT_NONE;
}

void reader_free(struct reader **reader)
{
	if (!*reader)
		return;
	atomic_store(&(*reader)->is_closing, true);
	worker_pool_stop((*reader)->pool);
	worker_pool_free(&(*reader)->pool);
	seats_free(*reader);
	*reader = NULL;
}

void reader_report_to(struct reader *reader, struct db_health *health)
{
	assert(reader && health);
	for (size_t i = 0; i < reader->count; i++)
		db_report_to(reader->seats[i].db, health);
}

void reader_seal(struct reader *reader, const struct seal_key *key)
{
	assert(reader);
	for (size_t i = 0; i < reader->count; i++)
		db_seal(reader->seats[i].db, key);
}

enum fault reader_add(struct reader *reader, struct job *job)
{
	assert(reader && job && job->run && job->done);
	return worker_pool_add(reader->pool, job);
}
