#include "peer.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REQUEST_ROOM = 128 * 1024, CONNS = 64 };

struct peer_conn {
	int fd;
	int is_held;
	size_t size;
	char text[REQUEST_ROOM];
};

struct peer {
	const struct peer_act *acts;
	int count;
	int fd;
	int port;
	int stop_fd;
	pthread_t thread;
	pthread_mutex_t lock;
	int requests;
	int connections;
	char last[REQUEST_ROOM];
	struct peer_conn *conns[CONNS]; /* the thread's own */
	int conn_count;
};

static int bind_to_loopback(int *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) < 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &size) < 0)
		abort();
	*port = ntohs(address.sin_port);
	return fd;
}

/* Size of the whole request at the front, 0 while it is not whole. */
static size_t whole_request(const char *text, size_t size)
{
	const char *end = strstr(text, "\r\n\r\n");
	const char *length = strcasestr(text, "\r\nContent-Length:");
	size_t whole;

	if (!end)
		return 0;
	whole = (size_t)(end - text) + 4;
	if (length && length < end)
		whole += strtoul(length + 17, NULL, 10);
	return whole <= size ? whole : 0;
}

static const struct peer_act *remember(struct peer *peer, const char *text, size_t size)
{
	int n;

	pthread_mutex_lock(&peer->lock);
	n = peer->requests++;
	memcpy(peer->last, text, size);
	peer->last[size] = '\0';
	pthread_mutex_unlock(&peer->lock);
	return &peer->acts[n < peer->count ? n : peer->count - 1];
}

static void send_all(int fd, const char *says)
{
	size_t left = strlen(says);

	while (left > 0) {
		ssize_t sent = send(fd, says, left, MSG_NOSIGNAL);

		if (sent <= 0)
			return;
		says += sent;
		left -= (size_t)sent;
	}
}

static void make_reset(int fd)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

/* Acts on every whole request that has come.  False when the connection ends. */
static int act_on(struct peer *peer, struct peer_conn *conn)
{
	size_t whole;

	while (!conn->is_held && (whole = whole_request(conn->text, conn->size)) > 0) {
		const struct peer_act *act = remember(peer, conn->text, whole);

		send_all(conn->fd, act->says);
		if (act->then == PEER_RESETS)
			make_reset(conn->fd);
		if (act->then == PEER_RESETS || act->then == PEER_CLOSES)
			return 0;
		conn->is_held = act->then == PEER_HOLDS;
		memmove(conn->text, conn->text + whole, conn->size - whole + 1);
		conn->size -= whole;
	}
	return 1;
}

/* False when the connection ends. */
static int serve(struct peer *peer, struct peer_conn *conn)
{
	ssize_t got = recv(conn->fd, conn->text + conn->size, REQUEST_ROOM - 1 - conn->size, 0);

	if (got <= 0)
		return 0;
	conn->size += (size_t)got;
	conn->text[conn->size] = '\0';
	return act_on(peer, conn);
}

static void add_conn(struct peer *peer)
{
	int fd = accept4(peer->fd, NULL, NULL, SOCK_CLOEXEC);
	struct peer_conn *conn = calloc(1, sizeof(*conn));

	if (fd < 0 || !conn)
		abort();
	conn->fd = fd;
	peer->conns[peer->conn_count++] = conn;
	pthread_mutex_lock(&peer->lock);
	peer->connections++;
	pthread_mutex_unlock(&peer->lock);
}

static void drop_conn(struct peer *peer, int i)
{
	close(peer->conns[i]->fd);
	free(peer->conns[i]);
	peer->conns[i] = peer->conns[--peer->conn_count];
}

static void *peer_run(void *data)
{
	struct peer *peer = data;

	for (;;) {
		struct pollfd fds[CONNS + 2] = { { .fd = peer->stop_fd, .events = POLLIN },
						 { .fd = peer->fd, .events = POLLIN } };

		if (peer->conn_count == CONNS)
			fds[1].fd = -1;
		for (int i = 0; i < peer->conn_count; i++)
			fds[i + 2] = (struct pollfd){ .fd = peer->conns[i]->fd, .events = POLLIN };
		if (poll(fds, (nfds_t)peer->conn_count + 2, -1) < 0)
			continue;
		if (fds[0].revents)
			break;
		/* Downwards: dropping one moves the last, already seen, into its place. */
		for (int i = peer->conn_count; i-- > 0;)
			if (fds[i + 2].revents && !serve(peer, peer->conns[i]))
				drop_conn(peer, i);
		if (fds[1].revents)
			add_conn(peer);
	}
	while (peer->conn_count > 0)
		drop_conn(peer, 0);
	return NULL;
}

struct peer *peer_new(const struct peer_act *acts, int count)
{
	struct peer *peer = calloc(1, sizeof(*peer));

	if (!peer)
		abort();
	peer->acts = acts;
	peer->count = count;
	peer->fd = bind_to_loopback(&peer->port);
	peer->stop_fd = eventfd(0, EFD_CLOEXEC);
	pthread_mutex_init(&peer->lock, NULL);
	if (listen(peer->fd, 16) < 0 || peer->stop_fd < 0 ||
	    pthread_create(&peer->thread, NULL, peer_run, peer) != 0)
		abort();
	return peer;
}

void peer_free(struct peer **peer)
{
	struct peer *old = *peer;

	if (!old)
		return;
	*peer = NULL;
	eventfd_write(old->stop_fd, 1);
	pthread_join(old->thread, NULL);
	close(old->fd);
	close(old->stop_fd);
	pthread_mutex_destroy(&old->lock);
	free(old);
}

int peer_port(const struct peer *peer)
{
	return peer->port;
}

static int read_count(struct peer *peer, const int *count)
{
	int n;

	pthread_mutex_lock(&peer->lock);
	n = *count;
	pthread_mutex_unlock(&peer->lock);
	return n;
}

int peer_requests(struct peer *peer)
{
	return read_count(peer, &peer->requests);
}

int peer_connections(struct peer *peer)
{
	return read_count(peer, &peer->connections);
}

void peer_last_request(struct peer *peer, char *into, int room)
{
	pthread_mutex_lock(&peer->lock);
	strncpy(into, peer->last, (size_t)room - 1);
	into[room - 1] = '\0';
	pthread_mutex_unlock(&peer->lock);
}

/* Bound and never listening: nobody else gets it while this program lives. */
int peer_dead_port(void)
{
	static int port;

	if (port == 0)
		bind_to_loopback(&port);
	return port;
}
