/*
 * provider - a provider that costs as little as one can: what is measured beside it is not it.
 *
 *	provider PORT LIST
 *
 *	POST …/Messages.json    takes a message: 201 and a sid of its own
 *	GET …/Messages.json     a list with nothing in it
 *	GET /kannel…            takes a message as Kannel's http smsc sends it: 202 "0: Accepted"
 *	GET /service…           the answer of a service behind Kannel's smsbox: a text
 *	GET /told               {"taken", "served", "first_us", "last_us", "now_us", "cpu_us"}:
 *	                        messages, answers of the service, when the first and the last
 *	                        came, the time by the same clock, its own CPU so far
 *	GET /forget             counts begin again
 *	GET /list               LIST is written: a line a message taken since the start or /forget,
 *	                        sid, from, to, callback, text, with tabs between; `load receipts`
 *
 * One thread, epoll, no log, no delay, no fault, no receipt: the practice carrier has those.
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

enum { IN_ROOM = 16384, OUT_ROOM = 4096, VALUE_ROOM = 1024, PLACES = 4096, EVENTS = 256,
	LISTED = 4 };

struct connection {
	int socket;
	size_t got;
	char in[IN_ROOM];
};

/* What a message's form says, as it came: the list unescapes it. */
struct taken {
	uint64_t no;
	char *form;
	size_t size;
};

struct provider {
	int epoll, listener;
	const char *list;
	struct taken *taken;
	size_t count, room, served;
	uint64_t no;
	int64_t first_us, last_us;
};

static void die(const char *what)
{
	fprintf(stderr, "provider: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* As random as a provider's, and never twice: a bijection of the number. */
static uint64_t mix(uint64_t z)
{
	z += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static void sid_of(uint64_t no, char sid[40])
{
	snprintf(sid, 40, "SM%016llx%016llx", (unsigned long long)mix(no),
		 (unsigned long long)mix(~no));
}

/* --- what was taken ------------------------------------------------------------------- */

static void keep(struct provider *provider, const char *form, size_t size)
{
	struct taken *taken;

	if (provider->count == provider->room) {
		provider->room = provider->room ? provider->room * 2 : 1024;
		provider->taken = realloc(provider->taken, provider->room * sizeof(*taken));
		if (!provider->taken)
			die("memory");
	}
	taken = &provider->taken[provider->count++];
	*taken = (struct taken){ provider->no++, malloc(size + 1), size };
	if (!taken->form)
		die("memory");
	memcpy(taken->form, form, size);
	taken->form[size] = '\0';
	provider->last_us = clock_stopwatch_us();
	if (provider->count == 1)
		provider->first_us = provider->last_us;
}

static void forget(struct provider *provider)
{
	for (size_t i = 0; i < provider->count; i++)
		free(provider->taken[i].form);
	provider->count = provider->served = 0;
}

static int digit(char c)
{
	return c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}

/* The value of a form's field; a tab or a line's end in it becomes a space. */
static void field_of(const char *form, const char *name, char value[VALUE_ROOM])
{
	size_t size = strlen(name), at = 0;

	while (form && !(strncmp(form, name, size) == 0 && form[size] == '='))
		form = strchr(form, '&') ? strchr(form, '&') + 1 : NULL;
	for (form = form ? form + size + 1 : ""; *form && *form != '&' && at + 1 < VALUE_ROOM; form++) {
		char c = *form == '+' ? ' ' : *form;

		if (*form == '%' && form[1] && form[2]) {
			c = (char)(digit(form[1]) * 16 + digit(form[2]));
			form += 2;
		}
		value[at++] = c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
	}
	value[at] = '\0';
}

static void write_list(const struct provider *provider)
{
	static const char *const names[LISTED] = { "From", "To", "StatusCallback", "Body" };
	FILE *file = fopen(provider->list, "w");
	char sid[40], value[VALUE_ROOM];

	if (!file)
		die("the list");
	for (size_t i = 0; i < provider->count; i++) {
		sid_of(provider->taken[i].no, sid);
		fputs(sid, file);
		for (size_t k = 0; k < LISTED; k++) {
			field_of(provider->taken[i].form, names[k], value);
			/* what follows # is for the provider: it asks for the address without */
			if (k == 2)
				value[strcspn(value, "#")] = '\0';
			fprintf(file, "\t%s", value);
		}
		fputc('\n', file);
	}
	if (fclose(file))
		die("the list");
}

/* --- answers ---------------------------------------------------------------------------- */

/* Far smaller than a socket's buffer: it goes in one piece. */
static void answer(const struct connection *connection, const char *status, const char *type,
		   const char *body)
{
	char bytes[OUT_ROOM];
	int size = snprintf(bytes, sizeof(bytes), "HTTP/1.1 %s\r\nContent-Type: %s\r\n"
			    "Content-Length: %zu\r\n\r\n%s", status, type, strlen(body), body);

	if (send(connection->socket, bytes, (size_t)size, MSG_NOSIGNAL) != size && errno != EPIPE &&
	    errno != ECONNRESET)
		die("send");
}

static void take(struct provider *provider, const struct connection *connection, size_t head,
		 size_t whole)
{
	char sid[40], body[256];

	sid_of(provider->no, sid);
	keep(provider, connection->in + head, whole - head);
	snprintf(body, sizeof(body), "{\"sid\": \"%s\", \"status\": \"queued\", \"num_segments\": "
		 "\"1\", \"error_code\": null, \"error_message\": null}", sid);
	answer(connection, "201 Created", "application/json", body);
}

static void tell(const struct provider *provider, const struct connection *connection)
{
	char body[256];

	snprintf(body, sizeof(body), "{\"taken\": %zu, \"served\": %zu, \"first_us\": %lld, "
		 "\"last_us\": %lld, \"now_us\": %lld, \"cpu_us\": %.0f}", provider->count,
		 provider->served, (long long)provider->first_us, (long long)provider->last_us,
		 (long long)clock_stopwatch_us(), (double)clock() * 1e6 / CLOCKS_PER_SEC);
	answer(connection, "200 OK", "application/json", body);
}

static void respond(struct provider *provider, struct connection *connection, size_t head,
		    size_t whole)
{
	const char *path = strchr(connection->in, ' ');

	path = path ? path + 1 : "";
	if (connection->in[0] == 'P')
		return take(provider, connection, head, whole);
	if (!strncmp(path, "/kannel", 7)) {
		keep(provider, path, strcspn(path, " "));
		return answer(connection, "202 Accepted", "text/plain", "0: Accepted for delivery");
	}
	if (!strncmp(path, "/service", 8)) {
		provider->served++;
		return answer(connection, "200 OK", "text/plain", "Thank you. We answer in two days.");
	}
	if (!strncmp(path, "/told", 5))
		return tell(provider, connection);
	if (!strncmp(path, "/list", 5))
		write_list(provider);
	if (!strncmp(path, "/forget", 7))
		forget(provider);
	answer(connection, "200 OK", "application/json",
	       "{\"messages\": [], \"next_page_uri\": null}");
}

/* --- connections ------------------------------------------------------------------------- */

/* The size of the first whole request that is there, or 0; where its body begins. */
static size_t whole_of(const struct connection *connection, size_t *head)
{
	const char *end = strstr(connection->in, "\r\n\r\n"), *length;
	size_t body = 0;

	if (!end)
		return 0;
	*head = (size_t)(end + 4 - connection->in);
	length = strcasestr(connection->in, "\r\ncontent-length:");
	if (length && length < end)
		body = strtoul(length + strlen("\r\ncontent-length:"), NULL, 10);
	return connection->got < *head + body ? 0 : *head + body;
}

static void receive(struct provider *provider, struct connection *connection)
{
	size_t head = 0, whole;
	ssize_t got = recv(connection->socket, connection->in + connection->got,
			   sizeof(connection->in) - 1 - connection->got, 0);

	if (got < 0 && errno == EAGAIN)
		return;
	if (got <= 0) {
		close(connection->socket);
		free(connection);
		return;
	}
	connection->got += (size_t)got;
	connection->in[connection->got] = '\0';
	while ((whole = whole_of(connection, &head)) != 0) {
		respond(provider, connection, head, whole);
		connection->got -= whole;
		memmove(connection->in, connection->in + whole, connection->got + 1);
	}
	if (connection->got == sizeof(connection->in) - 1)
		die("a request that is too long");
}

static void welcome(struct provider *provider)
{
	int yes = 1;

	for (;;) {
		struct connection *connection;
		struct epoll_event event = { .events = EPOLLIN };
		int accepted = accept4(provider->listener, NULL, NULL, SOCK_NONBLOCK);

		if (accepted < 0)
			return;
		connection = calloc(1, sizeof(*connection));
		if (!connection)
			die("memory");
		connection->socket = accepted;
		setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
		event.data.ptr = connection;
		epoll_ctl(provider->epoll, EPOLL_CTL_ADD, accepted, &event);
	}
}

static void listen_at(struct provider *provider, int port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL };
	int yes = 1;

	provider->listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	provider->epoll = epoll_create1(0);
	setsockopt(provider->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(provider->listener, (struct sockaddr *)&at, sizeof(at)) ||
	    listen(provider->listener, PLACES) || provider->epoll < 0 ||
	    epoll_ctl(provider->epoll, EPOLL_CTL_ADD, provider->listener, &event))
		die("listen");
}

int main(int argc, char **argv)
{
	struct provider provider = { .list = argc > 2 ? argv[2] : NULL };
	struct epoll_event events[EVENTS];

	if (argc < 3)
		return fputs("provider PORT LIST\n", stderr), 64;
	listen_at(&provider, atoi(argv[1]));
	puts("listening");
	fflush(stdout);
	for (;;) {
		int count = epoll_wait(provider.epoll, events, EVENTS, -1);

		for (int i = 0; i < count; i++)
			if (events[i].data.ptr)
				receive(&provider, events[i].data.ptr);
			else
				welcome(&provider);
	}
}
