/*
 * load - families who all text at once: signed webhooks over keep-alive connections.
 *
 *	load URL TOKEN SECONDS MOST CONNECTIONS PHONES LINES SEED
 *
 * Closed loop: each connection sends its next request when the last one was answered.
 * Requests are made and signed before the clock starts; provider ids, phones, lines and
 * texts are random.  It ends after SECONDS, or when MOST were sent, and then waits for
 * what is under way.  One JSON line tells: answered (2xx), refused, seconds, p50_us,
 * p99_us.  Exit 1 when an answer never came.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"

#define ACCOUNT "AC00000000000000000000000000000000"

enum { REQUEST_ROOM = 2048, BODY_ROOM = 1024, ANSWER_ROOM = 16384, PATIENCE_MS = 20000 };

static const char *const texts[] = {
	"Hola, ¿hay clases mañana? Mi hija está enferma y no sé si debe ir.",
	"Is school open on Monday? The bus did not come today.",
	"Xin chào, con tôi bị ốm, hôm nay cháu không đi học được.",
	"Ma jirtaa dugsi berri? Ilmahaygu wuu xanuunsanayaa",
	"明天学校上课吗？孩子发烧了，需要请假。",
	"هل توجد دروس غدا؟ ابنتي مريضة ولن تحضر.",
	"Buenos días. Necesito hablar con la maestra de Luis Fernando sobre la tarea.",
	"My son forgot his lunch. Can somebody give it to him at the front office, please?",
};
enum { TEXTS = sizeof(texts) / sizeof(texts[0]) };

struct request {
	size_t size;
	char bytes[REQUEST_ROOM];
};

struct connection {
	int socket;
	size_t got;
	int64_t sent_us;
	char answer[ANSWER_ROOM];
};

struct load {
	const char *url, *path, *token;
	int port;
	int64_t run_us;
	size_t most, connections, phones, lines;
	uint64_t seed;
	struct request *requests;
	size_t sent, under_way, answered, refused;
	int64_t *took_us;
	int epoll;
};

static uint64_t next_random(uint64_t *seed)
{
	uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static void die(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* --- making requests --------------------------------------------------------------- */

struct field {
	const char *name;
	const char *value;
};

static size_t add_escaped(char *into, size_t at, const char *text)
{
	static const char hex[] = "0123456789ABCDEF";

	for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
		if ((*c >= '0' && *c <= '9') || (*c >= 'a' && *c <= 'z') ||
		    (*c >= 'A' && *c <= 'Z')) {
			into[at++] = (char)*c;
			continue;
		}
		into[at++] = '%';
		into[at++] = hex[*c >> 4];
		into[at++] = hex[*c & 15];
	}
	return at;
}

/* Fields stand sorted by name, as the signature wants them. */
static void sign(const struct load *load, const struct field *fields, char signature[64])
{
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned mac_size = 0;
	char signed_text[REQUEST_ROOM];
	size_t size = (size_t)snprintf(signed_text, sizeof(signed_text), "%s", load->url);

	for (const struct field *field = fields; field->name; field++)
		size += (size_t)snprintf(signed_text + size, sizeof(signed_text) - size, "%s%s",
					 field->name, field->value);
	HMAC(EVP_sha1(), load->token, (int)strlen(load->token),
	     (const unsigned char *)signed_text, size, mac, &mac_size);
	EVP_EncodeBlock((unsigned char *)signature, mac, (int)mac_size);
}

static void make_request(const struct load *load, uint64_t *seed, struct request *request)
{
	char sid[48], from[20], to[20], signature[64], body[BODY_ROOM];
	const char *text = texts[next_random(seed) % TEXTS];
	const struct field fields[] = {
		{ "AccountSid", ACCOUNT }, { "ApiVersion", "2010-04-01" }, { "Body", text },
		{ "From", from }, { "FromCity", "CHICAGO" }, { "FromCountry", "US" },
		{ "FromState", "IL" }, { "FromZip", "60601" }, { "MessageSid", sid },
		{ "NumMedia", "0" }, { "NumSegments", "1" }, { "SmsMessageSid", sid },
		{ "SmsSid", sid }, { "SmsStatus", "received" }, { "To", to },
		{ "ToCity", "CHICAGO" }, { "ToCountry", "US" }, { "ToState", "IL" },
		{ "ToZip", "60601" }, { NULL, NULL },
	};
	size_t size = 0;
	uint64_t high = next_random(seed), low = next_random(seed);

	snprintf(sid, sizeof(sid), "SM%016llx%016llx", (unsigned long long)high,
		 (unsigned long long)low);
	snprintf(from, sizeof(from), "+1312%07llu",
		 2000000 + (unsigned long long)(next_random(seed) % load->phones));
	snprintf(to, sizeof(to), "+1312%07llu",
		 5550100 + (unsigned long long)(next_random(seed) % load->lines));
	sign(load, fields, signature);
	for (const struct field *field = fields; field->name; field++) {
		if (size)
			body[size++] = '&';
		size = add_escaped(body, size, field->name);
		body[size++] = '=';
		size = add_escaped(body, size, field->value);
	}
	request->size = (size_t)snprintf(request->bytes, sizeof(request->bytes),
		"POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: TwilioProxy/1.1\r\n"
		"Accept: */*\r\nContent-Type: application/x-www-form-urlencoded\r\n"
		"X-Twilio-Signature: %s\r\nContent-Length: %zu\r\n\r\n%.*s",
		load->path, load->port, signature, size, (int)size, body);
	if (request->size >= sizeof(request->bytes))
		die("a request is too long");
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

static void receive(struct load *load, struct connection *connection, int64_t until_us)
{
	ssize_t got = recv(connection->socket, connection->answer + connection->got,
			   sizeof(connection->answer) - 1 - connection->got, 0);
	int64_t now_us;
	int status;

	if (got <= 0 && !(got < 0 && errno == EAGAIN))
		die("the connection was closed");
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
			die("no answer came for 20 s");
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

static void tell(struct load *load, int64_t took_us)
{
	size_t count = load->answered + load->refused;

	qsort(load->took_us, count, sizeof(*load->took_us), compare);
	printf("{\"answered\": %zu, \"refused\": %zu, \"seconds\": %.4f, "
	       "\"p50_us\": %lld, \"p99_us\": %lld}\n", load->answered, load->refused,
	       (double)took_us / 1e6, (long long)load->took_us[count / 2],
	       (long long)load->took_us[count - count / 100 - 1]);
}

static struct load read_args(char **argv)
{
	const char *port = strrchr(argv[1], ':');
	const char *path = port ? strchr(port, '/') : NULL;

	if (!path)
		die("URL must be http://127.0.0.1:PORT/PATH");
	return (struct load){
		.url = argv[1], .path = path, .port = atoi(port + 1), .token = argv[2],
		.run_us = (int64_t)(atof(argv[3]) * 1e6), .most = strtoul(argv[4], NULL, 10),
		.connections = strtoul(argv[5], NULL, 10), .phones = strtoul(argv[6], NULL, 10),
		.lines = strtoul(argv[7], NULL, 10), .seed = strtoull(argv[8], NULL, 10),
	};
}

int main(int argc, char **argv)
{
	struct connection *connections;
	struct load load;

	if (argc != 9)
		return fputs("load URL TOKEN SECONDS MOST CONNECTIONS PHONES LINES SEED\n", stderr), 64;
	load = read_args(argv);
	load.requests = calloc(load.most, sizeof(*load.requests));
	load.took_us = calloc(load.most + 1, sizeof(*load.took_us));
	connections = calloc(load.connections, sizeof(*connections));
	load.epoll = epoll_create1(0);
	if (!load.requests || !load.took_us || !connections || load.epoll < 0)
		die("memory");
	for (size_t i = 0; i < load.most; i++)
		make_request(&load, &load.seed, &load.requests[i]);
	for (size_t i = 0; i < load.connections; i++)
		open_connection(&load, &connections[i]);
	tell(&load, run(&load, connections));
	free(connections);
	free(load.took_us);
	free(load.requests);
	return load.refused != 0;
}
