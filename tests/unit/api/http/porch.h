/*
 * porch - a server whose routes a test invents: real loop, reader, writer and ledger, and no
 * handler of ours, so that what links here is what api/http sees.
 */
#ifndef TESTS_UNIT_API_HTTP_PORCH_H
#define TESTS_UNIT_API_HTTP_PORCH_H

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/http/request.h"
#include "base/log.h"
#include "i18n/time/zone.h"
#include "store/db/migrate.h"
#include "store/jobs/reader.h"
#include "store/log/audit.h"
#include "tests/lib/fresh.h"
#include "tests/lib/test.h"
#include "tests/lib/words.h"

#define PORCH_TOKEN "0123456789abcdef0123456789abcdef"
/* Only a test that fails waits so long. */
#define PATIENCE_FOR 300000

struct porch {
	char folder[64], address[96];
	struct loop *loop;
	struct core core;
	struct core_settings settings;
	struct api api;
	struct server *server;
	int port;
	struct db *db;              /* of the test, beside the writer's */
	/* what the test's own look and act are told, and tell */
	enum fault look_fault, act_fault;
	const char *field;
	_Atomic int looks;          /* the reader counts them */
	int acts, frees;
	int64_t audited;            /* rows that stood there when the act ran */
	struct user_id user;
};

struct porch_answer {
	int status;
	struct str head, body;
	struct buf raw;
};

static inline void porch_post(void *context, void (*run)(void *data), void *data)
{
	loop_post(context, run, data);
}

static inline void porch_open_ledger(struct porch *porch)
{
	struct writer_post post = { porch_post, porch->loop };
	struct note note = { .text = "" };
	struct db *db;

	fresh_ledger(porch->address);
	assert_int_equal(db_open(porch->address, DB_WRITE, &db, &note), FAULT_NONE);
	assert_int_equal(migrate_run(db, 1, &note), FAULT_NONE);
	porch->core.locale = words_locale();
	porch->core.writer = writer_new(db, 64, post);
	assert_int_equal(reader_open(porch->address, &(struct reader_plan){ 1, 4, post },
				     &porch->core.reader, &note), FAULT_NONE);
	assert_int_equal(db_open(porch->address, DB_READ, &porch->db, &note), FAULT_NONE);
}

static inline struct porch *porch_new(const struct endpoint *endpoints)
{
	struct porch *porch = calloc(1, sizeof(*porch));
	struct server_limits limits = server_limits_default();
	struct note note = { .text = "" };

	assert_non_null(porch);
	log_set_level(LOG_ALARM);
	snprintf(porch->folder, sizeof(porch->folder), "/tmp/h-porch-XXXXXX");
	assert_non_null(mkdtemp(porch->folder));
	snprintf(porch->address, sizeof(porch->address), "sqlite:%s/a.db", porch->folder);
	porch->loop = loop_new();
	porch->settings.audit_key = STR("the key of a test");
	porch->core.settings = &porch->settings;
	porch->core.loop = porch->loop;
	porch->core.clock = clock_new_practice(INT64_C(1772553600000), false);
	porch_open_ledger(porch);
	porch->api.core = &porch->core;
	porch->server = server_new(porch->loop, endpoints, porch, &limits);
	assert_int_equal(server_listen(porch->server, "127.0.0.1:0", &porch->port, &note), FAULT_NONE);
	return porch;
}

static inline void porch_free(struct porch **porch)
{
	struct porch *gone = *porch;
	char command[96];

	server_free(&gone->server);
	writer_stop(gone->core.writer);
	reader_free(&gone->core.reader);
	for (int i = 0; i < 3; i++)
		loop_turn(gone->loop, 5);
	writer_free(&gone->core.writer);
	db_close(&gone->db);
	locale_free(&gone->core.locale);
	clock_free(&gone->core.clock);
	loop_free(&gone->loop);
	snprintf(command, sizeof(command), "rm -rf %s", gone->folder);
	assert_int_equal(system(command), 0);
	free(gone);
	*porch = NULL;
}

/* --- on the writer's thread, and waited for ------------------------------------------ */

struct porch_job {
	struct job job;
	struct user user;
	bool is_done;
};

static inline enum fault porch_run_hire(struct job *job, struct db *db, struct note *note)
{
	struct porch_job *hire = container_of(job, struct porch_job, job);
	enum fault fault = user_add(db, &hire->user);

	(void)note;
	return fault ? fault : token_add(db, &(struct token){ .id = 1, .user = hire->user.id,
		.created_at = 1, .expires_at = NEVER, .used_at = 1 }, STR(PORCH_TOKEN));
}

static inline enum fault porch_run_fire(struct job *job, struct db *db, struct note *note)
{
	struct porch_job *fire = container_of(job, struct porch_job, job);

	(void)note;
	fire->user.disabled_at = 2;
	return user_put(db, &fire->user);
}

static inline void porch_on_written(struct job *job, enum fault fault, const struct note *note)
{
	(void)note;
	assert_int_equal(fault, FAULT_NONE);
	container_of(job, struct porch_job, job)->is_done = true;
}

static inline void porch_write(struct porch *porch, struct porch_job *job)
{
	int64_t until_at = clock_boot_ms() + PATIENCE_FOR;

	job->job.done = porch_on_written;
	assert_int_equal(writer_add(porch->core.writer, &job->job), FAULT_NONE);
	while (!job->is_done) {
		loop_turn(porch->loop, 5);
		assert_true(clock_boot_ms() < until_at);
	}
}

/* Somebody whose token is PORCH_TOKEN. */
static inline void porch_hire(struct porch *porch, enum role role)
{
	struct porch_job hire = { .job.run = porch_run_hire,
				  .user = { .id = { 7 }, .email = "ana@maple.example", .role = role } };

	porch_write(porch, &hire);
}

static inline void porch_fire(struct porch *porch)
{
	struct porch_job fire = { .job.run = porch_run_fire,
				  .user = { .id = { 7 }, .email = "ana@maple.example" } };

	porch_write(porch, &fire);
}

/* --- asking --------------------------------------------------------------------------- */

static inline int porch_connect(const struct porch *porch)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)porch->port),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	return fd;
}

static inline void porch_say(int fd, const char *line, const char *token)
{
	char request[512];

	snprintf(request, sizeof(request), "%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s%s%s\r\n",
		 line, token ? "Authorization: Bearer " : "", token ? token : "", token ? "\r\n" : "");
	assert_int_equal(send(fd, request, strlen(request), MSG_NOSIGNAL), strlen(request));
}

static inline void porch_hear(struct porch *porch, int fd, struct porch_answer *answer)
{
	int64_t until_at = clock_boot_ms() + PATIENCE_FOR;
	char bytes[16384];
	ssize_t got = -1;
	struct str raw;
	size_t end;

	buf_init(&answer->raw, 32 << 20);
	while (got != 0) {
		loop_turn(porch->loop, 5);
		while ((got = recv(fd, bytes, sizeof(bytes), 0)) > 0)
			buf_add(&answer->raw, (struct str){ bytes, (size_t)got });
		assert_true(clock_boot_ms() < until_at);
	}
	close(fd);
	raw = buf_str(&answer->raw);
	end = str_find(raw, STR("\r\n\r\n"));
	assert_true(end < raw.size);
	answer->head = str_slice(raw, 0, end);
	answer->body = str_from(raw, end + 4);
	answer->status = atoi(raw.at + sizeof("HTTP/1.1"));
}

/* `line`: "GET /look". */
static inline void porch_ask(struct porch *porch, const char *line, const char *token,
			     struct porch_answer *answer)
{
	int fd = porch_connect(porch);

	porch_say(fd, line, token);
	porch_hear(porch, fd, answer);
}

static inline void porch_answer_done(struct porch_answer *answer)
{
	buf_done(&answer->raw);
}

static inline bool porch_says(const struct porch_answer *answer, const char *part)
{
	return str_find(answer->body, str_of(part)) < answer->body.size;
}

#endif
