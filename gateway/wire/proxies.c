#include "proxies.h"

#include <assert.h>

/* More hops than any chain has; of a longer one the nearest count. */
enum { HOPS_MOST = 32 };

/* Who handed it on, the nearest last; ADDRESS_NONE: no address stood there. */
struct hops {
	struct address at[HOPS_MOST];
	size_t count; /* that were added; the last HOPS_MOST are there */
};

enum fault proxies_add(struct proxies *proxies, struct str text, struct note *note)
{
	struct address_range range;

	assert(proxies && proxies->count <= PROXIES_MOST);
	if (str_is(text, "unix")) {
		proxies->is_local = true;
		return FAULT_NONE;
	}
	if (!address_range_read(text, &range))
		return fault_because(FAULT_INVALID, note, "a proxy is an address like 127.0.0.1 or ::1, "
				     "a network like 10.0.0.0/8 without bits behind its prefix, or unix");
	if (proxies->count == PROXIES_MOST)
		return fault_because(FAULT_FULL, note, "over %d proxies", PROXIES_MOST);
	proxies->ranges[proxies->count++] = range;
	return FAULT_NONE;
}

bool proxies_has(const struct proxies *proxies, const struct address *peer)
{
	assert(proxies && peer);
	if (peer->family == ADDRESS_NONE)
		return proxies->is_local;
	for (size_t i = 0; i < proxies->count; i++)
		if (address_is_in(peer, &proxies->ranges[i]))
			return true;
	return false;
}

static void add_hop(struct hops *hops, struct str text)
{
	struct address address = { .family = ADDRESS_NONE };

	if (!address_read(str_trim(text), &address))
		address.family = ADDRESS_NONE;
	hops->at[hops->count++ % HOPS_MOST] = address;
}

static void add_list(struct hops *hops, struct str list)
{
	struct str item;

	while (str_next(&list, ',', &item))
		add_hop(hops, item);
}

/* --- Forwarded: for="[2001:db8::1]:80";proto=https, for=192.0.2.1 ------------------------ */

/* A quote that a client left open would swallow what the proxy adds behind it. */
static bool has_open_quote(struct str list)
{
	bool is_open = false;

	for (size_t i = 0; i < list.size; i++)
		is_open ^= list.at[i] == '"';
	return is_open;
}

/* Up to `end` outside quotes; steps over it.  False at the end. */
static bool next_unquoted(struct str *rest, char end, struct str *item)
{
	bool is_quoted = false;
	size_t i = 0;

	if (!rest->at)
		return false;
	while (i < rest->size && (is_quoted || rest->at[i] != end)) {
		is_quoted ^= rest->at[i] == '"';
		i++;
	}
	*item = str_slice(*rest, 0, i);
	*rest = i < rest->size ? (struct str){ rest->at + i + 1, rest->size - i - 1 } : STR_NONE;
	return true;
}

static struct str unquoted(struct str value)
{
	if (value.size >= 2 && str_starts(value, STR("\"")) && str_ends(value, STR("\"")))
		return str_slice(value, 1, value.size - 2);
	return value;
}

/* The value of `for`, which stands there once; nothing otherwise. */
static struct str for_of(struct str element)
{
	struct str pair, found = STR_NONE;
	int count = 0;

	while (next_unquoted(&element, ';', &pair)) {
		size_t equals = str_find(pair, STR("="));

		if (!str_equals_nocase(str_trim(str_slice(pair, 0, equals)), STR("for")))
			continue;
		found = unquoted(str_trim(str_from(pair, equals + 1)));
		count++;
	}
	return count == 1 ? found : STR_NONE;
}

static void add_forwarded(struct hops *hops, struct str list)
{
	struct str element;

	if (has_open_quote(list)) {
		add_hop(hops, STR_NONE);
		return;
	}
	while (next_unquoted(&list, ',', &element))
		add_hop(hops, for_of(element));
}

struct address proxies_client(const struct proxies *proxies, const struct address *peer,
			      const struct http_header *headers, size_t count)
{
	struct str name = proxies->is_forwarded ? STR("Forwarded") : STR("X-Forwarded-For");
	struct address client = *peer;
	struct hops hops = { .count = 0 };

	assert(headers || count == 0);
	if (!proxies_has(proxies, peer))
		return client;
	for (size_t i = 0; i < count; i++) {
		if (!str_equals_nocase(headers[i].name, name))
			continue;
		if (proxies->is_forwarded)
			add_forwarded(&hops, headers[i].value);
		else
			add_list(&hops, headers[i].value);
	}
	for (size_t back = 1; back <= hops.count && back <= HOPS_MOST; back++) {
		const struct address *hop = &hops.at[(hops.count - back) % HOPS_MOST];

		if (hop->family == ADDRESS_NONE)
			break;
		client = *hop;
		if (!proxies_has(proxies, hop))
			break;
	}
	return client;
}
