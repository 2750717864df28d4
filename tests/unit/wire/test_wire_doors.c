/* What belongs to the loop's thread is refused from another, where it would be lost now and
 * then. */
#include "tests/lib/aborts.h"

#include <pthread.h>

#include "wire/client.h"
#include "wire/loop.h"

static void nothing(void *data)
{
	(void)data;
}

static void never(void *data, const struct http_reply *reply)
{
	(void)data;
	(void)reply;
}

static void put_off(struct loop *loop)
{
	loop_later(loop, nothing, NULL);
}

static void post(struct loop *loop)
{
	loop_post(loop, nothing, NULL);
}

static void stop(struct loop *loop)
{
	loop_stop(loop);
}

static struct client *client_of(struct loop *loop)
{
	struct client_limits limits = client_limits_default();

	return client_new(loop, &limits);
}

struct elsewhere {
	void (*call)(struct loop *loop);
	struct loop *loop;
	struct client *client;
};

static void *run(void *data)
{
	struct elsewhere *elsewhere = data;

	if (elsewhere->call) {
		elsewhere->call(elsewhere->loop);
		return NULL;
	}
	AUTO(http_request) request;

	http_request_init(&request);
	buf_add_text(&request.url, "http://127.0.0.1:1/");
	(void)(client_send(elsewhere->client, &request, never, NULL, NULL) == FAULT_NONE);
	return NULL;
}

/* The loop is made here, the call comes from another thread. */
static void from_elsewhere(void *data)
{
	struct elsewhere elsewhere = *(const struct elsewhere *)data;
	pthread_t thread;

	elsewhere.loop = loop_new();
	elsewhere.client = client_of(elsewhere.loop);
	assert_int_equal(pthread_create(&thread, NULL, run, &elsewhere), 0);
	pthread_join(thread, NULL);
}

static void from_here(void *data)
{
	struct elsewhere elsewhere = *(const struct elsewhere *)data;

	elsewhere.loop = loop_new();
	elsewhere.client = client_of(elsewhere.loop);
	run(&elsewhere);
}

static void only_a_post_comes_from_another_thread(void **state)
{
	static const struct {
		struct elsewhere what;
		bool is_for_all;
	} rows[] = {
		{ { .call = post }, true },
		{ { .call = put_off }, false },
		{ { .call = stop }, false },
		{ { .call = NULL }, false }, /* client_send */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct elsewhere what = rows[i].what;

		assert_int_equal(aborts(from_elsewhere, &what), !rows[i].is_for_all);
		assert_false(aborts(from_here, &what));
	}
}

/* Who runs a loop has it, whoever made it. */
static void run_and_put_off(void *data)
{
	struct loop *loop = data;

	loop_turn(loop, 0);
	loop_later(loop, nothing, NULL);
}

static void *run_elsewhere(void *data)
{
	run_and_put_off(data);
	return NULL;
}

static void hand_over(void *data)
{
	struct loop *loop = loop_new();
	pthread_t thread;

	(void)data;
	assert_int_equal(pthread_create(&thread, NULL, run_elsewhere, loop), 0);
	pthread_join(thread, NULL);
}

static void a_loop_belongs_to_who_runs_it(void **state)
{
	(void)state;
	assert_false(aborts(hand_over, NULL));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_a_post_comes_from_another_thread),
		cmocka_unit_test(a_loop_belongs_to_who_runs_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
