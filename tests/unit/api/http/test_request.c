/* One request on its way: who is it, look, audit, act, in this order and no other. */
#include "porch.h"
#include "wire/endpoint.h"

static struct porch *porch_of(const struct request *request)
{
	return container_of(request->api, struct porch, api);
}

static void count_free(void *more)
{
	((struct porch *)more)->frees++;
}

static enum fault look(struct request *request, struct db *db, struct note *note)
{
	struct porch *porch = porch_of(request);

	(void)db;
	porch->looks++;
	request->more = porch;
	request->more_free = count_free;
	request->field = porch->field;
	request->reply = json_pack("{s:s}", "looked", "well");
	request->detail = json_pack("{s:s}", "what", "a test");
	return porch->look_fault ? fault_because(porch->look_fault, note, "the look says no") : FAULT_NONE;
}

static enum fault look_at_much(struct request *request, struct db *db, struct note *note)
{
	AUTO(buf) text;

	(void)db;
	(void)note;
	buf_init(&text, 2 * REQUEST_REPLY);
	while (text.size <= REQUEST_REPLY)
		buf_add_text(&text, "one line of a report that is longer than anybody reads to its end ");
	request->reply = json_object();
	json_set_str(request->reply, "report", buf_str(&text));
	return FAULT_NONE;
}

static size_t audit_of(struct porch *porch, struct audit_row *row)
{
	struct audit_row rows[8];
	size_t count = 0;
	AUTO(arena) arena;

	arena_init(&arena, 1 << 20);
	assert_int_equal(audit_list(porch->db, NEVER, &arena, rows, 8, &count), FAULT_NONE);
	if (count && row) {
		*row = rows[0];
		row->detail = STR_NONE;
		assert_true(str_is(rows[0].detail, "{\"what\":\"a test\",\"by_token\":\"1\"}"));
	}
	return count;
}

static enum fault act(struct request *request, struct note *note)
{
	struct porch *porch = porch_of(request);

	porch->acts++;
	porch->audited = (int64_t)audit_of(porch, NULL);
	if (porch->act_fault)
		return fault_because(porch->act_fault, note, "the act says no");
	request->status = 201;
	request_answer(request, json_pack("{s:s}", "acted", "well"));
	return FAULT_NONE;
}

static enum fault act_in_text(struct request *request, struct note *note)
{
	(void)note;
	request_answer_text(request, "text/plain", STR("plain words\n"));
	return FAULT_NONE;
}

static enum fault act_bare(struct request *request, struct note *note)
{
	(void)note;
	request_answer_bare(request, 302);
	return FAULT_NONE;
}

/* Says who asks. */
static enum fault act_who(struct request *request, struct note *note)
{
	(void)note;
	request_answer(request, json_pack("{s:s}", "actor", request->who.actor));
	return FAULT_NONE;
}

#define ROWS(X)                                                                     \
	X(look, ACCESS_VIEWER, NULL, look, NULL, false)                             \
	X(much, ACCESS_VIEWER, NULL, look_at_much, NULL, false)                     \
	X(act, ACCESS_LIAISON, "test.act", look, act, false)                        \
	X(plain, ACCESS_VIEWER, NULL, NULL, act, false)                             \
	X(text, ACCESS_OPEN, NULL, NULL, act_in_text, false)                        \
	X(bare, ACCESS_OPEN, NULL, NULL, act_bare, false)                           \
	X(who, ACCESS_VIEWER, NULL, NULL, act_who, false)                           \
	X(socket, ACCESS_ADMINISTRATOR, NULL, NULL, act_who, true)

#define X(name, access_, audit_, look_, act_, is_control)                           \
	static const struct route_row row_##name = { #name, HTTP_GET, "/" #name, access_, \
		AT_BOTH, 1024, NULL, audit_, false, look_, act_, false, false, false };           \
	static void enter_##name(void *context, struct call *call)                  \
	{                                                                           \
		request_start(&((struct porch *)context)->api, call, &row_##name, is_control); \
	}
ROWS(X)
#undef X

static const struct endpoint endpoints[] = {
#define X(name, access, audit, look, act, is_control) { HTTP_GET, "/" #name, 1024, enter_##name },
	ROWS(X)
#undef X
	{ .path = NULL },
};

static int open_porch(void **state)
{
	struct porch *porch = porch_new(endpoints);

	porch_hire(porch, ROLE_LIAISON);
	*state = porch;
	return 0;
}

static int close_porch(void **state)
{
	struct porch *porch = *state;

	porch_free(&porch);
	return 0;
}

static int ask(struct porch *porch, const char *line, const char *token)
{
	struct porch_answer answer;
	int status;

	porch_ask(porch, line, token, &answer);
	status = answer.status;
	porch_answer_done(&answer);
	return status;
}

static void what_a_look_made_is_the_answer(void **state)
{
	struct porch *porch = *state;
	struct porch_answer answer;

	porch_ask(porch, "GET /look", PORCH_TOKEN, &answer);
	assert_int_equal(answer.status, 200);
	assert_true(str_is(answer.body, "{\"looked\":\"well\"}"));
	assert_int_equal(porch->frees, 1);
	assert_int_equal(audit_of(porch, NULL), 0);
	porch_answer_done(&answer);
}

/* Whatever a look says is said to who asks, in the fault's own number and word. */
static void a_look_that_refuses_is_refused_and_nothing_is_done(void **state)
{
	struct porch *porch = *state;

	for (int fault = FAULT_NONE + 1; fault < FAULT_KINDS; fault++) {
		struct porch_answer answer;
		char word[64];

		porch->look_fault = (enum fault)fault;
		porch->field = fault % 2 ? "name" : NULL;
		porch->frees = 0;
		porch_ask(porch, "GET /act", PORCH_TOKEN, &answer);
		assert_int_equal(answer.status, fault_http_status((enum fault)fault));
		snprintf(word, sizeof(word), "\"code\":\"%s\"", fault_word((enum fault)fault));
		assert_true(porch_says(&answer, word) && porch_says(&answer, "the look says no"));
		assert_int_equal(porch_says(&answer, "\"field\":\"name\""), fault % 2);
		assert_int_equal(str_find(answer.head, STR("WWW-Authenticate: Bearer")) < answer.head.size,
				 fault == FAULT_STRANGER);
		assert_int_equal(porch->frees, 1);
		porch_answer_done(&answer);
	}
	assert_int_equal(porch->acts, 0);
	assert_int_equal(audit_of(porch, NULL), 0);
}

static void an_act_begins_when_its_audit_row_is_on_disk(void **state)
{
	struct porch *porch = *state;
	struct audit_row row;

	assert_int_equal(ask(porch, "GET /act", PORCH_TOKEN), 201);
	assert_int_equal(porch->audited, 1);
	assert_int_equal(audit_of(porch, &row), 1);
	assert_string_equal(row.actor, "staff:7");
	assert_string_equal(row.command, "test.act");
	assert_true(row.at == clock_now(porch->core.clock));
}

/* That it was tried stays written down. */
static void an_act_that_fails_is_refused_behind_its_row(void **state)
{
	struct porch *porch = *state;

	porch->act_fault = FAULT_CONFLICT;
	assert_int_equal(ask(porch, "GET /act", PORCH_TOKEN), 409);
	assert_int_equal(audit_of(porch, NULL), 1);
	assert_int_equal(porch->frees, 1);
}

static void what_cannot_be_written_down_is_not_done(void **state)
{
	struct porch *porch = *state;

	writer_stop(porch->core.writer);
	assert_int_equal(ask(porch, "GET /act", PORCH_TOKEN), 503);
	assert_int_equal(porch->looks, 1);
	assert_int_equal(porch->acts, 0);
	assert_int_equal(porch->frees, 1);
}

static void without_a_key_nothing_is_sealed_and_so_nothing_is_done(void **state)
{
	struct porch *porch = *state;

	porch->settings.audit_key = STR_NONE;
	assert_int_equal(ask(porch, "GET /act", PORCH_TOKEN), 500);
	assert_int_equal(porch->acts, 0);
}

static void an_answer_over_its_ceiling_is_refused_whole(void **state)
{
	struct porch_answer answer;

	porch_ask(*state, "GET /much", PORCH_TOKEN, &answer);
	assert_int_equal(answer.status, 413);
	assert_true(answer.body.size < 1000 && porch_says(&answer, "too_large"));
	porch_answer_done(&answer);
}

static void a_route_answers_in_text_or_with_a_bare_number(void **state)
{
	struct porch_answer text, bare;

	porch_ask(*state, "GET /text", NULL, &text);
	assert_int_equal(text.status, 200);
	assert_true(str_is(text.body, "plain words\n"));
	assert_true(str_find(text.head, STR("Content-Type: text/plain\r\n")) < text.head.size);
	porch_ask(*state, "GET /bare", NULL, &bare);
	assert_int_equal(bare.status, 302);
	assert_int_equal(bare.body.size, 0);
	porch_answer_done(&text);
	porch_answer_done(&bare);
}

static void a_query_is_read_where_somebody_is_asked_who_they_are(void **state)
{
	assert_int_equal(ask(*state, "GET /who?a=%zz", PORCH_TOKEN), 400);
	assert_int_equal(ask(*state, "GET /text?a=%zz", NULL), 200);
}

static void a_role_passes_its_own_doors_and_no_higher_ones(void **state)
{
	struct porch *porch = *state;
	struct porch_answer answer;

	assert_int_equal(ask(porch, "GET /look", PORCH_TOKEN), 200);
	assert_int_equal(ask(porch, "GET /act", PORCH_TOKEN), 201);
	porch_ask(porch, "GET /socket", PORCH_TOKEN, &answer);
	assert_int_equal(answer.status, 403);
	assert_true(porch_says(&answer, "this takes the role administrator"));
	porch_answer_done(&answer);
	assert_int_equal(ask(porch, "GET /look", NULL), 401);
	assert_int_equal(ask(porch, "GET /look", "ffffffffffffffffffffffffffffffff"), 401);
}

/* Who was looked up is remembered; forgetting them all counts at once. */
static void who_is_remembered_passes_until_all_are_forgotten(void **state)
{
	struct porch *porch = *state;

	assert_int_equal(ask(porch, "GET /who", PORCH_TOKEN), 200);
	porch_fire(porch);
	assert_int_equal(ask(porch, "GET /who", PORCH_TOKEN), 200);
	session_forget(&porch->api.sessions);
	assert_int_equal(ask(porch, "GET /who", PORCH_TOKEN), 401);
}

static void who_comes_by_the_socket_is_asked_for_a_token_only_when_they_show_one(void **state)
{
	struct porch_answer nobody;

	porch_ask(*state, "GET /socket", NULL, &nobody);
	assert_int_equal(nobody.status, 200);
	/* a TCP peer has no user of this machine: its row says so */
	assert_true(str_is(nobody.body, "{\"actor\":\"ctl:unknown\"}"));
	assert_int_equal(ask(*state, "GET /socket", "ffffffffffffffffffffffffffffffff"), 401);
	porch_answer_done(&nobody);
}

/* The client has gone before the reader is ready: the request ends all the same. */
static void who_leaves_before_the_answer_leaves_nothing_behind(void **state)
{
	struct porch *porch = *state;
	int64_t until_at = clock_boot_ms() + PATIENCE_FOR;

	for (int i = 0; i < 20; i++) {
		int fd = porch_connect(porch);

		porch_say(fd, "GET /act", PORCH_TOKEN);
		if (i % 2)
			loop_turn(porch->loop, 1);
		close(fd);
	}
	while (porch->frees < porch->looks || server_connections(porch->server) > 0) {
		loop_turn(porch->loop, 5);
		assert_true(clock_boot_ms() < until_at);
	}
	assert_int_equal(ask(porch, "GET /look", PORCH_TOKEN), 200);
	assert_int_equal(porch->frees, porch->looks);
}

/* A queue of four and one thread: some are told to come again, nobody is kept waiting. */
static void when_readers_are_busy_the_rest_is_told_to_come_again(void **state)
{
	enum { CALLERS = 40 };
	struct porch *porch = *state;
	int fds[CALLERS], served = 0, sent_away = 0;

	assert_int_equal(ask(porch, "GET /who", PORCH_TOKEN), 200);
	for (int i = 0; i < CALLERS; i++) {
		fds[i] = porch_connect(porch);
		porch_say(fds[i], "GET /look", PORCH_TOKEN);
	}
	for (int i = 0; i < CALLERS; i++) {
		struct porch_answer answer;

		porch_hear(porch, fds[i], &answer);
		served += answer.status == 200;
		sent_away += answer.status == 503 && porch_says(&answer, "\"code\":\"full\"");
		porch_answer_done(&answer);
	}
	assert_int_equal(served + sent_away, CALLERS);
	assert_true(served > 0);
	assert_int_equal(porch->looks, served);
}

int main(void)
{
#define PORCH_TEST(name) cmocka_unit_test_setup_teardown(name, open_porch, close_porch)
	const struct CMUnitTest tests[] = {
		PORCH_TEST(what_a_look_made_is_the_answer),
		PORCH_TEST(a_look_that_refuses_is_refused_and_nothing_is_done),
		PORCH_TEST(an_act_begins_when_its_audit_row_is_on_disk),
		PORCH_TEST(an_act_that_fails_is_refused_behind_its_row),
		PORCH_TEST(what_cannot_be_written_down_is_not_done),
		PORCH_TEST(without_a_key_nothing_is_sealed_and_so_nothing_is_done),
		PORCH_TEST(an_answer_over_its_ceiling_is_refused_whole),
		PORCH_TEST(a_route_answers_in_text_or_with_a_bare_number),
		PORCH_TEST(a_query_is_read_where_somebody_is_asked_who_they_are),
		PORCH_TEST(a_role_passes_its_own_doors_and_no_higher_ones),
		PORCH_TEST(who_is_remembered_passes_until_all_are_forgotten),
		PORCH_TEST(who_comes_by_the_socket_is_asked_for_a_token_only_when_they_show_one),
		PORCH_TEST(who_leaves_before_the_answer_leaves_nothing_behind),
		PORCH_TEST(when_readers_are_busy_the_rest_is_told_to_come_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
