/*
 * answerer - a daemon's control socket that answers as it is told, in a thread.
 *
 * The n-th request gets the n-th answer; each is kept whole.  A status of 0 hangs up without a
 * word.
 */
#ifndef TESTS_CLI_ANSWERER_H
#define TESTS_CLI_ANSWERER_H

#include "tests/lib/fine.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "cli/ctl.h"
#include "cli/ctl_verbs.h"

enum { ANSWERS = 8 };

struct answer {
	int status;
	const char *body;
};

struct answerer {
	char socket[64];
	int fd;
	pthread_t thread;
	const struct answer *answers;
	int count;
	int asked;                       /* read these after answerer_stop */
	char requests[ANSWERS][16 * 1024];
};

static inline bool is_whole(const char *request, size_t size)
{
	const char *end = strstr(request, "\r\n\r\n");
	const char *length = strcasestr(request, "\r\nContent-Length:");

	return end && size >= (size_t)(end - request) + 4 +
		(length && length < end ? strtoul(length + 17, NULL, 10) : 0);
}

static inline void answer_one(struct answerer *answerer, int fd)
{
	char *request = answerer->requests[answerer->asked], head[200];
	const struct answer *answer = &answerer->answers[answerer->asked];
	size_t size = 0, room = sizeof(answerer->requests[0]) - 1;
	ssize_t got;

	while (!is_whole(request, size) && (got = read(fd, request + size, room - size)) > 0)
		size += (size_t)got;
	answerer->asked++;
	if (answer->status) {
		snprintf(head, sizeof(head), "HTTP/1.1 %d x\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n",
			 answer->status, strlen(answer->body));
		got = send(fd, head, strlen(head), MSG_NOSIGNAL);
		got = send(fd, answer->body, strlen(answer->body), MSG_NOSIGNAL);
	}
	close(fd);
}

static inline void *answerer_run(void *data)
{
	struct answerer *answerer = data;

	while (answerer->asked < answerer->count) {
		int fd = accept(answerer->fd, NULL, NULL);

		if (fd < 0)
			break;
		answer_one(answerer, fd);
	}
	shutdown(answerer->fd, SHUT_RDWR); /* who asks more than was foreseen hears nobody */
	return NULL;
}

/* answers: borrowed until answerer_stop. */
static inline struct answerer *answerer_start(const struct answer *answers, int count)
{
	struct answerer *answerer = calloc(1, sizeof(*answerer));
	struct sockaddr_un place = { .sun_family = AF_UNIX };

	assert_non_null(answerer);
	assert_true(count <= ANSWERS);
	answerer->answers = answers;
	answerer->count = count;
	strcpy(answerer->socket, "/tmp/hearback-ctl-XXXXXX");
	assert_non_null(mkdtemp(answerer->socket));
	strcat(answerer->socket, "/sock");
	strcpy(place.sun_path, answerer->socket);
	answerer->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(answerer->fd, (struct sockaddr *)&place, sizeof(place)), 0);
	assert_int_equal(listen(answerer->fd, ANSWERS), 0);
	assert_int_equal(pthread_create(&answerer->thread, NULL, answerer_run, answerer), 0);
	return answerer;
}

/* Nothing is asked any more: the requests may be read now. */
static inline void answerer_stop(struct answerer *answerer)
{
	shutdown(answerer->fd, SHUT_RDWR);
	assert_int_equal(pthread_join(answerer->thread, NULL), 0);
	close(answerer->fd);
	unlink(answerer->socket);
	*strrchr(answerer->socket, '/') = '\0';
	rmdir(answerer->socket);
}

/* "POST /control/x" */
static inline void assert_asked(const struct answerer *answerer, int n, const char *line, const char *body)
{
	const char *request = answerer->requests[n], *rest = strstr(request, "\r\n\r\n");

	assert_true(n < answerer->asked);
	assert_non_null(rest);
	if (strncmp(request, line, strlen(line)) || strncmp(request + strlen(line), " HTTP/", 6))
		fail_msg("asked %.200s", request);
	assert_string_equal(rest + 4, body);
}

/* A command line as main reads it; "--x v" is an option with a value, "--x" at the end or before
 * another one has none. */
static inline const struct verb *read_line(struct ctl *ctl, const char *const *said)
{
	int used = 0, argc = 0;
	const struct verb *verb;

	while (said[argc])
		argc++;
	verb = ctl_verb_find(argc, (char **)(uintptr_t)said, &used);
	assert_non_null(verb);
	for (int i = used; i < argc; i++) {
		bool is_option = !strncmp(said[i], "--", 2);
		bool has_value = is_option && said[i + 1] && strncmp(said[i + 1], "--", 2);

		if (!is_option) {
			ctl->args[ctl->arg_count++] = said[i];
			continue;
		}
		ctl->options[ctl->option_count].name = said[i] + 2;
		ctl->options[ctl->option_count++].value = has_value ? said[++i] : "1";
	}
	return verb;
}

#endif
