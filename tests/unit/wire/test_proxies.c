/* Whose request it is: the right-most address that no trusted proxy has, and nobody's invention. */
#include "tests/lib/test.h"

#include "wire/proxies.h"

static struct proxies proxies_of(bool is_forwarded)
{
	static const char *const trusted[] = { "127.0.0.1", "10.0.0.0/8", "::1", "2001:db8:7::/48" };
	struct proxies proxies = { .is_forwarded = is_forwarded };

	for (size_t i = 0; i < COUNT_OF(trusted); i++)
		assert_int_equal(proxies_add(&proxies, str_of(trusted[i]), NULL), FAULT_NONE);
	return proxies;
}

static struct address address(const char *text)
{
	struct address address = { .family = ADDRESS_NONE };

	if (text[0])
		assert_true(address_read(str_of(text), &address));
	return address;
}

struct row {
	const char *peer;
	const char *lines[3]; /* of the header, as they came */
	const char *client;
};

static void judge(const struct row *row, const struct proxies *proxies, const char *name)
{
	struct http_header headers[4] = { { STR("Host"), STR("h") } };
	struct address peer = address(row->peer), client;
	char told[INET6_ADDRSTRLEN];
	size_t count = 1;

	for (size_t i = 0; i < COUNT_OF(row->lines) && row->lines[i]; i++)
		headers[count++] = (struct http_header){ str_of(name), str_of(row->lines[i]) };
	client = proxies_client(proxies, &peer, headers, count);
	address_write(&client, told);
	if (strcmp(told, row->client) != 0)
		fail_msg("%s says %s: %s, not %s", row->peer, row->lines[0], told, row->client);
}

static void the_nearest_that_is_no_proxy_is_the_client(void **state)
{
	static const struct row rows[] = {
		{ "127.0.0.1", { NULL }, "127.0.0.1" },
		{ "127.0.0.1", { "203.0.113.7" }, "203.0.113.7" },
		{ "127.0.0.1", { " 203.0.113.7 " }, "203.0.113.7" },
		/* chains: proxies of ours are stepped over, the client's own words are not heard */
		{ "127.0.0.1", { "203.0.113.7, 10.1.2.3" }, "203.0.113.7" },
		{ "127.0.0.1", { "198.51.100.1, 203.0.113.7, 10.1.2.3" }, "203.0.113.7" },
		{ "127.0.0.1", { "127.0.0.1, 203.0.113.7" }, "203.0.113.7" },
		{ "127.0.0.1", { "198.51.100.1", "203.0.113.7" }, "203.0.113.7" },
		{ "127.0.0.1", { "203.0.113.7", "10.1.2.3", "10.9.9.9" }, "203.0.113.7" },
		{ "127.0.0.1", { "10.1.2.3" }, "10.1.2.3" },
		{ "127.0.0.1", { "10.3.3.3, 10.1.2.3" }, "10.3.3.3" },
		/* who is not on the list is not believed */
		{ "203.0.113.9", { "198.51.100.1" }, "203.0.113.9" },
		{ "203.0.113.9", { "127.0.0.1" }, "203.0.113.9" },
		{ "11.0.0.1", { "198.51.100.1" }, "11.0.0.1" },
		{ "2001:db8:8::1", { "198.51.100.1" }, "2001:db8:8::1" },
		/* IPv6, ports, brackets, an IPv4 address inside */
		{ "::1", { "2001:db8::5" }, "2001:db8::5" },
		{ "2001:db8:7:1::2", { "[2001:db8::5]:4711" }, "2001:db8::5" },
		{ "::1", { "[2001:db8::5]" }, "2001:db8::5" },
		{ "::1", { "203.0.113.7:4711" }, "203.0.113.7" },
		{ "::1", { "::ffff:203.0.113.7" }, "203.0.113.7" },
		{ "::1", { "203.0.113.7, ::ffff:10.0.0.1" }, "203.0.113.7" },
		{ "::ffff:127.0.0.1", { "203.0.113.7" }, "203.0.113.7" },
		/* rubbish: what is to the right of it is all that is known */
		{ "127.0.0.1", { "" }, "127.0.0.1" },
		{ "127.0.0.1", { "unknown" }, "127.0.0.1" },
		{ "127.0.0.1", { "203.0.113.7, unknown" }, "127.0.0.1" },
		{ "127.0.0.1", { "203.0.113.7, " }, "127.0.0.1" },
		{ "127.0.0.1", { "203.0.113.7, rubbish, 10.1.2.3" }, "10.1.2.3" },
		{ "127.0.0.1", { "203.0.113.7 198.51.100.1" }, "127.0.0.1" },
		{ "127.0.0.1", { "203.0.113.7;198.51.100.1" }, "127.0.0.1" },
		{ "127.0.0.1", { "203.0.113.999" }, "127.0.0.1" },
		{ "127.0.0.1", { "203.0.113" }, "127.0.0.1" },
		{ "127.0.0.1", { "0xcb007107" }, "127.0.0.1" },
		{ "127.0.0.1", { "203.0.113.7:99999" }, "127.0.0.1" },
		{ "127.0.0.1", { "203.0.113.7:" }, "127.0.0.1" },
		{ "127.0.0.1", { "203.0.113.7:-1" }, "127.0.0.1" },
		{ "127.0.0.1", { "[203.0.113.7]" }, "127.0.0.1" },
		{ "127.0.0.1", { "[2001:db8::5" }, "127.0.0.1" },
		{ "127.0.0.1", { "[2001:db8::5]x" }, "127.0.0.1" },
		{ "127.0.0.1", { "[]" }, "127.0.0.1" },
		{ "127.0.0.1", { "fe80::1%eth0" }, "127.0.0.1" },
		{ "127.0.0.1", { "school.example" }, "127.0.0.1" },
		{ "127.0.0.1", { "\"203.0.113.7\"" }, "127.0.0.1" },
	};
	struct proxies proxies = proxies_of(false);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		judge(&rows[i], &proxies, i % 2 ? "X-Forwarded-For" : "x-forwarded-for");
}

static void the_same_is_read_from_forwarded_when_proxies_say_that(void **state)
{
	static const struct row rows[] = {
		{ "127.0.0.1", { "for=203.0.113.7" }, "203.0.113.7" },
		{ "127.0.0.1", { "For=\"203.0.113.7:80\";proto=https;by=10.0.0.1" }, "203.0.113.7" },
		{ "127.0.0.1", { "proto=https; for=\"[2001:db8::5]:80\"" }, "2001:db8::5" },
		{ "127.0.0.1", { "for=198.51.100.1, for=203.0.113.7, for=10.1.2.3" }, "203.0.113.7" },
		{ "127.0.0.1", { "for=198.51.100.1", "for=203.0.113.7" }, "203.0.113.7" },
		{ "127.0.0.1", { "for=\"_x, for=198.51.100.1\", for=203.0.113.7" }, "203.0.113.7" },
		{ "127.0.0.1", { "for=unknown" }, "127.0.0.1" },
		{ "127.0.0.1", { "for=_hidden" }, "127.0.0.1" },
		{ "127.0.0.1", { "for=198.51.100.1;for=203.0.113.7" }, "127.0.0.1" },
		{ "127.0.0.1", { "proto=https" }, "127.0.0.1" },
		{ "127.0.0.1", { "203.0.113.7" }, "127.0.0.1" },
		{ "127.0.0.1", { "for=203.0.113.7, \"" }, "127.0.0.1" },
		{ "127.0.0.1", { "for=\"203.0.113.7" }, "127.0.0.1" },
		{ "127.0.0.1", { ";;;" }, "127.0.0.1" },
		/* a quote left open by the client, and what the proxy added behind it */
		{ "127.0.0.1", { "for=198.51.100.1;y=\", for=\"203.0.113.7\"" }, "127.0.0.1" },
		{ "127.0.0.1", { "for=198.51.100.1;y=\"\\\"\", for=203.0.113.7" }, "127.0.0.1" },
		{ "127.0.0.1", { "for=198.51.100.1;y=\"", "for=\"203.0.113.7\"" }, "203.0.113.7" },
		{ "127.0.0.1", { "for=" }, "127.0.0.1" },
		{ "203.0.113.9", { "for=198.51.100.1" }, "203.0.113.9" },
	};
	struct proxies proxies = proxies_of(true);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		judge(&rows[i], &proxies, "Forwarded");
}

/* What a client writes in the header that our proxy does not set is nobody's word. */
static void only_the_header_that_was_named_is_heard(void **state)
{
	const struct row row = { "127.0.0.1", { "198.51.100.1" }, "127.0.0.1" };
	const struct row forwarded = { "127.0.0.1", { "for=198.51.100.1" }, "127.0.0.1" };
	struct proxies plain = proxies_of(false), other = proxies_of(true);

	(void)state;
	judge(&row, &other, "X-Forwarded-For");
	judge(&forwarded, &plain, "Forwarded");
	judge(&row, &plain, "X-Real-IP");
	judge(&row, &plain, "X-Forwarded-For-Not");
}

static void a_chain_without_end_ends_where_it_is_known(void **state)
{
	struct proxies proxies = proxies_of(false);
	struct address peer = address("127.0.0.1"), client;
	struct http_header header = { STR("X-Forwarded-For"), STR_NONE };
	char told[INET6_ADDRSTRLEN];
	AUTO(buf) long_list;

	(void)state;
	buf_init(&long_list, 1 << 20);
	buf_add_text(&long_list, "203.0.113.7");
	for (int i = 0; i < 1000; i++)
		buf_add_format(&long_list, ", 10.0.%d.%d", i / 250, i % 250);
	header.value = buf_str(&long_list);
	client = proxies_client(&proxies, &peer, &header, 1);
	address_write(&client, told);
	/* the thirty-second hop from the right: a proxy, and never the invention beyond it */
	assert_string_equal(told, "10.0.3.218");
}

static void a_proxy_over_a_socket_is_named_unix(void **state)
{
	struct proxies proxies = { .count = 0 };
	const struct row row = { "", { "203.0.113.7" }, "" };
	const struct row known = { "", { "203.0.113.7" }, "203.0.113.7" };

	(void)state;
	judge(&row, &proxies, "X-Forwarded-For");
	assert_int_equal(proxies_add(&proxies, STR("unix"), NULL), FAULT_NONE);
	judge(&known, &proxies, "X-Forwarded-For");
}

static void what_is_no_proxy_is_refused_with_the_reason(void **state)
{
	static const char *const wrong[] = { "", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.1/8",
		"10.0.0.0/", "/8", "10.0.0/8", "2001:db8::/129", "2001:db8::1/32", "::1/x", "0x7f.1",
		"127.1", "127.0.0.1:80", "[::1]", "*", "unix:" };
	struct proxies proxies = { .count = 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct note note = { .text = "" };

		if (proxies_add(&proxies, str_of(wrong[i]), &note) != FAULT_INVALID || !note.text[0])
			fail_msg("\"%s\" is taken", wrong[i]);
	}
	assert_int_equal(proxies.count, 0);
	for (int i = 0; i < PROXIES_MOST; i++)
		assert_int_equal(proxies_add(&proxies, STR("0.0.0.0/0"), NULL), FAULT_NONE);
	assert_int_equal(proxies_add(&proxies, STR("::/0"), NULL), FAULT_FULL);
}

/* Every prefix of both families, against bits that are counted one by one. */
static void a_range_has_what_begins_like_it_and_nothing_else(void **state)
{
	(void)state;
	for (int six = 0; six < 2; six++)
		for (int bits = 0; bits <= (six ? 128 : 32); bits++) {
			struct address_range range = { .bits = bits };
			struct address inside;

			range.start.family = inside.family = six ? ADDRESS_V6 : ADDRESS_V4;
			memset(inside.bytes, 0, sizeof(inside.bytes));
			for (int i = 0; i < (six ? 16 : 4); i++)
				range.start.bytes[i] = 0xa5;
			for (int i = 0; i < (six ? 128 : 32); i++)
				if ((i < bits) == ((range.start.bytes[i / 8] >> (7 - i % 8)) & 1))
					inside.bytes[i / 8] |= (unsigned char)(0x80 >> (i % 8));
			assert_true(address_is_in(&inside, &range));
			if (bits > 0) {
				inside.bytes[(bits - 1) / 8] ^= (unsigned char)(0x80 >> ((bits - 1) % 8));
				assert_false(address_is_in(&inside, &range));
			}
			inside.family = six ? ADDRESS_V4 : ADDRESS_V6;
			assert_false(address_is_in(&inside, &range));
		}
}

static void a_household_of_ipv6_is_one(void **state)
{
	struct address one = address("2001:db8:1:2::1"), two = address("2001:db8:1:2:ffff::9");
	struct address other = address("2001:db8:1:3::1"), four = address("32.1.13.184");

	(void)state;
	assert_true(address_is_same_house(&one, &two));
	assert_false(address_is_same_house(&one, &other));
	assert_false(address_is_same_house(&one, &four));
	assert_true(address_is_same_house(&four, &four));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nearest_that_is_no_proxy_is_the_client),
		cmocka_unit_test(the_same_is_read_from_forwarded_when_proxies_say_that),
		cmocka_unit_test(only_the_header_that_was_named_is_heard),
		cmocka_unit_test(a_chain_without_end_ends_where_it_is_known),
		cmocka_unit_test(a_proxy_over_a_socket_is_named_unix),
		cmocka_unit_test(what_is_no_proxy_is_refused_with_the_reason),
		cmocka_unit_test(a_range_has_what_begins_like_it_and_nothing_else),
		cmocka_unit_test(a_household_of_ipv6_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
