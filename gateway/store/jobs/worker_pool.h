/*
 * worker_pool - threads that take jobs from one bounded queue and post results back.
 *
 * Writer and readers are pools: the writer of one thread that takes all that waits,
 * readers of a few that take one job each, and keep one thread for what is short.
 *
 * Threads: work and its context belong to one thread each; everything else any.
 */
#ifndef STORE_WORKER_POOL_H
#define STORE_WORKER_POOL_H

#include "writer.h"

STAILQ_HEAD(jobs, job);

struct worker_pool;

/* Runs the jobs, sets their faults.  Called on a thread of the pool, with that thread's
 * member of `contexts`. */
typedef void worker_pool_work(void *context, struct jobs *jobs);

struct worker_pool_plan {
	worker_pool_work *core;
	/* After a posted batch when nothing waits; may be NULL. */
	void (*rest)(void *context);
	size_t queue_most;      /* jobs that may wait */
	size_t batch_most;      /* jobs of one call of work */
	size_t long_most;       /* threads that may be at long jobs at once; 0: all */
	size_t long_queue_most; /* long ones that may wait; 0: as many as others */
	struct writer_post post;
};

/* One thread a context. */
struct worker_pool *worker_pool_new(const struct worker_pool_plan *plan, void *const *contexts, size_t threads);
/* FAULT_FULL when the queue is long enough already but for the places that are kept, or the
 * pool stops. */
enum fault worker_pool_add(struct worker_pool *pool, struct job *job) MUST_CHECK;
/* May take those too. */
enum fault worker_pool_add_kept(struct worker_pool *pool, struct job *job) MUST_CHECK;
/* Of queue_most; none at first. */
void worker_pool_keep(struct worker_pool *pool, size_t places);
size_t worker_pool_waiting(struct worker_pool *pool);
/* What waits is still worked on; then the threads end.  Once. */
void worker_pool_stop(struct worker_pool *pool);
void worker_pool_free(struct worker_pool **pool);

#endif
