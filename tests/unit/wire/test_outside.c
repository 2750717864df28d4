/* Where a stranger's URL may lead us: guarantees.md §3, ssrf. */
#include "asker.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "wire/outside.h"

static bool judge(const char *text)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} address = { .v6 = { .sin6_family = AF_INET6 } };

	if (inet_pton(AF_INET6, text, &address.v6.sin6_addr) == 1)
		return outside_is_outside(&address.any);
	address.v4 = (struct sockaddr_in){ .sin_family = AF_INET };
	assert_int_equal(inet_pton(AF_INET, text, &address.v4.sin_addr), 1);
	return outside_is_outside(&address.any);
}

static void addresses_of_our_own_network_are_inside(void **state)
{
	static const char *const inside[] = {
		"0.0.0.0", "0.255.255.255", "10.0.0.1", "10.255.255.255", "100.64.0.1",
		"100.127.255.255", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
		"172.31.255.255", "192.0.0.1", "192.168.0.1", "198.18.0.1", "198.19.255.255",
		"203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1",
		"64:ff9b:1::1", "100::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1",
		"2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1",
	};
	static const char *const outside[] = {
		"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
		"126.255.255.255", "128.0.0.0", "169.253.255.255", "172.15.255.255", "172.32.0.0",
		"192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
		"2600::1", "2a00:1450::1", "2001:4860::8888", "2003::1",
	};
	const struct sockaddr local = { .sa_family = AF_UNIX };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(inside); i++)
		if (judge(inside[i]))
			fail_msg("%s would be asked", inside[i]);
	for (size_t i = 0; i < COUNT_OF(outside); i++)
		if (!judge(outside[i]))
			fail_msg("%s would be refused", outside[i]);
	assert_false(outside_is_outside(&local));
}

/* Names and spellings that end at this very machine; the last row proves that there was
 * somebody to be found. */
static void a_url_from_outside_does_not_reach_us(void **state)
{
	static const struct peer_act acts[] = { { OK_KEPT, PEER_KEEPS } };
	static const char *const hosts[] = {
		"127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0",
		"[::1]", "[::ffff:127.0.0.1]", "127.0.0.1",
	};
	struct loop *loop = loop_new();
	struct client *client = client_with(loop, 4, 16);
	struct peer *peer = peer_new(acts, 1);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(hosts); i++) {
		bool is_last = i + 1 == COUNT_OF(hosts);
		struct outcome outcome = { .calls = 0 };
		AUTO(http_request) request;

		http_request_init(&request);
		request.is_outside = !is_last;
		buf_add_format(&request.url, "http://%s:%d/", hosts[i], peer_port(peer));
		assert_int_equal(client_send(client, &request, keep, &outcome, NULL), FAULT_NONE);
		assert_true(turn_until(loop, &outcome.calls, 1));
		assert_int_equal(peer_connections(peer), is_last);
		if (!is_last && outcome.fate != HTTP_NOT_SENT)
			fail_msg("%s: %d", hosts[i], outcome.fate);
	}
	client_free(&client);
	peer_free(&peer);
	loop_free(&loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_of_our_own_network_are_inside),
		cmocka_unit_test(a_url_from_outside_does_not_reach_us),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
