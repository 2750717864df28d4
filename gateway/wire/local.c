#include "local.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static const char prefix[] = "unix:";

bool local_is(struct str address)
{
	return str_starts(address, str_of(prefix));
}

/* True when the file is a socket behind which nobody listens any more. */
static bool is_stale(const struct sockaddr_un *place)
{
	struct stat facts;
	bool is_refused;
	int fd;

	if (lstat(place->sun_path, &facts) < 0 || !S_ISSOCK(facts.st_mode))
		return false;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return false;
	is_refused = connect(fd, (const struct sockaddr *)place, sizeof(*place)) < 0 &&
		     errno == ECONNREFUSED;
	close(fd);
	return is_refused;
}

static enum fault cannot_listen(const struct sockaddr_un *place, struct note *note)
{
	return fault_because(FAULT_CONFIG, note, "cannot listen on %s: %s", place->sun_path,
			     errno == EADDRINUSE ? "another process does" : strerror(errno));
}

/* The mode is set before listen: nobody gets in through a wider one. */
static enum fault listen_at(int fd, const struct sockaddr_un *place, int backlog,
			    struct note *note)
{
	int bound = bind(fd, (const struct sockaddr *)place, sizeof(*place));

	if (bound < 0 && errno == EADDRINUSE && is_stale(place)) {
		unlink(place->sun_path);
		bound = bind(fd, (const struct sockaddr *)place, sizeof(*place));
	}
	if (bound < 0 || chmod(place->sun_path, 0660) < 0 || listen(fd, backlog) < 0)
		return cannot_listen(place, note);
	return FAULT_NONE;
}

enum fault local_listen(struct str address, int backlog, int *fd, struct note *note)
{
	assert(local_is(address));
	assert(backlog > 0 && fd);

	struct sockaddr_un place = { .sun_family = AF_UNIX };
	struct str path = str_from(address, sizeof(prefix) - 1);
	enum fault fault;
	int made;

	if (path.size == 0 || path.size >= sizeof(place.sun_path))
		return fault_because(FAULT_CONFIG, note, "the path of a socket has 1 to %zu bytes",
				     sizeof(place.sun_path) - 1);
	str_put(place.sun_path, sizeof(place.sun_path), path);
	made = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (made < 0)
		return cannot_listen(&place, note);
	fault = listen_at(made, &place, backlog, note);
	if (fault)
		close(made);
	else
		*fd = made;
	return fault;
}

void local_remove(const char *address)
{
	assert(address && local_is(str_of(address)));
	unlink(address + sizeof(prefix) - 1);
}

void local_peer(int fd, char *into, size_t room)
{
	struct ucred peer;
	socklen_t size = sizeof(peer);

	assert(fd >= 0);
	assert(into && room > 0);
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0)
		snprintf(into, room, "unix:?");
	else
		snprintf(into, room, "unix:%u", (unsigned)peer.uid);
}
