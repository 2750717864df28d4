/*
 * crew - threads that take jobs from one bounded queue and post results back.
 *
 * Writer and readers are crews: the writer of one thread that takes all that waits,
 * readers of a few that take one job each.
 *
 * Threads: work and its context belong to one thread each; everything else any.
 */
#ifndef STORE_CREW_H
#define STORE_CREW_H

#include "writer.h"

STAILQ_HEAD(jobs, job);

struct crew;

/* Runs the jobs, sets their faults.  Called on a crew thread, with that thread's
 * member of `contexts`. */
typedef void crew_work(void *context, struct jobs *jobs);

struct crew_plan {
	crew_work *work;
	/* After a posted batch when nothing waits; may be NULL. */
	void (*rest)(void *context);
	size_t queue_most;      /* jobs that may wait */
	size_t batch_most;      /* jobs of one call of work */
	struct writer_post post;
};

/* One thread a context. */
struct crew *crew_new(const struct crew_plan *plan, void *const *contexts, size_t threads);
/* FAULT_FULL when the queue is long enough already, or the crew stops. */
enum fault crew_add(struct crew *crew, struct job *job) MUST_CHECK;
size_t crew_waiting(struct crew *crew);
/* What waits is still worked on; then the threads end.  Once. */
void crew_stop(struct crew *crew);
void crew_free(struct crew **crew);

#endif
