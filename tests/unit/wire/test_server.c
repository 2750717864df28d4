#include "tests/lib/test.h"

#include <stdio.h>

#include "tests/unit/wire/malformed.h"
#include "tests/unit/wire/talker.h"
#include "wire/client.h"
#include "wire/server.h"

/* What the routes of the tests have seen. */
struct world {
	struct loop *loop;
	struct server *server;
	int port;
	int marks;
	int gones;
	struct call *kept; /* the last one of /later */
	struct stream *stream;
};

static void run_mark(void *context, struct call *call)
{
	((struct world *)context)->marks++;
	call_answer(call, 200, "text/plain", STR("mark"));
}

static void run_echo(void *context, struct call *call)
{
	AUTO(buf) said;

	(void)context;
	buf_init(&said, 1 << 20);
	buf_add_format(&said, "[%s %.*s|%.*s|%.*s|", http_method_word(call_method(call)),
		       STR_ARG(call_target(call)), STR_ARG(call_path(call)),
		       STR_ARG(call_query(call)));
	buf_add(&said, call_param(call, "adapter"));
	buf_add_char(&said, '|');
	buf_add(&said, call_param(call, "absent"));
	buf_add_char(&said, '|');
	buf_add(&said, call_header(call, "x-test"));
	buf_add_char(&said, '|');
	buf_add_text(&said, call_peer(call));
	buf_add_char(&said, '|');
	buf_add(&said, call_body(call));
	buf_add_char(&said, ']');
	call_answer(call, 200, "text/plain", buf_str(&said));
}

static void run_literal(void *context, struct call *call)
{
	(void)context;
	call_add_header(call, "Cache-Control", "max-age=60");
	call_add_header(call, "X-Bad", "a\r\nSet-Cookie: stolen");
	call_answer(call, 201, "text/plain", STR("literal"));
}

static void run_later(void *context, struct call *call)
{
	((struct world *)context)->kept = call;
}

static void run_empty(void *context, struct call *call)
{
	(void)context;
	call_answer(call, 204, NULL, STR_NONE);
}

static void run_refused(void *context, struct call *call)
{
	struct note note = { .text = "the queue is \"full\"" };

	(void)context;
	call_refuse(call, FAULT_FULL, &note, "body");
}

static void run_large(void *context, struct call *call)
{
	char *body = calloc(1, 8 << 20);

	(void)context;
	assert_non_null(body);
	call_answer(call, 200, "application/octet-stream", (struct str){ body, 8 << 20 });
	free(body);
}

static void on_gone(void *data)
{
	struct world *world = data;

	world->gones++;
	stream_close(&world->stream);
}

static void run_stream(void *context, struct call *call)
{
	struct world *world = context;

	world->stream = call_stream(call, on_gone, world);
	stream_send(world->stream, STR("data: first\n\n"));
}

static const struct route routes[] = {
	{ HTTP_GET, "/mark", 0, run_mark },
	{ HTTP_POST, "/mark", 0, run_mark },
	{ HTTP_GET, "/hooks/{adapter}/message", 0, run_echo },
	{ HTTP_POST, "/hooks/{adapter}/message", 0, run_echo },
	{ HTTP_GET, "/hooks/twilio/message", 0, run_literal },
	{ HTTP_POST, "/large-body", 100000, run_echo },
	{ HTTP_POST, "/small-body", 10, run_echo },
	{ HTTP_GET, "/later", 0, run_later },
	{ HTTP_GET, "/empty", 0, run_empty },
	{ HTTP_GET, "/refused", 0, run_refused },
	{ HTTP_GET, "/large", 0, run_large },
	{ HTTP_GET, "/stream", 0, run_stream },
	{ .path = NULL },
};

static void world_open(struct world *world, const struct server_limits *limits)
{
	struct server_limits usual = server_limits_default();

	*world = (struct world){ .loop = loop_new() };
	usual.body_ceiling = 1000;
	world->server = server_new(world->loop, routes, world, limits ? limits : &usual);
	assert_int_equal(server_listen(world->server, "127.0.0.1:0", &world->port, NULL), FAULT_NONE);
	assert_true(world->port > 0);
}

static void world_close(struct world *world)
{
	server_free(&world->server);
	loop_free(&world->loop);
}

static struct talker talk(struct world *world, const char *text)
{
	struct talker talker = talker_new(world->loop, world->port);

	talker_say(&talker, str_of(text));
	return talker;
}

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"

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
		assert_true(clock_boot_ms() - began_at < 9000);
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

static void who_does_not_read_its_answer_is_left(void **state)
{
	struct server_limits limits = server_limits_default();
	struct world world;
	struct talker talker;
	int64_t until = clock_boot_ms() + TALKER_PATIENCE_MS;

	(void)state;
	limits.body_for = 80;
	world_open(&world, &limits);
	talker = talk(&world, GET("/large"));
	while (server_connections(world.server) == 0)
		loop_turn(world.loop, 10);
	while (server_connections(world.server) > 0 && clock_boot_ms() < until)
		loop_turn(world.loop, 10);
	assert_int_equal(server_connections(world.server), 0);
	talker_done(&talker);
	world_close(&world);
}

static void a_large_answer_arrives_whole(void **state)
{
	struct world world;
	struct talker talker;
	size_t all = 0;
	const char *body;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, "GET /large HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
	assert_true(talker_await(&talker, "\r\n\r\n"));
	body = strstr(talker.got, "\r\n\r\n") + 4;
	all = talker.size - (size_t)(body - talker.got);
	while (!talker.is_over) {
		talker.size = 0;
		talker_hear(&talker);
		all += talker.size;
		talker_turn(&talker);
	}
	assert_int_equal(all, 8 << 20);
	talker_done(&talker);
	world_close(&world);
}

static void a_call_outlives_its_client(void **state)
{
	struct world world;
	struct talker talker;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, GET("/later"));
	while (!world.kept)
		loop_turn(world.loop, 10);
	/* With a reset: a plain close could mean that it still listens. */
	assert_int_equal(setsockopt(talker.fd, SOL_SOCKET, SO_LINGER,
				    &(struct linger){ .l_onoff = 1 }, sizeof(struct linger)), 0);
	talker_done(&talker);
	while (server_connections(world.server) > 0)
		loop_turn(world.loop, 10);
	loop_turn(world.loop, 10);
	assert_true(str_is(call_path(world.kept), "/later"));
	assert_true(str_is(call_header(world.kept, "host"), "h"));
	call_refuse(world.kept, FAULT_MISSING, NULL, NULL);
	world_close(&world);
}

static void a_call_outlives_its_server(void **state)
{
	struct world world;
	struct talker talker;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, GET("/later"));
	while (!world.kept)
		loop_turn(world.loop, 10);
	server_free(&world.server);
	assert_true(talker_await(&talker, NULL));
	call_answer(world.kept, 200, "text/plain", call_path(world.kept));
	talker_done(&talker);
	world_close(&world);
}

static void who_only_stopped_sending_gets_its_answer(void **state)
{
	struct world world;
	struct talker talker;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, GET("/later"));
	assert_int_equal(shutdown(talker.fd, SHUT_WR), 0);
	while (!world.kept)
		loop_turn(world.loop, 10);
	for (int i = 0; i < 3; i++)
		loop_turn(world.loop, 2);
	call_answer(world.kept, 200, "text/plain", STR("still here"));
	assert_true(talker_await(&talker, NULL));
	assert_non_null(strstr(talker.got, "still here"));
	talker_done(&talker);
	world_close(&world);
}

static void connections_are_capped(void **state)
{
	struct server_limits limits = server_limits_default();
	struct world world;
	struct talker talkers[3];

	(void)state;
	for (int i = 0; i < 2; i++) {
		limits.connections = i ? 1000 : 2;
		limits.connections_per_address = i ? 2 : 1000;
		world_open(&world, &limits);
		for (int j = 0; j < 2; j++) {
			talkers[j] = talk(&world, GET("/mark"));
			assert_true(talker_await(&talkers[j], "mark"));
		}
		talkers[2] = talk(&world, "");
		assert_true(talker_await(&talkers[2], NULL));
		assert_int_equal(strncmp(talkers[2].got, "HTTP/1.1 503 ", 13), 0);
		assert_int_equal(server_connections(world.server), 2);
		talker_done(&talkers[0]);
		while (server_connections(world.server) == 2)
			loop_turn(world.loop, 10);
		talker_done(&talkers[2]);
		talkers[2] = talk(&world, GET("/mark"));
		assert_true(talker_await(&talkers[2], "mark"));
		talker_done(&talkers[1]);
		talker_done(&talkers[2]);
		world_close(&world);
	}
}

static void draining_lets_running_calls_finish(void **state)
{
	struct world world;
	struct talker idle;
	struct talker busy;

	(void)state;
	world_open(&world, NULL);
	idle = talk(&world, GET("/mark"));
	assert_true(talker_await(&idle, "mark"));
	busy = talk(&world, GET("/later"));
	while (!world.kept)
		loop_turn(world.loop, 10);
	server_drain(world.server, 60000);
	assert_true(talker_await(&idle, NULL));
	assert_int_equal(server_connections(world.server), 1);
	call_answer(world.kept, 200, "text/plain", STR("finished"));
	assert_true(talker_await(&busy, NULL));
	assert_non_null(strstr(busy.got, "finished"));
	assert_non_null(strstr(busy.got, "\r\nConnection: close\r\n"));
	talker_done(&idle);
	talker_done(&busy);
	while (server_connections(world.server) > 0)
		loop_turn(world.loop, 10);
	world_close(&world);
}

static void draining_ends(void **state)
{
	struct world world;
	struct talker busy;

	(void)state;
	world_open(&world, NULL);
	busy = talk(&world, GET("/later"));
	while (!world.kept)
		loop_turn(world.loop, 10);
	server_drain(world.server, 30);
	assert_true(talker_await(&busy, NULL));
	assert_int_equal(busy.size, 0);
	call_answer(world.kept, 200, "text/plain", STR("too late"));
	talker_done(&busy);
	world_close(&world);
}

static void events_are_streamed_until_one_side_leaves(void **state)
{
	struct world world;
	struct talker talker;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, GET("/stream"));
	assert_true(talker_await(&talker, "data: first\n\n"));
	assert_non_null(strstr(talker.got, "\r\nContent-Type: text/event-stream\r\n"));
	assert_null(strstr(talker.got, "Content-Length"));
	stream_send(world.stream, STR("data: second\n\n"));
	assert_true(talker_await(&talker, "data: second\n\n"));
	stream_close(&world.stream);
	assert_true(talker_await(&talker, NULL));
	assert_int_equal(world.gones, 0);
	talker_done(&talker);

	talker = talk(&world, GET("/stream"));
	assert_true(talker_await(&talker, "data: first\n\n"));
	talker_done(&talker);
	while (world.gones == 0)
		loop_turn(world.loop, 10);
	assert_null(world.stream);

	talker = talk(&world, GET("/stream"));
	assert_true(talker_await(&talker, "data: first\n\n"));
	server_drain(world.server, 1000);
	while (world.gones == 1)
		loop_turn(world.loop, 10);
	assert_int_equal(world.gones, 2);
	talker_done(&talker);
	world_close(&world);
}

static void who_does_not_read_its_events_is_left(void **state)
{
	struct world world;
	struct talker talker;
	char event[4096];
	int sent = 0;

	(void)state;
	memset(event, 'e', sizeof(event));
	world_open(&world, NULL);
	talker = talk(&world, GET("/stream"));
	assert_true(talker_await(&talker, "data: first\n\n"));
	while (server_connections(world.server) > 0 && sent++ < 100000)
		stream_send(world.stream, (struct str){ event, sizeof(event) });
	assert_int_equal(server_connections(world.server), 0);
	/* Not inside stream_send: its caller may be walking a list of streams. */
	assert_int_equal(world.gones, 0);
	stream_send(world.stream, STR("data: nobody\n\n"));
	while (world.gones == 0)
		loop_turn(world.loop, 10);
	loop_turn(world.loop, 5);
	assert_int_equal(world.gones, 1);
	talker_done(&talker);
	world_close(&world);
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

/* --- our client against our server -------------------------------------------------- */

enum { REQUESTS = 1000, AT_ONCE = 64 };

struct crowd {
	int answers;
	int good;
	int most_connections;
	struct world *world;
};

static void count_answer(void *data, const struct http_reply *reply)
{
	struct crowd *crowd = data;
	int connections = server_connections(crowd->world->server);

	crowd->answers++;
	crowd->good += reply->fate == HTTP_ANSWERED && reply->status == 200 &&
		       str_is(reply->body, "mark");
	if (connections > crowd->most_connections)
		crowd->most_connections = connections;
}

static void a_thousand_requests_are_answered_over_few_connections(void **state)
{
	struct world world;
	struct crowd crowd = { .world = &world };
	struct client_limits limits = client_limits_default();
	struct client *client;
	AUTO(http_request) request;
	int64_t until = clock_boot_ms() + TALKER_PATIENCE_MS;

	(void)state;
	world_open(&world, NULL);
	limits.window = AT_ONCE;
	client = client_new(world.loop, &limits);
	http_request_init(&request);
	request.method = HTTP_POST;
	request.is_once = true;
	request.content_type = "application/x-www-form-urlencoded";
	buf_add_format(&request.url, "http://127.0.0.1:%d/mark", world.port);
	buf_add_text(&request.body, "Body=Hola");
	for (int i = 0; i < REQUESTS; i++)
		assert_int_equal(client_send(client, &request, count_answer, &crowd, NULL), FAULT_NONE);
	while (crowd.answers < REQUESTS && clock_boot_ms() < until) {
		loop_turn(world.loop, 50);
		assert_true(client_under_way(client) <= AT_ONCE);
	}
	assert_int_equal(crowd.good, REQUESTS);
	assert_int_equal(world.marks, REQUESTS);
	assert_in_range(crowd.most_connections, 1, AT_ONCE);
	client_free(&client);
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
		cmocka_unit_test(who_does_not_read_its_answer_is_left),
		cmocka_unit_test(a_large_answer_arrives_whole),
		cmocka_unit_test(a_call_outlives_its_client),
		cmocka_unit_test(a_call_outlives_its_server),
		cmocka_unit_test(who_only_stopped_sending_gets_its_answer),
		cmocka_unit_test(connections_are_capped),
		cmocka_unit_test(draining_lets_running_calls_finish),
		cmocka_unit_test(draining_ends),
		cmocka_unit_test(events_are_streamed_until_one_side_leaves),
		cmocka_unit_test(who_does_not_read_its_events_is_left),
		cmocka_unit_test(an_address_to_listen_on_is_judged),
		cmocka_unit_test(a_thousand_requests_are_answered_over_few_connections),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
