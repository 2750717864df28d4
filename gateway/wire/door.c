#include "door.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "local.h"

/* More than one turn of the loop accepts: the others were heard before. */
enum { TRIES_MOST = 16 };

/* Heard once more, and gone when that brought nothing whole; somebody who came to another place
 * meanwhile may stay. */
static void hear_and_go(struct crowd_member *member)
{
	struct conn *conn = container_of(member, struct conn, member);
	int64_t turn = member->turn;

	conn_hear(conn);
	if (conn->state != CONN_DEAD && member->turn == turn)
		conn_give_way(conn);
}

/* False when nobody can go for the newcomer. */
static bool make_room(struct conn_home *home, const struct crowd_member *newcomer)
{
	bool is_over = true;

	for (int i = 0; i < TRIES_MOST; i++) {
		struct crowd_member *goes = crowd_over(&home->crowd, newcomer, &is_over);

		if (!goes)
			return !is_over;
		hear_and_go(goes);
	}
	return false;
}

bool door_give_way(struct conn_home *home)
{
	int before = crowd_count(&home->crowd);

	assert(home);
	for (int i = 0; i < TRIES_MOST && crowd_count(&home->crowd) == before; i++) {
		struct crowd_member *goes = crowd_first(&home->crowd);

		if (!goes)
			break;
		hear_and_go(goes);
	}
	if (crowd_count(&home->crowd) < before)
		return true;
	crowd_refused(&home->crowd, SERVER_NO_DESCRIPTORS, "?");
	return false;
}

/* As politely as one packet can be: nothing of it is kept or waited for. */
static void turn_away(struct conn_home *home, struct conn *conn)
{
	static const char head[] = "HTTP/1.1 503 Service Unavailable\r\n"
				   "Retry-After: 5\r\nContent-Type: application/json\r\n"
				   "X-Content-Type-Options: nosniff\r\n"
				   "Cache-Control: no-store\r\nConnection: close\r\n";
	struct str words = crowd_words(SERVER_FULL);
	char sorry[512];
	int size = snprintf(sorry, sizeof(sorry), "%sContent-Length: %zu\r\n\r\n%.*s", head,
			    words.size, STR_ARG(words));
	ssize_t sent = send(conn->fd, sorry, (size_t)size, MSG_NOSIGNAL | MSG_DONTWAIT);

	(void)sent;
	crowd_refused(&home->crowd, SERVER_FULL, conn->peer);
	close(conn->fd);
	free(conn);
}

static void know_peer(struct conn *conn, const struct sockaddr *peer)
{
	const struct proxies *proxies = conn->home->limits.proxies;

	conn->hop = address_of(peer);
	conn->is_proxied = proxies && proxies_has(proxies, &conn->hop);
	conn->member.address = conn->hop;
	conn->member.is_proxied = conn->is_proxied;
	if (peer->sa_family == AF_UNIX)
		local_peer(conn->fd, conn->peer, sizeof(conn->peer));
	else
		address_write(&conn->hop, conn->peer);
}

void door_open(struct conn_home *home, int fd, const struct sockaddr *peer)
{
	struct conn *conn = memory_new(struct conn);

	assert(home && home->on_request);
	assert(fd >= 0);
	assert(peer);
	conn->home = home;
	conn->fd = fd;
	know_peer(conn, peer);
	if (make_room(home, &conn->member))
		conn_begin(conn);
	else
		turn_away(home, conn);
}
