/*
 * host - a server with a route for everything a server has to bear.
 */
#ifndef TESTS_UNIT_WIRE_HOST_H
#define TESTS_UNIT_WIRE_HOST_H

#include "tests/lib/test.h"

#include <stdio.h>

#include "talker.h"
#include "wire/call.h"
#include "wire/endpoint.h"
#include "wire/server.h"
#include "wire/stream.h"

/* What the endpoints of the tests have seen. */
struct world {
	struct loop *loop;
	struct server *server;
	int port;
	int marks;
	int gones;
	struct call *kept; /* the last one of /later */
	struct stream *stream;
};

static inline void run_mark(void *context, struct call *call)
{
	((struct world *)context)->marks++;
	call_answer(call, 200, "text/plain", STR("mark"));
}

static inline void run_echo(void *context, struct call *call)
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

static inline void run_literal(void *context, struct call *call)
{
	(void)context;
	call_add_header(call, "Cache-Control", "max-age=60");
	call_add_header(call, "X-Bad", "a\r\nSet-Cookie: stolen");
	call_answer(call, 201, "text/plain", STR("literal"));
}

static inline void run_later(void *context, struct call *call)
{
	((struct world *)context)->kept = call;
}

static inline void run_empty(void *context, struct call *call)
{
	(void)context;
	call_answer(call, 204, NULL, STR_NONE);
}

static inline void run_refused(void *context, struct call *call)
{
	struct note note = { .text = "the queue is \"full\"" };

	(void)context;
	call_refuse(call, FAULT_FULL, &note, "body");
}

static inline void run_large(void *context, struct call *call)
{
	char *body = calloc(1, 8 << 20);

	(void)context;
	assert_non_null(body);
	call_answer(call, 200, "application/octet-stream", (struct str){ body, 8 << 20 });
	free(body);
}

static inline void on_gone(void *data)
{
	struct world *world = data;

	world->gones++;
	stream_close(&world->stream);
}

static inline void run_stream(void *context, struct call *call)
{
	struct world *world = context;

	world->stream = call_stream(call, on_gone, world);
	stream_send(world->stream, STR("data: first\n\n"));
}

static const struct endpoint endpoints[] = {
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

static inline void world_open(struct world *world, const struct server_limits *limits)
{
	struct server_limits usual = server_limits_default();

	*world = (struct world){ .loop = loop_new() };
	usual.body_ceiling = 1000;
	world->server = server_new(world->loop, endpoints, world, limits ? limits : &usual);
	assert_int_equal(server_listen(world->server, "127.0.0.1:0", &world->port, NULL), FAULT_NONE);
	assert_true(world->port > 0);
}

static inline void world_close(struct world *world)
{
	server_free(&world->server);
	loop_free(&world->loop);
}

static inline struct talker talk(struct world *world, const char *text)
{
	struct talker talker = talker_new(world->loop, world->port);

	talker_say(&talker, str_of(text));
	return talker;
}

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"

#endif
