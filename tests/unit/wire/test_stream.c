/* Events: who lags, who leaves, what stands behind, and an owner that closes whenever it likes. */
#include "host.h"

/* Several streams, each with what it has heard of its client. */
enum { CLIENTS = 4, LAG_CEILING = 64 * 1024 };

struct place {
	struct stream *stream;
	int gones;
};

static void on_place_gone(void *data)
{
	struct place *place = data;

	place->gones++;
	stream_close(&place->stream);
}

/* The call of GET /later becomes a stream. */
static struct talker open_place(struct world *world, struct place *place)
{
	struct talker talker = talk(world, GET("/later"));

	while (!world->kept)
		loop_turn(world->loop, 10);
	*place = (struct place){ .gones = 0 };
	place->stream = call_stream(world->kept, on_place_gone, place);
	world->kept = NULL;
	assert_true(talker_await(&talker, "\r\n\r\n"));
	return talker;
}

static void the_head_of_a_stream_says_that_it_has_no_end(void **state)
{
	struct world world;
	struct talker talker;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, GET("/stream"));
	assert_true(talker_await(&talker, "data: first\n\n"));
	assert_int_equal(strncmp(talker.got, "HTTP/1.1 200 OK\r\n", 17), 0);
	assert_non_null(strstr(talker.got, "\r\nContent-Type: text/event-stream\r\n"));
	assert_non_null(strstr(talker.got, "\r\nCache-Control: no-store\r\n"));
	assert_non_null(strstr(talker.got, "\r\nConnection: close\r\n"));
	assert_null(strstr(talker.got, "Content-Length"));
	assert_null(strstr(talker.got, "Transfer-Encoding"));
	stream_close(&world.stream);
	talker_done(&talker);
	world_close(&world);
}

static void nothing_behind_a_stream_is_ever_a_request(void **state)
{
	struct world world;
	struct talker talker;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, GET("/stream") GET("/mark"));
	assert_true(talker_await(&talker, "data: first\n\n"));
	talker_say(&talker, STR(GET("/mark") "noise\x01"));
	for (int i = 0; i < 5; i++)
		loop_turn(world.loop, 2);
	stream_send(world.stream, STR("data: second\n\n"));
	assert_true(talker_await(&talker, "data: second\n\n"));
	stream_close(&world.stream);
	assert_true(talker_await(&talker, NULL));
	assert_int_equal(world.marks, 0);
	assert_int_equal(talker_count(&talker, "HTTP/1.1 "), 1);
	talker_done(&talker);
	world_close(&world);
}

static void what_was_sent_before_the_close_arrives(void **state)
{
	static char event[50 * 1024];
	struct world world;
	struct place place;
	struct talker talker;

	(void)state;
	memset(event, 'e', sizeof(event));
	world_open(&world, NULL);
	talker = open_place(&world, &place);
	stream_send(place.stream, (struct str){ event, sizeof(event) });
	stream_send(place.stream, STR("data: last\n\n"));
	stream_close(&place.stream);
	assert_null(place.stream);
	assert_true(talker_await(&talker, NULL));
	assert_int_equal(strcmp(talker.got + talker.size - 12, "data: last\n\n"), 0);
	assert_true(talker.size > sizeof(event));
	assert_int_equal(place.gones, 0);
	stream_close(&place.stream);
	talker_done(&talker);
	world_close(&world);
}

/* One who does not read is left, once more than 64 KiB wait for it; the others hear all. */
static void who_lags_hurts_nobody_else(void **state)
{
	static char event[8 * 1024];
	struct world world;
	struct place places[CLIENTS];
	struct talker talkers[CLIENTS];
	int sent = 0;

	(void)state;
	memset(event, 'e', sizeof(event));
	world_open(&world, NULL);
	for (int i = 0; i < CLIENTS; i++)
		talkers[i] = open_place(&world, &places[i]);
	while (places[0].gones == 0 && sent < 10000) {
		for (int i = 0; i < CLIENTS; i++)
			if (places[i].stream)
				stream_send(places[i].stream, (struct str){ event, sizeof(event) });
		sent++;
		for (int i = 1; i < CLIENTS; i++) {
			talker_hear(&talkers[i]);
			talkers[i].size = 0; /* read, and not kept */
		}
		loop_turn(world.loop, 0);
	}
	assert_int_equal(places[0].gones, 1);
	assert_null(places[0].stream);
	assert_true((size_t)sent * sizeof(event) > LAG_CEILING);
	for (int i = 1; i < CLIENTS; i++) {
		assert_int_equal(places[i].gones, 0);
		stream_send(places[i].stream, STR("data: still here\n\n"));
		stream_close(&places[i].stream);
		while (!talkers[i].is_over && !strstr(talkers[i].got, "still here")) {
			talkers[i].size = 0;
			talker_hear(&talkers[i]);
			loop_turn(world.loop, 1);
		}
		assert_non_null(strstr(talkers[i].got, "still here"));
	}
	for (int i = 0; i < CLIENTS; i++)
		talker_done(&talkers[i]);
	world_close(&world);
}

static void who_leaves_is_told_once_however_it_leaves(void **state)
{
	static const struct {
		const char *label;
		bool is_half;
		bool is_reset;
	} rows[] = { { "closes", false, false }, { "stops sending", true, false },
		     { "resets", false, true } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct world world;
		struct place place;
		struct talker talker;
		int64_t until = clock_boot_ms() + TALKER_PATIENCE_MS;

		world_open(&world, NULL);
		talker = open_place(&world, &place);
		if (rows[i].is_reset)
			setsockopt(talker.fd, SOL_SOCKET, SO_LINGER,
				   &(struct linger){ .l_onoff = 1 }, sizeof(struct linger));
		if (rows[i].is_half)
			assert_int_equal(shutdown(talker.fd, SHUT_WR), 0);
		else
			talker_done(&talker);
		while (place.gones == 0 && clock_boot_ms() < until)
			loop_turn(world.loop, 10);
		for (int j = 0; j < 3; j++)
			loop_turn(world.loop, 2);
		if (place.gones != 1 || place.stream || server_connections(world.server))
			fail_msg("%s: gone %d times, %d connections", rows[i].label, place.gones,
				 server_connections(world.server));
		talker_done(&talker);
		world_close(&world);
	}
}

/* Its client left while the call waited: the stream is born without one, and its owner hears so in
 * a later turn, never inside call_stream. */
static void a_stream_of_nobody_is_gone_at_once_but_not_inside(void **state)
{
	struct world world;
	struct talker talker;
	struct place place = { .gones = 0 };

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, GET("/later"));
	while (!world.kept)
		loop_turn(world.loop, 10);
	setsockopt(talker.fd, SOL_SOCKET, SO_LINGER, &(struct linger){ .l_onoff = 1 },
		   sizeof(struct linger));
	talker_done(&talker);
	while (server_connections(world.server) > 0)
		loop_turn(world.loop, 10);
	place.stream = call_stream(world.kept, on_place_gone, &place);
	assert_non_null(place.stream);
	assert_int_equal(place.gones, 0);
	stream_send(place.stream, STR("data: to nobody\n\n"));
	while (place.gones == 0)
		loop_turn(world.loop, 10);
	assert_null(place.stream);
	world_close(&world);
}

static void an_owner_that_closes_first_hears_of_nobody(void **state)
{
	struct world world;
	struct talker talker;
	struct place place;

	(void)state;
	world_open(&world, NULL);
	talker = open_place(&world, &place);
	server_drain(world.server, 60000);
	/* The client is lost, the news of it is on its way, and the owner is faster. */
	stream_close(&place.stream);
	assert_true(talker_await(&talker, NULL));
	for (int i = 0; i < 5; i++)
		loop_turn(world.loop, 2);
	assert_int_equal(place.gones, 0);
	talker_done(&talker);
	world_close(&world);
}

static void nobody_need_be_told_that_a_client_is_gone(void **state)
{
	struct world world;
	struct talker talker;
	struct stream *stream;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, GET("/later"));
	while (!world.kept)
		loop_turn(world.loop, 10);
	stream = call_stream(world.kept, NULL, NULL);
	assert_true(talker_await(&talker, "\r\n\r\n"));
	talker_done(&talker);
	while (server_connections(world.server) > 0)
		loop_turn(world.loop, 10);
	for (int i = 0; i < 3; i++)
		loop_turn(world.loop, 2);
	stream_send(stream, STR("data: to nobody\n\n"));
	stream_close(&stream);
	assert_null(stream);
	world_close(&world);
}

static void a_stream_outlives_every_deadline_of_a_request(void **state)
{
	struct server_limits limits = server_limits_default();
	struct world world;
	struct talker talker;
	struct place place;
	int64_t began_at;

	(void)state;
	limits.header_for = limits.body_for = limits.idle_for = limits.total_for = 60000;
	world_open(&world, &limits);
	talker = open_place(&world, &place);
	server_free(&world.server);
	assert_true(talker_await(&talker, NULL));
	talker_done(&talker);
	while (place.gones == 0)
		loop_turn(world.loop, 10);
	world_close(&world);

	limits.header_for = limits.body_for = limits.idle_for = limits.total_for = 1000;
	world_open(&world, &limits);
	talker = open_place(&world, &place);
	began_at = clock_boot_ms();
	while (clock_boot_ms() - began_at < 1300)
		loop_turn(world.loop, 50);
	stream_send(place.stream, STR("data: after all of them\n\n"));
	assert_true(talker_await(&talker, "after all of them"));
	assert_int_equal(place.gones, 0);
	stream_close(&place.stream);
	talker_done(&talker);
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_head_of_a_stream_says_that_it_has_no_end),
		cmocka_unit_test(nothing_behind_a_stream_is_ever_a_request),
		cmocka_unit_test(what_was_sent_before_the_close_arrives),
		cmocka_unit_test(who_lags_hurts_nobody_else),
		cmocka_unit_test(who_leaves_is_told_once_however_it_leaves),
		cmocka_unit_test(a_stream_of_nobody_is_gone_at_once_but_not_inside),
		cmocka_unit_test(an_owner_that_closes_first_hears_of_nobody),
		cmocka_unit_test(nobody_need_be_told_that_a_client_is_gone),
		cmocka_unit_test(a_stream_outlives_every_deadline_of_a_request),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
