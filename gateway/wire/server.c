#include "server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "base/memory.h"
#include "conn.h"

struct server_limits server_limits_default(void)
{
	return (struct server_limits){
		.header_ceiling = 16 * 1024,
		.body_ceiling = 256 * 1024,
		.connections = 1000,
		.connections_per_address = 200,
		.header_for = 10 * SECOND_MS,
		.body_for = 20 * SECOND_MS,
		.idle_for = 60 * SECOND_MS,
		.total_for = 60 * SECOND_MS,
	};
}

/* RFC 9110 wants "GMT" where mail writes "+0000". */
const char *server_date(struct server *server)
{
	int64_t now_s = (int64_t)time(NULL);
	char text[DATE_SIZE];

	if (now_s == server->dated_s)
		return server->date;
	server->dated_s = now_s;
	date_rfc2822(now_s * SECOND_MS, text);
	snprintf(server->date, sizeof(server->date), "%.*sGMT",
		 (int)(strlen(text) - strlen("+0000")), text);
	return server->date;
}

static void close_conns(struct server *server)
{
	while (!LIST_EMPTY(&server->conns))
		conn_close(LIST_FIRST(&server->conns));
}

static void on_drain_over(void *data)
{
	close_conns(data);
}

struct server *server_new(struct loop *loop, const struct endpoint *endpoints, void *context,
			  const struct server_limits *limits)
{
	struct server *server = memory_new(struct server);

	server->loop = loop;
	server->endpoints = endpoints;
	server->context = context;
	server->limits = *limits;
	LIST_INIT(&server->conns);
	server->drain = timer_new(loop, on_drain_over, server);
	return server;
}

static void on_accepted(void *data, int fd, const struct sockaddr *peer)
{
	conn_new(data, fd, peer);
}

enum fault server_listen(struct server *server, const char *address, int *port,
			 struct note *note)
{
	struct listener_owner owner = { on_accepted, server };
	struct listener *listener;
	enum fault fault;

	if (server->listener_count == LISTENERS_MAX)
		return fault_because(FAULT_CONFIG, note, "over %d addresses to listen on",
				     LISTENERS_MAX);
	fault = listener_new(server->loop, str_of(address), owner, &listener, note);
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
	struct conn *conn = LIST_FIRST(&server->conns);

	server->is_draining = true;
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
	return server->conn_count;
}
