/*
 * talker - a raw client of the server under test, turned by the same loop.
 */
#ifndef TESTS_UNIT_WIRE_TALKER_H
#define TESTS_UNIT_WIRE_TALKER_H

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/str.h"
#include "wire/loop.h"

/* Only a test that fails waits so long: what it waits for is a condition. */
enum { TALKER_ROOM = 1 << 20, TALKER_PATIENCE_MS = 300000 };

struct talker {
	struct loop *loop; /* NULL: the server turns elsewhere */
	int fd;
	bool is_over; /* the server has closed */
	size_t size;
	char *got; /* NUL-terminated */
};

static inline struct talker talker_new(struct loop *loop, int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons((uint16_t)port),
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct talker talker = { .loop = loop, .fd = socket(AF_INET, SOCK_STREAM, 0) };

	talker.got = calloc(1, TALKER_ROOM);
	assert_non_null(talker.got);
	assert_int_equal(connect(talker.fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return talker;
}

static inline void talker_done(struct talker *talker)
{
	if (talker->fd >= 0)
		close(talker->fd);
	free(talker->got);
	*talker = (struct talker){ .fd = -1 };
}

static inline void talker_turn(struct talker *talker)
{
	if (talker->loop)
		loop_turn(talker->loop, 2);
	else
		usleep(1000);
}

/* A server that hung up already is no failure: the test looks at what it said. */
static inline void talker_say(struct talker *talker, struct str bytes)
{
	while (bytes.size) {
		ssize_t sent = send(talker->fd, bytes.at, bytes.size, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (sent < 0 && errno != EAGAIN)
			return;
		if (sent > 0)
			bytes = str_from(bytes, (size_t)sent);
		else
			talker_turn(talker);
	}
}

static inline void talker_hear(struct talker *talker)
{
	ssize_t got = recv(talker->fd, talker->got + talker->size,
			   TALKER_ROOM - 1 - talker->size, MSG_DONTWAIT);

	if (got > 0)
		talker->size += (size_t)got;
	else if (got == 0 || (errno != EAGAIN && errno != EINTR))
		talker->is_over = true;
	talker->got[talker->size] = '\0';
}

/* Until `text` has come (NULL: until the server closes); false past the patience. */
static inline bool talker_await(struct talker *talker, const char *text)
{
	int64_t until = clock_boot_ms() + TALKER_PATIENCE_MS;

	while (clock_boot_ms() < until) {
		talker_hear(talker);
		if (text && strstr(talker->got, text))
			return true;
		if (talker->is_over)
			return text == NULL;
		talker_turn(talker);
	}
	return false;
}

static inline int talker_count(const struct talker *talker, const char *text)
{
	int count = 0;

	for (const char *at = talker->got; (at = strstr(at, text)); at++)
		count++;
	return count;
}

#endif
