/*
 * peer - a raw HTTP server on loopback that does as it is told, in a thread.
 *
 * It counts what really arrives, so that a client cannot flatter itself.  The n-th request gets the n-th act; the last act
 * is for all that follow.
 */
#ifndef TESTS_LIB_PEER_H
#define TESTS_LIB_PEER_H

enum peer_then {
	PEER_KEEPS,  /* the connection, for the next request */
	PEER_CLOSES,
	PEER_RESETS,
	PEER_HOLDS   /* says nothing more until the other side hangs up */
};

struct peer_act {
	const char *says; /* bytes sent when a whole request has arrived; "" for none */
	enum peer_then then;
};

struct peer;

/* acts: `count` of them, borrowed until peer_free. */
struct peer *peer_new(const struct peer_act *acts, int count);
void peer_free(struct peer **peer);
int peer_port(const struct peer *peer);
/* Whole requests so far. */
int peer_requests(struct peer *peer);
int peer_connections(struct peer *peer);
/* Copies the last whole request, NUL-terminated, cut to the room. */
void peer_last_request(struct peer *peer, char *into, int room);
/* A port on loopback that nobody listens on, until the program ends. */
int peer_dead_port(void);

#endif
