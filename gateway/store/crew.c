#include "crew.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

enum { CREW_MOST = 16 };

struct mate {
	struct crew *crew;
	void *context;
	pthread_t thread;
};

struct crew {
	struct crew_plan plan;
	pthread_mutex_t lock;   /* of what follows, up to the mates */
	pthread_cond_t changed;
	struct jobs waiting;
	size_t count;
	bool is_stopping;
	struct mate mates[CREW_MOST];
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

/* Waits for jobs; false when none will come any more. */
static bool take(struct crew *crew, struct jobs *jobs)
{
	struct job *job;

	pthread_mutex_lock(&crew->lock);
	while (STAILQ_EMPTY(&crew->waiting) && !crew->is_stopping)
		pthread_cond_wait(&crew->changed, &crew->lock);
	for (size_t n = 0; n < crew->plan.batch_most && (job = STAILQ_FIRST(&crew->waiting));
	     n++) {
		STAILQ_REMOVE_HEAD(&crew->waiting, next);
		STAILQ_INSERT_TAIL(jobs, job, next);
		crew->count--;
	}
	pthread_mutex_unlock(&crew->lock);
	return !STAILQ_EMPTY(jobs);
}

static void *mate_live(void *data)
{
	struct mate *mate = data;
	struct crew *crew = mate->crew;
	struct jobs jobs = STAILQ_HEAD_INITIALIZER(jobs);

	while (take(crew, &jobs)) {
		struct batch *batch = calloc(1, sizeof(*batch));

		if (!batch)
			abort();
		crew->plan.work(mate->context, &jobs);
		STAILQ_INIT(&batch->jobs);
		STAILQ_CONCAT(&batch->jobs, &jobs);
		crew->plan.post.post(crew->plan.post.context, on_loop, batch);
		if (crew->plan.rest && crew_waiting(crew) == 0)
			crew->plan.rest(mate->context);
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
		abort();
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct crew *crew_new(const struct crew_plan *plan, void *const *contexts, size_t threads)
{
	struct crew *crew = calloc(1, sizeof(*crew));

	if (!crew || threads > CREW_MOST)
		abort();
	crew->plan = *plan;
	crew->threads = threads;
	STAILQ_INIT(&crew->waiting);
	pthread_mutex_init(&crew->lock, NULL);
	pthread_cond_init(&crew->changed, NULL);
	for (size_t i = 0; i < threads; i++) {
		crew->mates[i].crew = crew;
		crew->mates[i].context = contexts[i];
		mate_start(&crew->mates[i]);
	}
	return crew;
}

enum fault crew_add(struct crew *crew, struct job *job)
{
	bool is_full;

	pthread_mutex_lock(&crew->lock);
	is_full = crew->is_stopping || crew->count >= crew->plan.queue_most;
	if (!is_full) {
		STAILQ_INSERT_TAIL(&crew->waiting, job, next);
		crew->count++;
		pthread_cond_signal(&crew->changed);
	}
	pthread_mutex_unlock(&crew->lock);
	return is_full ? FAULT_FULL : FAULT_NONE;
}

size_t crew_waiting(struct crew *crew)
{
	size_t count;

	pthread_mutex_lock(&crew->lock);
	count = crew->count;
	pthread_mutex_unlock(&crew->lock);
	return count;
}

void crew_stop(struct crew *crew)
{
	pthread_mutex_lock(&crew->lock);
	crew->is_stopping = true;
	pthread_cond_broadcast(&crew->changed);
	pthread_mutex_unlock(&crew->lock);
	for (size_t i = 0; i < crew->threads; i++)
		pthread_join(crew->mates[i].thread, NULL);
	crew->threads = 0;
}

void crew_free(struct crew **crew)
{
	if (!*crew)
		return;
	pthread_cond_destroy(&(*crew)->changed);
	pthread_mutex_destroy(&(*crew)->lock);
	free(*crew);
	*crew = NULL;
}
