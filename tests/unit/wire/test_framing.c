/* Where one request ends and the next begins: whole conversations, in one packet and in two,
 * cut at many places. */
#include "host.h"

/* What is said, and the statuses of the answers in their order.  `closes`: the server hangs up
 * behind them; otherwise the connection goes on. */
struct conversation {
	const char *label;
	struct str bytes;
	const char *statuses;
	int marks;
	bool closes;
};

#define SAID(label, bytes, statuses, marks, closes) \
	{ label, { "" bytes, sizeof(bytes) - 1 }, statuses, marks, closes }
#define HOST "Host: h\r\n"
#define POST(path, headers, body) "POST " path " HTTP/1.1\r\n" HOST headers "\r\n" body
#define LENGTH(n) "Content-Length: " n "\r\n"

static const struct conversation conversations[] = {
	SAID("one request", GET("/mark"), "200", 1, false),
	SAID("three requests", GET("/mark") GET("/empty") GET("/mark"), "200 204 200", 2, false),
	SAID("a body that looks like a request",
	     POST("/mark", LENGTH("33"), "GET /mark HTTP/1.1\r\nHost: h\r\n\r\n\r\n") GET("/empty"),
	     "200 204", 1, false),
	SAID("a body with line ends around it", POST("/mark", LENGTH("6"), "\r\nab\r\n") GET("/mark"),
	     "200 200", 2, false),
	SAID("a body of nothing", POST("/mark", LENGTH("0"), "") GET("/mark"), "200 200", 2, false),
	SAID("no length is no body", POST("/mark", "", "") GET("/mark"), "200 200", 2, false),
	SAID("a GET with a body",
	     "GET /hooks/a/message HTTP/1.1\r\n" HOST LENGTH("4") "\r\nbody" GET("/mark"), "200 200",
	     1, false),
	SAID("blanks around a length", POST("/mark", "Content-Length: \t 4 \t\r\n", "body") GET("/mark"),
	     "200 200", 2, false),
	SAID("a length that Connection names",
	     POST("/mark", "Connection: Content-Length\r\n" LENGTH("4"), "body") GET("/mark"),
	     "200 200", 2, false),
	SAID("a length in small letters", POST("/mark", "content-length: 4\r\n", "body") GET("/mark"),
	     "200 200", 2, false),
	SAID("a byte too many is the next request's", POST("/mark", LENGTH("3"), "body") GET("/mark"),
	     "200 501", 1, true),
	SAID("a line end behind a body", POST("/mark", LENGTH("4"), "body\r\n") GET("/mark"),
	     "200 400", 1, true),
	SAID("the last request", "GET /mark HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n" GET("/mark"),
	     "200", 1, true),
	SAID("the last request, among other words",
	     "GET /mark HTTP/1.1\r\n" HOST "Connection: te, Close\r\n\r\n" GET("/mark"), "200", 1, true),
	SAID("the last request, with a body",
	     POST("/mark", "Connection: close\r\n" LENGTH("4"), "body") GET("/mark"), "200", 1, true),
	SAID("HTTP/1.0", "GET /mark HTTP/1.0\r\n\r\n" GET("/mark"), "200", 1, true),
	SAID("HTTP/1.0 that stays", "GET /mark HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" GET("/mark"),
	     "200 200", 2, false),
	SAID("HTTP/1.0 that stays and goes",
	     "GET /mark HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n" GET("/mark"), "200", 1, true),
	SAID("HTTP/1.0 that expects",
	     "POST /mark HTTP/1.0\r\nExpect: 100-continue\r\nConnection: keep-alive\r\n" LENGTH("4")
	     "\r\nbody", "200", 1, false),
	SAID("no such address", GET("/nowhere") GET("/mark"), "404", 0, true),
	SAID("an address in capitals", GET("/MARK") GET("/mark"), "404", 0, true),
	SAID("an address with a slash more", GET("/mark/") GET("/mark"), "404", 0, true),
	SAID("an address with two slashes", GET("//mark") GET("/mark"), "404", 0, true),
	SAID("a segment of nothing", GET("/hooks//message") GET("/mark"), "404", 0, true),
	SAID("a segment with a blank", GET("/hooks/a%20b/message") GET("/mark"), "200 200", 1, false),
	SAID("a question of nothing", GET("/mark?") GET("/mark?a?b=c/../d"), "200 200", 2, false),
	SAID("another method", "DELETE /mark HTTP/1.1\r\n" HOST "\r\n" GET("/mark"), "405", 0, true),
	SAID("OPTIONS", "OPTIONS /mark HTTP/1.1\r\n" HOST "\r\n" GET("/mark"), "405", 0, true),
	SAID("HEAD", "HEAD /empty HTTP/1.1\r\n" HOST "\r\n" GET("/mark"), "405", 0, true),
	SAID("chunks", POST("/mark", "Transfer-Encoding: chunked\r\n", "4\r\nbody\r\n0\r\n\r\n")
	     GET("/mark"), "411", 0, true),
	SAID("chunks with a trailer", POST("/mark", "Transfer-Encoding: chunked\r\nTrailer: X\r\n",
	     "0\r\nX: y\r\n\r\n") GET("/mark"), "411", 0, true),
	SAID("a trailer that is announced and not sent", POST("/mark", "Trailer: X\r\n" LENGTH("4"),
	     "body") GET("/mark"), "200 200", 2, false),
	SAID("a wish for trailers", "GET /mark HTTP/1.1\r\n" HOST "TE: trailers\r\n\r\n", "200", 1, false),
	SAID("a wish for HTTP/2", "GET /mark HTTP/1.1\r\n" HOST "Connection: Upgrade, HTTP2-Settings\r\n"
	     "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n" GET("/mark"), "200 200", 2, false),
	SAID("HTTP/2's own first words", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" GET("/mark"), "505", 0, true),
	SAID("a body over its ceiling", POST("/small-body", LENGTH("11"), "elevenbytes") GET("/mark"),
	     "413", 0, true),
	SAID("a body up to its ceiling", POST("/small-body", LENGTH("10"), "ten bytes!") GET("/mark"),
	     "200 200", 1, false),
	SAID("bytes of other tongues", "GET /mark HTTP/1.1\r\n" HOST "X: \xc3\xb1\xff\x80\r\n\r\n"
	     GET("/mark"), "200 200", 2, false),
	SAID("a host of numbers", "GET /mark HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n" GET("/mark"),
	     "200 200", 2, false),
	SAID("good, bad, good", GET("/mark") "BAD\r\n\r\n" GET("/mark"), "200 400", 1, true),
	SAID("good, smuggled, good", GET("/mark") POST("/mark", LENGTH("4")
	     "Transfer-Encoding: chunked\r\n", "0\r\n\r\n") GET("/mark"), "200 400", 1, true),
};

#define SENTINEL "GET /hooks/sentinel/message HTTP/1.1\r\nHost: h\r\n\r\n"

static void read_statuses(const struct talker *talker, struct buf *into)
{
	for (const char *at = talker->got; (at = strstr(at, "HTTP/1.1 ")); at += 9)
		buf_add_format(into, "%s%.3s", into->size ? " " : "", at + 9);
}

/* In two packets when `cut` is within. */
static void converse(struct world *world, const struct conversation *row, size_t cut)
{
	struct talker talker = talker_new(world->loop, world->port);
	int before = world->marks;
	AUTO(buf) statuses;

	buf_init(&statuses, 200);
	talker_say(&talker, str_slice(row->bytes, 0, cut));
	for (int i = 0; i < 3 && cut < row->bytes.size; i++)
		loop_turn(world->loop, 0);
	talker_say(&talker, str_from(row->bytes, cut));
	if (!row->closes)
		talker_say(&talker, STR(SENTINEL));
	if (!talker_await(&talker, row->closes ? NULL : "|sentinel|"))
		fail_msg("%s, cut at %zu: %s", row->label, cut, talker.got);
	read_statuses(&talker, &statuses);
	if (!row->closes) {
		assert_true(statuses.size > 4);
		statuses.at[statuses.size - 4] = '\0';
	}
	if (strcmp(buf_text(&statuses), row->statuses) != 0 || world->marks - before != row->marks)
		fail_msg("%s, cut at %zu: %s, %d marks", row->label, cut, buf_text(&statuses),
			 world->marks - before);
	talker_done(&talker);
}

static void what_follows_a_request_is_the_next_one_or_nothing(void **state)
{
	struct world world;

	(void)state;
	world_open(&world, NULL);
	for (size_t i = 0; i < COUNT_OF(conversations); i++)
		converse(&world, &conversations[i], conversations[i].bytes.size);
	world_close(&world);
}

static void it_is_the_same_in_two_packets_wherever_they_meet(void **state)
{
	struct world world;

	(void)state;
	world_open(&world, NULL);
	for (size_t i = 0; i < COUNT_OF(conversations); i++)
		for (size_t cut = 1; cut < conversations[i].bytes.size; cut += 7)
			converse(&world, &conversations[i], cut);
	world_close(&world);
}

/* --- 100-continue ------------------------------------------------------------------------ */

static void only_who_waits_is_told_to_go_on(void **state)
{
	static const struct {
		const char *label;
		const char *first;
		const char *then;
		int told;
	} rows[] = {
		{ "the body comes with it", POST("/mark", "Expect: 100-continue\r\n" LENGTH("4"), "body"),
		  "", 0 },
		{ "the body waits", POST("/mark", "Expect: 100-continue\r\n" LENGTH("4"), ""), "body", 1 },
		{ "half of the body waits", POST("/mark", "Expect: 100-continue\r\n" LENGTH("4"), "bo"),
		  "dy", 1 },
		{ "there is no body", POST("/mark", "Expect: 100-continue\r\n" LENGTH("0"), ""), "", 0 },
		{ "in capitals", POST("/mark", "EXPECT: 100-CONTINUE\r\n" LENGTH("4"), ""), "body", 1 },
	};
	struct world world;

	(void)state;
	world_open(&world, NULL);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct talker talker = talk(&world, rows[i].first);

		if (rows[i].told)
			assert_true(talker_await(&talker, "HTTP/1.1 100 Continue\r\n\r\n"));
		talker_say(&talker, str_of(rows[i].then));
		assert_true(talker_await(&talker, "mark"));
		if (talker_count(&talker, "100 Continue") != rows[i].told)
			fail_msg("%s: %s", rows[i].label, talker.got);
		/* The connection is whole behind it. */
		talker_say(&talker, STR(SENTINEL));
		assert_true(talker_await(&talker, "|sentinel|"));
		talker_done(&talker);
	}
	world_close(&world);
}

static void an_expectation_in_a_row_is_met_in_its_turn(void **state)
{
	struct world world;
	struct talker talker;
	const char *told;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, GET("/later") POST("/mark", "Expect: 100-continue\r\n" LENGTH("4"), ""));
	while (!world.kept)
		loop_turn(world.loop, 10);
	for (int i = 0; i < 3; i++)
		loop_turn(world.loop, 2);
	talker_hear(&talker);
	assert_int_equal(talker.size, 0);
	call_answer(world.kept, 200, "text/plain", STR("first"));
	assert_true(talker_await(&talker, "100 Continue"));
	told = strstr(talker.got, "100 Continue");
	assert_true(strstr(talker.got, "first") < told);
	talker_say(&talker, STR("body"));
	assert_true(talker_await(&talker, "mark"));
	talker_done(&talker);
	world_close(&world);
}

static void who_is_refused_is_not_told_to_go_on(void **state)
{
	static const char *const refused[] = {
		POST("/nowhere", "Expect: 100-continue\r\n" LENGTH("4"), ""),
		POST("/empty", "Expect: 100-continue\r\n" LENGTH("4"), ""),
		POST("/small-body", "Expect: 100-continue\r\n" LENGTH("11"), ""),
		POST("/mark", "Expect: 100-continue\r\n" LENGTH("4") LENGTH("4"), ""),
		POST("/mark", "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n", ""),
		POST("/mark", "Expect: 200-ok\r\n" LENGTH("4"), ""),
	};
	struct world world;

	(void)state;
	world_open(&world, NULL);
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		struct talker talker = talk(&world, refused[i]);

		assert_true(talker_await(&talker, NULL));
		assert_int_equal(strncmp(talker.got, "HTTP/1.1 4", 10), 0);
		assert_int_equal(talker_count(&talker, "HTTP/1.1 "), 1);
		talker_done(&talker);
	}
	assert_int_equal(world.marks, 0);
	world_close(&world);
}

/* --- behind a refusal ----------------------------------------------------------------------- */

/* Closing while the other side still sends makes a reset, which may eat the answer. */
static void who_goes_on_sending_after_a_refusal_still_hears_it(void **state)
{
	static char flood[256 * 1024];
	struct world world;

	(void)state;
	memset(flood, 'f', sizeof(flood));
	world_open(&world, NULL);
	for (int i = 0; i < 10; i++) {
		struct talker talker = talk(&world, POST("/mark", LENGTH("262144"), ""));

		talker_say(&talker, (struct str){ flood, sizeof(flood) });
		assert_true(talker_await(&talker, NULL));
		assert_int_equal(strncmp(talker.got, "HTTP/1.1 413 ", 13), 0);
		talker_done(&talker);
	}
	assert_int_equal(world.marks, 0);
	world_close(&world);
}

/* It has a second to read what it was told; nobody waits for ever. */
static void who_never_leaves_after_a_refusal_is_left(void **state)
{
	struct world world;
	struct talker talker;
	int64_t until = clock_boot_ms() + TALKER_PATIENCE_MS;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, GET("/nowhere"));
	assert_true(talker_await(&talker, NULL));
	assert_int_equal(server_connections(world.server), 1);
	while (server_connections(world.server) > 0 && clock_boot_ms() < until) {
		talker_say(&talker, STR("x"));
		loop_turn(world.loop, 20);
	}
	assert_int_equal(server_connections(world.server), 0);
	talker_done(&talker);
	world_close(&world);
}

static void a_connection_lives_for_a_thousand_requests(void **state)
{
	struct world world;
	struct talker talker;

	(void)state;
	world_open(&world, NULL);
	talker = talk(&world, "");
	for (int i = 0; i < 1000; i++)
		talker_say(&talker, STR(GET("/mark")));
	talker_say(&talker, STR(SENTINEL));
	assert_true(talker_await(&talker, "|sentinel|"));
	assert_int_equal(world.marks, 1000);
	assert_int_equal(talker_count(&talker, "HTTP/1.1 200 OK\r\n"), 1001);
	assert_int_equal(server_connections(world.server), 1);
	talker_done(&talker);
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_follows_a_request_is_the_next_one_or_nothing),
		cmocka_unit_test(it_is_the_same_in_two_packets_wherever_they_meet),
		cmocka_unit_test(only_who_waits_is_told_to_go_on),
		cmocka_unit_test(an_expectation_in_a_row_is_met_in_its_turn),
		cmocka_unit_test(who_is_refused_is_not_told_to_go_on),
		cmocka_unit_test(who_goes_on_sending_after_a_refusal_still_hears_it),
		cmocka_unit_test(who_never_leaves_after_a_refusal_is_left),
		cmocka_unit_test(a_connection_lives_for_a_thousand_requests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
