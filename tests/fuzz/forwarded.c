#include "fuzz.h"

#include "wire/proxies.h"

enum { HEADERS_MOST = 8 };

/* --- addresses: what was read is written and reads the same ------------------------------- */

static void check_address(struct str text)
{
	struct address address = { .family = ADDRESS_NONE }, again = { .family = ADDRESS_NONE };
	struct address_range range;
	char written[INET6_ADDRSTRLEN];

	if (address_read(text, &address)) {
		assert(address.family == ADDRESS_V4 || address.family == ADDRESS_V6);
		address_write(&address, written);
		assert(address_read(str_of(written), &again));
		assert(again.family == address.family &&
		       !memcmp(again.bytes, address.bytes, sizeof(address.bytes)));
		assert(address_is_same_house(&address, &again));
	} else {
		assert(address.family == ADDRESS_NONE);
	}
	if (address_range_read(text, &range)) {
		assert(range.bits >= 0 && range.bits <= (range.start.family == ADDRESS_V4 ? 32 : 128));
		assert(address_is_in(&range.start, &range));
	}
}

/* Bit by bit, as the page of a text book has it. */
static bool is_in(const struct address *address, const struct address_range *range)
{
	if (address->family != range->start.family)
		return false;
	for (int i = 0; i < range->bits; i++) {
		int shift = 7 - i % 8;

		if ((address->bytes[i / 8] >> shift & 1) != (range->start.bytes[i / 8] >> shift & 1))
			return false;
	}
	return true;
}

static void check_trust(const struct proxies *proxies, const struct address *address)
{
	bool is = address->family == ADDRESS_NONE && proxies->is_local;

	for (size_t i = 0; address->family != ADDRESS_NONE && i < proxies->count; i++)
		is |= is_in(address, &proxies->ranges[i]);
	assert(is == proxies_has(proxies, address));
}

/* --- whose request it is ------------------------------------------------------------------------ */

static bool is_same(const struct address *a, const struct address *b)
{
	return a->family == b->family && !memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

/* Does any client's header change what its own proxy adds to the right of it? */
static void check_right_end(const struct proxies *proxies, const struct address *peer,
			    struct http_header *headers, size_t count)
{
	struct address client, seen;

	if (!proxies_has(proxies, peer) || count == HEADERS_MOST)
		return;
	headers[count].name = proxies->is_forwarded ? STR("Forwarded") : STR("X-Forwarded-For");
	headers[count].value = proxies->is_forwarded ? STR("for=203.0.113.77") : STR("203.0.113.77");
	assert(address_read(STR("203.0.113.77"), &seen));
	if (proxies_has(proxies, &seen))
		return;
	client = proxies_client(proxies, peer, headers, count + 1);
	assert(is_same(&client, &seen));
}

static void check_client(const struct proxies *proxies, const struct address *peer,
			 struct http_header *headers, size_t count)
{
	struct address client = proxies_client(proxies, peer, headers, count);

	check_trust(proxies, peer);
	/* who is no proxy of ours is believed about nobody */
	if (!proxies_has(proxies, peer) || count == 0)
		assert(is_same(&client, peer));
	assert(client.family != ADDRESS_NONE || is_same(&client, peer));
	check_right_end(proxies, peer, headers, count);
}

/* Lines: the proxies, separated by spaces; the peer, or none over a Unix socket; then headers
 * as they came, the first byte of each saying which name it has. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const struct str names[] = {
		{ "X-Forwarded-For", 15 }, { "x-forwarded-for", 15 }, { "Forwarded", 9 }, { "Via", 3 },
	};
	struct str rest = { (const char *)bytes, size }, trusted = STR_NONE, line = STR_NONE, word;
	struct proxies proxies = { .count = 0 };
	struct address peer = { .family = ADDRESS_NONE };
	struct http_header headers[HEADERS_MOST + 1];
	size_t count = 0;
	struct note note = { .text = "" };

	check_address(rest);
	str_next(&rest, '\n', &trusted);
	while (str_next(&trusted, ' ', &word))
		if (proxies_add(&proxies, word, &note))
			assert(note.text[0]);
	assert(proxies.count <= PROXIES_MOST);
	str_next(&rest, '\n', &line);
	check_address(line);
	if (!address_read(line, &peer))
		peer.family = ADDRESS_NONE;
	while (count < HEADERS_MOST && str_next(&rest, '\n', &line)) {
		headers[count].name = names[line.size ? (unsigned char)line.at[0] % COUNT_OF(names) : 0];
		headers[count++].value = str_from(line, 1);
	}
	for (int i = 0; i < 2; i++) {
		proxies.is_forwarded = i;
		check_client(&proxies, &peer, headers, count);
	}
	return 0;
}
