#include "answerer.h"
#include "cli/ctl_ask.h"

#include <errno.h>
#include <string.h>

static enum fault ask(const struct answer *answer, const struct question *question, json_t **value, struct note *note)
{
	struct answerer *answerer = answerer_start(answer, 1);
	struct ctl ctl = { .socket = answerer->socket };
	enum fault fault = ctl_ask(&ctl, question, value, note);

	answerer_stop(answerer);
	free(answerer);
	return fault;
}

/* Every word that the daemon may say comes back as the fault that said it. */
static void a_refusal_is_the_fault_whose_word_it_carries(void **state)
{
	static const struct question question = { .method = "GET", .path = "/x" };

	(void)state;
	for (int fault = FAULT_NONE + 1; fault < FAULT_KINDS; fault++) {
		struct answer answer = { fault_http_status((enum fault)fault), NULL };
		json_t *value = NULL;
		struct note note = { .text = "" };
		char body[200];

		snprintf(body, sizeof(body), "{\"error\":{\"code\":\"%s\",\"message\":\"because\",\"field\":\"to\"}}",
			 fault_word((enum fault)fault));
		answer.body = body;
		assert_fault(ask(&answer, &question, &value, &note), (enum fault)fault);
		assert_string_equal(note.text, "because (to)");
		assert_null(value);
	}
}

/* Whatever answers there, it is never taken for success. */
static const struct {
	struct answer answer;
	enum fault fault;
} strange[] = {
	{ { 500, "" }, FAULT_BROKEN },
	{ { 500, "<html>" }, FAULT_BROKEN },
	{ { 200, "<html>" }, FAULT_BROKEN },
	{ { 200, "{" }, FAULT_BROKEN },
	{ { 302, "" }, FAULT_BROKEN },
	{ { 404, "{}" }, FAULT_BROKEN },
	{ { 404, "{\"error\":{}}" }, FAULT_BROKEN },
	{ { 404, "{\"error\":\"not_found\"}" }, FAULT_BROKEN },
	{ { 404, "[]" }, FAULT_BROKEN },
	{ { 400, "{\"error\":{\"code\":\"new_word\",\"message\":\"m\"}}" }, FAULT_BROKEN },
	{ { 400, "{\"error\":{\"code\":7,\"message\":\"m\"}}" }, FAULT_BROKEN },
	{ { 500, "{\"error\":{\"code\":\"ok\",\"message\":\"m\"}}" }, FAULT_BROKEN },
	{ { 0, "" }, FAULT_AGAIN },
};

static void a_strange_answer_is_no_success(void **state)
{
	static const struct question question = { .method = "GET", .path = "/x" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(strange); i++) {
		json_t *value = NULL;
		struct note note = { .text = "" };

		if (ask(&strange[i].answer, &question, &value, &note) != strange[i].fault)
			fail_msg("row %zu: %s", i, note.text);
		assert_true(note.text[0]);
		assert_null(value);
	}
}

/* A socket that takes questions, or not even those, and never answers. */
static int held_socket(struct sockaddr_un *place)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	*place = (struct sockaddr_un){ .sun_family = AF_UNIX };
	snprintf(place->sun_path, sizeof(place->sun_path), "/tmp/hearback-held-%d.sock", (int)getpid());
	unlink(place->sun_path);
	assert_int_equal(bind(fd, (struct sockaddr *)place, sizeof(*place)), 0);
	assert_int_equal(listen(fd, 0), 0);
	return fd;
}

static void who_never_answers_is_waited_for_as_long_as_was_said(void **state)
{
	static const struct {
		const char *method;
		bool says_may;
	} rows[] = { { "GET", false }, { "POST", true }, { "DELETE", true } };
	struct sockaddr_un place;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int fd = held_socket(&place);
		struct question question = { .method = rows[i].method, .path = "/x" };
		struct ctl ctl = { .socket = place.sun_path, .wait_for = 60 };
		json_t *value = NULL;
		struct note note = { .text = "" };

		assert_fault(ctl_ask(&ctl, &question, &value, &note), FAULT_AGAIN);
		assert_non_null(strstr(note.text, "did not answer within"));
		assert_non_null(strstr(note.text, "-w SECONDS"));
		assert_int_equal(strstr(note.text, "look before you ask again") != NULL, rows[i].says_may);
		assert_null(value);
		close(fd);
		unlink(place.sun_path);
	}
}

static void a_door_that_is_full_is_no_wait_for_ever(void **state)
{
	static const struct question question = { .method = "GET", .path = "/x" };
	struct sockaddr_un place;
	int fd = held_socket(&place), before[8], count = 0;
	struct ctl ctl = { .socket = place.sun_path, .wait_for = 60 };
	json_t *value = NULL;
	struct note note = { .text = "" };

	(void)state;
	while (count < 8) {
		before[count] = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
		if (connect(before[count++], (struct sockaddr *)&place, sizeof(place)) < 0)
			break;
	}
	assert_int_equal(errno, EAGAIN);
	assert_fault(ctl_ask(&ctl, &question, &value, &note), FAULT_AGAIN);
	assert_non_null(strstr(note.text, "its log says why"));
	while (count > 0)
		close(before[--count]);
	close(fd);
	unlink(place.sun_path);
}

static void an_empty_answer_is_an_empty_object(void **state)
{
	static const struct answer answers[] = { { 204, "" }, { 200, "" }, { 200, "{}" } };
	static const struct question question = { .method = "GET", .path = "/x" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(answers); i++) {
		AUTO_JSON *value = NULL;

		assert_fine(ask(&answers[i], &question, &value, NULL));
		assert_int_equal(json_object_size(value), 0);
		assert_true(json_is_object(value));
	}
}

/* What is asked arrives byte by byte, with the type that its first bytes tell. */
static const struct {
	struct question question;
	const char *line;
	const char *type;
} asked[] = {
	{ { "GET", "/api/v1/promises?state=open", { NULL, 0 } }, "GET /api/v1/promises?state=open", NULL },
	{ { "POST", "/x", STR("{\"a\":1}") }, "POST /x", "application/json" },
	{ { "POST", "/x", STR("") }, "POST /x", "application/json" },
	{ { "POST", "/x", STR("BEGIN:VCALENDAR\n") }, "POST /x", "text/calendar" },
	{ { "POST", "/x", STR("phone,name\n+1,ñ\n") }, "POST /x", "text/csv" },
	{ { "PATCH", "/x", STR("{}") }, "PATCH /x", "application/json" },
	{ { "DELETE", "/x/9", STR("") }, "DELETE /x/9", "application/json" },
};

static void a_question_arrives_as_it_was_asked(void **state)
{
	static const struct answer fine = { 200, "{\"a\":[1,\"ñ\"]}" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(asked); i++) {
		struct answerer *answerer = answerer_start(&fine, 1);
		struct ctl ctl = { .socket = answerer->socket };
		AUTO_JSON *value = NULL;
		char type[60];

		assert_fine(ctl_ask(&ctl, &asked[i].question, &value, NULL));
		assert_string_equal(json_string_value(json_array_get(json_object_get(value, "a"), 1)), "ñ");
		answerer_stop(answerer);
		assert_asked(answerer, 0, asked[i].line, asked[i].question.body.size ? asked[i].question.body.at : "");
		snprintf(type, sizeof(type), "\r\nContent-Type: %s\r\n", asked[i].type ? asked[i].type : "");
		assert_int_equal(strstr(answerer->requests[0], type) != NULL, asked[i].type != NULL);
		assert_null(strstr(answerer->requests[0], "Authorization:"));
		free(answerer);
	}
}

/* An emergency's two signatures hang on it: the token goes along, without its line end. */
static void a_token_from_its_file_signs_the_question(void **state)
{
	static const struct answer fine = { 200, "{}" };
	static const struct question question = { .method = "POST", .path = "/x" };
	char path[] = "/tmp/hearback-token-XXXXXX";
	int fd = mkstemp(path);
	struct answerer *answerer = answerer_start(&fine, 1);
	struct ctl ctl = { .socket = answerer->socket, .options = { { "token-file", path } }, .option_count = 1 };
	AUTO_JSON *value = NULL;

	(void)state;
	assert_int_equal(write(fd, " hb_abc\n", 8), 8);
	close(fd);
	assert_fine(ctl_ask(&ctl, &question, &value, NULL));
	answerer_stop(answerer);
	assert_non_null(strstr(answerer->requests[0], "\r\nAuthorization: Bearer hb_abc\r\n"));
	unlink(path);
	free(answerer);
}

static void without_its_token_nothing_is_asked(void **state)
{
	static const struct answer fine = { 200, "{}" };
	static const struct question question = { .method = "POST", .path = "/x" };
	struct answerer *answerer = answerer_start(&fine, 1);
	struct ctl ctl = { .socket = answerer->socket, .options = { { "token-file", "/none" } }, .option_count = 1 };
	json_t *value = NULL;
	struct note note;

	(void)state;
	assert_fault(ctl_ask(&ctl, &question, &value, &note), FAULT_MISSING);
	assert_string_equal(note.file, "/none");
	answerer_stop(answerer);
	assert_int_equal(answerer->asked, 0);
	free(answerer);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refusal_is_the_fault_whose_word_it_carries),
		cmocka_unit_test(a_strange_answer_is_no_success),
		cmocka_unit_test(who_never_answers_is_waited_for_as_long_as_was_said),
		cmocka_unit_test(a_door_that_is_full_is_no_wait_for_ever),
		cmocka_unit_test(an_empty_answer_is_an_empty_object),
		cmocka_unit_test(a_question_arrives_as_it_was_asked),
		cmocka_unit_test(a_token_from_its_file_signs_the_question),
		cmocka_unit_test(without_its_token_nothing_is_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
