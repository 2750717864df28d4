#include "address.h"

#include <arpa/inet.h>
#include <assert.h>
#include <string.h>

enum { V4_BYTES = 4, V6_BYTES = 16, HOUSE_BYTES = 8, PORT_MOST = 65535 };

static const unsigned char mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

static struct address address_made(enum address_family family, const unsigned char *bytes)
{
	struct address address = { .family = family };

	if (family == ADDRESS_V6 && memcmp(bytes, mapped, sizeof(mapped)) == 0) {
		address.family = ADDRESS_V4;
		bytes += sizeof(mapped);
	}
	memcpy(address.bytes, bytes, address.family == ADDRESS_V4 ? V4_BYTES : V6_BYTES);
	return address;
}

struct address address_of(const struct sockaddr *place)
{
	assert(place);
	if (place->sa_family == AF_INET)
		return address_made(ADDRESS_V4, (const void *)&((const struct sockaddr_in *)
								(const void *)place)->sin_addr);
	if (place->sa_family == AF_INET6)
		return address_made(ADDRESS_V6, (const void *)&((const struct sockaddr_in6 *)
								(const void *)place)->sin6_addr);
	return (struct address){ .family = ADDRESS_NONE };
}

static bool read_plain(struct str text, struct address *address)
{
	unsigned char bytes[V6_BYTES];
	char host[INET6_ADDRSTRLEN];

	/* a NUL inside would end the text early */
	if (text.size == 0 || text.size >= sizeof(host) || memchr(text.at, '\0', text.size))
		return false;
	str_put(host, sizeof(host), text);
	if (inet_pton(AF_INET, host, bytes) == 1)
		*address = address_made(ADDRESS_V4, bytes);
	else if (inet_pton(AF_INET6, host, bytes) == 1)
		*address = address_made(ADDRESS_V6, bytes);
	else
		return false;
	return true;
}

/* "" or ":80". */
static bool is_port(struct str text)
{
	int64_t port;

	return text.size == 0 || (text.at[0] == ':' &&
	       str_number(str_from(text, 1), 0, PORT_MOST, &port) == FAULT_NONE);
}

bool address_read(struct str text, struct address *address)
{
	size_t end = str_find(text, STR("]"));
	size_t colon = str_find(text, STR(":"));

	assert(address);
	if (str_starts(text, STR("[")))
		return end < text.size && is_port(str_from(text, end + 1)) &&
		       str_find(str_slice(text, 1, end - 1), STR(":")) < end - 1 &&
		       read_plain(str_slice(text, 1, end - 1), address);
	/* one colon: a port; more: IPv6, which has no port without brackets */
	if (colon < text.size && str_find(str_from(text, colon + 1), STR(":")) == text.size - colon - 1)
		return is_port(str_from(text, colon)) &&
		       read_plain(str_slice(text, 0, colon), address);
	return read_plain(text, address);
}

void address_write(const struct address *address, char into[INET6_ADDRSTRLEN])
{
	assert(address && into);
	into[0] = '\0';
	if (address->family != ADDRESS_NONE)
		inet_ntop(address->family == ADDRESS_V4 ? AF_INET : AF_INET6, address->bytes,
			  into, INET6_ADDRSTRLEN);
}

bool address_is_same_house(const struct address *one, const struct address *other)
{
	assert(one && other);
	return one->family == other->family &&
	       memcmp(one->bytes, other->bytes,
		      one->family == ADDRESS_V6 ? HOUSE_BYTES : V4_BYTES) == 0;
}

static int bits_of(const struct address *address)
{
	return 8 * (address->family == ADDRESS_V4 ? V4_BYTES : V6_BYTES);
}

static bool has_bits(const struct address *address, int from)
{
	for (int i = from; i < bits_of(address); i++)
		if (address->bytes[i / 8] & (0x80 >> (i % 8)))
			return true;
	return false;
}

bool address_range_read(struct str text, struct address_range *range)
{
	size_t slash = str_find(text, STR("/"));
	struct address_range read;
	int64_t bits;

	assert(range);
	if (!read_plain(str_slice(text, 0, slash), &read.start))
		return false;
	bits = bits_of(&read.start);
	if (slash < text.size &&
	    str_number(str_from(text, slash + 1), 0, bits, &bits) != FAULT_NONE)
		return false;
	read.bits = (int)bits;
	if (has_bits(&read.start, read.bits))
		return false;
	*range = read;
	return true;
}

bool address_is_in(const struct address *address, const struct address_range *range)
{
	assert(address && range);

	int whole = range->bits / 8, rest = range->bits % 8;

	if (address->family != range->start.family ||
	    memcmp(address->bytes, range->start.bytes, (size_t)whole) != 0)
		return false;
	return rest == 0 || (address->bytes[whole] ^ range->start.bytes[whole]) >> (8 - rest) == 0;
}
