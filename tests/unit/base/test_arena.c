#include "tests/lib/chance.h"
#include "tests/lib/test.h"

#include <stdalign.h>

#include "base/arena.h"

enum { ALIGNED = alignof(max_align_t) };

static void an_arena_gives_exactly_up_to_its_ceiling(void **state)
{
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 10 * ALIGNED);
	assert_non_null(arena_take(&arena, 9 * ALIGNED));
	assert_null(arena_take(&arena, ALIGNED + 1));
	assert_non_null(arena_take(&arena, ALIGNED));
	assert_null(arena_take(&arena, 1));
	assert_int_equal(arena.used, 10 * ALIGNED);
}

static void a_refused_taking_costs_nothing(void **state)
{
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 4 * ALIGNED);
	assert_null(arena_take(&arena, 5 * ALIGNED));
	assert_null(arena_take(&arena, SIZE_MAX));
	assert_null(arena_take(&arena, SIZE_MAX - ALIGNED));
	assert_int_equal(arena.used, 0);
	assert_non_null(arena_take(&arena, 4 * ALIGNED));
}

static void an_arena_without_a_ceiling_gives_nothing(void **state)
{
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 0);
	assert_null(arena_take(&arena, 1));
	assert_null(arena_copy(&arena, STR("a")).at);
	assert_null(arena_copy(&arena, STR_NONE).at);
}

/* Blocks are 4000 bytes: sizes on both sides of it, each filled to its last byte. */
static void what_was_taken_is_zeroed_aligned_and_its_own(void **state)
{
	static const size_t sizes[] = { 1, 7, 15, 16, 17, 3983, 3999, 4000, 4001, 4016, 9000, 1, 100 };
	unsigned char *taken[COUNT_OF(sizes)];
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 100000);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		taken[i] = arena_take(&arena, sizes[i]);
		assert_non_null(taken[i]);
		assert_int_equal((uintptr_t)taken[i] % ALIGNED, 0);
		for (size_t k = 0; k < sizes[i]; k++)
			assert_int_equal(taken[i][k], 0);
		memset(taken[i], (int)i + 1, sizes[i]);
	}
	for (size_t i = 0; i < COUNT_OF(sizes); i++)
		for (size_t k = 0; k < sizes[i]; k++)
			assert_int_equal(taken[i][k], i + 1);
}

static void what_the_house_brings_along_is_kept_as_a_copy(void **state)
{
	char text[] = "Hola";
	AUTO(arena) arena;
	struct str kept;

	(void)state;
	arena_init(&arena, 1000);
	kept = arena_keep(&arena, (struct str){ text, 3 });
	memset(text, 'x', sizeof(text));
	assert_int_equal(kept.size, 3);
	assert_string_equal(kept.at, "Hol");
	assert_string_equal(arena_keep(&arena, STR_NONE).at, "");
	assert_ptr_not_equal(arena_need(&arena, 100), kept.at);
}

static void a_copy_ends_with_a_nul_and_outlives_what_it_was_made_of(void **state)
{
	char text[] = "Hola";
	AUTO(arena) arena;
	struct str copy;

	(void)state;
	arena_init(&arena, 1000);
	copy = arena_copy(&arena, (struct str){ text, 3 });
	memset(text, 'x', sizeof(text));
	assert_int_equal(copy.size, 3);
	assert_string_equal(copy.at, "Hol");
	copy = arena_copy(&arena, STR_NONE);
	assert_int_equal(copy.size, 0);
	assert_string_equal(copy.at, "");
}

static void a_copy_needs_room_for_its_nul(void **state)
{
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 16);
	assert_null(arena_copy(&arena, STR("0123456789abcdef")).at);
	assert_string_equal(arena_copy(&arena, STR("0123456789abcde")).at, "0123456789abcde");
}

static void an_arena_may_be_emptied_and_filled_again(void **state)
{
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 64);
	for (int i = 0; i < 3; i++) {
		unsigned char *at = arena_take(&arena, 64);

		assert_non_null(at);
		assert_null(arena_take(&arena, 1));
		assert_int_equal(at[63], 0);
		at[63] = 0xff;
		arena_done(&arena);
		assert_int_equal(arena.used, 0);
	}
}

/* The calculator: a sum of sizes, each rounded up to the alignment. */
static void an_arena_counts_what_it_gave(void **state)
{
	struct chance chance = { 20261129 };

	(void)state;
	for (int round = 0; round < 200; round++) {
		size_t ceiling = (size_t)chance_below(&chance, 20000), sum = 0;
		AUTO(arena) arena;

		arena_init(&arena, ceiling);
		for (int i = 0; i < 50; i++) {
			size_t size = (size_t)chance_below(&chance, chance_below(&chance, 2) ? 64 : 6000);
			size_t cost = (size + ALIGNED - 1) / ALIGNED * ALIGNED;
			bool fits = sum + cost <= ceiling;

			assert_int_equal(arena_take(&arena, size) != NULL, fits);
			sum += fits ? cost : 0;
			assert_int_equal(arena.used, sum);
		}
	}
}

/* The C library gives again what was just freed, as it was left. */
static void what_others_left_behind_is_in_no_taking(void **state)
{
	static const size_t sizes[] = { 1, 40, 3000, 4000, 4001, 20000 };

	(void)state;
	for (int round = 0; round < 8; round++) {
		for (size_t i = 0; i < COUNT_OF(sizes); i++) {
			AUTO(arena) arena;
			char *taken;

			arena_init(&arena, 30000);
			for (int again = 0; again < 2; again++) {
				taken = arena_take(&arena, sizes[i] / 2 + 1);
				assert_non_null(taken);
				for (size_t at = 0; at < sizes[i] / 2 + 1; at++)
					assert_int_equal(taken[at], 0);
				memset(taken, 0x5a, sizes[i] / 2 + 1);
			}
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_arena_gives_exactly_up_to_its_ceiling),
		cmocka_unit_test(a_refused_taking_costs_nothing),
		cmocka_unit_test(an_arena_without_a_ceiling_gives_nothing),
		cmocka_unit_test(what_was_taken_is_zeroed_aligned_and_its_own),
		cmocka_unit_test(what_others_left_behind_is_in_no_taking),
		cmocka_unit_test(what_the_house_brings_along_is_kept_as_a_copy),
		cmocka_unit_test(a_copy_ends_with_a_nul_and_outlives_what_it_was_made_of),
		cmocka_unit_test(a_copy_needs_room_for_its_nul),
		cmocka_unit_test(an_arena_may_be_emptied_and_filled_again),
		cmocka_unit_test(an_arena_counts_what_it_gave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
