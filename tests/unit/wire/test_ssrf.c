/*
 * ssrf (guarantees.md §4): whatever spelling a stranger's URL has, whatever its name resolves to
 * and however that changes, no connection is asked of the system to an address of our own network.
 *
 * connect() and getaddrinfo() are this program's own: so what is counted is what libcurl asks for, not
 * what it says, and "outside" can be reached with no network: it is the peer.
 */
#include "asker.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

static _Atomic int to_inside, to_outside, asked_names;
static _Atomic int outside_port; /* the peer's, on loopback */

/* --- an independent judge: by numbers, not by wire/outside.c's table --------------------------- */

static bool is_in_v4(uint32_t at, uint32_t start, int bits)
{
	return at >> (32 - bits) == start >> (32 - bits);
}

static bool is_ours_v4(uint32_t at)
{
	return is_in_v4(at, 0x00000000, 8) || is_in_v4(at, 0x0a000000, 8) || is_in_v4(at, 0x64400000, 10) ||
	       is_in_v4(at, 0x7f000000, 8) || is_in_v4(at, 0xa9fe0000, 16) || is_in_v4(at, 0xac100000, 12) ||
	       is_in_v4(at, 0xc0a80000, 16) || at >= 0xe0000000;
}

static bool is_ours(const struct sockaddr *place)
{
	const unsigned char *six = ((const struct sockaddr_in6 *)(const void *)place)->sin6_addr.s6_addr;

	if (place->sa_family == AF_INET)
		return is_ours_v4(ntohl(((const struct sockaddr_in *)(const void *)place)->sin_addr.s_addr));
	if (place->sa_family == AF_INET6)
		return six[0] >> 5 != 1 || (six[0] == 0x20 && six[1] == 0x02);
	return false; /* a Unix socket is no stranger's to name */
}

/* --- the system, as libcurl meets it --------------------------------------------------------- */

/* To the outside there is a way after all: the peer. */
int connect(int fd, __CONST_SOCKADDR_ARG place, socklen_t size)
{
	const struct sockaddr *to = place.__sockaddr__;
	struct sockaddr_in peer = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	if (to->sa_family == AF_UNIX)
		return (int)syscall(SYS_connect, fd, to, size);
	if (is_ours(to)) {
		atomic_fetch_add(&to_inside, 1);
		return (int)syscall(SYS_connect, fd, to, size);
	}
	atomic_fetch_add(&to_outside, 1);
	peer.sin_port = htons((uint16_t)atomic_load(&outside_port));
	return (int)syscall(SYS_connect, fd, &peer, sizeof(peer));
}

/* What a name resolves to: the n-th time it is asked for, the n-th; the last for ever. */
static const struct {
	const char *name;
	const char *answers[2][3];
} names[] = {
	{ "public.test", { { "93.184.216.34" } } },
	{ "loop.test", { { "127.0.0.1" } } },
	{ "loop6.test", { { "::1" } } },
	{ "mapped.test", { { "::ffff:127.0.0.1" } } },
	{ "private.test", { { "10.1.2.3", "192.168.1.1", "172.20.0.1" } } },
	{ "metadata.test", { { "169.254.169.254", "fe80::1" } } },
	{ "unique.test", { { "fd00:ec2::254" } } },
	{ "nat64.test", { { "64:ff9b::7f00:1" } } },
	{ "sixtofour.test", { { "2002:7f00:1::" } } },
	{ "both.test", { { "127.0.0.1", "93.184.216.34" } } },
	{ "turns.test", { { "93.184.216.34" }, { "127.0.0.1" } } },
	{ "turns6.test", { { "93.184.216.34" }, { "::1", "127.0.0.1" } } },
	{ "localhost", { { "127.0.0.1" } } },
	{ "LOCALHOST", { { "127.0.0.1" } } },
	{ "localhost.", { { "127.0.0.1" } } },
	{ "127.0.0.1.nip.test", { { "127.0.0.1" } } },
};
static _Atomic int asks[COUNT_OF(names)];

/* The real one, which reads numbers only: nobody is asked over a network. */
static int read_number(const char *text, const char *service, const struct addrinfo *hints,
		       struct addrinfo **found)
{
	union {
		void *symbol;
		int (*function)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
	} real = { dlsym(RTLD_NEXT, "getaddrinfo") };
	struct addrinfo numeric = hints ? *hints : (struct addrinfo){ .ai_socktype = SOCK_STREAM };

	numeric.ai_flags |= AI_NUMERICHOST;
	numeric.ai_family = AF_UNSPEC;
	return real.function(text, service, &numeric, found);
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
		struct addrinfo **found)
{
	struct addrinfo **end = found;

	*found = NULL;
	atomic_fetch_add(&asked_names, 1);
	for (size_t i = 0; name && i < COUNT_OF(names); i++) {
		int turn;

		if (strcmp(name, names[i].name) != 0)
			continue;
		turn = atomic_fetch_add(&asks[i], 1);
		turn = turn > 0 && names[i].answers[1][0] ? 1 : 0;
		for (size_t j = 0; j < 3 && names[i].answers[turn][j]; j++) {
			if (read_number(names[i].answers[turn][j], service, hints, end))
				return EAI_NONAME;
			while (*end)
				end = &(*end)->ai_next;
		}
		return 0;
	}
	return read_number(name, service, hints, found);
}

/* --- asking ------------------------------------------------------------------------------------ */

static const struct peer_act acts[] = { { OK_KEPT, PEER_KEEPS } };

/* By a client of its own, so that no name is remembered from before. */
static struct outcome ask(const char *url, bool is_outside)
{
	struct loop *loop = loop_new();
	struct client *client = client_with(loop, 4, 16);
	struct outcome outcome = { .calls = 0 };
	AUTO(http_request) request;

	http_request_init(&request);
	request.is_outside = is_outside;
	buf_add_text(&request.url, url);
	assert_int_equal(client_send(client, &request, keep, &outcome, NULL), FAULT_NONE);
	assert_true(turn_until(loop, &outcome.calls, 1));
	client_free(&client);
	loop_free(&loop);
	return outcome;
}

static void reset(struct peer *peer)
{
	atomic_store(&to_inside, 0);
	atomic_store(&to_outside, 0);
	atomic_store(&outside_port, peer_port(peer));
	for (size_t i = 0; i < COUNT_OF(asks); i++)
		atomic_store(&asks[i], 0);
}

/* %d is the port of the peer, which is there to be found. */
static const char *const spellings[] = {
	"http://127.0.0.1:%d/", "http://127.0.0.1:%d", "HTTP://127.0.0.1:%d/", "http://127.1:%d/",
	"http://127.0.1:%d/", "http://2130706433:%d/", "http://0x7f000001:%d/", "http://0x7f.0.0.1:%d/",
	"http://0177.0.0.1:%d/", "http://017700000001:%d/", "http://0x7f.1:%d/", "http://127.0.0.1.:%d/",
	"http://127.255.255.254:%d/", "http://0.0.0.0:%d/", "http://0:%d/", "http://000.000.000.000:%d/",
	"http://[::1]:%d/", "http://[0:0:0:0:0:0:0:1]:%d/", "http://[::]:%d/", "http://[::ffff:127.0.0.1]:%d/",
	"http://[::ffff:7f00:1]:%d/", "http://[::127.0.0.1]:%d/", "http://[64:ff9b::127.0.0.1]:%d/",
	"http://[2002:7f00:1::]:%d/", "http://[fe80::1%%25lo]:%d/", "http://[fd00::1]:%d/",
	"http://localhost:%d/", "http://LOCALHOST:%d/", "http://localhost.:%d/", "http://127.0.0.1.nip.test:%d/",
	"http://public.test@127.0.0.1:%d/", "http://public.test:80@127.0.0.1:%d/", "http://public.test%%40@127.0.0.1:%d/",
	"http://%%31%%32%%37.0.0.1:%d/", "http://\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1:%d/",
	"http://\xe2\x91\xa0\xe2\x91\xa1\xe2\x91\xa6.0.0.1:%d/", "http://127\xe3\x80\x82""0\xe3\x80\x82""0\xe3\x80\x82""1:%d/",
	"http://loop.test:%d/", "http://loop6.test:%d/", "http://mapped.test:%d/", "http://nat64.test:%d/",
	"http://sixtofour.test:%d/", "http://unique.test:%d/", "http://metadata.test:%d/", "http://private.test:%d/",
	"http://169.254.169.254:%d/latest/meta-data/", "http://0xa9fea9fe:%d/", "http://2852039166:%d/",
	"http://10.0.0.1:%d/", "http://172.16.0.1:%d/", "http://192.168.0.1:%d/", "http://100.64.0.1:%d/",
	"http://224.0.0.1:%d/", "http://255.255.255.255:%d/", "http:127.0.0.1:%d/", "http:///127.0.0.1:%d/",
	"//127.0.0.1:%d/", "127.0.0.1:%d/", "ftp://127.0.0.1:%d/", "gopher://127.0.0.1:%d/_GET", "dict://127.0.0.1:%d/",
	"file:///etc/passwd?%d", "telnet://127.0.0.1:%d/", "https://127.0.0.1:%d/", "https://localhost:%d/",
	"http://127.0.0.1:%d\\@public.test/", "http://127.0.0.1:%d#@public.test/", "http://127.0.0.1:%d?@public.test/",
	"http://[::1%%250]:%d/", "http://\t127.0.0.1:%d/", "http://127.0.0.1%%00.public.test:%d/",
};

static void no_spelling_leads_into_our_own_network(void **state)
{
	struct peer *peer = peer_new(acts, 1);

	(void)state;
	assert_true(COUNT_OF(spellings) >= 40);
	reset(peer);
	for (size_t i = 0; i < COUNT_OF(spellings); i++) {
		struct outcome outcome;
		char url[200];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(url, sizeof(url), spellings[i], peer_port(peer));
#pragma GCC diagnostic pop
		outcome = ask(url, true);
		/* one of them names the outside, whoever else reads it otherwise */
		if ((outcome.fate != HTTP_NOT_SENT && !strstr(url, "\\@public.test")) ||
		    atomic_load(&to_inside) || peer_connections(peer) != atomic_load(&to_outside))
			fail_msg("%s: fate %d, %d connections", url, outcome.fate, atomic_load(&to_inside));
	}
	/* there was somebody to be found, and who counts sees it */
	{
		char url[200];

		snprintf(url, sizeof(url), "http://127.1:%d/", peer_port(peer));
		assert_int_equal(ask(url, false).fate, HTTP_ANSWERED);
		assert_int_equal(atomic_load(&to_inside), 1);
		assert_int_equal(peer_connections(peer), atomic_load(&to_outside) + 1);
	}
	peer_free(&peer);
}

/* The client follows none; who follows asks anew, and is judged anew. */
static void a_redirect_home_is_not_followed(void **state)
{
	static const struct peer_act redirects[] = {
		{ "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n", PEER_CLOSES } };
	struct peer *peer = peer_new(redirects, 1);
	struct outcome outcome;

	(void)state;
	reset(peer);
	outcome = ask("http://public.test/picture", true);
	assert_int_equal(outcome.fate, HTTP_ANSWERED);
	assert_int_equal(outcome.status, 302);
	assert_int_equal(atomic_load(&to_outside), 1);
	assert_int_equal(ask("http://127.0.0.1/", true).fate, HTTP_NOT_SENT);
	assert_int_equal(atomic_load(&to_inside), 0);
	assert_int_equal(peer_connections(peer), 1);
	peer_free(&peer);
}

/* It was outside when it was looked at, and is inside when it is called: the address of the
 * connection counts, each time. */
static void a_name_that_changes_its_answer_is_judged_each_time(void **state)
{
	static const char *const turning[] = { "http://turns.test/", "http://turns6.test/" };
	struct peer *peer = peer_new(acts, 1);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(turning); i++) {
		reset(peer);
		assert_int_equal(ask(turning[i], true).fate, HTTP_ANSWERED);
		assert_int_equal(atomic_load(&to_outside), 1);
		for (int again = 0; again < 3; again++)
			assert_int_equal(ask(turning[i], true).fate, HTTP_NOT_SENT);
		assert_int_equal(atomic_load(&to_inside), 0);
		assert_int_equal(atomic_load(&to_outside), 1);
	}
	/* of two answers the one outside is taken, the other is not even tried */
	reset(peer);
	assert_int_equal(ask("http://both.test/", true).fate, HTTP_ANSWERED);
	assert_int_equal(atomic_load(&to_inside), 0);
	assert_int_equal(atomic_load(&to_outside), 1);
	peer_free(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_spelling_leads_into_our_own_network),
		cmocka_unit_test(a_redirect_home_is_not_followed),
		cmocka_unit_test(a_name_that_changes_its_answer_is_judged_each_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
