#include "tests/lib/test.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "wire/loop.h"
#include "wire/timer.h"

enum { THREADS = 4, POSTS = 2000, PATIENCE_MS = 300000 };

struct tally {
	struct loop *loop;
	int calls;
	int order[8];
};

struct poster {
	struct loop *loop;
	pthread_t thread;
	int said[POSTS];
	int next;
	int *all;
	bool is_whole;
};

static void count_call(void *data)
{
	((struct tally *)data)->calls++;
}

static void hear(void *data)
{
	struct poster *poster = data;

	/* The post gives what the poster wrote before it to the loop thread. */
	poster->is_whole = poster->is_whole && poster->said[poster->next] == poster->next + 1;
	poster->next++;
	++*poster->all;
}

static void *post_all(void *data)
{
	struct poster *poster = data;

	for (int i = 0; i < POSTS; i++) {
		poster->said[i] = i + 1;
		loop_post(poster->loop, hear, poster);
	}
	return NULL;
}

static void nothing_posted_from_other_threads_is_lost(void **state)
{
	struct loop *loop = loop_new();
	struct poster posters[THREADS];
	int all = 0;
	int64_t until = clock_boot_ms() + PATIENCE_MS;

	(void)state;
	for (int i = 0; i < THREADS; i++) {
		posters[i] = (struct poster){ .loop = loop, .all = &all, .is_whole = true };
		assert_int_equal(pthread_create(&posters[i].thread, NULL, post_all, &posters[i]), 0);
	}
	while (all < THREADS * POSTS && clock_boot_ms() < until)
		loop_turn(loop, 100);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(posters[i].thread, NULL);
		assert_int_equal(posters[i].next, POSTS);
		assert_true(posters[i].is_whole);
	}
	loop_free(&loop);
	assert_null(loop);
}

static void note_order(struct tally *tally, int number)
{
	tally->order[tally->calls++] = number;
}

static void first(void *data)
{
	note_order(data, 1);
}

static void second(void *data)
{
	note_order(data, 2);
}

static void third(void *data)
{
	struct tally *tally = data;

	note_order(tally, 3);
	loop_later(tally->loop, second, tally);
	note_order(tally, 4);
}

static void errands_run_in_order_and_never_inside_the_caller(void **state)
{
	struct loop *loop = loop_new();
	struct tally tally = { .loop = loop };

	(void)state;
	loop_later(loop, first, &tally);
	loop_later(loop, third, &tally);
	assert_int_equal(tally.calls, 0);
	loop_turn(loop, 1000);
	assert_int_equal(tally.calls, 3);
	assert_int_equal(tally.order[0], 1);
	assert_int_equal(tally.order[1], 3);
	assert_int_equal(tally.order[2], 4);
	loop_turn(loop, 1000);
	assert_int_equal(tally.calls, 4);
	assert_int_equal(tally.order[3], 2);
	loop_free(&loop);
}

static void what_was_put_off_is_done_before_the_loop_goes(void **state)
{
	struct loop *loop = loop_new();
	struct tally later = { .calls = 0 };
	struct tally posted = { .calls = 0 };

	(void)state;
	loop_later(loop, count_call, &later);
	loop_post(loop, count_call, &posted);
	loop_free(&loop);
	assert_int_equal(later.calls, 1);
	assert_int_equal(posted.calls, 0);
}

static void a_timer_is_never_early_and_can_be_moved(void **state)
{
	static const int64_t spans[] = { 0, 1, 2, 3, 7, 20 };
	struct loop *loop = loop_new();
	struct tally tally = { .loop = loop };
	struct timer *timer = timer_new(loop, count_call, &tally);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(spans); i++) {
		int64_t set_at = clock_boot_ms();

		timer_set(timer, 1);
		timer_set(timer, 5000);
		timer_set(timer, spans[i]);
		while (tally.calls == (int)i)
			loop_turn(loop, 1000);
		assert_true(clock_boot_ms() - set_at >= spans[i]);
	}
	assert_int_equal(tally.calls, COUNT_OF(spans));
	timer_free(&timer);
	timer_free(&timer);
	loop_free(&loop);
}

static void a_timer_put_off_or_cleared_does_not_ring(void **state)
{
	struct loop *loop = loop_new();
	struct tally put_off = { .loop = loop };
	struct tally cleared = { .loop = loop };
	struct tally ring = { .loop = loop };
	struct timer *a = timer_new(loop, count_call, &put_off);
	struct timer *b = timer_new(loop, count_call, &cleared);
	struct timer *c = timer_new(loop, count_call, &ring);

	(void)state;
	timer_set(a, 5);
	timer_set(a, 60000);
	timer_set(b, 5);
	timer_clear(b);
	timer_set(c, 25);
	while (ring.calls == 0)
		loop_turn(loop, 1000);
	assert_int_equal(put_off.calls, 0);
	assert_int_equal(cleared.calls, 0);
	timer_set(a, 0);
	while (put_off.calls == 0)
		loop_turn(loop, 1000);
	timer_free(&a);
	timer_free(&b);
	timer_free(&c);
	loop_free(&loop);
}

static void stop_running(void *data)
{
	struct tally *tally = data;

	tally->calls++;
	loop_stop(tally->loop);
}

static void a_signal_runs_on_the_loop_and_can_stop_it(void **state)
{
	struct loop *loop = loop_new();
	struct tally tally = { .loop = loop };

	(void)state;
	loop_on_signal(loop, SIGUSR1, stop_running, &tally);
	assert_int_equal(kill(getpid(), SIGUSR1), 0);
	loop_run(loop);
	assert_int_equal(tally.calls, 1);
	loop_stop(loop);
	loop_run(loop);
	loop_free(&loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_posted_from_other_threads_is_lost),
		cmocka_unit_test(errands_run_in_order_and_never_inside_the_caller),
		cmocka_unit_test(what_was_put_off_is_done_before_the_loop_goes),
		cmocka_unit_test(a_timer_is_never_early_and_can_be_moved),
		cmocka_unit_test(a_timer_put_off_or_cleared_does_not_ring),
		cmocka_unit_test(a_signal_runs_on_the_loop_and_can_stop_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
