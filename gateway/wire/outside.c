#include "outside.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/str.h"

struct range {
	const char *start;
	int bits;
};

/* IANA's special-purpose registries (RFC 6890 and its updates). */
static const struct range inside_v4[] = {
	{ "0.0.0.0", 8 },      { "10.0.0.0", 8 },      { "100.64.0.0", 10 }, { "127.0.0.0", 8 },
	{ "169.254.0.0", 16 }, { "172.16.0.0", 12 },   { "192.0.0.0", 24 },  { "192.0.2.0", 24 },
	{ "192.88.99.0", 24 }, { "192.168.0.0", 16 },  { "198.18.0.0", 15 }, { "198.51.100.0", 24 },
	{ "203.0.113.0", 24 }, { "224.0.0.0", 4 },     { "240.0.0.0", 4 },
};
static const struct range global_v6 = { "2000::", 3 };
static const struct range inside_v6[] = {
	{ "2001::", 23 }, { "2001:db8::", 32 }, { "2002::", 16 }, { "3fff::", 20 },
};

static bool is_in(int family, const uint8_t *address, const struct range *range)
{
	uint8_t start[16];
	int whole = range->bits / 8, rest = range->bits % 8;

	if (inet_pton(family, range->start, start) != 1 ||
	    memcmp(address, start, (size_t)whole) != 0)
		return false;
	return rest == 0 || (address[whole] ^ start[whole]) >> (8 - rest) == 0;
}

static bool is_in_any(int family, const uint8_t *address, const struct range *ranges,
		      size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_in(family, address, &ranges[i]))
			return true;
	return false;
}

bool outside_is_outside(const struct sockaddr *address)
{
	uint8_t bytes[16];

	assert(address);
	if (address->sa_family == AF_INET) {
		memcpy(bytes, &((const struct sockaddr_in *)(const void *)address)->sin_addr, 4);
		return !is_in_any(AF_INET, bytes, inside_v4, COUNT_OF(inside_v4));
	}
	if (address->sa_family != AF_INET6)
		return false;
	memcpy(bytes, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, 16);
	return is_in(AF_INET6, bytes, &global_v6) &&
	       !is_in_any(AF_INET6, bytes, inside_v6, COUNT_OF(inside_v6));
}
