/*
 * door - who comes in, and who goes for it.
 *
 * For this room only.  Threads: loop thread only.
 */
#ifndef WIRE_DOOR_H
#define WIRE_DOOR_H

#include "conn.h"

/* Takes over fd: a connection, or, when nobody can go for it, a short refusal. */
void door_open(struct conn_home *home, int fd, const struct sockaddr *peer);
/* There are no descriptors: whoever may go first has gone; false: nobody could. */
bool door_give_way(struct conn_home *home);

#endif
