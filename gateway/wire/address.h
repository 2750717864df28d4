/*
 * address - the address of a machine as a value: read, compared, written.
 *
 * An IPv4 address inside an IPv6 one (::ffff:192.0.2.1) is the IPv4 address: it has one value.
 *
 * Threads: pure.
 */
#ifndef WIRE_ADDRESS_H
#define WIRE_ADDRESS_H

#include <netinet/in.h>
#include <sys/socket.h>

#include "base/str.h"

enum address_family { ADDRESS_NONE, ADDRESS_V4, ADDRESS_V6 };

/* Zeroed: an address of none, as a Unix socket's peer has. */
struct address {
	enum address_family family;
	unsigned char bytes[16]; /* 4 or 16 of them, the rest 0 */
};

/* Addresses that begin with the same `bits`. */
struct address_range {
	struct address start;
	int bits;
};

struct address address_of(const struct sockaddr *place);
/* "192.0.2.1", "2001:db8::1", also "192.0.2.1:80", "[2001:db8::1]" or "[2001:db8::1]:80"; no
 * zone, no name.  False leaves *address as it was. */
bool address_read(struct str text, struct address *address);
/* "" for an address of none. */
void address_write(const struct address *address, char into[INET6_ADDRSTRLEN]);
/* One of them has its limits: an IPv6 household has a /64 of addresses. */
bool address_is_same_house(const struct address *one, const struct address *other);
/* "10.0.0.0/8", "2001:db8::/32", or one address.  Bits behind the prefix must be 0. */
bool address_range_read(struct str text, struct address_range *range);
bool address_is_in(const struct address *address, const struct address_range *range);

#endif
