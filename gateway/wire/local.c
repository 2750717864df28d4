#include "local.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"

static const char prefix[] = "unix:";

bool local_is(struct str address)
{
	return str_starts(address, str_of(prefix));
}

static enum fault cannot_listen(const char *path, int error, struct note *note)
{
	return fault_because(FAULT_CONFIG, note, "cannot listen on %s: %s%s", path, strerror(error), file_cure(error));
}

/* Of a socket that is there: 0 when nobody answers any more, EADDRINUSE when somebody does. */
static int answers(const struct sockaddr_un *place)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int error;

	if (fd < 0)
		return errno;
	error = connect(fd, (const struct sockaddr *)place, sizeof(*place)) == 0 ? EADDRINUSE : errno;
	close(fd);
	if (error == ECONNREFUSED)
		return 0;
	return error == EACCES || error == EPERM ? error : EADDRINUSE;
}

static enum fault judge_socket(const struct sockaddr_un *place, struct note *note)
{
	struct stat facts;
	int error;

	if (lstat(place->sun_path, &facts) != 0)
		return errno == ENOENT ? FAULT_NONE : cannot_listen(place->sun_path, errno, note);
	if (!S_ISSOCK(facts.st_mode))
		return fault_because(FAULT_CONFIG, note, "cannot listen on %s: it is %s and no socket: move it away, or "
				     "name another path", place->sun_path, file_kind(facts.st_mode));
	error = answers(place);
	if (error == EADDRINUSE)
		return fault_because(FAULT_CONFLICT, note, "cannot listen on %s: another process does: end it, or name "
				     "another path", place->sun_path);
	return error ? cannot_listen(place->sun_path, error, note) : FAULT_NONE;
}

/* The socket is made in its folder, and taken away from there. */
static enum fault judge_folder(const struct sockaddr_un *place, struct note *note)
{
	const char *slash = strrchr(place->sun_path, '/');
	char folder[sizeof(place->sun_path)] = ".";
	int error;

	if (slash)
		snprintf(folder, sizeof(folder), "%.*s", slash == place->sun_path ? 1 : (int)(slash - place->sun_path),
			 place->sun_path);
	error = file_folder_error(folder);
	return error ? cannot_listen(place->sun_path, error, note) : FAULT_NONE;
}

static enum fault read_place(struct str address, struct sockaddr_un *place, struct note *note)
{
	struct str path = str_from(address, sizeof(prefix) - 1);

	*place = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (path.size == 0 || path.size >= sizeof(place->sun_path))
		return fault_because(FAULT_CONFIG, note, "the path of a socket has 1 to %zu bytes, this one %zu: name a "
				     "shorter one", sizeof(place->sun_path) - 1, path.size);
	str_put(place->sun_path, sizeof(place->sun_path), path);
	return FAULT_NONE;
}

enum fault local_look(struct str address, struct note *note)
{
	struct sockaddr_un place;
	enum fault fault = read_place(address, &place, note);

	assert(local_is(address));
	if (!fault)
		fault = judge_folder(&place, note);
	if (!fault)
		fault = judge_socket(&place, note);
	return fault;
}

/* The mode is set before listen: nobody gets in through a wider one. */
static enum fault listen_at(int fd, const struct sockaddr_un *place, int backlog,
			    struct note *note)
{
	int bound = bind(fd, (const struct sockaddr *)place, sizeof(*place));

	if (bound < 0 && errno == EADDRINUSE && !judge_socket(place, NULL)) {
		unlink(place->sun_path); /* nobody answers there any more */
		bound = bind(fd, (const struct sockaddr *)place, sizeof(*place));
	}
	if (bound < 0 || chmod(place->sun_path, 0660) < 0 || listen(fd, backlog) < 0)
		return cannot_listen(place->sun_path, errno, note);
	return FAULT_NONE;
}

enum fault local_listen(struct str address, int backlog, int *fd, struct note *note)
{
	assert(local_is(address));
	assert(backlog > 0 && fd);

	struct sockaddr_un place;
	enum fault fault = local_look(address, note);
	int made;

	if (!fault)
		fault = read_place(address, &place, note);
	if (fault)
		return FAULT_CONFIG;
	made = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (made < 0)
		return cannot_listen(place.sun_path, errno, note);
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
