/*
 * posts - what worker threads post, kept until the test's own thread runs it.
 *
 * A pool that was stopped has posted all it will: no test here has to wait for a clock.
 */
#ifndef TESTS_UNIT_STORE_JOBS_POSTS_H
#define TESTS_UNIT_STORE_JOBS_POSTS_H

#include <pthread.h>

#include "store/jobs/worker_pool.h"
#include "tests/lib/fine.h"

enum { POSTS_MOST = 400 };

struct posts {
	pthread_mutex_t lock;
	size_t count, run;
	struct {
		void (*run)(void *data);
		void *data;
	} at[POSTS_MOST];
};

static inline void posts_init(struct posts *posts)
{
	*posts = (struct posts){ .count = 0 };
	pthread_mutex_init(&posts->lock, NULL);
}

static inline void posts_post(void *context, void (*run)(void *data), void *data)
{
	struct posts *posts = context;

	pthread_mutex_lock(&posts->lock);
	assert_true(posts->count < POSTS_MOST);
	posts->at[posts->count].run = run;
	posts->at[posts->count++].data = data;
	pthread_mutex_unlock(&posts->lock);
}

/* Runs those that came so far. */
static inline void posts_run(struct posts *posts)
{
	size_t count;

	pthread_mutex_lock(&posts->lock);
	count = posts->count;
	pthread_mutex_unlock(&posts->lock);
	for (; posts->run < count; posts->run++)
		posts->at[posts->run].run(posts->at[posts->run].data);
}

#endif
