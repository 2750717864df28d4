/*
 * outside - is an address one that a stranger's URL may lead us to?
 *
 * A name that came from outside may resolve to our own machine or network, and change
 * its answer between two questions: so it is the address of the connection that is
 * judged, after resolving (guarantees.md §3).  Refused: loopback, private, link-local,
 * CGNAT, multicast, reserved, and every IPv6 address that is not global unicast, with
 * what carries an IPv4 address inside (mapped, NAT64, 6to4, Teredo).
 *
 * Threads: pure.
 */
#ifndef WIRE_OUTSIDE_H
#define WIRE_OUTSIDE_H

#include <stdbool.h>
#include <sys/socket.h>

bool outside_is_outside(const struct sockaddr *address);

#endif
