#include "asker.h"

/* The trap of guarantees.md §3: left alone, libcurl sends the second request again
 * on a new connection, and the family gets two texts. */
static void a_message_on_a_dying_connection_is_sent_once(void **state)
{
	static const struct {
		const char *label;
		struct peer_act acts[3];
	} rows[] = {
		{ "closes", { { OK_KEPT, PEER_KEEPS }, { "", PEER_CLOSES }, { OK_KEPT, PEER_KEEPS } } },
		{ "resets", { { OK_KEPT, PEER_KEEPS }, { "", PEER_RESETS }, { OK_KEPT, PEER_KEEPS } } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct loop *loop = loop_new();
		struct client *client = client_with(loop, 1, 8);
		struct peer *peer = peer_new(rows[i].acts, 3);
		struct outcome outcome;

		post(loop, client, peer_port(peer), &outcome);
		assert_int_equal(outcome.status, 200);
		post(loop, client, peer_port(peer), &outcome);
		assert_int_equal(outcome.fate, HTTP_CUT);
		assert_int_equal(outcome.status, 0);
		assert_int_equal(peer_requests(peer), 2);
		/* The client itself is well and the next message goes its way. */
		post(loop, client, peer_port(peer), &outcome);
		assert_int_equal(outcome.fate, HTTP_ANSWERED);
		assert_int_equal(peer_requests(peer), 3);
		peer_free(&peer);
		client_free(&client);
		loop_free(&loop);
	}
}

/* The same for a creation that has no body to take back. */
static void a_bodyless_once_request_is_sent_once_too(void **state)
{
	static const struct peer_act acts[] = { { OK_KEPT, PEER_KEEPS }, { "", PEER_CLOSES } };
	struct loop *loop = loop_new();
	struct client *client = client_with(loop, 1, 8);
	struct peer *peer = peer_new(acts, 2);
	AUTO(http_request) request;
	struct outcome outcome = { .calls = 0 };

	(void)state;
	make_post(&request, peer_port(peer), true);
	buf_clear(&request.body);
	for (int i = 1; i <= 2; i++) {
		assert_int_equal(client_send(client, &request, keep, &outcome, NULL), FAULT_NONE);
		assert_true(turn_until(loop, &outcome.calls, i));
	}
	assert_int_equal(outcome.fate, HTTP_CUT);
	assert_int_equal(peer_requests(peer), 2);
	client_free(&client);
	peer_free(&peer);
	loop_free(&loop);
}

/* What is safe to repeat may be repeated by curl: proves that the peer of the test
 * above would have seen it. */
static void a_harmless_request_may_be_sent_again(void **state)
{
	static const struct peer_act acts[] = { { OK_KEPT, PEER_KEEPS },
						{ "", PEER_CLOSES },
						{ OK_KEPT, PEER_KEEPS } };
	struct loop *loop = loop_new();
	struct client *client = client_with(loop, 1, 8);
	struct peer *peer = peer_new(acts, 3);
	struct outcome outcome;

	(void)state;
	for (int i = 0; i < 2; i++) {
		post_with(client, peer_port(peer), false, &outcome);
		assert_true(turn_until(loop, &outcome.calls, 1));
		assert_int_equal(outcome.status, 200);
	}
	assert_int_equal(peer_requests(peer), 3);
	client_free(&client);
	peer_free(&peer);
	loop_free(&loop);
}

static void the_fate_of_a_request_is_never_guessed(void **state)
{
	static const char long_reply[] = "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"
					 "%4000d";
	static char over_ceiling[8000];
	const struct {
		const char *label;
		struct peer_act command;
		enum http_fate fate;
		int status;
	} rows[] = {
		{ "an answer", { OK_KEPT, PEER_KEEPS }, HTTP_ANSWERED, 200 },
		{ "an answer until the end",
		  { "HTTP/1.1 201 Created\r\n\r\n{}", PEER_CLOSES }, HTTP_ANSWERED, 201 },
		{ "no body", { "HTTP/1.1 204 No Content\r\n\r\n", PEER_KEEPS }, HTTP_ANSWERED, 204 },
		{ "a redirect is an answer, not a way",
		  { "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
		    PEER_KEEPS }, HTTP_ANSWERED, 302 },
		{ "refused", { "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"x\", nonce=\"y\"\r\n"
			       "Content-Length: 0\r\n\r\n", PEER_KEEPS }, HTTP_ANSWERED, 401 },
		{ "an interim answer first",
		  { "HTTP/1.1 100 Continue\r\n\r\n" OK_KEPT, PEER_KEEPS }, HTTP_ANSWERED, 200 },
		{ "nothing at all", { "", PEER_CLOSES }, HTTP_CUT, 0 },
		{ "a reset", { "", PEER_RESETS }, HTTP_CUT, 0 },
		{ "silence", { "", PEER_HOLDS }, HTTP_CUT, 0 },
		{ "only an interim answer",
		  { "HTTP/1.1 100 Continue\r\n\r\n", PEER_CLOSES }, HTTP_CUT, 0 },
		{ "a bad status line", { "HULLO\r\n\r\n", PEER_CLOSES }, HTTP_CUT, 0 },
		{ "half a status line", { "HTTP/1.1 2", PEER_CLOSES }, HTTP_CUT, 0 },
		{ "half a head", { "HTTP/1.1 200 OK\r\nContent-", PEER_HOLDS }, HTTP_CUT, 0 },
		{ "half a body",
		  { "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", PEER_CLOSES }, HTTP_CUT, 0 },
		{ "half a chunk",
		  { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nok", PEER_CLOSES },
		  HTTP_CUT, 0 },
		{ "a length of 1 GB",
		  { "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n{}", PEER_CLOSES }, HTTP_CUT, 0 },
		{ "a length that no number holds ends with the connection",
		  { "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}", PEER_CLOSES }, HTTP_ANSWERED, 200 },
		{ "two lengths",
		  { "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Length: 2\r\n\r\n{}", PEER_CLOSES }, HTTP_ANSWERED, 200 },
		{ "over the ceiling", { over_ceiling, PEER_CLOSES }, HTTP_CUT, 0 },
	};

	(void)state;
	snprintf(over_ceiling, sizeof(over_ceiling), long_reply, 1);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct loop *loop = loop_new();
		struct client *client = rows[i].command.then == PEER_HOLDS ?
						hasty_client(loop) :
						client_with(loop, 1, 8);
		struct peer *peer = peer_new(&rows[i].command, 1);
		struct outcome outcome;

		post(loop, client, peer_port(peer), &outcome);
		if (outcome.fate != rows[i].fate || outcome.status != rows[i].status)
			fail_msg("%s: fate %d status %d %s", rows[i].label, outcome.fate,
				 outcome.status, outcome.error);
		if (peer_requests(peer) != 1)
			fail_msg("%s: %d requests", rows[i].label, peer_requests(peer));
		assert_int_equal(outcome.error[0] == '\0', outcome.fate == HTTP_ANSWERED);
		client_free(&client);
		peer_free(&peer);
		loop_free(&loop);
	}
}

static void send_to(struct loop *loop, struct client *client, const char *url,
		    struct outcome *outcome)
{
	AUTO(http_request) request;

	make_post(&request, 0, true);
	buf_clear(&request.url);
	buf_add_text(&request.url, url);
	*outcome = (struct outcome){ .calls = 0 };
	assert_int_equal(client_send(client, &request, keep, outcome, NULL), FAULT_NONE);
	assert_true(turn_until(loop, &outcome->calls, 1));
}

static void what_cannot_connect_is_not_sent(void **state)
{
	static const struct peer_act silent[] = { { "", PEER_HOLDS } };
	struct loop *loop = loop_new();
	struct client *client = hasty_client(loop);
	struct peer *plain = peer_new(silent, 1);
	char refused[64];
	char no_tls[64];
	const char *const urls[] = { refused, no_tls, "http://no-such-host.invalid/",
				     "ftp://127.0.0.1/", "file:///etc/hostname", "no url", "" };

	(void)state;
	snprintf(refused, sizeof(refused), "http://127.0.0.1:%d/", peer_dead_port());
	snprintf(no_tls, sizeof(no_tls), "https://127.0.0.1:%d/", peer_port(plain));
	for (size_t i = 0; i < COUNT_OF(urls); i++) {
		struct outcome outcome;

		send_to(loop, client, urls[i], &outcome);
		if (outcome.fate != HTTP_NOT_SENT)
			fail_msg("%s: fate %d %s", urls[i], outcome.fate, outcome.error);
		assert_true(outcome.error[0] != '\0');
	}
	assert_int_equal(peer_requests(plain), 0);
	client_free(&client);
	peer_free(&plain);
	loop_free(&loop);
}

static void a_proxy_from_the_environment_is_not_used(void **state)
{
	static const struct peer_act acts[] = { { OK_KEPT, PEER_KEEPS } };
	struct loop *loop = loop_new();
	struct client *client = client_with(loop, 1, 8);
	struct peer *peer = peer_new(acts, 1);
	struct outcome outcome;
	char proxy[64];

	(void)state;
	snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d", peer_dead_port());
	setenv("http_proxy", proxy, 1);
	setenv("ALL_PROXY", proxy, 1);
	post(loop, client, peer_port(peer), &outcome);
	unsetenv("http_proxy");
	unsetenv("ALL_PROXY");
	assert_int_equal(outcome.status, 200);
	client_free(&client);
	peer_free(&peer);
	loop_free(&loop);
}

static void a_request_says_what_it_was_told_to_say(void **state)
{
	static const struct peer_act acts[] = { { OK_KEPT, PEER_KEEPS } };
	struct loop *loop = loop_new();
	struct client *client = client_with(loop, 1, 8);
	struct peer *peer = peer_new(acts, 1);
	AUTO(http_request) request;
	struct outcome outcome = { .calls = 0 };
	char said[4096];

	(void)state;
	make_post(&request, peer_port(peer), true);
	buf_add_text(&request.user, "AC1");
	buf_add_text(&request.password, "secret");
	assert_int_equal(client_send(client, &request, keep, &outcome, NULL), FAULT_NONE);
	http_request_done(&request);
	make_post(&request, 1, true);
	assert_true(turn_until(loop, &outcome.calls, 1));
	peer_last_request(peer, said, sizeof(said));
	assert_int_equal(strncmp(said, "POST /Messages.json HTTP/1.1\r\n", 30), 0);
	assert_non_null(strstr(said, "\r\nAuthorization: Basic QUMxOnNlY3JldA==\r\n"));
	assert_non_null(strstr(said, "\r\nContent-Type: application/x-www-form-urlencoded\r\n"));
	assert_non_null(strstr(said, "\r\nContent-Length: 26\r\n"));
	assert_non_null(strstr(said, "\r\n\r\nBody=%C2%BFHay%20clases%3F"));
	assert_null(strstr(said, "Expect"));
	client_free(&client);
	peer_free(&peer);
	loop_free(&loop);
}

/* A provider's id may be "..": what is asked for by it is asked for there. */
static void a_path_goes_out_as_it_stands(void **state)
{
	static const char *const paths[] = { "/a/Messages/..", "/v2/messages/./x", "/a/../../b?c=/../d", "/a//b/%2e%2e/" };
	static const struct peer_act acts[] = { { OK_KEPT, PEER_KEEPS } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		struct loop *loop = loop_new();
		struct client *client = client_with(loop, 1, 8);
		struct peer *peer = peer_new(acts, 1);
		struct outcome outcome;
		char url[128], line[128], said[4096];

		snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", peer_port(peer), paths[i]);
		snprintf(line, sizeof(line), "POST %s HTTP/1.1\r\n", paths[i]);
		send_to(loop, client, url, &outcome);
		assert_int_equal(outcome.status, 200);
		peer_last_request(peer, said, sizeof(said));
		if (strncmp(said, line, strlen(line)) != 0)
			fail_msg("%s: %.80s", paths[i], said);
		client_free(&client);
		peer_free(&peer);
		loop_free(&loop);
	}
}

static void every_method_is_sent_as_it_is_called(void **state)
{
	static const struct peer_act acts[] = { { OK_KEPT, PEER_KEEPS } };
	struct loop *loop = loop_new();
	struct client *client = client_with(loop, 1, 8);
	struct peer *peer = peer_new(acts, 1);

	(void)state;
	for (int i = 0; i < HTTP_METHODS * 2; i++) {
		AUTO(http_request) request;
		struct outcome outcome = { .calls = 0 };
		char said[4096];
		const char *word = http_method_word((enum http_method)(i / 2));

		http_request_init(&request);
		request.method = (enum http_method)(i / 2);
		buf_add_format(&request.url, "http://127.0.0.1:%d/a?b=c", peer_port(peer));
		buf_add_text(&request.bearer, "t0ken");
		if (i % 2)
			buf_add_text(&request.body, "body");
		request.content_type = i % 2 ? "text/plain" : NULL;
		assert_int_equal(client_send(client, &request, keep, &outcome, NULL), FAULT_NONE);
		assert_true(turn_until(loop, &outcome.calls, 1));
		assert_int_equal(outcome.status, 200);
		peer_last_request(peer, said, sizeof(said));
		assert_int_equal(strncmp(said, word, strlen(word)), 0);
		assert_int_equal(strncmp(said + strlen(word), " /a?b=c HTTP/1.1\r\n", 17), 0);
		assert_non_null(strstr(said, "\r\nAuthorization: Bearer t0ken\r\n"));
		assert_string_equal(strstr(said, "\r\n\r\n"), i % 2 ? "\r\n\r\nbody" : "\r\n\r\n");
	}
	assert_int_equal(peer_connections(peer), 1);
	client_free(&client);
	peer_free(&peer);
	loop_free(&loop);
}

static void what_a_reply_says_about_waiting_is_kept(void **state)
{
	static const struct {
		const char *header;
		int64_t least;
		int64_t most;
	} rows[] = {
		{ "Retry-After: 7\r\n", 7000, 7000 },
		{ "retry-after: 0\r\n", 0, 0 },
		{ "Retry-After: Fri, 31 Dec 2038 23:59:59 GMT\r\n", DAY_MS, DAY_MS },
		{ "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n", 0, 0 },
		{ "Retry-After: soon\r\n", 0, 0 },
		{ "", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct loop *loop = loop_new();
		struct client *client = client_with(loop, 4, 8);
		struct outcome outcome;
		char text[400];
		struct peer_act command = { text, PEER_KEEPS };
		struct peer *peer;

		snprintf(text, sizeof(text),
			 "HTTP/1.1 429 Slow\r\nContent-Type: application/json\r\n"
			 "twilio-request-id:  RQ12 \r\n%sContent-Length: 2\r\n\r\n{}",
			 rows[i].header);
		peer = peer_new(&command, 1);
		post(loop, client, peer_port(peer), &outcome);
		assert_int_equal(outcome.status, 429);
		assert_in_range(outcome.retry_after_for, rows[i].least, rows[i].most);
		assert_string_equal(outcome.content_type, "application/json");
		assert_string_equal(outcome.body, "{}");
		client_free(&client);
		peer_free(&peer);
		loop_free(&loop);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_on_a_dying_connection_is_sent_once),
		cmocka_unit_test(a_bodyless_once_request_is_sent_once_too),
		cmocka_unit_test(a_harmless_request_may_be_sent_again),
		cmocka_unit_test(the_fate_of_a_request_is_never_guessed),
		cmocka_unit_test(what_cannot_connect_is_not_sent),
		cmocka_unit_test(a_proxy_from_the_environment_is_not_used),
		cmocka_unit_test(a_request_says_what_it_was_told_to_say),
		cmocka_unit_test(a_path_goes_out_as_it_stands),
		cmocka_unit_test(every_method_is_sent_as_it_is_called),
		cmocka_unit_test(what_a_reply_says_about_waiting_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
