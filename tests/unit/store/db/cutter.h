/*
 * cutter - stands between a driver and its PostgreSQL, and cuts the line at a COMMIT: before the
 * server has it, behind its answer, which the driver then never sees, or meanwhile: then the
 * server's process stands still with the COMMIT before it, and goes on when the driver, on its next
 * connection, has been told of the ledger's owner.
 */
#ifndef TESTS_UNIT_STORE_DB_CUTTER_H
#define TESTS_UNIT_STORE_DB_CUTTER_H

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/lib/engine.h"

enum cut { CUT_NOT, CUT_BEFORE, CUT_MEANWHILE, CUT_BEHIND };

enum { CUTTER_PAIRS = 16 };

struct cutter {
	char folder[64];
	int door;
	pthread_t thread;
	_Atomic bool is_over;
	_Atomic int cut;        /* the next COMMIT's */
	_Atomic int cuts;       /* how many lines were cut */
	_Atomic int backend;    /* the process of the next COMMIT */
	bool is_standing;
	struct cutter_pair {
		int ours, theirs;   /* to the driver, to the server; -1: none */
		bool is_muted;      /* what the server says next is its answer to a COMMIT */
		bool is_asking;     /* …is what it knows of the owner */
	} pairs[CUTTER_PAIRS];
};

static inline int cutter_socket(const char *folder, bool is_door)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(name.sun_path, sizeof(name.sun_path), "%s/.s.PGSQL.5432", folder);
	assert_true(fd >= 0);
	if (is_door) {
		assert_int_equal(bind(fd, (struct sockaddr *)&name, sizeof(name)), 0);
		assert_int_equal(listen(fd, 16), 0);
	} else if (connect(fd, (struct sockaddr *)&name, sizeof(name)) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static inline void cutter_end(struct cutter_pair *pair)
{
	close(pair->ours);
	close(pair->theirs);
	*pair = (struct cutter_pair){ -1, -1, false, false };
}

static inline void cutter_let_in(struct cutter *cutter)
{
	for (size_t i = 0; i < CUTTER_PAIRS; i++)
		if (cutter->pairs[i].ours < 0) {
			int ours = accept(cutter->door, NULL, NULL);
			int theirs = cutter_socket(engine_server(), false);

			if (theirs < 0)
				close(ours);
			else
				cutter->pairs[i] = (struct cutter_pair){ ours, theirs, false, false };
			return;
		}
}

/* What the driver says, to the server. */
static inline void cutter_forth(struct cutter *cutter, struct cutter_pair *pair)
{
	char bytes[65536];
	ssize_t size = read(pair->ours, bytes, sizeof(bytes));
	bool is_commit = size > 0 && memmem(bytes, (size_t)size, "COMMIT", 6);
	int cut = is_commit ? atomic_exchange(&cutter->cut, CUT_NOT) : CUT_NOT;

	if (cut != CUT_NOT)
		atomic_fetch_add(&cutter->cuts, 1);
	pair->is_asking = cutter->is_standing && size > 0 && memmem(bytes, (size_t)size, "FROM db_writer", 14);
	if (cut == CUT_MEANWHILE) {
		kill(atomic_load(&cutter->backend), SIGSTOP);
		cutter->is_standing = true;
	}
	if (size <= 0 || cut == CUT_BEFORE || write(pair->theirs, bytes, (size_t)size) != size ||
	    cut == CUT_MEANWHILE)
		cutter_end(pair);
	else
		pair->is_muted |= cut == CUT_BEHIND;
}

static inline void cutter_back(struct cutter *cutter, struct cutter_pair *pair)
{
	char bytes[65536];
	ssize_t size = read(pair->theirs, bytes, sizeof(bytes));
	bool has_heard = pair->is_asking && size > 0;

	if (size <= 0 || pair->is_muted || write(pair->ours, bytes, (size_t)size) != size)
		cutter_end(pair);
	if (has_heard) {
		kill(atomic_load(&cutter->backend), SIGCONT);
		cutter->is_standing = pair->is_asking = false;
	}
}

static inline void *cutter_live(void *context)
{
	struct cutter *cutter = context;

	while (!atomic_load(&cutter->is_over)) {
		struct pollfd fds[2 * CUTTER_PAIRS + 1] = { { .fd = cutter->door, .events = POLLIN } };

		for (int i = 0; i < CUTTER_PAIRS; i++) {
			fds[1 + 2 * i] = (struct pollfd){ .fd = cutter->pairs[i].ours, .events = POLLIN };
			fds[2 + 2 * i] = (struct pollfd){ .fd = cutter->pairs[i].theirs, .events = POLLIN };
		}
		if (poll(fds, COUNT_OF(fds), 50) <= 0)
			continue;
		if (fds[0].revents)
			cutter_let_in(cutter);
		for (int i = 0; i < CUTTER_PAIRS; i++) {
			if (fds[1 + 2 * i].revents && cutter->pairs[i].ours == fds[1 + 2 * i].fd)
				cutter_forth(cutter, &cutter->pairs[i]);
			if (fds[2 + 2 * i].revents && cutter->pairs[i].theirs == fds[2 + 2 * i].fd)
				cutter_back(cutter, &cutter->pairs[i]);
		}
	}
	return NULL;
}

/* The address of a database by way of it. */
static inline void cutter_new(struct cutter *cutter, const char *database, char *address, size_t room)
{
	*cutter = (struct cutter){ .folder = "/tmp/hearback-cut-XXXXXX" };
	signal(SIGPIPE, SIG_IGN);
	assert_non_null(mkdtemp(cutter->folder));
	for (size_t i = 0; i < CUTTER_PAIRS; i++)
		cutter->pairs[i] = (struct cutter_pair){ -1, -1, false, false };
	cutter->door = cutter_socket(cutter->folder, true);
	assert_int_equal(pthread_create(&cutter->thread, NULL, cutter_live, cutter), 0);
	snprintf(address, room, "postgresql:///%s?host=%s&user=hearback", database, cutter->folder);
}

static inline void cutter_done(struct cutter *cutter)
{
	char path[100];

	atomic_store(&cutter->is_over, true);
	pthread_join(cutter->thread, NULL);
	for (size_t i = 0; i < CUTTER_PAIRS; i++)
		if (cutter->pairs[i].ours >= 0)
			cutter_end(&cutter->pairs[i]);
	close(cutter->door);
	snprintf(path, sizeof(path), "%s/.s.PGSQL.5432", cutter->folder);
	unlink(path);
	rmdir(cutter->folder);
}

#endif
