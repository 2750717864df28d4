/*
 * load - families who all text at once, or a provider that tells what became of texts.
 *
 *	load KIND URL TOKEN SECONDS MOST CONNECTIONS SEED [MORE…]
 *
 *	KIND texts PHONES LINES, receipts FILE, kannel-in PHONES, kannel-out PHONES: requests.h
 *
 * Closed loop over keep-alive connections: each sends its next request when the last one was
 * answered.  Requests are made before the clock starts.  It ends after SECONDS, or when MOST
 * (or all there are) were sent, and then waits for what is under way.  One JSON line tells:
 * answered (2xx), refused, seconds, p50_us, p99_us, cpu_us (its own, for one).  Exit 1 when
 * an answer never came.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "tests/bench/requests.h"

enum { ANSWER_ROOM = 16384, PATIENCE_MS = 600000 };

struct connection {
	int socket;
	size_t got;
	int64_t sent_us;
	char answer[ANSWER_ROOM];
};

struct load {
	int port;
	int64_t run_us;
	size_t most, connections;
	struct request *requests;
	size_t sent, under_way, answered, refused;
	int64_t *took_us;
	int epoll;
};

static void die(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* --- sending them ------------------------------------------------------------------ */

static void open_connection(struct load *load, struct connection *connection)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)load->port),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = connection };
	int yes = 1;

	connection->socket = socket(AF_INET, SOCK_STREAM, 0);
	if (connection->socket < 0 ||
	    connect(connection->socket, (struct sockaddr *)&to, sizeof(to)))
		die("connect");
	setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	fcntl(connection->socket, F_SETFL, O_NONBLOCK);
	epoll_ctl(load->epoll, EPOLL_CTL_ADD, connection->socket, &event);
}

/* A request is far smaller than an empty socket's buffer: it goes in one piece. */
static void send_next(struct load *load, struct connection *connection)
{
	const struct request *request = &load->requests[load->sent++];

	connection->got = 0;
	connection->sent_us = clock_stopwatch_us();
	load->under_way++;
	if (send(connection->socket, request->bytes, request->size, MSG_NOSIGNAL) !=
	    (ssize_t)request->size)
		die("send");
}

/* Is a whole answer there?  Its status, or 0. */
static int answer_status(struct connection *connection)
{
	const char *end, *length;
	size_t body = 0;

	connection->answer[connection->got] = '\0';
	end = strstr(connection->answer, "\r\n\r\n");
	if (!end)
		return 0;
	length = strcasestr(connection->answer, "\r\ncontent-length:");
	if (length && length < end)
		body = strtoul(length + strlen("\r\ncontent-length:"), NULL, 10);
	if (connection->got < (size_t)(end + 4 - connection->answer) + body)
		return 0;
	return atoi(connection->answer + strlen("HTTP/1.1 "));
}

/* Kannel closes after some requests; nobody closes instead of an answer. */
static void reopen(struct load *load, struct connection *connection)
{
	if (connection->sent_us)
		die("the connection was closed");
	close(connection->socket);
	open_connection(load, connection);
}

static void receive(struct load *load, struct connection *connection, int64_t until_us)
{
	ssize_t got = recv(connection->socket, connection->answer + connection->got,
			   sizeof(connection->answer) - 1 - connection->got, 0);
	int64_t now_us;
	int status;

	if (got <= 0 && !(got < 0 && errno == EAGAIN))
		return reopen(load, connection);
	connection->got += got > 0 ? (size_t)got : 0;
	status = answer_status(connection);
	if (!status)
		return;
	now_us = clock_stopwatch_us();
	load->took_us[load->answered + load->refused] = now_us - connection->sent_us;
	if (status >= 200 && status < 300)
		load->answered++;
	else if (load->refused++ == 0)
		fprintf(stderr, "load: refused: %.200s\n", connection->answer);
	load->under_way--;
	connection->sent_us = 0;
	if (now_us < until_us && load->sent < load->most)
		send_next(load, connection);
}

static int64_t run(struct load *load, struct connection *connections)
{
	int64_t started_us = clock_stopwatch_us();
	struct epoll_event events[64];

	for (size_t i = 0; i < load->connections && load->sent < load->most; i++)
		send_next(load, &connections[i]);
	while (load->under_way) {
		int count = epoll_wait(load->epoll, events, 64, PATIENCE_MS);

		if (count <= 0)
			die("no answer came for ten minutes");
		for (int i = 0; i < count; i++)
			receive(load, events[i].data.ptr, started_us + load->run_us);
	}
	return clock_stopwatch_us() - started_us;
}

/* --- telling ------------------------------------------------------------------------ */

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void tell(struct load *load, int64_t took_us, double cpu_us)
{
	size_t count = load->answered + load->refused;

	qsort(load->took_us, count, sizeof(*load->took_us), compare);
	printf("{\"answered\": %zu, \"refused\": %zu, \"seconds\": %.4f, \"p50_us\": %lld, "
	       "\"p99_us\": %lld, \"cpu_us\": %.1f}\n", load->answered, load->refused,
	       (double)took_us / 1e6, (long long)load->took_us[count / 2],
	       (long long)load->took_us[count ? count - count / 100 - 1 : 0],
	       count ? cpu_us / (double)count : 0);
}

/* How many requests there are. */
static size_t make(const char *kind, const struct requests_ask *ask, struct request *requests)
{
	static const struct {
		const char *name;
		size_t (*make)(const struct requests_ask *ask, struct request *requests);
	} kinds[] = {
		{ "texts", requests_texts }, { "receipts", requests_receipts },
		{ "kannel-in", requests_kannel_in }, { "kannel-out", requests_kannel_out },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strcmp(kinds[i].name, kind))
			return kinds[i].make(ask, requests);
	die(kind);
	return 0;
}

static struct load prepare(char **argv)
{
	const char *port = strrchr(argv[2], ':');
	struct load load = { .port = port ? atoi(port + 1) : 0,
			     .run_us = (int64_t)(atof(argv[4]) * 1e6),
			     .most = strtoul(argv[5], NULL, 10),
			     .connections = strtoul(argv[6], NULL, 10) };
	struct requests_ask ask = { .url = argv[2], .token = argv[3], .most = load.most,
				    .seed = strtoull(argv[7], NULL, 10) };

	for (size_t i = 0; i < 2 && argv[8 + i]; i++)
		ask.more[i] = argv[8 + i];
	load.requests = calloc(load.most, sizeof(*load.requests));
	load.took_us = calloc(load.most + 1, sizeof(*load.took_us));
	load.epoll = epoll_create1(0);
	if (!load.requests || !load.took_us || load.epoll < 0)
		die("memory");
	load.most = make(argv[1], &ask, load.requests);
	return load;
}

int main(int argc, char **argv)
{
	struct connection *connections;
	struct load load;
	int64_t took_us;
	clock_t began;

	if (argc < 8)
		return fputs("load KIND URL TOKEN SECONDS MOST CONNECTIONS SEED [MORE]\n", stderr), 64;
	load = prepare(argv);
	connections = calloc(load.connections, sizeof(*connections));
	if (!connections)
		die("memory");
	for (size_t i = 0; i < load.connections; i++)
		open_connection(&load, &connections[i]);
	began = clock();
	took_us = run(&load, connections);
	tell(&load, took_us, (double)(clock() - began) * 1e6 / CLOCKS_PER_SEC);
	return load.refused != 0;
}
