#include "worker_pool.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "base/halt.h"
#include "base/memory.h"

enum { WORKER_POOL_MOST = 16 };

struct mate {
	struct worker_pool *pool;
	void *context;
	pthread_t thread;
};

struct worker_pool {
	struct worker_pool_plan plan;
	pthread_mutex_t lock;   /* of what follows, up to the mates */
	pthread_cond_t changed;
	struct jobs waiting;
	size_t count, long_count;
	size_t kept;
	size_t long_busy;       /* threads at a long job */
	bool is_stopping;
	struct mate mates[WORKER_POOL_MOST];
	size_t threads;
};

/* Finished jobs on their way to the loop thread. */
struct batch {
	struct jobs jobs;
};

/* `done` may free its job. */
static void on_loop(void *data)
{
	struct batch *batch = data;
	struct job *job;

	while ((job = STAILQ_FIRST(&batch->jobs))) {
		STAILQ_REMOVE_HEAD(&batch->jobs, next);
		job->done(job, job->fault, &job->note);
	}
	free(batch);
}

static bool may_start(const struct worker_pool *pool, const struct job *job)
{
	return !job->is_long || pool->plan.long_most == 0 || pool->long_busy < pool->plan.long_most;
}

/* The oldest that may start now; NULL. */
static struct job *next_job(struct worker_pool *pool)
{
	struct job *job;

	STAILQ_FOREACH(job, &pool->waiting, next)
		if (may_start(pool, job))
			return job;
	return NULL;
}

static void take_one(struct worker_pool *pool, struct job *job, struct jobs *jobs)
{
	STAILQ_REMOVE(&pool->waiting, job, job, next);
	STAILQ_INSERT_TAIL(jobs, job, next);
	pool->count--;
	pool->long_count -= job->is_long;
	pool->long_busy += job->is_long;
}

/* Waits for jobs; false when none will come any more.  A long job that may not start is
 * left to the threads that are at long ones: they come back for it. */
static bool take(struct worker_pool *pool, struct jobs *jobs)
{
	struct job *job;

	pthread_mutex_lock(&pool->lock);
	while (!(job = next_job(pool)) && !pool->is_stopping)
		pthread_cond_wait(&pool->changed, &pool->lock);
	for (size_t n = 0; n < pool->plan.batch_most && job; n++, job = next_job(pool))
		take_one(pool, job, jobs);
	pthread_mutex_unlock(&pool->lock);
	return !STAILQ_EMPTY(jobs);
}

static void end_long(struct worker_pool *pool, size_t count)
{
	pthread_mutex_lock(&pool->lock);
	pool->long_busy -= count;
	pthread_mutex_unlock(&pool->lock);
}

static size_t count_long(const struct jobs *jobs)
{
	const struct job *job;
	size_t count = 0;

	STAILQ_FOREACH(job, jobs, next)
		count += job->is_long;
	return count;
}

static void *mate_live(void *data)
{
	struct mate *mate = data;
	struct worker_pool *pool = mate->pool;
	struct jobs jobs = STAILQ_HEAD_INITIALIZER(jobs);

	while (take(pool, &jobs)) {
		struct batch *batch = memory_new(struct batch);
		size_t count = count_long(&jobs);

		pool->plan.core(mate->context, &jobs);
		end_long(pool, count);
		STAILQ_INIT(&batch->jobs);
		STAILQ_CONCAT(&batch->jobs, &jobs);
		pool->plan.post.post(pool->plan.post.context, on_loop, batch);
		if (pool->plan.rest && worker_pool_waiting(pool) == 0)
			pool->plan.rest(mate->context);
	}
	return NULL;
}

/* Signals are for the loop thread. */
static void mate_start(struct mate *mate)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&mate->thread, NULL, mate_live, mate) != 0)
		halt_because("threads.exhausted", "the system gives no more threads");
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct worker_pool *worker_pool_new(const struct worker_pool_plan *plan, void *const *contexts, size_t threads)
{
	assert(plan->core && plan->post.post && plan->queue_most > 0 && plan->batch_most > 0);

	struct worker_pool *pool = memory_new(struct worker_pool);

	assert(threads > 0 && threads <= WORKER_POOL_MOST);
	pool->plan = *plan;
	pool->threads = threads;
	STAILQ_INIT(&pool->waiting);
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->changed, NULL);
	for (size_t i = 0; i < threads; i++) {
		pool->mates[i].pool = pool;
		pool->mates[i].context = contexts[i];
		mate_start(&pool->mates[i]);
	}
	return pool;
}

void worker_pool_keep(struct worker_pool *pool, size_t places)
{
	assert(pool && places < pool->plan.queue_most);
	pthread_mutex_lock(&pool->lock);
	pool->kept = places;
	pthread_mutex_unlock(&pool->lock);
}

static enum fault pool_add(struct worker_pool *pool, struct job *job, bool is_kept)
{
	bool is_full;

	assert(pool && job);
	pthread_mutex_lock(&pool->lock);
	is_full = pool->is_stopping ||
		  pool->count >= pool->plan.queue_most - (is_kept ? 0 : pool->kept) ||
		  (job->is_long && pool->plan.long_queue_most &&
		   pool->long_count >= pool->plan.long_queue_most);
	if (!is_full) {
		STAILQ_INSERT_TAIL(&pool->waiting, job, next);
		pool->count++;
		pool->long_count += job->is_long;
		pthread_cond_signal(&pool->changed);
	}
	pthread_mutex_unlock(&pool->lock);
	return is_full ? FAULT_FULL : FAULT_NONE;
}

enum fault worker_pool_add(struct worker_pool *pool, struct job *job)
{
	return pool_add(pool, job, false);
}

enum fault worker_pool_add_kept(struct worker_pool *pool, struct job *job)
{
	return pool_add(pool, job, true);
}

size_t worker_pool_waiting(struct worker_pool *pool)
{
	size_t count;

	pthread_mutex_lock(&pool->lock);
	count = pool->count;
	pthread_mutex_unlock(&pool->lock);
	return count;
}

void worker_pool_stop(struct worker_pool *pool)
{
	pthread_mutex_lock(&pool->lock);
	pool->is_stopping = true;
	pthread_cond_broadcast(&pool->changed);
	pthread_mutex_unlock(&pool->lock);
	for (size_t i = 0; i < pool->threads; i++)
		pthread_join(pool->mates[i].thread, NULL);
	pool->threads = 0;
}

void worker_pool_free(struct worker_pool **pool)
{
	if (!*pool)
		return;
	pthread_cond_destroy(&(*pool)->changed);
	pthread_mutex_destroy(&(*pool)->lock);
	free(*pool);
	*pool = NULL;
}
