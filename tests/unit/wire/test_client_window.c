/* How many requests are under way at once, and how they are given up. */
#include "asker.h"

static void a_429_halves_the_window_and_good_answers_widen_it(void **state)
{
	static const struct peer_act acts[] = {
		{ "HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n", PEER_KEEPS },
		{ "HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n", PEER_KEEPS },
		{ "HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n", PEER_KEEPS },
		{ "HTTP/1.1 503 Ill\r\nContent-Length: 0\r\n\r\n", PEER_KEEPS },
		{ OK_KEPT, PEER_KEEPS },
	};
	static const int windows[] = { 2, 1, 1, 1 };
	struct loop *loop = loop_new();
	struct client *client = client_with(loop, 4, 8);
	struct peer *peer = peer_new(acts, 5);
	struct outcome outcome;

	(void)state;
	assert_int_equal(client_window(client), 4);
	for (size_t i = 0; i < COUNT_OF(windows); i++) {
		post(loop, client, peer_port(peer), &outcome);
		assert_int_equal(client_window(client), windows[i]);
	}
	for (int i = 1; i <= 64 * 4; i++) {
		post(loop, client, peer_port(peer), &outcome);
		assert_int_equal(client_window(client), i < 192 ? 1 + i / 64 : 4);
	}
	client_free(&client);
	peer_free(&peer);
	loop_free(&loop);
}

static void a_full_queue_says_so(void **state)
{
	static const struct peer_act acts[] = { { OK_KEPT, PEER_KEEPS } };
	struct loop *loop = loop_new();
	struct client *client = client_with(loop, 2, 3);
	struct peer *peer = peer_new(acts, 1);
	struct outcome outcomes[3];
	AUTO(http_request) request;

	(void)state;
	make_post(&request, peer_port(peer), true);
	for (int i = 0; i < 3; i++)
		post_with(client, peer_port(peer), true, &outcomes[i]);
	assert_int_equal(client_send(client, &request, keep, &outcomes[0], NULL), FAULT_FULL);
	for (int i = 0; i < 3; i++)
		assert_true(turn_until(loop, &outcomes[i].calls, 1));
	assert_int_equal(peer_requests(peer), 3);
	client_free(&client);
	peer_free(&peer);
	loop_free(&loop);
}

static void a_request_that_outgrew_its_ceiling_is_refused(void **state)
{
	struct loop *loop = loop_new();
	struct client *client = client_with(loop, 1, 1);
	AUTO(http_request) request;

	(void)state;
	make_post(&request, 1, true);
	request.body.ceiling = 10;
	buf_add_text(&request.body, "x");
	request.body.is_stale = true;
	assert_int_equal(client_send(client, &request, keep, NULL, NULL), FAULT_TOO_LARGE);
	client_free(&client);
	loop_free(&loop);
}

static void cancelling_tells_whether_bytes_may_have_left(void **state)
{
	static const struct peer_act acts[] = { { "", PEER_HOLDS } };
	struct loop *loop = loop_new();
	struct client *client = client_with(loop, 1, 8);
	struct peer *peer = peer_new(acts, 1);
	struct outcome sent;
	struct outcome waits;
	struct transfer *first = post_with(client, peer_port(peer), true, &sent);
	struct transfer *second = post_with(client, peer_port(peer), true, &waits);
	int64_t until = clock_boot_ms() + PATIENCE_MS;

	(void)state;
	while (peer_requests(peer) == 0 && sent.calls == 0 && clock_boot_ms() < until)
		loop_turn(loop, 10);
	assert_int_equal(client_under_way(client), 1);
	assert_true(client_cancel(client, second));
	assert_false(client_cancel(client, first));
	assert_int_equal(sent.calls, 0);
	assert_false(client_cancel(client, first));
	assert_int_equal(client_under_way(client), 0);
	assert_true(turn_until(loop, &sent.calls, 1));
	assert_int_equal(sent.fate, HTTP_CUT);
	loop_turn(loop, 20);
	assert_int_equal(sent.calls, 1);
	assert_int_equal(waits.calls, 0);
	assert_int_equal(peer_requests(peer), 1);
	client_free(&client);
	peer_free(&peer);
	loop_free(&loop);
}

/* The peer never answers the TLS greeting, so no byte of the request can leave. */
static void a_request_cancelled_before_it_connects_never_happened(void **state)
{
	static const struct peer_act acts[] = { { OK_KEPT, PEER_KEEPS } };
	struct loop *loop = loop_new();
	struct client *client = client_with(loop, 1, 8);
	struct peer *peer = peer_new(acts, 1);
	AUTO(http_request) request;
	struct outcome first = { .calls = 0 };
	struct outcome second;
	struct transfer *transfer;
	int64_t until = clock_boot_ms() + PATIENCE_MS;

	(void)state;
	make_post(&request, 0, true);
	buf_clear(&request.url);
	buf_add_format(&request.url, "https://127.0.0.1:%d/", peer_port(peer));
	assert_int_equal(client_send(client, &request, keep, &first, &transfer), FAULT_NONE);
	while (peer_connections(peer) == 0 && clock_boot_ms() < until)
		loop_turn(loop, 5);
	assert_int_equal(client_under_way(client), 1);
	assert_true(client_cancel(client, transfer));
	post(loop, client, peer_port(peer), &second);
	assert_int_equal(second.status, 200);
	assert_int_equal(first.calls, 0);
	assert_int_equal(peer_requests(peer), 1);
	client_free(&client);
	peer_free(&peer);
	loop_free(&loop);
}

struct quitter {
	struct client *client;
	int calls;
};

static void quit(void *data, const struct http_reply *reply)
{
	struct quitter *quitter = data;

	(void)reply;
	quitter->calls++;
	client_free(&quitter->client);
}

static void a_client_may_be_freed_by_its_own_reply(void **state)
{
	static const struct peer_act acts[] = { { OK_KEPT, PEER_CLOSES } };
	struct loop *loop = loop_new();
	struct quitter quitter = { .client = client_with(loop, 2, 8) };
	struct peer *peer = peer_new(acts, 1);
	AUTO(http_request) request;

	(void)state;
	make_post(&request, peer_port(peer), true);
	for (int i = 0; i < 4; i++)
		assert_int_equal(client_send(quitter.client, &request, quit, &quitter, NULL),
				 FAULT_NONE);
	assert_true(turn_until(loop, &quitter.calls, 1));
	loop_turn(loop, 10);
	assert_int_equal(quitter.calls, 1);
	assert_null(quitter.client);
	peer_free(&peer);
	loop_free(&loop);
}

static void freeing_a_client_calls_nobody_back(void **state)
{
	static const struct peer_act acts[] = { { "", PEER_HOLDS } };
	struct loop *loop = loop_new();
	struct client *client = client_with(loop, 2, 8);
	struct peer *peer = peer_new(acts, 1);
	struct outcome outcomes[4];
	int64_t until = clock_boot_ms() + PATIENCE_MS;

	(void)state;
	for (int i = 0; i < 4; i++)
		post_with(client, peer_port(peer), true, &outcomes[i]);
	while (peer_requests(peer) == 0 && clock_boot_ms() < until)
		loop_turn(loop, 10);
	client_free(&client);
	loop_turn(loop, 10);
	for (int i = 0; i < 4; i++)
		assert_int_equal(outcomes[i].calls, 0);
	peer_free(&peer);
	loop_free(&loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_429_halves_the_window_and_good_answers_widen_it),
		cmocka_unit_test(a_full_queue_says_so),
		cmocka_unit_test(a_request_that_outgrew_its_ceiling_is_refused),
		cmocka_unit_test(cancelling_tells_whether_bytes_may_have_left),
		cmocka_unit_test(a_request_cancelled_before_it_connects_never_happened),
		cmocka_unit_test(a_client_may_be_freed_by_its_own_reply),
		cmocka_unit_test(freeing_a_client_calls_nobody_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
