/* Who may stay, who goes first, and for whom places are kept: crowd.h. */
#include "host.h"

#include "wire/proxies.h"

enum { CROWD_MOST = 40 };

static bool is_hook(const struct endpoint *endpoint)
{
	return !strncmp(endpoint->path, "/hooks/", 7);
}

static struct server_limits narrow(int connections, int per_address, int kept)
{
	struct server_limits limits = server_limits_default();

	limits.connections = connections;
	limits.connections_per_address = per_address;
	limits.kept = kept;
	limits.is_kept = is_hook;
	return limits;
}

#define HOOK GET("/hooks/a/message")

/* Asks /later, and waits until the endpoint has it. */
static struct talker wait_for_answer(struct world *world)
{
	struct talker talker = talk(world, GET("/later"));

	world->kept = NULL;
	while (!world->kept)
		loop_turn(world->loop, 10);
	return talker;
}

static void is_refused(struct talker *talker, const char *status, const char *word)
{
	if (!talker_await(talker, NULL) || strncmp(talker->got, status, strlen(status)) != 0 ||
	    !strstr(talker->got, word) || !strstr(talker->got, "\r\nRetry-After: 5\r\n"))
		fail_msg("not %s: %s", status, talker->got);
}

static void all_done(struct talker *talkers, int count)
{
	for (int i = 0; i < count; i++)
		talker_done(&talkers[i]);
}

/* By the cap of all, and by that of one address: idle, and half read. */
static void the_oldest_that_is_not_heard_goes_for_a_newcomer(void **state)
{
	static const char *const said[] = { GET("/mark"), "GET /mark HTTP/1.1\r\nHo",
		"POST /large-body HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nha" };

	(void)state;
	for (int by_address = 0; by_address < 2; by_address++)
		for (size_t i = 0; i < COUNT_OF(said); i++) {
			struct server_limits limits = by_address ? narrow(100, 2, 1) : narrow(2, 100, 1);
			struct world world;
			struct talker talkers[3];

			world_open(&world, &limits);
			for (int j = 0; j < 2; j++) {
				talkers[j] = talk(&world, said[i]);
				while (server_connections(world.server) <= j || (i == 0 && world.marks <= j))
					loop_turn(world.loop, 2);
			}
			talkers[2] = talk(&world, HOOK);
			assert_true(talker_await(&talkers[2], "[GET "));
			assert_true(talker_await(&talkers[0], NULL));
			talker_hear(&talkers[1]);
			assert_false(talkers[1].is_over);
			assert_int_equal(server_connections(world.server), 2);
			assert_int_equal(server_refused(world.server, SERVER_GAVE_WAY), 1);
			assert_int_equal(server_refused(world.server, SERVER_FULL), 0);
			all_done(talkers, 3);
			world_close(&world);
		}
}

/* A burst is accepted in one turn, before anybody of it was read. */
static void what_already_stands_in_the_socket_is_served_before_its_place_goes(void **state)
{
	struct server_limits limits = narrow(4, 100, 1);
	struct world world;
	struct talker talkers[CROWD_MOST];

	(void)state;
	world_open(&world, &limits);
	for (int i = 0; i < CROWD_MOST; i++)
		talkers[i] = talk(&world, GET("/mark"));
	for (int i = 0; i < CROWD_MOST; i++)
		assert_true(talker_await(&talkers[i], "mark"));
	assert_int_equal(world.marks, CROWD_MOST);
	assert_true(server_connections(world.server) <= 4);
	all_done(talkers, CROWD_MOST);
	world_close(&world);
}

/* Whatever the others do, a webhook has a place: requests under way, and streams. */
static void places_are_kept_for_webhooks(void **state)
{
	struct server_limits limits = narrow(6, 100, 2);
	struct world world;
	struct talker talkers[8];
	struct call *calls[4];

	(void)state;
	world_open(&world, &limits);
	for (int i = 0; i < 3; i++) {
		talkers[i] = wait_for_answer(&world);
		calls[i] = world.kept;
	}
	talkers[3] = talk(&world, GET("/stream"));
	assert_true(talker_await(&talkers[3], "data: first"));
	talkers[4] = talk(&world, GET("/mark"));
	is_refused(&talkers[4], "HTTP/1.1 503 ", "\"full\"");
	for (int i = 5; i < 8; i++) {
		talkers[i] = talk(&world, HOOK);
		assert_true(talker_await(&talkers[i], "[GET "));
	}
	assert_int_equal(server_refused(world.server, SERVER_FULL), 1);
	assert_int_equal(world.marks, 0);
	for (int i = 0; i < 3; i++)
		call_answer(calls[i], 204, NULL, STR_NONE);
	stream_close(&world.stream);
	all_done(talkers, 8);
	world_close(&world);
}

static void one_address_has_not_all_the_places(void **state)
{
	struct server_limits limits = narrow(100, 2, 10);
	struct world world;
	struct talker talkers[4];
	struct call *calls[2];

	(void)state;
	world_open(&world, &limits);
	for (int i = 0; i < 2; i++) {
		talkers[i] = wait_for_answer(&world);
		calls[i] = world.kept;
	}
	talkers[2] = talk(&world, GET("/mark"));
	is_refused(&talkers[2], "HTTP/1.1 429 ", "\"limit\"");
	assert_int_equal(server_refused(world.server, SERVER_ADDRESS_FULL), 1);
	/* a webhook by the same address, as behind a proxy that nobody named, is heard */
	talkers[3] = talk(&world, HOOK);
	assert_true(talker_await(&talkers[3], "[GET "));
	for (int i = 0; i < 2; i++)
		call_answer(calls[i], 204, NULL, STR_NONE);
	all_done(talkers, 4);
	world_close(&world);
}

/* They are counted by who makes them. */
static void streams_do_not_count_for_their_address(void **state)
{
	struct server_limits limits = narrow(100, 1, 10);
	struct world world;
	struct talker talkers[4];
	struct stream *streams[3];

	(void)state;
	world_open(&world, &limits);
	for (int i = 0; i < 3; i++) {
		talkers[i] = talk(&world, GET("/stream"));
		assert_true(talker_await(&talkers[i], "data: first"));
		streams[i] = world.stream;
	}
	talkers[3] = talk(&world, GET("/mark"));
	assert_true(talker_await(&talkers[3], "mark"));
	for (int i = 0; i < 3; i++)
		stream_close(&streams[i]);
	all_done(talkers, 4);
	world_close(&world);
}

/* Who asks for much and takes nothing of it goes when others want to ask. */
static void who_does_not_take_the_answer_gives_way(void **state)
{
	(void)state;
	for (int by_address = 0; by_address < 2; by_address++) {
		struct server_limits limits = by_address ? narrow(100, 2, 1) : narrow(3, 100, 1);
		struct world world;
		struct talker talkers[3];

		world_open(&world, &limits);
		for (int i = 0; i < 2; i++) {
			talkers[i] = talk(&world, GET("/large"));
			while (server_connections(world.server) <= i)
				loop_turn(world.loop, 2);
			for (int j = 0; j < 20; j++)
				loop_turn(world.loop, 1);
		}
		talkers[2] = talk(&world, GET("/mark"));
		assert_true(talker_await(&talkers[2], "mark"));
		assert_int_equal(server_refused(world.server, SERVER_GAVE_WAY), 1);
		assert_int_equal(server_connections(world.server), 2);
		all_done(talkers, 3);
		world_close(&world);
	}
}

/* --- behind a proxy ---------------------------------------------------------------------- */

static struct talker talk_for(struct world *world, const char *path, const char *client)
{
	char request[200];

	snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: %s\r\n\r\n",
		 path, client);
	return talk(world, request);
}

static void behind_a_trusted_proxy_each_client_has_its_own_limit(void **state)
{
	struct server_limits limits = narrow(100, 1, 10);
	struct proxies proxies = { .count = 0 };
	struct world world;
	struct talker talkers[6];
	struct call *calls[2];

	(void)state;
	assert_int_equal(proxies_add(&proxies, STR("127.0.0.1"), NULL), FAULT_NONE);
	limits.proxies = &proxies;
	world_open(&world, &limits);
	for (int i = 0; i < 2; i++) {
		world.kept = NULL;
		talkers[i] = talk_for(&world, "/later", i ? "198.51.100.2" : "198.51.100.1");
		while (!world.kept)
			loop_turn(world.loop, 10);
		calls[i] = world.kept;
		assert_string_equal(call_peer(calls[i]), i ? "198.51.100.2" : "198.51.100.1");
	}
	/* what stands to the left is the client's invention, and no way out */
	talkers[2] = talk_for(&world, "/mark", "198.51.100.9, 198.51.100.1");
	is_refused(&talkers[2], "HTTP/1.1 429 ", "\"limit\"");
	talkers[3] = talk_for(&world, "/mark", "198.51.100.3");
	assert_true(talker_await(&talkers[3], "mark"));
	/* its next request on the same connection is another's */
	talker_say(&talkers[3], STR("GET /hooks/a/message HTTP/1.1\r\nHost: h\r\n"
				    "X-Forwarded-For: 198.51.100.4\r\n\r\n"));
	assert_true(talker_await(&talkers[3], "|198.51.100.4|"));
	talker_say(&talkers[3], STR(HOOK));
	assert_true(talker_await(&talkers[3], "|127.0.0.1|"));
	/* and the proxy's own idle connections are not one client's crowd */
	for (int i = 4; i < 6; i++) {
		talkers[i] = talk_for(&world, "/mark", "198.51.100.5");
		assert_true(talker_await(&talkers[i], "mark"));
	}
	talker_hear(&talkers[3]);
	assert_false(talkers[3].is_over);
	for (int i = 0; i < 2; i++)
		call_answer(calls[i], 204, NULL, STR_NONE);
	all_done(talkers, 6);
	world_close(&world);
}

static void who_is_no_trusted_proxy_speaks_for_nobody_else(void **state)
{
	struct proxies proxies = { .count = 0 };
	struct server_limits limits = narrow(100, 100, 10);
	struct world world;
	struct talker talker;

	(void)state;
	assert_int_equal(proxies_add(&proxies, STR("10.0.0.0/8"), NULL), FAULT_NONE);
	limits.proxies = &proxies;
	world_open(&world, &limits);
	talker = talk_for(&world, "/hooks/a/message", "198.51.100.1");
	assert_true(talker_await(&talker, "|127.0.0.1|"));
	talker_done(&talker);
	world_close(&world);
}

/* A proxy that hands bodies on as they come: one client's half bodies push out each other. */
static void half_bodies_of_one_client_give_way_to_each_other(void **state)
{
	struct server_limits limits = narrow(100, 2, 10);
	struct proxies proxies = { .count = 0 };
	struct world world;
	struct talker talkers[5];

	(void)state;
	assert_int_equal(proxies_add(&proxies, STR("127.0.0.0/8"), NULL), FAULT_NONE);
	limits.proxies = &proxies;
	world_open(&world, &limits);
	for (int i = 0; i < 5; i++) {
		char request[200];

		snprintf(request, sizeof(request), "POST /large-body HTTP/1.1\r\nHost: h\r\n"
			 "X-Forwarded-For: 198.51.100.%d\r\nContent-Length: 9\r\n\r\nha", i == 1 ? 2 : 1);
		talkers[i] = talk(&world, request);
		for (int j = 0; j < 10; j++)
			loop_turn(world.loop, 1);
	}
	assert_true(talker_await(&talkers[0], NULL));
	assert_true(talker_await(&talkers[2], NULL));
	talker_say(&talkers[1], STR("1234567"));
	assert_true(talker_await(&talkers[1], "|ha1234567]"));
	talker_say(&talkers[4], STR("1234567"));
	assert_true(talker_await(&talkers[4], "|ha1234567]"));
	assert_int_equal(server_refused(world.server, SERVER_GAVE_WAY), 2);
	all_done(talkers, 5);
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_oldest_that_is_not_heard_goes_for_a_newcomer),
		cmocka_unit_test(what_already_stands_in_the_socket_is_served_before_its_place_goes),
		cmocka_unit_test(places_are_kept_for_webhooks),
		cmocka_unit_test(one_address_has_not_all_the_places),
		cmocka_unit_test(streams_do_not_count_for_their_address),
		cmocka_unit_test(who_does_not_take_the_answer_gives_way),
		cmocka_unit_test(behind_a_trusted_proxy_each_client_has_its_own_limit),
		cmocka_unit_test(who_is_no_trusted_proxy_speaks_for_nobody_else),
		cmocka_unit_test(half_bodies_of_one_client_give_way_to_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
