#include "tests/lib/fine.h"

#include <pthread.h>

#include "base/clock.h"
#include "base/random.h"

enum { THREADS = 4, STEPS = 4000000 };

static pthread_barrier_t start;

static void *advance_often(void *clock)
{
	pthread_barrier_wait(&start);
	for (int i = 0; i < STEPS; i++)
		clock_advance(clock, 1 + i % 3);
	return NULL;
}

static void no_advance_is_lost_between_threads(void **state)
{
	static const bool runs[] = { false, true };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(runs); i++) {
		struct clock *clock = clock_new_practice(1000, runs[i]);
		int64_t sum = 0, last = clock_now(clock);
		pthread_t threads[THREADS];

		for (int k = 0; k < STEPS; k++)
			sum += THREADS * (1 + k % 3);
		assert_int_equal(pthread_barrier_init(&start, NULL, THREADS), 0);
		for (int k = 0; k < THREADS; k++)
			assert_int_equal(pthread_create(&threads[k], NULL, advance_often, clock), 0);
		for (int k = 0; k < 1000; k++) {
			int64_t now = clock_now(clock);

			assert_true(now >= last);
			last = now;
		}
		for (int k = 0; k < THREADS; k++)
			assert_int_equal(pthread_join(threads[k], NULL), 0);
		pthread_barrier_destroy(&start);
		if (runs[i])
			assert_true(clock_now(clock) >= 1000 + sum);
		else
			assert_int_equal(clock_now(clock), 1000 + sum);
		clock_free(&clock);
	}
}

static void a_real_clock_is_no_practice_and_not_before_this_was_written(void **state)
{
	struct clock *clock = clock_new_real();
	int64_t at = clock_now(clock);

	(void)state;
	assert_false(clock_is_practice(clock));
	assert_true(at > 1577836800000 && at < NEVER);
	clock_free(&clock);
	assert_null(clock);
}

static void a_practice_clock_told_nothing_starts_where_the_machine_is(void **state)
{
	struct clock *real = clock_new_real();

	(void)state;
	for (int runs = 0; runs <= 1; runs++) {
		int64_t before = clock_now(real);
		struct clock *clock = clock_new_practice(0, runs);
		int64_t now = clock_now(clock), after = clock_now(real);

		assert_true(clock_is_practice(clock));
		assert_true(before <= now && now <= after);
		clock_free(&clock);
	}
	clock_free(&real);
}

/* Until each has moved: these only ever go one way. */
static void the_machines_own_measures_never_go_back(void **state)
{
	int64_t boot = clock_boot_ms(), watch = clock_stopwatch_us(), from_boot = boot, from_watch = watch;

	(void)state;
	while (boot == from_boot || watch == from_watch) {
		int64_t boot_now = clock_boot_ms(), watch_now = clock_stopwatch_us();

		assert_true(boot_now >= boot && watch_now >= watch);
		boot = boot_now;
		watch = watch_now;
	}
}

static void a_token_is_128_bits_of_lower_case_hex(void **state)
{
	static const char digits[] = "0123456789abcdef";
	char text[TOKEN_SIZE + 1], last[TOKEN_SIZE] = "";
	bool seen[32][16] = { { false } };

	(void)state;
	for (int i = 0; i < 500; i++) {
		text[TOKEN_SIZE] = '~';
		random_token(text);
		assert_int_equal(strlen(text), TOKEN_SIZE - 1);
		assert_int_equal(text[TOKEN_SIZE], '~');
		assert_string_not_equal(text, last);
		for (int k = 0; k < TOKEN_SIZE - 1; k++) {
			const char *digit = strchr(digits, text[k]);

			assert_non_null(digit);
			seen[k][digit - digits] = true;
		}
		memcpy(last, text, TOKEN_SIZE);
	}
	/* No digit of no place stands still: chance of a false alarm under 10^-11. */
	for (int k = 0; k < TOKEN_SIZE - 1; k++)
		for (int digit = 0; digit < 16; digit++)
			assert_true(seen[k][digit]);
}

static void random_bytes_fill_exactly_what_they_were_given(void **state)
{
	static const size_t sizes[] = { 0, 1, 7, 256, 257, 4096, 70000 };
	static unsigned char bytes[70002];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		unsigned char ored = 0;

		memset(bytes, 0, sizeof(bytes));
		for (int round = 0; round < 40; round++) {
			random_bytes(bytes + 1, sizes[i]);
			ored |= sizes[i] ? bytes[sizes[i]] : 0xff;
		}
		assert_int_equal(ored, 0xff); /* the last byte was written too */
		assert_int_equal(bytes[0], 0);
		assert_int_equal(bytes[sizes[i] + 1], 0);
	}
	assert_true(random_number() != random_number());
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_advance_is_lost_between_threads),
		cmocka_unit_test(a_real_clock_is_no_practice_and_not_before_this_was_written),
		cmocka_unit_test(a_practice_clock_told_nothing_starts_where_the_machine_is),
		cmocka_unit_test(the_machines_own_measures_never_go_back),
		cmocka_unit_test(a_token_is_128_bits_of_lower_case_hex),
		cmocka_unit_test(random_bytes_fill_exactly_what_they_were_given),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
