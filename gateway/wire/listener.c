#include "listener.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <event2/listener.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "local.h"
#include "timer.h"

enum { PAUSE_FOR = 200, COMPLAIN_EVERY = 10000, BACKLOG = 4096 };

struct listener {
	struct evconnlistener *socket;
	struct timer *pause;
	int spare_fd;
	int port;
	int64_t complained_at;
	char *local; /* a Unix socket's address, else NULL */
	struct listener_owner owner;
};

union place {
	struct sockaddr any;
	struct sockaddr_in four;
	struct sockaddr_in6 six;
};

/* "[::1]:80" or "127.0.0.1:80"; names would need DNS on the loop thread. */
static bool parse_place(struct str address, union place *place, socklen_t *size)
{
	char host[INET6_ADDRSTRLEN];
	struct str name = address;
	int64_t port;

	while (name.size && name.at[name.size - 1] != ':')
		name.size--;
	if (name.size == 0 ||
	    str_number(str_from(address, name.size), 0, 65535, &port) != FAULT_NONE)
		return false;
	name.size--;
	memset(place, 0, sizeof(*place));
	if (str_starts(name, STR("[")) && str_ends(name, STR("]"))) {
		str_put(host, sizeof(host), str_slice(name, 1, name.size - 2));
		place->six.sin6_family = AF_INET6;
		place->six.sin6_port = htons((uint16_t)port);
		*size = sizeof(place->six);
		return inet_pton(AF_INET6, host, &place->six.sin6_addr) == 1;
	}
	str_put(host, sizeof(host), name);
	place->four.sin_family = AF_INET;
	place->four.sin_port = htons((uint16_t)port);
	*size = sizeof(place->four);
	return inet_pton(AF_INET, host, &place->four.sin_addr) == 1;
}

/* With SO_REUSEADDR the system refuses only an address on which somebody listens. */
static bool is_bound(int fd, const union place *place, socklen_t size)
{
	int on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (place->any.sa_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	return bind(fd, &place->any, size) == 0;
}

static const char *cure(int error)
{
	static const struct { int error; const char *text; } cures[] = {
		{ EADDRINUSE, ": another program listens there (ss -ltnp says which): end it, or name another" },
		{ EADDRNOTAVAIL, ": this machine has no such address: name one of its own (ip address)" },
		{ EACCES, ": a port below 1024 is not for this user: name one above" },
		{ EAFNOSUPPORT, ": this machine has none of that family: name another" },
	};

	for (size_t i = 0; i < COUNT_OF(cures); i++)
		if (cures[i].error == error)
			return cures[i].text;
	return "";
}

/* A socket that has the address, and listens or not.  *fd is -1 when there is none to close. */
static enum fault bind_to(struct str address, union place *place, int *fd, struct note *note)
{
	socklen_t size;

	*fd = -1;
	if (!parse_place(address, place, &size))
		return fault_because(FAULT_CONFIG, note, "cannot listen on %.*s: an address to listen on is "
				     "127.0.0.1:8080, [::1]:8080 or unix:/path, and no name", STR_ARG(address));
	*fd = socket(place->any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (*fd >= 0 && is_bound(*fd, place, size))
		return FAULT_NONE;
	return fault_because(errno == EADDRINUSE ? FAULT_CONFLICT : FAULT_CONFIG, note, "cannot listen on %.*s: %s%s",
			     STR_ARG(address), strerror(errno), cure(errno));
}

static enum fault listen_on(struct str address, int *fd, struct note *note)
{
	union place place;
	int made;
	enum fault fault = bind_to(address, &place, &made, note);

	if (!fault && listen(made, BACKLOG) != 0)
		fault = fault_because(FAULT_CONFIG, note, "cannot listen on %.*s: %s%s", STR_ARG(address),
				      strerror(errno), cure(errno));
	if (!fault) {
		*fd = made;
		return FAULT_NONE;
	}
	if (made >= 0)
		close(made);
	return FAULT_CONFIG;
}

/* --- to look -------------------------------------------------------------------------- */

static bool is_wild(const union place *place)
{
	return place->any.sa_family == AF_INET6 ? IN6_IS_ADDR_UNSPECIFIED(&place->six.sin6_addr) :
						  place->four.sin_addr.s_addr == htonl(INADDR_ANY);
}

/* Can only one of the two be listened on? */
static bool collide(struct str a, struct str b)
{
	union place first, second;
	socklen_t size;

	if (local_is(a) || local_is(b))
		return str_equals(a, b);
	if (!parse_place(a, &first, &size) || !parse_place(b, &second, &size) ||
	    first.any.sa_family != second.any.sa_family || first.four.sin_port != second.four.sin_port ||
	    first.four.sin_port == 0)
		return false;
	if (is_wild(&first) || is_wild(&second))
		return true;
	if (first.any.sa_family == AF_INET)
		return first.four.sin_addr.s_addr == second.four.sin_addr.s_addr;
	return memcmp(&first.six.sin6_addr, &second.six.sin6_addr, sizeof(first.six.sin6_addr)) == 0;
}

static enum fault look_at(struct str address, struct note *note)
{
	union place place;
	enum fault fault;
	int fd;

	if (local_is(address))
		return local_look(address, note);
	fault = bind_to(address, &place, &fd, note);
	if (fd >= 0)
		close(fd);
	return fault;
}

/* An earlier one that it cannot stand beside, or itself. */
static enum fault look_beside(const char *const *addresses, size_t at, struct note *note)
{
	for (size_t i = 0; i < at; i++)
		if (collide(str_of(addresses[i]), str_of(addresses[at])))
			return fault_because(FAULT_CONFIG, note, "cannot listen on %s: %s is listened on already: leave one",
					     addresses[at], addresses[i]);
	return look_at(str_of(addresses[at]), note);
}

enum fault listener_look(const char *const *addresses, size_t count, size_t *bad, struct note *note)
{
	enum fault worst = FAULT_NONE;

	assert((addresses || count == 0) && bad && note);
	for (size_t i = 0; i < count && worst != FAULT_CONFIG; i++) {
		struct note cause = { .text = "" };
		enum fault fault = look_beside(addresses, i, &cause);

		if (fault != FAULT_CONFIG && (!fault || worst))
			continue;
		worst = fault;
		*bad = i;
		*note = cause;
	}
	return worst;
}

static int bound_port(int fd)
{
	union place place = { .any = { .sa_family = AF_UNSPEC } };
	socklen_t size = sizeof(place);

	if (getsockname(fd, &place.any, &size) < 0)
		return 0;
	return ntohs(place.any.sa_family == AF_INET6 ? place.six.sin6_port :
						       place.four.sin_port);
}

static void on_accept(struct evconnlistener *socket, evutil_socket_t fd,
		      struct sockaddr *peer, int size, void *data)
{
	struct listener *listener = data;

	(void)socket;
	(void)size;
	listener->owner.accepted(listener->owner.data, fd, peer);
}

static int open_spare(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void hang_up_one(struct listener *listener)
{
	int fd;

	if (listener->spare_fd < 0)
		return;
	close(listener->spare_fd);
	fd = accept4(evconnlistener_get_fd(listener->socket), NULL, NULL, SOCK_CLOEXEC);
	if (fd >= 0)
		close(fd);
	listener->spare_fd = open_spare();
}

static void on_accept_error(struct evconnlistener *socket, void *data)
{
	struct listener *listener = data;
	bool is_out = errno == EMFILE || errno == ENFILE;
	int64_t now = clock_boot_ms();

	if (is_out && listener->owner.gives_way && listener->owner.gives_way(listener->owner.data))
		return;
	if (now >= listener->complained_at + COMPLAIN_EVERY) {
		log_fact(LOG_ALARM, "wire.accept_failed", LOG_COUNT("errno", errno));
		listener->complained_at = now;
	}
	hang_up_one(listener);
	evconnlistener_disable(socket);
	timer_set(listener->pause, PAUSE_FOR);
}

static void on_pause_over(void *data)
{
	struct listener *listener = data;

	if (listener->spare_fd < 0)
		listener->spare_fd = open_spare();
	evconnlistener_enable(listener->socket);
}

enum fault listener_new(struct loop *loop, struct str address,
			struct listener_owner owner, struct listener **listener,
			struct note *note)
{
	struct listener *made;
	enum fault fault;
	int fd = -1;

	assert(loop && listener);
	assert(owner.accepted);
	fault = local_is(address) ? local_listen(address, BACKLOG, &fd, note) :
				    listen_on(address, &fd, note);
	if (fault)
		return fault;
	made = memory_new(struct listener);
	made->owner = owner;
	if (local_is(address))
		made->local = memory_text(address);
	else
		made->port = bound_port(fd);
	made->spare_fd = open_spare();
	made->complained_at = -COMPLAIN_EVERY;
	made->pause = timer_new(loop, on_pause_over, made);
	made->socket = memory_must(evconnlistener_new(loop_base(loop), on_accept, made,
						      LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC,
						      0, fd));
	evconnlistener_set_error_cb(made->socket, on_accept_error);
	*listener = made;
	return FAULT_NONE;
}

void listener_free(struct listener **listener)
{
	assert(listener);

	struct listener *old = *listener;

	if (!old)
		return;
	*listener = NULL;
	evconnlistener_free(old->socket);
	if (old->local)
		local_remove(old->local);
	free(old->local);
	timer_free(&old->pause);
	if (old->spare_fd >= 0)
		close(old->spare_fd);
	free(old);
}

int listener_port(const struct listener *listener)
{
	assert(listener);
	return listener->port;
}
