#include "server.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "call.h"
#include "conn.h"
#include "door.h"
#include "listener.h"
#include "timer.h"

enum { LISTENERS_MAX = 8 };

struct server {
	struct conn_home home;
	void *context;
	struct listener *listeners[LISTENERS_MAX];
	int listener_count;
	struct timer *drain;
};

struct server_limits server_limits_default(void)
{
	return (struct server_limits){
		.header_ceiling = 16 * 1024,
		.body_ceiling = 256 * 1024,
		.connections = 4000,
		.connections_per_address = 200,
		.kept = 400,
		.header_for = 10 * SECOND_MS,
		.body_for = 20 * SECOND_MS,
		.idle_for = 60 * SECOND_MS,
		.total_for = 60 * SECOND_MS,
	};
}

static void close_conns(struct server *server)
{
	while (!LIST_EMPTY(&server->home.conns))
		conn_close(LIST_FIRST(&server->home.conns));
}

static void on_drain_over(void *data)
{
	close_conns(data);
}

static void on_request(struct conn_home *home, struct conn *conn, const struct head *head,
		       const struct endpoint *endpoint)
{
	struct server *server = container_of(home, struct server, home);

	endpoint->run(server->context, call_new(conn, head, endpoint));
}

struct server *server_new(struct loop *loop, const struct endpoint *endpoints, void *context,
			  const struct server_limits *limits)
{
	struct server *server = memory_new(struct server);

	assert(loop && endpoints && limits);
	assert(limits->header_ceiling > 0 && limits->body_ceiling > 0);
	assert(limits->connections > 0 && limits->connections_per_address > 0);
	server->home.loop = loop;
	server->home.endpoints = endpoints;
	server->context = context;
	server->home.limits = *limits;
	server->home.on_request = on_request;
	LIST_INIT(&server->home.conns);
	crowd_init(&server->home.crowd, &server->home.limits);
	server->drain = timer_new(loop, on_drain_over, server);
	return server;
}

static void on_accepted(void *data, int fd, const struct sockaddr *peer)
{
	struct server *server = data;

	door_open(&server->home, fd, peer);
}

static bool on_no_descriptors(void *data)
{
	struct server *server = data;

	return door_give_way(&server->home);
}

enum fault server_listen(struct server *server, const char *address, int *port,
			 struct note *note)
{
	assert(server && address);
	assert(loop_is_here(server->home.loop));

	struct listener_owner owner = { on_accepted, on_no_descriptors, server };
	struct listener *listener;
	enum fault fault;

	if (server->listener_count == LISTENERS_MAX)
		return fault_because(FAULT_CONFIG, note, "over %d addresses to listen on",
				     LISTENERS_MAX);
	fault = listener_new(server->home.loop, str_of(address), owner, &listener, note);
	if (fault != FAULT_NONE)
		return fault;
	server->listeners[server->listener_count++] = listener;
	if (port)
		*port = listener_port(listener);
	return FAULT_NONE;
}

static void close_listeners(struct server *server)
{
	while (server->listener_count > 0)
		listener_free(&server->listeners[--server->listener_count]);
}

void server_drain(struct server *server, int64_t most_for)
{
	assert(server);
	assert(loop_is_here(server->home.loop));
	assert(most_for >= 0);

	struct conn *conn = LIST_FIRST(&server->home.conns);

	server->home.is_draining = true;
	close_listeners(server);
	while (conn) {
		struct conn *next = LIST_NEXT(conn, next);

		if (conn->state == CONN_IDLE || conn->state == CONN_STREAM)
			conn_close(conn);
		conn = next;
	}
	timer_set(server->drain, most_for);
}

void server_free(struct server **server)
{
	assert(server);

	struct server *old = *server;

	if (!old)
		return;
	*server = NULL;
	close_listeners(old);
	close_conns(old);
	timer_free(&old->drain);
	free(old);
}

int server_connections(const struct server *server)
{
	assert(server);
	return crowd_count(&server->home.crowd);
}

const char *server_refusal_word(enum server_refusal refusal)
{
	return crowd_word(refusal);
}

int64_t server_refused(const struct server *server, enum server_refusal refusal)
{
	assert(server && refusal < SERVER_REFUSALS);
	return server->home.crowd.refused[refusal];
}
