/* How much a stranger may say: to the byte, on real sockets, alone and in a row. */
#include "host.h"

enum { CEILING = 512 };

static void open_small(struct world *world)
{
	struct server_limits limits = server_limits_default();

	limits.header_ceiling = CEILING;
	limits.body_ceiling = 1000;
	world_open(world, &limits);
}

/* A whole head of exactly `size` bytes: one long header, or a long target. */
static void make_head(struct buf *head, size_t size, bool is_target)
{
	static const char line[] = "GET /mark?";
	static const char rest[] = " HTTP/1.1\r\nHost: h\r\nX: \r\n\r\n";

	buf_add_text(head, line);
	if (is_target)
		while (head->size + sizeof(rest) - 1 < size)
			buf_add_char(head, 'q');
	buf_add_text(head, " HTTP/1.1\r\nHost: h\r\nX: ");
	while (head->size + 4 < size)
		buf_add_char(head, 'x');
	buf_add_text(head, "\r\n\r\n");
	assert_int_equal(head->size, size);
}

static void a_head_fits_to_the_byte_or_not_at_all(void **state)
{
	static const struct {
		size_t size;
		bool is_target;
		int status;
	} rows[] = {
		{ CEILING - 1, false, 200 },     { CEILING, false, 200 },
		{ CEILING + 1, false, 431 },     { 2 * CEILING, false, 431 },
		{ CEILING - 1, true, 200 },      { CEILING, true, 200 },
		{ 2 * CEILING, true, 414 },      { 100 * CEILING, true, 414 },
		{ 100 * CEILING, false, 431 },
	};
	struct world world;

	(void)state;
	open_small(&world);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct talker talker = talk(&world, "");
		char status[32];
		AUTO(buf) head;

		buf_init(&head, 200 * CEILING);
		make_head(&head, rows[i].size, rows[i].is_target);
		talker_say(&talker, buf_str(&head));
		snprintf(status, sizeof(status), "HTTP/1.1 %d ", rows[i].status);
		if (!talker_await(&talker, status))
			fail_msg("%zu: %.100s", rows[i].size, talker.got);
		if (rows[i].status != 200)
			assert_true(talker_await(&talker, NULL));
		talker_done(&talker);
	}
	world_close(&world);
}

static void heads_in_a_row_have_each_its_own_ceiling(void **state)
{
	struct world world;
	struct talker talker;
	AUTO(buf) heads;

	(void)state;
	open_small(&world);
	buf_init(&heads, 200 * CEILING);
	for (size_t i = 0; i < 50; i++) {
		AUTO(buf) head;

		buf_init(&head, CEILING);
		make_head(&head, CEILING - i * 7, i % 2);
		buf_add(&heads, buf_str(&head));
	}
	talker = talk(&world, "");
	talker_say(&talker, buf_str(&heads));
	talker_say(&talker, STR(GET("/empty")));
	assert_true(talker_await(&talker, "HTTP/1.1 204 "));
	assert_int_equal(world.marks, 50);
	assert_int_equal(talker_count(&talker, "HTTP/1.1 200 "), 50);
	talker_done(&talker);
	world_close(&world);
}

static void sixty_four_headers_are_enough(void **state)
{
	struct world world;

	(void)state;
	world_open(&world, NULL);
	for (int count = HTTP_HEADERS_MAX - 1; count <= HTTP_HEADERS_MAX + 1; count++) {
		struct talker talker;
		AUTO(buf) head;

		buf_init(&head, 8192);
		buf_add_text(&head, "GET /mark HTTP/1.1\r\nHost: h\r\n");
		for (int i = 1; i < count; i++)
			buf_add_format(&head, "X-%d: %d\r\n", i, i);
		buf_add_text(&head, "\r\n");
		talker = talk(&world, buf_text(&head));
		assert_true(talker_await(&talker, count <= HTTP_HEADERS_MAX ? "HTTP/1.1 200 "
									    : "HTTP/1.1 431 "));
		talker_done(&talker);
	}
	assert_int_equal(world.marks, 2);
	world_close(&world);
}

/* Bodies far larger than a head may be, each followed by the next request. */
static void bodies_in_a_row_are_read_to_their_ends(void **state)
{
	static const size_t sizes[] = { 1, 511, 512, 513, 16384, 16385, 65536, 99999, 100000, 3, 40000 };
	static char body[100000];
	struct world world;
	struct talker talker;

	(void)state;
	for (size_t i = 0; i < sizeof(body); i++)
		body[i] = (char)('a' + i % 26);
	open_small(&world);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		char head[200];
		char end[32];

		talker = talk(&world, "");
		snprintf(head, sizeof(head), "POST /large-body HTTP/1.1\r\nHost: h\r\n"
			 "Content-Length: %zu\r\n\r\n", sizes[i]);
		for (int j = 0; j < 2; j++) {
			talker_say(&talker, str_of(head));
			talker_say(&talker, (struct str){ body, sizes[i] });
		}
		talker_say(&talker, STR(GET("/empty")));
		assert_true(talker_await(&talker, "HTTP/1.1 204 "));
		snprintf(end, sizeof(end), "%c]HTTP/1.1 ", body[sizes[i] - 1]);
		assert_int_equal(talker_count(&talker, end), 2);
		talker_done(&talker);
	}
	world_close(&world);
}

static void a_length_beyond_all_memory_is_refused_by_its_word(void **state)
{
	static const struct {
		const char *length;
		int status;
	} rows[] = {
		{ "1001", 413 },
		{ "4294967296", 413 },
		{ "4611686018427387903", 413 },
		{ "9223372036854775807", 400 },
		{ "18446744073709551616", 400 },
	};
	struct world world;

	(void)state;
	world_open(&world, NULL);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct talker talker;
		char text[200];

		snprintf(text, sizeof(text), "POST /mark HTTP/1.1\r\nHost: h\r\nContent-Length: %s\r\n\r\n",
			 rows[i].length);
		talker = talk(&world, text);
		assert_true(talker_await(&talker, NULL));
		snprintf(text, sizeof(text), "HTTP/1.1 %d ", rows[i].status);
		if (strncmp(talker.got, text, strlen(text)) != 0)
			fail_msg("%s: %s", rows[i].length, talker.got);
		talker_done(&talker);
	}
	world_close(&world);
}

/* What the kernel keeps is the client's; what we keep has a ceiling: a crowd that says much while
 * nobody answers is not read further. */
static void who_waits_for_an_answer_is_not_read_further(void **state)
{
	static char flood[1 << 20];
	struct world world;
	struct talker talker;
	ssize_t taken = 0;

	(void)state;
	memset(flood, 'f', sizeof(flood));
	open_small(&world);
	talker = talk(&world, GET("/later"));
	while (!world.kept)
		loop_turn(world.loop, 10);
	/* Ours and the other side's socket buffers fill, and then nothing moves. */
	for (int quiet = 0; quiet < 50;) {
		ssize_t sent = send(talker.fd, flood, sizeof(flood), MSG_NOSIGNAL | MSG_DONTWAIT);

		taken += sent > 0 ? sent : 0;
		quiet = sent > 0 ? 0 : quiet + 1;
		loop_turn(world.loop, 1);
		assert_true(taken < 256 << 20);
	}
	call_answer(world.kept, 200, "text/plain", STR("answered"));
	assert_true(talker_await(&talker, "answered"));
	assert_true(talker_await(&talker, "HTTP/1.1 414 "));
	talker_done(&talker);
	world_close(&world);
}

/* --- deadlines ------------------------------------------------------------------------- */

/* What is left of a request's time is for all of it: a body that drips does not get more than the
 * whole may take, and neither does one that waited to be told to go on. */
static void the_whole_has_a_deadline_that_no_part_moves(void **state)
{
	static const char *const firsts[] = {
		"POST /mark HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n\r\n",
		"POST /mark HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 200000\r\n\r\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(firsts); i++) {
		struct server_limits limits = server_limits_default();
		struct world world;
		struct talker talker;
		int64_t began_at = clock_boot_ms();

		limits.total_for = 80;
		world_open(&world, &limits);
		talker = talk(&world, firsts[i]);
		while (!talker.is_over && clock_boot_ms() < began_at + TALKER_PATIENCE_MS) {
			if (talker.size == 0 || strstr(talker.got, "100 Continue") == talker.got + 9)
				talker_say(&talker, STR("x"));
			talker_hear(&talker);
			loop_turn(world.loop, 5);
		}
		assert_true(talker.is_over);
		assert_true(clock_boot_ms() - began_at >= 80);
		assert_int_equal(talker_count(&talker, "HTTP/1.1 408 "), 1);
		assert_int_equal(world.marks, 0);
		talker_done(&talker);
		world_close(&world);
	}
}

/* A second request on a kept connection has its own time, not what the first left over. */
static void every_request_has_its_own_time(void **state)
{
	struct server_limits limits = server_limits_default();
	struct world world;
	struct talker talker;
	int64_t began_at;

	(void)state;
	limits.header_for = 200;
	world_open(&world, &limits);
	talker = talk(&world, "");
	began_at = clock_boot_ms();
	for (int i = 0; i < 8 && !talker.is_over; i++) {
		int64_t said_at = clock_boot_ms();

		talker_say(&talker, STR("GET /empty HTTP/1.1\r\nHost:"));
		while (clock_boot_ms() < said_at + 40)
			loop_turn(world.loop, 5);
		talker_say(&talker, STR(" h\r\n\r\n"));
		while (talker_count(&talker, "HTTP/1.1 204 ") <= i && !talker.is_over) {
			talker_hear(&talker);
			loop_turn(world.loop, 2);
		}
		/* Cut short only where the machine made this one request too slow. */
		assert_true(!talker.is_over || clock_boot_ms() - said_at >= limits.header_for);
	}
	assert_true(talker.is_over || clock_boot_ms() - began_at > limits.header_for);
	talker_done(&talker);
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_head_fits_to_the_byte_or_not_at_all),
		cmocka_unit_test(heads_in_a_row_have_each_its_own_ceiling),
		cmocka_unit_test(sixty_four_headers_are_enough),
		cmocka_unit_test(bodies_in_a_row_are_read_to_their_ends),
		cmocka_unit_test(a_length_beyond_all_memory_is_refused_by_its_word),
		cmocka_unit_test(who_waits_for_an_answer_is_not_read_further),
		cmocka_unit_test(the_whole_has_a_deadline_that_no_part_moves),
		cmocka_unit_test(every_request_has_its_own_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
