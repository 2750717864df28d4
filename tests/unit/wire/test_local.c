#include "tests/lib/test.h"

#include <stdio.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "talker.h"
#include "wire/call.h"
#include "wire/endpoint.h"
#include "wire/server.h"

struct stage {
	struct loop *loop;
	struct server *server;
	char folder[64];
	char address[96];
};

static void run_peer(void *context, struct call *call)
{
	(void)context;
	call_answer(call, 200, "text/plain", str_of(call_peer(call)));
}

static const struct endpoint endpoints[] = {
	{ HTTP_GET, "/peer", 0, run_peer },
	{ .path = NULL },
};

static struct server *serve(struct stage *stage)
{
	struct server_limits limits = server_limits_default();

	return server_new(stage->loop, endpoints, NULL, &limits);
}

static int build(void **state)
{
	struct stage *stage = calloc(1, sizeof(*stage));

	snprintf(stage->folder, sizeof(stage->folder), "/tmp/hearback-local-XXXXXX");
	assert_non_null(mkdtemp(stage->folder));
	snprintf(stage->address, sizeof(stage->address), "unix:%s/control.sock", stage->folder);
	stage->loop = loop_new();
	stage->server = serve(stage);
	*state = stage;
	return 0;
}

static int strike(void **state)
{
	struct stage *stage = *state;

	server_free(&stage->server);
	loop_free(&stage->loop);
	unlink(stage->address + 5);
	rmdir(stage->folder);
	free(stage);
	return 0;
}

static struct talker call_in(struct stage *stage)
{
	struct sockaddr_un place = { .sun_family = AF_UNIX };
	struct talker talker = { .loop = stage->loop, .fd = socket(AF_UNIX, SOCK_STREAM, 0) };

	talker.got = calloc(1, TALKER_ROOM);
	snprintf(place.sun_path, sizeof(place.sun_path), "%s", stage->address + 5);
	assert_int_equal(connect(talker.fd, (struct sockaddr *)&place, sizeof(place)), 0);
	return talker;
}

/* A socket's file, bound and left behind as by a process that was killed. */
static void leave_behind(const struct stage *stage)
{
	struct sockaddr_un place = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(place.sun_path, sizeof(place.sun_path), "%s", stage->address + 5);
	assert_int_equal(bind(fd, (struct sockaddr *)&place, sizeof(place)), 0);
	close(fd);
}

static void a_unix_socket_serves_and_tells_who_calls(void **state)
{
	struct stage *stage = *state;
	struct talker talker;
	struct stat facts;
	char wanted[32];
	int port = -1;

	assert_int_equal(server_listen(stage->server, stage->address, &port, NULL), FAULT_NONE);
	assert_int_equal(port, 0);
	assert_int_equal(stat(stage->address + 5, &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0660);
	talker = call_in(stage);
	talker_say(&talker, STR("GET /peer HTTP/1.1\r\nHost: hearback\r\n\r\n"));
	snprintf(wanted, sizeof(wanted), "\r\n\r\nunix:%u", (unsigned)getuid());
	assert_true(talker_await(&talker, wanted));
	talker_done(&talker);
	server_free(&stage->server);
	assert_int_equal(stat(stage->address + 5, &facts), -1);
}

static void what_a_dead_process_left_is_replaced(void **state)
{
	struct stage *stage = *state;

	leave_behind(stage);
	assert_int_equal(server_listen(stage->server, stage->address, NULL, NULL), FAULT_NONE);
}

static void a_socket_that_somebody_answers_is_not_replaced(void **state)
{
	struct stage *stage = *state;
	struct server *second = serve(stage);
	struct note note;
	struct talker talker;

	assert_int_equal(server_listen(stage->server, stage->address, NULL, NULL), FAULT_NONE);
	assert_int_equal(server_listen(second, stage->address, NULL, &note), FAULT_CONFIG);
	assert_non_null(strstr(note.text, "another process"));
	server_free(&second);
	talker = call_in(stage);
	talker_done(&talker);
}

static void no_other_file_is_replaced_and_no_path_is_cut_short(void **state)
{
	struct stage *stage = *state;
	char address[300];
	FILE *file = fopen(stage->address + 5, "w");
	struct stat facts;

	fclose(file);
	assert_int_equal(server_listen(stage->server, stage->address, NULL, NULL), FAULT_CONFIG);
	assert_int_equal(stat(stage->address + 5, &facts), 0);
	snprintf(address, sizeof(address), "unix:/tmp/%0*d", 200, 0);
	assert_int_equal(server_listen(stage->server, address, NULL, NULL), FAULT_CONFIG);
	assert_int_equal(server_listen(stage->server, "unix:", NULL, NULL), FAULT_CONFIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_unix_socket_serves_and_tells_who_calls, build, strike),
		cmocka_unit_test_setup_teardown(what_a_dead_process_left_is_replaced, build, strike),
		cmocka_unit_test_setup_teardown(a_socket_that_somebody_answers_is_not_replaced, build, strike),
		cmocka_unit_test_setup_teardown(no_other_file_is_replaced_and_no_path_is_cut_short, build, strike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
