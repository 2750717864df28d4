/* Who calls, on which of our addresses, and all that it says of itself. */
#include "host.h"

enum { LISTENERS = 8 };

static struct talker talk_over_six(struct world *world, int port, const char *text)
{
	struct sockaddr_in6 address = { .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port),
					.sin6_addr = IN6ADDR_LOOPBACK_INIT };
	struct talker talker = { .loop = world->loop, .fd = socket(AF_INET6, SOCK_STREAM, 0) };

	talker.got = calloc(1, TALKER_ROOM);
	assert_non_null(talker.got);
	assert_int_equal(connect(talker.fd, (struct sockaddr *)&address, sizeof(address)), 0);
	talker_say(&talker, str_of(text));
	return talker;
}

#define WHO GET("/hooks/a/message")

static void a_peer_is_named_as_its_family_writes_it(void **state)
{
	struct world world;
	struct talker four;
	int port = 0;

	(void)state;
	world_open(&world, NULL);
	four = talk(&world, WHO);
	assert_true(talker_await(&four, "|127.0.0.1|"));
	/* A machine without IPv6 has nobody to name. */
	if (server_listen(world.server, "[::1]:0", &port, NULL) == FAULT_NONE) {
		struct talker six = talk_over_six(&world, port, WHO);

		assert_true(talker_await(&six, "|::1|"));
		talker_done(&six);
	}
	talker_done(&four);
	world_close(&world);
}

/* One family's crowd does not shut the other out: who goes is of the newcomer's own house. */
static void addresses_of_two_families_are_counted_apart(void **state)
{
	struct server_limits limits = server_limits_default();
	struct world world;
	struct talker talkers[2];
	struct talker newcomer;
	int port = 0;

	(void)state;
	limits.connections_per_address = 1;
	world_open(&world, &limits);
	if (server_listen(world.server, "[::1]:0", &port, NULL) != FAULT_NONE) {
		world_close(&world);
		skip();
	}
	talkers[0] = talk(&world, WHO);
	assert_true(talker_await(&talkers[0], "|127.0.0.1|"));
	talkers[1] = talk_over_six(&world, port, WHO);
	assert_true(talker_await(&talkers[1], "|::1|"));
	newcomer = talk_over_six(&world, port, WHO);
	assert_true(talker_await(&newcomer, "|::1|"));
	assert_true(talker_await(&talkers[1], NULL));
	talker_hear(&talkers[0]);
	assert_false(talkers[0].is_over);
	assert_int_equal(server_connections(world.server), 2);
	talker_done(&newcomer);
	talker_done(&talkers[0]);
	talker_done(&talkers[1]);
	world_close(&world);
}

static void eight_addresses_are_enough_and_each_is_served(void **state)
{
	struct world world;
	int ports[LISTENERS];
	struct note note = { .text = "" };

	(void)state;
	world_open(&world, NULL);
	ports[0] = world.port;
	for (int i = 1; i < LISTENERS; i++)
		assert_int_equal(server_listen(world.server, "127.0.0.1:0", &ports[i], NULL), FAULT_NONE);
	assert_int_equal(server_listen(world.server, "127.0.0.1:0", NULL, &note), FAULT_CONFIG);
	assert_true(note.text[0] != '\0');
	for (int i = 0; i < LISTENERS; i++) {
		struct talker talker = talker_new(world.loop, ports[i]);

		talker_say(&talker, STR(GET("/mark")));
		assert_true(talker_await(&talker, "mark"));
		talker_done(&talker);
	}
	assert_int_equal(world.marks, LISTENERS);
	world_close(&world);
}

static void who_drains_listens_nowhere(void **state)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct world world;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	(void)state;
	world_open(&world, NULL);
	server_drain(world.server, 1000);
	loop_turn(world.loop, 1);
	address.sin_port = htons((uint16_t)world.port);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), -1);
	assert_int_equal(errno, ECONNREFUSED);
	close(fd);
	world_close(&world);
}

/* --- what a call says ------------------------------------------------------------------- */

static void every_header_is_there_as_it_came(void **state)
{
	static const struct {
		const char *name, *value;
	} rows[] = { { "Host", "h" }, { "X-One", "1" }, { "x-one", "2" }, { "X-Empty", "" },
		     { "X-Blank", "a \t b" }, { "X-Bytes", "\xc3\xb1\xff" } };
	const struct http_header *headers;
	struct world world;
	struct talker talker;
	size_t count = 0;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, "GET /later HTTP/1.1\r\nHost: h\r\nX-One:1\r\nx-one: 2 \r\nX-Empty:\r\n"
			      "X-Blank: \ta \t b\t\r\nX-Bytes: \xc3\xb1\xff\r\n\r\n");
	while (!world.kept)
		loop_turn(world.loop, 10);
	headers = call_headers(world.kept, &count);
	assert_int_equal(count, COUNT_OF(rows));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_true(str_is(headers[i].name, rows[i].name));
		assert_true(str_equals(headers[i].value, str_of(rows[i].value)));
	}
	assert_true(str_is(call_header(world.kept, "X-ONE"), "1"));
	assert_null(call_header(world.kept, "X-Two").at);
	call_answer(world.kept, 204, NULL, STR_NONE);
	assert_true(talker_await(&talker, "HTTP/1.1 204 "));
	talker_done(&talker);
	world_close(&world);
}

/* The body of an answer without a type is none, and a status that nobody named has a word. */
static void an_answer_is_framed_by_its_status(void **state)
{
	static const struct {
		int status;
		const char *type, *body, *head, *end;
	} rows[] = {
		{ 200, "text/plain", "b", "HTTP/1.1 200 OK\r\n", "\r\n\r\nb" },
		{ 200, "text/plain", "", "Content-Length: 0\r\n", "\r\n\r\n" },
		{ 200, NULL, "not this", "Content-Length: 0\r\n", "\r\n\r\n" },
		{ 204, "text/plain", "nor this", "HTTP/1.1 204 No Content\r\n", "\r\n\r\n" },
		{ 304, NULL, "", "HTTP/1.1 304 Not Modified\r\n", "\r\n\r\n" },
		{ 418, "text/plain", "tea", "HTTP/1.1 418 Status\r\n", "\r\n\r\ntea" },
		{ 503, "text/plain", "b", "HTTP/1.1 503 Service Unavailable\r\n", "\r\n\r\nb" },
		{ 429, "text/plain", "b", "HTTP/1.1 429 Too Many Requests\r\n", "\r\n\r\nb" },
	};
	struct world world;
	struct talker talker;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, "");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		bool has_length = rows[i].status != 204 && rows[i].status != 304;

		talker.size = 0;
		world.kept = NULL;
		talker_say(&talker, STR(GET("/later")));
		while (!world.kept)
			loop_turn(world.loop, 10);
		call_answer(world.kept, rows[i].status, rows[i].type, str_of(rows[i].body));
		assert_true(talker_await(&talker, "\r\n\r\n"));
		/* when to come back is the endpoint's to say, or to leave out */
		assert_null(strstr(talker.got, "Retry-After"));
		if (!strstr(talker.got, rows[i].head) ||
		    strcmp(strstr(talker.got, "\r\n\r\n"), rows[i].end) != 0 ||
		    (strstr(talker.got, "Content-Length") != NULL) != has_length)
			fail_msg("%d: %s", rows[i].status, talker.got);
	}
	talker_done(&talker);
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_peer_is_named_as_its_family_writes_it),
		cmocka_unit_test(addresses_of_two_families_are_counted_apart),
		cmocka_unit_test(eight_addresses_are_enough_and_each_is_served),
		cmocka_unit_test(who_drains_listens_nowhere),
		cmocka_unit_test(every_header_is_there_as_it_came),
		cmocka_unit_test(an_answer_is_framed_by_its_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
