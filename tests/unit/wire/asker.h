/*
 * asker - a client that asks a peer which does as it is told, and what came back.
 */
#ifndef TESTS_UNIT_WIRE_ASKER_H
#define TESTS_UNIT_WIRE_ASKER_H

#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/lib/peer.h"
#include "wire/client.h"
#include "wire/form.h"

#define OK_KEPT "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

/* Only a test that fails waits so long: what it waits for is a condition. */
enum { PATIENCE_MS = 300000 };

/* What came back for one request. */
struct outcome {
	int calls;
	enum http_fate fate;
	int status;
	int64_t retry_after_for;
	char body[64];
	char content_type[64];
	char error[128];
};

static inline void keep(void *data, const struct http_reply *reply)
{
	struct outcome *outcome = data;

	outcome->calls++;
	outcome->fate = reply->fate;
	outcome->status = reply->status;
	outcome->retry_after_for = reply->retry_after_for;
	str_put(outcome->body, sizeof(outcome->body), reply->body);
	str_put(outcome->content_type, sizeof(outcome->content_type), reply->content_type);
	str_put(outcome->error, sizeof(outcome->error), str_of(reply->error));
}

static inline bool turn_until(struct loop *loop, const int *count, int wanted)
{
	int64_t until = clock_boot_ms() + PATIENCE_MS;

	while (*count < wanted && clock_boot_ms() < until)
		loop_turn(loop, 50);
	return *count >= wanted;
}

static inline void make_post(struct http_request *request, int port, bool is_once)
{
	http_request_init(request);
	request->method = HTTP_POST;
	request->is_once = is_once;
	buf_add_format(&request->url, "http://127.0.0.1:%d/Messages.json", port);
	form_add(&request->body, "Body", STR("¿Hay clases?"));
	request->content_type = "application/x-www-form-urlencoded";
}

static inline struct transfer *post_with(struct client *client, int port, bool is_once,
				  struct outcome *outcome)
{
	AUTO(http_request) request;
	struct transfer *transfer = NULL;

	make_post(&request, port, is_once);
	*outcome = (struct outcome){ .calls = 0 };
	assert_int_equal(client_send(client, &request, keep, outcome, &transfer), FAULT_NONE);
	assert_int_equal(outcome->calls, 0);
	return transfer;
}

static inline void post(struct loop *loop, struct client *client, int port, struct outcome *outcome)
{
	post_with(client, port, true, outcome);
	assert_true(turn_until(loop, &outcome->calls, 1));
}

static inline struct client *client_with(struct loop *loop, int window, int queue)
{
	struct client_limits limits = client_limits_default();

	limits.window = window;
	limits.queue = queue;
	limits.reply_ceiling = 1000;
	return client_new(loop, &limits);
}

/* For peers that never answer: the test waits until it gives up. */
static inline struct client *hasty_client(struct loop *loop)
{
	struct client_limits limits = client_limits_default();

	limits.total_for = 300;
	return client_new(loop, &limits);
}

#endif
