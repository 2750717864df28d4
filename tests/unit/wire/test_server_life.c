/* Clients that leave or do not read, crowds, streams, and the end. */
#include "host.h"
#include "wire/call.h"
#include "wire/client.h"
#include "wire/stream.h"

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
		cmocka_unit_test(who_does_not_read_its_answer_is_left),
		cmocka_unit_test(a_large_answer_arrives_whole),
		cmocka_unit_test(a_call_outlives_its_client),
		cmocka_unit_test(a_call_outlives_its_server),
		cmocka_unit_test(who_only_stopped_sending_gets_its_answer),
		cmocka_unit_test(draining_lets_running_calls_finish),
		cmocka_unit_test(draining_ends),
		cmocka_unit_test(events_are_streamed_until_one_side_leaves),
		cmocka_unit_test(who_does_not_read_its_events_is_left),
		cmocka_unit_test(a_thousand_requests_are_answered_over_few_connections),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
