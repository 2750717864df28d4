#include "host.h"
#include "malformed.h"
#include "wire/call.h"

static void a_route_gets_what_was_sent(void **state)
{
	static const struct {
		const char *request;
		const char *answer;
	} rows[] = {
		{ GET("/mark"), "\r\n\r\nmark" },
		{ GET("/hooks/a%20b/message?x=%41&y"),
		  "[GET /hooks/a%20b/message?x=%41&y|/hooks/a%20b/message|x=%41&y|a b|||127.0.0.1|]" },
		{ "POST /hooks/q/message HTTP/1.1\r\nhost: h\r\nX-TEST: yes\r\nContent-Length: 4\r\n\r\nbody",
		  "|q||yes|127.0.0.1|body]" },
		{ GET("/hooks/twilio/message"), "HTTP/1.1 201 Created\r\n" },
		{ "POST /hooks/twilio/message HTTP/1.1\r\nHost: h\r\n\r\n", "|twilio|||127.0.0.1|]" },
		{ GET("/empty"), "HTTP/1.1 204 No Content\r\n" },
		{ GET("/hooks//message"), "HTTP/1.1 404 Not Found\r\n" },
		{ GET("/hooks/a/message/"), "HTTP/1.1 404 Not Found\r\n" },
		{ GET("/m%61rk"), "HTTP/1.1 404 Not Found\r\n" },
		{ GET("/"), "HTTP/1.1 404 Not Found\r\n" },
		{ "DELETE /mark HTTP/1.1\r\nHost: h\r\n\r\n", "\r\nAllow: GET, POST\r\n" },
		{ "OPTIONS /mark HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 405 Method Not Allowed\r\n" },
		{ "BREW /mark HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 501 Not Implemented\r\n" },
		{ "GET /mark HTTP/1.0\r\n\r\n", "HTTP/1.1 200 OK\r\n" },
		{ GET("/refused"), "\r\nRetry-After: 5\r\n" },
		{ GET("/refused"), "{\"error\":{\"code\":\"full\",\"message\":\"the queue is "
				   "\\\"full\\\"\",\"field\":\"body\"}}" },
	};
	struct world world;

	(void)state;
	world_open(&world, NULL);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct talker talker = talk(&world, rows[i].request);

		if (!talker_await(&talker, rows[i].answer))
			fail_msg("%s: %s", rows[i].request, talker.got);
		assert_non_null(strstr(talker.got, "\r\nX-Content-Type-Options: nosniff\r\n"));
		assert_non_null(strstr(talker.got, " GMT\r\n"));
		talker_done(&talker);
	}
	world_close(&world);
}

static void headers_are_ours_unless_the_route_says_otherwise(void **state)
{
	struct world world;
	struct talker talker;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, GET("/mark"));
	assert_true(talker_await(&talker, "mark"));
	assert_non_null(strstr(talker.got, "\r\nCache-Control: no-store\r\n"));
	talker_done(&talker);
	talker = talk(&world, GET("/hooks/twilio/message"));
	assert_true(talker_await(&talker, "literal"));
	assert_non_null(strstr(talker.got, "\r\nCache-Control: max-age=60\r\n"));
	assert_null(strstr(talker.got, "no-store"));
	assert_null(strstr(talker.got, "stolen"));
	talker_done(&talker);
	world_close(&world);
}

static void the_answer_to_head_has_no_body(void **state)
{
	struct world world;
	struct talker talker;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, "HEAD /mark HTTP/1.1\r\nHost: h\r\n\r\n");
	assert_true(talker_await(&talker, NULL));
	assert_int_equal(strncmp(talker.got, "HTTP/1.1 405 ", 13), 0);
	assert_string_equal(strstr(talker.got, "\r\n\r\n"), "\r\n\r\n");
	talker_done(&talker);
	world_close(&world);
}

/* The smuggle group: refused, closed, and what stands behind it never runs. */
static void a_malformed_request_ends_the_connection_and_hides_nothing(void **state)
{
	struct world world;

	(void)state;
	world_open(&world, NULL);
	for (size_t i = 0; i < 2 * COUNT_OF(malformed); i++) {
		const struct row *row = &malformed[i / 2];
		struct talker talker = talk(&world, i % 2 ? GET("/empty") : "");
		char status[32];

		talker_say(&talker, row->bytes);
		talker_say(&talker, STR("4\r\nbody\r\n0\r\n\r\n"));
		talker_say(&talker, STR(GET("/mark") GET("/mark")));
		if (!talker_await(&talker, NULL))
			fail_msg("%s: not closed", row->label);
		snprintf(status, sizeof(status), "HTTP/1.1 %d ", row->status);
		if (talker_count(&talker, status) != 1 ||
		    talker_count(&talker, "HTTP/1.1 ") != 1 + (int)(i % 2))
			fail_msg("%s: %s", row->label, talker.got);
		talker_done(&talker);
	}
	assert_int_equal(world.marks, 0);
	world_close(&world);
}

static void requests_in_one_packet_are_answered_one_by_one(void **state)
{
	struct world world;
	struct talker talker;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, GET("/mark") GET("/later") "POST /mark HTTP/1.1\r\nHost: h\r\n"
			      "Content-Length: 20\r\n\r\nGET / HTTP/1.1\r\n\r\n\r\n" GET("/empty"));
	assert_true(talker_await(&talker, "mark"));
	for (int i = 0; i < 3; i++)
		loop_turn(world.loop, 2);
	assert_int_equal(world.marks, 1);
	assert_non_null(world.kept);
	call_answer(world.kept, 200, "text/plain", STR("later"));
	assert_true(talker_await(&talker, "HTTP/1.1 204"));
	assert_true(strstr(talker.got, "later") < strstr(strstr(talker.got, "mark") + 4, "mark"));
	assert_int_equal(world.marks, 2);
	assert_int_equal(talker_count(&talker, "HTTP/1.1 "), 4);
	assert_int_equal(server_connections(world.server), 1);
	talker_done(&talker);
	world_close(&world);
}

static void a_request_may_come_byte_by_byte(void **state)
{
	struct str request = STR("POST /hooks/a/message HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nbytes");
	struct world world;
	struct talker talker;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, "");
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < request.size; i++) {
			talker_say(&talker, str_slice(request, i, 1));
			loop_turn(world.loop, 2);
		}
		assert_true(talker_await(&talker, "|bytes]"));
	}
	assert_int_equal(talker_count(&talker, "|bytes]"), 2);
	talker_done(&talker);
	world_close(&world);
}

static void bodies_have_ceilings(void **state)
{
	static const struct {
		const char *path;
		size_t size;
		int status;
	} rows[] = {
		{ "/mark", 1000, 200 },        { "/mark", 1001, 413 },
		{ "/large-body", 100000, 200 }, { "/large-body", 100001, 413 },
		{ "/small-body", 10, 200 },    { "/small-body", 11, 413 },
		{ "/mark", 100000000000000000, 413 },
	};
	struct world world;
	char *body = malloc(100001);

	(void)state;
	assert_non_null(body);
	memset(body, 'b', 100001);
	world_open(&world, NULL);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct talker talker;
		char text[200];
		bool is_sent = rows[i].size <= 100001;

		snprintf(text, sizeof(text), "POST %s HTTP/1.1\r\nHost: h\r\nContent-Length: %zu\r\n\r\n",
			 rows[i].path, rows[i].size);
		talker = talk(&world, text);
		if (is_sent)
			talker_say(&talker, (struct str){ body, rows[i].size });
		snprintf(text, sizeof(text), "HTTP/1.1 %d ", rows[i].status);
		if (!talker_await(&talker, text))
			fail_msg("%s %zu: %s", rows[i].path, rows[i].size, talker.got);
		if (rows[i].status == 413)
			assert_true(talker_await(&talker, NULL));
		talker_done(&talker);
	}
	free(body);
	world_close(&world);
}

static void a_client_that_asks_is_told_to_go_on(void **state)
{
	struct world world;
	struct talker talker;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, "POST /hooks/a/message HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
			      "Content-Length: 4\r\n\r\n");
	assert_true(talker_await(&talker, "HTTP/1.1 100 Continue\r\n\r\n"));
	talker_say(&talker, STR("body"));
	assert_true(talker_await(&talker, "|body]"));
	assert_int_equal(talker_count(&talker, "100 Continue"), 1);
	talker_done(&talker);
	talker = talk(&world, "POST /small-body HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
			      "Content-Length: 11\r\n\r\n");
	assert_true(talker_await(&talker, NULL));
	assert_int_equal(strncmp(talker.got, "HTTP/1.1 413 ", 13), 0);
	talker_done(&talker);
	world_close(&world);
}

/* Says a byte every millisecond: a deadline per read would never come. */
static bool drip_until_closed(struct talker *talker, const char *text)
{
	int64_t until = clock_boot_ms() + TALKER_PATIENCE_MS;
	int64_t said_at = 0;

	while (!talker->is_over && clock_boot_ms() < until) {
		if (*text && clock_boot_ms() != said_at) {
			said_at = clock_boot_ms();
			talker_say(talker, (struct str){ text, 1 });
		}
		talker_hear(talker);
		talker_turn(talker);
	}
	return talker->is_over;
}

static void slow_clients_meet_their_deadline(void **state)
{
	static const struct {
		const char *label;
		const char *first;
		const char *drip;
		int status;
		struct server_limits limits; /* only the spans */
	} rows[] = {
		{ "silent from the start", "", "", 0, { .header_for = 60 } },
		{ "slow header", "GET / HTTP/1.1\r\nHost: h\r\nX: ", "x", 408, { .header_for = 60 } },
		{ "slow body", "POST /mark HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n\r\n", "x", 408,
		  { .body_for = 60 } },
		{ "idle after a request", GET("/mark"), "", 200, { .idle_for = 60 } },
		{ "nobody answers", GET("/later"), "", 503, { .total_for = 60 } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct server_limits limits = server_limits_default();
		struct world world;
		struct talker talker;
		int64_t began_at = clock_boot_ms();
		char status[32];

#define SHORTEN(span) limits.span = rows[i].limits.span ? rows[i].limits.span : limits.span
		SHORTEN(header_for);
		SHORTEN(body_for);
		SHORTEN(idle_for);
		SHORTEN(total_for);
		world_open(&world, &limits);
		talker = talk(&world, rows[i].first);
		if (!drip_until_closed(&talker, rows[i].drip))
			fail_msg("%s: not closed", rows[i].label);
		assert_true(clock_boot_ms() - began_at >= 60);
		snprintf(status, sizeof(status), "HTTP/1.1 %d ", rows[i].status);
		if (talker_count(&talker, status) != (rows[i].status ? 1 : 0) ||
		    talker_count(&talker, "HTTP/1.1 ") != (rows[i].status ? 1 : 0))
			fail_msg("%s: %s", rows[i].label, talker.got);
		/* The call lives on until its route answers, and the answer is dropped. */
		if (world.kept)
			call_answer(world.kept, 200, "text/plain", STR("too late"));
		while (server_connections(world.server) > 0)
			loop_turn(world.loop, 10);
		assert_null(strstr(talker.got, "too late"));
		talker_done(&talker);
		world_close(&world);
	}
}

static void an_address_to_listen_on_is_judged(void **state)
{
	static const char *const bad[] = { "", "8080", ":8080", "localhost:80", "127.0.0.1",
					   "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
					   "[::1:80", "::1:80", "[::1]80", "192.0.2.1:1" };
	struct world world;
	struct note note;
	int port = 0;

	(void)state;
	world_open(&world, NULL);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		note.text[0] = '\0';
		if (server_listen(world.server, bad[i], NULL, &note) != FAULT_CONFIG || !note.text[0])
			fail_msg("%s", bad[i]);
	}
	if (server_listen(world.server, "[::1]:0", &port, &note) == FAULT_NONE)
		assert_int_not_equal(port, world.port);
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_route_gets_what_was_sent),
		cmocka_unit_test(headers_are_ours_unless_the_route_says_otherwise),
		cmocka_unit_test(the_answer_to_head_has_no_body),
		cmocka_unit_test(a_malformed_request_ends_the_connection_and_hides_nothing),
		cmocka_unit_test(requests_in_one_packet_are_answered_one_by_one),
		cmocka_unit_test(a_request_may_come_byte_by_byte),
		cmocka_unit_test(bodies_have_ceilings),
		cmocka_unit_test(a_client_that_asks_is_told_to_go_on),
		cmocka_unit_test(slow_clients_meet_their_deadline),
		cmocka_unit_test(an_address_to_listen_on_is_judged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
