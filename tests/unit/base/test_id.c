#include "tests/lib/chance.h"
#include "tests/lib/fine.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/id.h"

static const int64_t new_year = 1767225600000; /* 2026-01-01 */

/* However the clock jumps, and under bursts of more than a millisecond can name. */
static void ids_of_one_maker_rise_whatever_the_clock_does(void **state)
{
	struct chance chance = { 64 };
	struct id_maker *maker = id_maker_new(0);
	int64_t now = new_year, last = 0;

	(void)state;
	for (int i = 0; i < 300000; i++) {
		int64_t id;

		if (chance_below(&chance, 1000) == 0)
			now = new_year + chance_between(&chance, -DAY_MS, DAY_MS);
		id = id_next(maker, now);
		assert_true(id > last);
		last = id;
	}
	id_maker_free(&maker);
	assert_null(maker);
}

/* The count starts at random: once in 32768 times the second draws what the first one has. */
static void two_ids_of_one_instant_are_never_the_same(void **state)
{
	(void)state;
	for (int i = 0; i < 400000; i++) {
		struct id_maker *maker = id_maker_new(0);
		int64_t first = id_next(maker, new_year);

		assert_true(id_next(maker, new_year) > first);
		id_maker_free(&maker);
	}
}

static void an_id_tells_when_it_was_made(void **state)
{
	struct chance chance = { 2020 };

	(void)state;
	for (int i = 0; i < 1000; i++) {
		struct id_maker *maker = id_maker_new((unsigned)chance_below(&chance, 64));
		int64_t at = 1577836800001 + (int64_t)chance_below(&chance, INT64_C(1) << 40);
		int64_t id = id_next(maker, at);

		assert_true(id_before(at) < id);
		assert_true(id_before(at + 1) >= id);
		id_maker_free(&maker);
	}
}

/* Daemons that share a database never name two things alike, even at the same instant. */
static void makers_never_make_each_others_ids(void **state)
{
	enum { MAKERS = 64, EACH = 500 };
	static int64_t made[MAKERS][EACH];

	(void)state;
	for (unsigned no = 0; no < MAKERS; no++) {
		struct id_maker *maker = id_maker_new(no);

		for (int i = 0; i < EACH; i++) {
			made[no][i] = id_next(maker, new_year);
			assert_int_equal(made[no][i] >> 16 & 63, no);
			assert_true(id_before(new_year) < made[no][i]);
			assert_true(id_before(new_year + 1) >= made[no][i]);
		}
		id_maker_free(&maker);
	}
}

static void the_first_ids_cannot_be_told_beforehand(void **state)
{
	int64_t first = 0;
	int others = 0;

	(void)state;
	for (int i = 0; i < 20; i++) {
		struct id_maker *maker = id_maker_new(0);
		int64_t id = id_next(maker, new_year);

		first = first ? first : id;
		others += id != first;
		id_maker_free(&maker);
	}
	assert_true(others > 0);
}

static void a_clock_before_2020_makes_ids_all_the_same(void **state)
{
	static const int64_t early[] = { 0, -1, -NEVER, 1577836799999, 1577836800000 };
	struct id_maker *maker = id_maker_new(0);
	int64_t last = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(early); i++) {
		int64_t id = id_next(maker, early[i]);

		assert_true(id > last);
		last = id;
		assert_int_equal(id_before(early[i]), 0);
	}
	id_maker_free(&maker);
}

/* 41 bits of milliseconds: what lies behind them is behind every id. */
static void an_instant_behind_all_ids_is_above_them(void **state)
{
	static const int64_t late[] = { 1577836800000 + ((int64_t)1 << 41), 4102444800000 * 9, NEVER };

	(void)state;
	assert_true(id_before(1577836800000 + ((int64_t)1 << 41) - 1) < INT64_MAX);
	for (size_t i = 0; i < COUNT_OF(late); i++)
		assert_true(id_before(late[i]) == INT64_MAX);
}

enum { THREADS = 4, MADE = 20000 };

struct hand {
	pthread_t thread;
	struct id_maker *maker;
	int64_t made[MADE];
};

static void *make_many(void *data)
{
	struct hand *hand = data;

	for (int i = 0; i < MADE; i++)
		hand->made[i] = id_next(hand->maker, new_year + i / 100);
	return NULL;
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void threads_that_share_a_maker_share_no_id(void **state)
{
	static struct hand hands[THREADS];
	static int64_t all[THREADS * MADE];
	struct id_maker *maker = id_maker_new(1);

	(void)state;
	for (int i = 0; i < THREADS; i++) {
		hands[i].maker = maker;
		assert_int_equal(pthread_create(&hands[i].thread, NULL, make_many, &hands[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(hands[i].thread, NULL), 0);
		memcpy(all + (ptrdiff_t)i * MADE, hands[i].made, sizeof(hands[i].made));
		for (int k = 1; k < MADE; k++)
			assert_true(hands[i].made[k] > hands[i].made[k - 1]);
	}
	qsort(all, COUNT_OF(all), sizeof(all[0]), by_number);
	for (size_t i = 1; i < COUNT_OF(all); i++)
		assert_true(all[i] != all[i - 1]);
	id_maker_free(&maker);
}

static void an_id_is_digits_and_nothing_else(void **state)
{
	static const struct str wrong[] = {
		STR(""), STR("0"), STR("00"), STR("-1"), STR("+1"), STR(" 1"), STR("1 "), STR("1\0"), STR("1.0"), STR("0x1"),
		STR("9223372036854775808"), STR("9999999999999999999"), STR("18446744073709551617"),
		STR("00000000000000000001"), STR("\xd9\xa1"), STR_NONE,
	};
	static const struct { struct str text; int64_t id; } right[] = {
		{ STR("1"), 1 }, { STR("007"), 7 }, { STR("9223372036854775807"), INT64_MAX },
		{ STR("0000000000000000001"), 1 },
	};
	int64_t id;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		id = 77;
		assert_fault(id_parse(wrong[i], &id), FAULT_INVALID);
		assert_int_equal(id, 77);
	}
	for (size_t i = 0; i < COUNT_OF(right); i++) {
		assert_fine(id_parse(right[i].text, &id));
		assert_true(id == right[i].id);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_of_one_maker_rise_whatever_the_clock_does),
		cmocka_unit_test(two_ids_of_one_instant_are_never_the_same),
		cmocka_unit_test(an_id_tells_when_it_was_made),
		cmocka_unit_test(makers_never_make_each_others_ids),
		cmocka_unit_test(the_first_ids_cannot_be_told_beforehand),
		cmocka_unit_test(a_clock_before_2020_makes_ids_all_the_same),
		cmocka_unit_test(an_instant_behind_all_ids_is_above_them),
		cmocka_unit_test(threads_that_share_a_maker_share_no_id),
		cmocka_unit_test(an_id_is_digits_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
