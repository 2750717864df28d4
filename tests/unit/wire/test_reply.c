/* What a provider, or whoever sits in its place, may answer: the bytes, and what we make of them. */
#include "asker.h"

enum { REPLY_CEILING = 1000 }; /* client_with's */

#define OK "HTTP/1.1 200 OK\r\n"
#define CHUNKED OK "Transfer-Encoding: chunked\r\n\r\n"

/* `body` NULL: cut, nobody knows what became of the request. */
struct said {
	const char *label;
	struct peer_act act;
	int status;
	const char *body;
};

static const struct said replies[] = {
	{ "a length", { OK "Content-Length: 2\r\n\r\nok", PEER_KEEPS }, 200, "ok" },
	{ "bare line feeds", { "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", PEER_KEEPS }, 200, "ok" },
	{ "no reason", { "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", PEER_KEEPS }, 200, "ok" },
	{ "chunks", { CHUNKED "1\r\no\r\n1\r\nk\r\n0\r\n\r\n", PEER_KEEPS }, 200, "ok" },
	{ "chunks in capitals", { CHUNKED "A\r\n0123456789\r\n0\r\n\r\n", PEER_KEEPS }, 200,
	  "0123456789" },
	{ "chunks with extensions", { CHUNKED "2;a=b\r\nok\r\n0;z\r\n\r\n", PEER_KEEPS }, 200, "ok" },
	{ "chunks with a trailer", { CHUNKED "2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n", PEER_KEEPS }, 200,
	  "ok" },
	{ "no chunk at all", { CHUNKED "0\r\n\r\n", PEER_KEEPS }, 200, "" },
	{ "no length, until the end", { OK "\r\nok", PEER_CLOSES }, 200, "ok" },
	{ "HTTP/1.0", { "HTTP/1.0 200 OK\r\n\r\nok", PEER_CLOSES }, 200, "ok" },
	{ "204 with a length of nothing", { "HTTP/1.1 204 No\r\nContent-Length: 0\r\n\r\n", PEER_KEEPS },
	  204, "" },
	{ "201 and nothing", { "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", PEER_KEEPS }, 201, "" },
	{ "304", { "HTTP/1.1 304 Not Modified\r\n\r\n", PEER_KEEPS }, 304, "" },
	{ "a hint first", { "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" OK_KEPT, PEER_KEEPS }, 200,
	  "ok" },
	{ "two interim answers", { "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Wait\r\n\r\n" OK_KEPT,
	  PEER_KEEPS }, 200, "ok" },
	{ "a status of its own", { "HTTP/1.1 599 Odd\r\nContent-Length: 2\r\n\r\nno", PEER_KEEPS }, 599,
	  "no" },
	{ "a packed body is left packed", { OK "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nzip",
	  PEER_KEEPS }, 200, "zip" },
	{ "too many redirects are one", { "HTTP/1.1 308 Gone\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n",
	  PEER_KEEPS }, 308, "" },
	{ "chunks of no number", { CHUNKED "zz\r\nok\r\n0\r\n\r\n", PEER_CLOSES }, 0, NULL },
	{ "a negative chunk", { CHUNKED "-2\r\nok\r\n0\r\n\r\n", PEER_CLOSES }, 0, NULL },
	{ "a chunk beyond counting", { CHUNKED "fffffffffffffffff\r\nok", PEER_CLOSES }, 0, NULL },
	{ "chunks without the last", { CHUNKED "2\r\nok\r\n", PEER_CLOSES }, 0, NULL },
	{ "a trailer without its end", { CHUNKED "2\r\nok\r\n0\r\nX: y\r\n", PEER_CLOSES }, 0, NULL },
	{ "a length of no number", { OK "Content-Length: many\r\n\r\nok", PEER_CLOSES }, 0, NULL },
	{ "a negative length", { OK "Content-Length: -2\r\n\r\nok", PEER_CLOSES }, 0, NULL },
	{ "more than was said is not there", { OK "Content-Length: 3\r\n\r\nok", PEER_CLOSES }, 0, NULL },
	{ "another protocol", { "SSH-2.0-OpenSSH_9.2\r\n", PEER_CLOSES }, 0, NULL },
	{ "an older protocol", { "ok", PEER_CLOSES }, 0, NULL },
	{ "a reset behind half", { OK "Content-Length: 900\r\n\r\nok", PEER_RESETS }, 0, NULL },
	{ "a switch nobody asked for", { "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\nbytes", PEER_CLOSES },
	  0, NULL },
};

static void judge(const struct said *row, const struct outcome *outcome, int requests)
{
	bool is_answer = row->body != NULL;

	if (outcome->fate != (is_answer ? HTTP_ANSWERED : HTTP_CUT) || outcome->status != row->status ||
	    (is_answer && strcmp(outcome->body, row->body) != 0))
		fail_msg("%s: fate %d, status %d, \"%s\", %s", row->label, outcome->fate,
			 outcome->status, outcome->body, outcome->error);
	if (requests != 1)
		fail_msg("%s: sent %d times", row->label, requests);
}

static void every_reply_is_whole_or_nobody_knows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(replies); i++) {
		struct loop *loop = loop_new();
		struct client *client = client_with(loop, 1, 8);
		struct peer *peer = peer_new(&replies[i].act, 1);
		struct outcome outcome;

		post(loop, client, peer_port(peer), &outcome);
		judge(&replies[i], &outcome, peer_requests(peer));
		assert_int_equal(client_under_way(client), 0);
		client_free(&client);
		peer_free(&peer);
		loop_free(&loop);
	}
}

/* Bytes behind a reply belong to nobody: they are not the answer to what is asked next. */
static void what_stands_behind_a_reply_answers_nothing(void **state)
{
	static const char *const firsts[] = {
		OK_KEPT "HTTP/1.1 201 Forged\r\nContent-Length: 6\r\n\r\nforged",
		OK "Content-Length: 2\r\n\r\nokHTTP/1.1 201 Forged\r\nContent-Length: 0\r\n\r\n",
		CHUNKED "2\r\nok\r\n0\r\n\r\nHTTP/1.1 201 Forged\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 204 No\r\n\r\nHTTP/1.1 201 Forged\r\nContent-Length: 0\r\n\r\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(firsts); i++) {
		const struct peer_act acts[] = {
			{ firsts[i], PEER_KEEPS },
			{ "HTTP/1.1 202 Mine\r\nContent-Length: 4\r\n\r\nmine", PEER_KEEPS },
		};
		struct loop *loop = loop_new();
		struct client *client = client_with(loop, 1, 8);
		struct peer *peer = peer_new(acts, 2);
		struct outcome outcome;

		post(loop, client, peer_port(peer), &outcome);
		assert_int_equal(outcome.fate, HTTP_ANSWERED);
		assert_in_range(outcome.status, 200, 204);
		post(loop, client, peer_port(peer), &outcome);
		if (outcome.status == 201 || peer_requests(peer) != 2)
			fail_msg("%zu: %d %s, %d requests", i, outcome.status, outcome.body,
				 peer_requests(peer));
		client_free(&client);
		peer_free(&peer);
		loop_free(&loop);
	}
}

/* --- ceilings ------------------------------------------------------------------------ */

static void add_body(struct buf *reply, size_t size, bool is_chunked)
{
	if (is_chunked)
		buf_add_format(reply, OK "Transfer-Encoding: chunked\r\n\r\n%zx\r\n", size);
	else
		buf_add_format(reply, OK "Content-Length: %zu\r\n\r\n", size);
	for (size_t i = 0; i < size; i++)
		buf_add_char(reply, 'b');
	if (is_chunked)
		buf_add_text(reply, "\r\n0\r\n\r\n");
}

static void a_body_fits_to_the_byte_or_is_cut(void **state)
{
	static const size_t sizes[] = { 0, 1, REPLY_CEILING - 1, REPLY_CEILING, REPLY_CEILING + 1, 60000 };

	(void)state;
	for (size_t i = 0; i < 2 * COUNT_OF(sizes); i++) {
		size_t size = sizes[i / 2];
		struct loop *loop = loop_new();
		struct client *client = client_with(loop, 1, 8);
		struct peer_act act = { .then = PEER_KEEPS };
		struct outcome outcome;
		struct peer *peer;
		AUTO(buf) reply;

		if (size == 0 && i % 2)
			size = 2;
		buf_init(&reply, 128 * 1024);
		add_body(&reply, size, i % 2);
		act.says = buf_text(&reply);
		peer = peer_new(&act, 1);
		post(loop, client, peer_port(peer), &outcome);
		if (outcome.fate != (size <= REPLY_CEILING ? HTTP_ANSWERED : HTTP_CUT))
			fail_msg("%zu: fate %d, %s", size, outcome.fate, outcome.error);
		/* What was cut leaves no connection that could be taken for a good one. */
		post(loop, client, peer_port(peer), &outcome);
		assert_int_equal(peer_connections(peer), size <= REPLY_CEILING ? 1 : 2);
		client_free(&client);
		peer_free(&peer);
		loop_free(&loop);
	}
}

/* As many headers as a provider may have, and as many as an enemy may. */
static void headers_have_a_ceiling(void **state)
{
	static const struct {
		size_t size;
		bool is_taken;
	} rows[] = { { 100, true }, { 30000, true }, { 60000, true }, { 70000, false }, { 2000000, false } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct loop *loop = loop_new();
		struct client *client = client_with(loop, 1, 8);
		struct peer_act act = { .then = PEER_KEEPS };
		struct outcome outcome;
		struct peer *peer;
		AUTO(buf) reply;

		buf_init(&reply, 4000000);
		buf_add_text(&reply, OK);
		while (reply.size < rows[i].size)
			buf_add_text(&reply, "X-Filler: 0123456789012345678901234567890123456789\r\n");
		buf_add_text(&reply, "Content-Length: 2\r\n\r\nok");
		act.says = buf_text(&reply);
		peer = peer_new(&act, 1);
		post(loop, client, peer_port(peer), &outcome);
		if (outcome.fate != (rows[i].is_taken ? HTTP_ANSWERED : HTTP_CUT))
			fail_msg("%zu: fate %d, %s", rows[i].size, outcome.fate, outcome.error);
		client_free(&client);
		peer_free(&peer);
		loop_free(&loop);
	}
}

/* --- what else a reply says ------------------------------------------------------------- */

struct kept_reply {
	int calls;
	char location[100];
	char content_type[300];
	int64_t took_us, dated_at;
};

static void keep_more(void *data, const struct http_reply *reply)
{
	struct kept_reply *kept = data;

	kept->calls++;
	kept->took_us = reply->took_us;
	kept->dated_at = reply->dated_at;
	str_put(kept->location, sizeof(kept->location), reply->location);
	str_put(kept->content_type, sizeof(kept->content_type), reply->content_type);
}

static void the_address_and_the_type_are_kept_as_they_came(void **state)
{
	static const struct {
		const char *headers;
		const char *location;
		const char *type;
		int64_t dated_at;
	} rows[] = {
		{ "Date: Sun, 29 Nov 2026 13:12:11 GMT\r\n", "", "", INT64_C(1795957931000) },
		{ "date: Thu, 01 Jan 1970 00:00:00 GMT\r\n", "", "", 0 },
		{ "Date: tomorrow\r\n", "", "", 0 },
		{ "Location: https://media.example/1?a=b\r\n", "https://media.example/1?a=b", "", 0 },
		{ "LOCATION:   /relative \t\r\n", "/relative", "", 0 },
		{ "Location: /one\r\nLocation: /two\r\n", "/two", "", 0 },
		{ "X-Location: /not\r\n", "", "", 0 },
		{ "Content-Type: text/xml; charset=utf-8\r\n", "", "text/xml; charset=utf-8", 0 },
		{ "content-type:application/json\r\n", "", "application/json", 0 },
		{ "", "", "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct loop *loop = loop_new();
		struct client *client = client_with(loop, 1, 8);
		struct kept_reply kept = { .calls = 0 };
		struct peer_act act = { .then = PEER_KEEPS };
		struct peer *peer;
		AUTO(http_request) request;
		AUTO(buf) reply;

		buf_init(&reply, 4000);
		buf_add_format(&reply, "HTTP/1.1 302 Found\r\n%sContent-Length: 0\r\n\r\n", rows[i].headers);
		act.says = buf_text(&reply);
		peer = peer_new(&act, 1);
		make_post(&request, peer_port(peer), true);
		assert_int_equal(client_send(client, &request, keep_more, &kept, NULL), FAULT_NONE);
		assert_true(turn_until(loop, &kept.calls, 1));
		assert_string_equal(kept.location, rows[i].location);
		assert_string_equal(kept.content_type, rows[i].type);
		assert_true(kept.took_us > 0);
		assert_int_equal(kept.dated_at, rows[i].dated_at);
		client_free(&client);
		peer_free(&peer);
		loop_free(&loop);
	}
}

/* --- patience ------------------------------------------------------------------------------ */

/* Each of these takes longer than a request may; bytes that come do not lengthen it. */
static void a_slow_reply_is_cut_in_time(void **state)
{
	static const struct peer_act acts[] = {
		{ "", PEER_HOLDS },
		{ "HTTP/1.1 100 Continue\r\n\r\n", PEER_HOLDS },
		{ "HTTP/1.1 200 OK\r\nX: ", PEER_HOLDS },
		{ OK "Content-Length: 100\r\n\r\nhalf", PEER_HOLDS },
		{ CHUNKED "64\r\nhalf", PEER_HOLDS },
		{ OK "\r\nuntil the end, which does not come", PEER_HOLDS },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(acts); i++) {
		struct loop *loop = loop_new();
		struct client *client = hasty_client(loop);
		struct peer *peer = peer_new(&acts[i], 1);
		struct outcome outcome;

		post(loop, client, peer_port(peer), &outcome);
		if (outcome.fate != HTTP_CUT || peer_requests(peer) != 1)
			fail_msg("%zu: fate %d, %d requests", i, outcome.fate, peer_requests(peer));
		assert_int_equal(client_under_way(client), 0);
		client_free(&client);
		peer_free(&peer);
		loop_free(&loop);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_reply_is_whole_or_nobody_knows),
		cmocka_unit_test(what_stands_behind_a_reply_answers_nothing),
		cmocka_unit_test(a_body_fits_to_the_byte_or_is_cut),
		cmocka_unit_test(headers_have_a_ceiling),
		cmocka_unit_test(the_address_and_the_type_are_kept_as_they_came),
		cmocka_unit_test(a_slow_reply_is_cut_in_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
