#include "tests/lib/test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/halt.h"
#include "base/memory.h"

struct thing {
	int64_t n;
	char word[24];
};

/* What stands on stderr of a process that tried this, and that it was aborted. */
static const char *last_words(void (*try)(void), char *into, size_t room)
{
	struct rlimit no_core = { 0, 0 };
	int ends[2], status;
	size_t size = 0;
	ssize_t got;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		(void)setrlimit(RLIMIT_CORE, &no_core);
		(void)signal(SIGABRT, SIG_DFL);
		(void)dup2(ends[1], STDERR_FILENO);
		try();
		_exit(0);
	}
	close(ends[1]);
	while (size < room - 1 && (got = read(ends[0], into + size, room - 1 - size)) > 0)
		size += (size_t)got;
	into[size] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
	return into;
}

static void what_is_new_is_zeroed_and_so_is_all_of_a_row(void **state)
{
	enum { MANY = 1000 };
	struct thing none = { 0 };
	struct thing *one = memory_new(struct thing);
	struct thing *row;

	(void)state;
	assert_memory_equal(one, &none, sizeof(none));
	memset(one, 'x', sizeof(*one));
	free(one);
	row = memory_array(struct thing, MANY);
	for (int i = 0; i < MANY; i++) {
		assert_memory_equal(&row[i], &none, sizeof(none));
		memset(&row[i], 'x', sizeof(row[i]));
	}
	free(row);
}

static void memory_for_none_is_memory_too(void **state)
{
	void *none[] = { memory_array(struct thing, 0), memory_grow(NULL, 0, 8), memory_copy(NULL, 0),
			 memory_grow(memory_array(int64_t, 5), 0, sizeof(int64_t)) };

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		assert_non_null(none[i]);
		*(char *)none[i] = 'x';
		free(none[i]);
	}
}

static void growing_keeps_what_stood_there(void **state)
{
	int64_t *at = NULL;
	size_t count = 0;

	(void)state;
	for (size_t room = 1; room <= 1 << 16; room *= 4) {
		at = memory_more(at, room);
		while (count < room) {
			at[count] = (int64_t)count * 3;
			count++;
		}
	}
	at = memory_more(at, 100); /* less is also so many */
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(at[i], i * 3);
	free(at);
}

static void a_copy_is_its_own_and_a_text_ends(void **state)
{
	char bytes[] = { 'H', 'o', '\0', 'l', 'a' };
	char *copy = memory_copy(bytes, sizeof(bytes));
	char *text = memory_text((struct str){ bytes, 2 });
	char *none = memory_text(STR_NONE);

	(void)state;
	memset(bytes, 'x', sizeof(bytes));
	assert_memory_equal(copy, "Ho\0la", 5);
	assert_string_equal(text, "Ho");
	assert_string_equal(none, "");
	free(copy);
	free(text);
	free(none);
}

static void what_a_library_made_is_handed_on_as_it_is(void **state)
{
	struct thing thing = { .n = 81 };

	(void)state;
	assert_ptr_equal(memory_must(&thing), &thing);
	assert_int_equal(memory_must(&thing)->n, 81); /* the type stays */
}

static void ask_for_too_many(void)
{
	volatile size_t most = SIZE_MAX / sizeof(struct thing) + 2;

	free(memory_array(struct thing, most));
}

static void grow_too_far(void)
{
	volatile size_t most = SIZE_MAX / 2 + 1;

	free(memory_more(memory_new(int64_t), most));
}

static void a_number_times_a_size_that_nothing_holds_is_the_end_and_not_a_small_piece(void **state)
{
	char said[400];

	(void)state;
	assert_string_equal(last_words(ask_for_too_many, said, sizeof(said)),
			    "<1>memory.exhausted note=\"more was asked for than there can be\"\n");
	assert_string_equal(last_words(grow_too_far, said, sizeof(said)),
			    "<1>memory.exhausted note=\"more was asked for than there can be\"\n");
}

static void need_more_than_the_ceiling(void)
{
	AUTO(arena) arena;

	arena_init(&arena, 100);
	memset(arena_need(&arena, 101), 0, 101);
}

static void what_an_arena_was_planned_for_is_there_or_it_is_the_end(void **state)
{
	char said[400];

	(void)state;
	assert_string_equal(last_words(need_more_than_the_ceiling, said, sizeof(said)),
			    "<1>arena.full note=\"what we bring along is larger than we planned for\"\n");
}

static void take_nothing(void)
{
	free(memory_must((struct thing *)NULL));
}

static void what_a_library_could_not_make_is_the_end_said_in_one_line(void **state)
{
	char said[400];

	(void)state;
	assert_string_equal(last_words(take_nothing, said, sizeof(said)),
			    "<1>memory.exhausted note=\"there is no memory left\"\n");
}

static void say_too_much(void)
{
	char long_text[1000];

	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	halt_because("test.halted", long_text);
}

static void the_last_line_is_cut_where_there_is_no_room_for_it(void **state)
{
	char said[2000];

	(void)state;
	(void)last_words(say_too_much, said, sizeof(said));
	assert_true(strlen(said) > 300 && strlen(said) < 500);
	assert_memory_equal(said, "<1>test.halted note=\"xxx", 24);
	assert_int_equal(said[strlen(said) - 1], '\n');
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
/* The sanitizer's own allocator keeps what is freed. */
static void what_a_crowd_left_behind_is_given_back(void **state)
{
	struct memory_look look = { 0, 0 };

	(void)state;
	(void)memory_give_back(&look);
}
#else
static size_t resident(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	long all = 0, pages = 0;

	assert_non_null(file);
	assert_int_equal(fscanf(file, "%ld %ld", &all, &pages), 2);
	fclose(file);
	return (size_t)(pages * sysconf(_SC_PAGESIZE));
}

/* A hole behind each thing that stays: nothing lies at the heap's end, where malloc looks. */
static void what_a_crowd_left_behind_is_given_back(void **state)
{
	enum { CROWD = 60000, PIECE = 1024, STAYS = 64 };
	struct memory_look look = { 0, 0 };
	static char *crowd[CROWD];

	(void)state;
	for (int round = 0; round < 2; round++) {
		size_t held;

		for (int i = 0; i < CROWD; i++)
			memset(crowd[i] = memory_grow(NULL, PIECE, 1), 'x', PIECE);
		held = resident();
		for (int i = 0; i < CROWD; i++)
			if (i % STAYS)
				free(crowd[i]);
		assert_true(resident() > held - (size_t)CROWD * PIECE / 4);
		/* of the second crowd too, which is no larger than the first */
		assert_true(memory_give_back(&look));
		assert_true(look.resident < held - (size_t)CROWD * PIECE / 4 * 3);
		assert_false(memory_give_back(&look));
		for (int i = 0; i < CROWD; i += STAYS)
			free(crowd[i]);
	}
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_new_is_zeroed_and_so_is_all_of_a_row),
		cmocka_unit_test(memory_for_none_is_memory_too),
		cmocka_unit_test(growing_keeps_what_stood_there),
		cmocka_unit_test(a_copy_is_its_own_and_a_text_ends),
		cmocka_unit_test(what_a_library_made_is_handed_on_as_it_is),
		cmocka_unit_test(a_number_times_a_size_that_nothing_holds_is_the_end_and_not_a_small_piece),
		cmocka_unit_test(what_an_arena_was_planned_for_is_there_or_it_is_the_end),
		cmocka_unit_test(what_a_library_could_not_make_is_the_end_said_in_one_line),
		cmocka_unit_test(the_last_line_is_cut_where_there_is_no_room_for_it),
		cmocka_unit_test(what_a_crowd_left_behind_is_given_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
