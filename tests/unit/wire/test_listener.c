#include "tests/lib/test.h"

#include <stdio.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "talker.h"
#include "wire/call.h"
#include "wire/endpoint.h"
#include "wire/server.h"

/* The server gets this many descriptors beside those it has at its start, the crowd
 * is larger, and stays for a while. */
enum { SPARE_FDS = 8, CROWD = 60, CROWD_FOR_MS = 1000 };

struct report {
	int64_t cpu_ms;
	off_t log_bytes;
};

static void run_mark(void *context, struct call *call)
{
	(void)context;
	call_answer(call, 200, "text/plain", STR("mark"));
}

static void run_quit(void *context, struct call *call)
{
	call_answer(call, 200, "text/plain", STR("bye"));
	loop_stop(context);
}

static const struct endpoint endpoints[] = {
	{ HTTP_GET, "/mark", 0, run_mark },
	{ HTTP_GET, "/quit", 0, run_quit },
	{ .path = NULL },
};

static int64_t cpu_ms(void)
{
	struct timespec used;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	return used.tv_sec * 1000 + used.tv_nsec / 1000000;
}

static void limit_fds(void)
{
	int next = dup(0);
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = (rlim_t)next + SPARE_FDS;
	close(next);
	if (next < 0 || setrlimit(RLIMIT_NOFILE, &limit) < 0)
		_exit(2);
}

/* The child: serves until /quit, then reports.  Its log goes to a file.  Who says nothing may stay
 * for `idle_for`. */
static void serve(int out, FILE *log, int64_t idle_for)
{
	struct loop *loop = loop_new();
	struct server_limits limits = server_limits_default();
	struct server *server;
	struct report report;
	struct stat stat;
	int64_t began;
	int port;

	prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that failed leaves nobody behind */
	limits.header_for = idle_for;
	server = server_new(loop, endpoints, loop, &limits);
	dup2(fileno(log), STDERR_FILENO);
	if (server_listen(server, "127.0.0.1:0", &port, NULL) != FAULT_NONE)
		_exit(3);
	limit_fds();
	began = cpu_ms();
	if (write(out, &port, sizeof(port)) < 0)
		_exit(4);
	loop_run(loop);
	report.cpu_ms = cpu_ms() - began;
	fstat(STDERR_FILENO, &stat);
	report.log_bytes = stat.st_size;
	if (write(out, &report, sizeof(report)) < 0)
		_exit(5);
	_exit(0);
}

static bool is_heard(int port, struct str request, const char *answer)
{
	struct talker talker = talker_new(NULL, port);
	bool is_heard;

	talker_say(&talker, request);
	is_heard = talker_await(&talker, answer);
	if (!is_heard && !talker.is_over)
		fail_msg("no %s: %s", answer, talker.got);
	talker_done(&talker);
	return is_heard;
}

/* Who comes while the crowd still counts as there is turned away, and comes again. */
static void say_and_hear(int port, struct str request, const char *answer)
{
	while (!is_heard(port, request, answer))
		usleep(1000);
}

static void crowd_in(int port)
{
	static const struct timespec stay = { CROWD_FOR_MS / 1000, 0 };
	struct talker crowd[CROWD];

	for (int i = 0; i < CROWD; i++)
		crowd[i] = talker_new(NULL, port);
	/* The span over which the server's use of the processor is measured. */
	nanosleep(&stay, NULL);
	for (int i = 0; i < CROWD; i++)
		talker_done(&crowd[i]);
}

static void without_descriptors_accepting_pauses_and_recovers(void **state)
{
	FILE *log = tmpfile();
	struct report report = { .cpu_ms = -1 };
	int pipes[2];
	int port = 0;
	int status = -1;
	pid_t child;

	(void)state;
	assert_non_null(log);
	assert_int_equal(pipe(pipes), 0);
	child = fork();
	if (child == 0)
		serve(pipes[1], log, 10 * SECOND_MS);
	close(pipes[1]);
	assert_int_equal(read(pipes[0], &port, sizeof(port)), sizeof(port));
	say_and_hear(port, STR("GET /mark HTTP/1.1\r\nHost: h\r\n\r\n"), "mark");
	crowd_in(port);
	say_and_hear(port, STR("GET /mark HTTP/1.1\r\nHost: h\r\n\r\n"), "mark");
	say_and_hear(port, STR("GET /quit HTTP/1.1\r\nHost: h\r\n\r\n"), "bye");
	assert_int_equal(read(pipes[0], &report, sizeof(report)), sizeof(report));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	/* guarantees.md §4, emfile: less than 20 % of the processor, a small log. */
	assert_in_range(report.cpu_ms, 0, CROWD_FOR_MS / 5);
	assert_in_range(report.log_bytes, 1, 500);
	close(pipes[0]);
	fclose(log);
}

/* The crowd says nothing and stays: somebody of it goes for who has something to say. */
static void without_descriptors_an_idle_one_goes_for_who_asks(void **state)
{
	struct talker crowd[CROWD];
	struct report report;
	FILE *log = tmpfile();
	int pipes[2];
	int port = 0, status = -1;
	pid_t child;

	(void)state;
	assert_non_null(log);
	assert_int_equal(pipe(pipes), 0);
	child = fork();
	if (child == 0)
		serve(pipes[1], log, DAY_MS);
	close(pipes[1]);
	assert_int_equal(read(pipes[0], &port, sizeof(port)), sizeof(port));
	for (int i = 0; i < CROWD; i++)
		crowd[i] = talker_new(NULL, port);
	for (int i = 0; i < 3; i++)
		assert_true(is_heard(port, STR("GET /mark HTTP/1.1\r\nHost: h\r\n\r\n"), "mark"));
	assert_true(is_heard(port, STR("GET /quit HTTP/1.1\r\nHost: h\r\n\r\n"), "bye"));
	assert_int_equal(read(pipes[0], &report, sizeof(report)), sizeof(report));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	for (int i = 0; i < CROWD; i++)
		talker_done(&crowd[i]);
	close(pipes[0]);
	fclose(log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_descriptors_accepting_pauses_and_recovers),
		cmocka_unit_test(without_descriptors_an_idle_one_goes_for_who_asks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
