/* The event stream: what is told, from where, and to whom no longer. */
#include "tests/lib/test.h"

#include "handler_room.h"

#define ROSA "+13125550101"
#define QUESTION "When is the meeting with the teacher of my daughter?"

struct ear {
	int fd;
	struct buf heard;
	bool is_over;
};

static void listen_in(struct handler *handler, struct ear *ear, const char *token, const char *last)
{
	char request[512];

	*ear = (struct ear){ .fd = house_connect(handler->house->port) };
	buf_init(&ear->heard, 1 << 20);
	snprintf(request, sizeof(request), "GET /api/v1/events HTTP/1.1\r\nHost: hear.example.org\r\n"
		 "Authorization: Bearer %s\r\n%s%s%s\r\n", token, last ? "Last-Event-ID: " : "",
		 last ? last : "", last ? "\r\n" : "");
	assert_true(send(ear->fd, request, strlen(request), MSG_NOSIGNAL) == (ssize_t)strlen(request));
}

static void hear_more(struct handler *handler, struct ear *ear)
{
	char bytes[4096];
	ssize_t got;

	loop_turn(handler->house->loop, 5);
	while ((got = recv(ear->fd, bytes, sizeof(bytes), 0)) > 0)
		buf_add(&ear->heard, (struct str){ bytes, (size_t)got });
	ear->is_over |= got == 0;
}

static bool has_heard(const struct ear *ear, const char *words)
{
	return str_find(buf_str(&ear->heard), str_of(words)) < ear->heard.size;
}

static void until_heard(struct handler *handler, struct ear *ear, const char *words)
{
	int64_t until_at = clock_boot_ms() + PATIENCE_FOR;

	while (!has_heard(ear, words)) {
		hear_more(handler, ear);
		if (clock_boot_ms() > until_at)
			fail_msg("never heard: %s", words);
	}
}

static void until_over(struct handler *handler, struct ear *ear)
{
	int64_t until_at = clock_boot_ms() + PATIENCE_FOR;

	while (!ear->is_over) {
		hear_more(handler, ear);
		assert_true(clock_boot_ms() < until_at);
	}
}

static void ear_done(struct ear *ear)
{
	close(ear->fd);
	buf_done(&ear->heard);
}

static void what_changes_is_told_by_its_ids_and_never_by_its_words(void **state)
{
	struct handler *handler = *state;
	struct ear ear;

	listen_in(handler, &ear, handler->viewer, NULL);
	until_heard(handler, &ear, "200 OK");
	assert_int_equal(house_text(handler->house, "SM1", ROSA, QUESTION), 200);
	until_heard(handler, &ear, "event: promise.opened\n");
	assert_true(has_heard(&ear, "\"promise\":\""));
	assert_false(has_heard(&ear, "teacher"));
	assert_false(has_heard(&ear, ROSA));
	assert_false(has_heard(&ear, "detail"));
	ear_done(&ear);
}

static void a_renamed_event_comes_under_its_name_of_before_too(void **state)
{
	struct handler *handler = *state;
	struct ear ear;

	listen_in(handler, &ear, handler->viewer, NULL);
	until_heard(handler, &ear, "200 OK");
	assert_int_equal(house_text(handler->house, "SM3", ROSA, QUESTION), 200);
	until_heard(handler, &ear, "event: message.inbound\n");
	until_heard(handler, &ear, "event: message.heard\n");
	assert_true(has_heard(&ear, "\"what\":\"message.inbound\""));
	assert_false(has_heard(&ear, "\"what\":\"message.heard\""));
	ear_done(&ear);
}

/* The id of the first event that `ear` heard. */
static void first_id(const struct ear *ear, char into[32])
{
	struct str text = buf_str(&ear->heard);
	struct str rest = str_from(text, str_find(text, STR("\nid: ")) + 5);

	str_put(into, 32, str_slice(rest, 0, str_find(rest, STR("\n"))));
}

static void a_listener_who_comes_back_hears_what_came_after_and_not_again(void **state)
{
	struct handler *handler = *state;
	struct ear ear, again;
	char id[32], line[48];

	listen_in(handler, &ear, handler->viewer, NULL);
	until_heard(handler, &ear, "200 OK");
	assert_int_equal(house_text(handler->house, "SM2", "+13125550102", QUESTION), 200);
	until_heard(handler, &ear, "event: promise.opened\n");
	first_id(&ear, id);
	ear_done(&ear);
	listen_in(handler, &again, handler->viewer, id);
	until_heard(handler, &again, "event: promise.opened\n");
	snprintf(line, sizeof(line), "\nid: %s\n", id);
	assert_false(has_heard(&again, line));
	ear_done(&again);
}

static void an_id_that_we_never_sent_is_refused(void **state)
{
	static const char *const wrong[] = { "x", "-1", "0", "99999999999999999999" };
	struct handler *handler = *state;

	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct ear ear;

		listen_in(handler, &ear, handler->viewer, wrong[i]);
		until_heard(handler, &ear, "400 ");
		assert_true(has_heard(&ear, "Last-Event-ID"));
		ear_done(&ear);
	}
}

static void whoever_is_disabled_hears_nothing_more(void **state)
{
	struct handler *handler = *state;
	struct ear ear;

	listen_in(handler, &ear, handler->liaison, NULL);
	until_heard(handler, &ear, "200 OK");
	json_decref(ask(handler, handler->administrator, "/api/v1/users/{id}/disable", "POST",
			"/api/v1/users/ana@example.org/disable", "{}", 200));
	until_over(handler, &ear);
	assert_false(has_heard(&ear, "staff.disabled"));
	ear_done(&ear);
	listen_in(handler, &ear, handler->liaison, NULL);
	until_heard(handler, &ear, "401 ");
	ear_done(&ear);
}

static void nobody_listens_without_a_token(void **state)
{
	struct handler *handler = *state;
	struct ear ear;

	listen_in(handler, &ear, "0123456789abcdef0123456789abcdef", NULL);
	until_heard(handler, &ear, "401 ");
	ear_done(&ear);
}

static void one_token_has_few_streams_and_leaves_the_others_room(void **state)
{
	struct handler *handler = *state;
	struct ear ears[3], refused, other;

	for (size_t i = 0; i < COUNT_OF(ears); i++) {
		listen_in(handler, &ears[i], handler->liaison, NULL);
		until_heard(handler, &ears[i], "200 OK");
	}
	listen_in(handler, &refused, handler->liaison, NULL);
	until_heard(handler, &refused, "HTTP/1.1 429 ");
	until_heard(handler, &refused, "limits.streams_per_token: 3");
	listen_in(handler, &other, handler->viewer, NULL);
	until_heard(handler, &other, "200 OK");
	assert_int_equal(handler->house->api->streams.refused_token, 1);
	/* one leaves, another comes in */
	ear_done(&ears[0]);
	while (handler->house->api->streams.open == 4)
		loop_turn(handler->house->loop, 5);
	listen_in(handler, &ears[0], handler->liaison, NULL);
	until_heard(handler, &ears[0], "200 OK");
	for (size_t i = 0; i < COUNT_OF(ears); i++)
		ear_done(&ears[i]);
	ear_done(&refused);
	ear_done(&other);
}

static void all_streams_have_one_ceiling_and_the_refused_hear_it(void **state)
{
	struct handler *handler = *state;
	struct ear ear, refused;

	handler->house->api->settings.streams = 1;
	listen_in(handler, &ear, handler->liaison, NULL);
	until_heard(handler, &ear, "200 OK");
	listen_in(handler, &refused, handler->viewer, NULL);
	until_heard(handler, &refused, "HTTP/1.1 503 ");
	until_heard(handler, &refused, "too many listen already");
	until_heard(handler, &refused, "Retry-After: 5");
	assert_int_equal(handler->house->api->streams.refused, 1);
	ear_done(&ear);
	ear_done(&refused);
}

/* nginx holds back a page of an answer unless it is told not to. */
static void a_stream_comes_through_a_proxy_at_once(void **state)
{
	struct handler *handler = *state;
	struct ear ear;

	listen_in(handler, &ear, handler->liaison, NULL);
	until_heard(handler, &ear, "\r\nX-Accel-Buffering: no\r\n");
	/* with the head, and not with the first heartbeat */
	until_heard(handler, &ear, "\r\n\r\n");
	for (int i = 0; i < 5; i++)
		hear_more(handler, &ear);
	assert_true(has_heard(&ear, "\r\n\r\n:\n\n"));
	ear_done(&ear);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_changes_is_told_by_its_ids_and_never_by_its_words,
						handle_open, handle_close),
		cmocka_unit_test_setup_teardown(a_renamed_event_comes_under_its_name_of_before_too,
						handle_open, handle_close),
		cmocka_unit_test_setup_teardown(a_listener_who_comes_back_hears_what_came_after_and_not_again,
						handle_open, handle_close),
		cmocka_unit_test_setup_teardown(an_id_that_we_never_sent_is_refused, handle_open,
						handle_close),
		cmocka_unit_test_setup_teardown(whoever_is_disabled_hears_nothing_more, handle_open,
						handle_close),
		cmocka_unit_test_setup_teardown(nobody_listens_without_a_token, handle_open,
						handle_close),
		cmocka_unit_test_setup_teardown(one_token_has_few_streams_and_leaves_the_others_room,
						handle_open, handle_close),
		cmocka_unit_test_setup_teardown(all_streams_have_one_ceiling_and_the_refused_hear_it,
						handle_open, handle_close),
		cmocka_unit_test_setup_teardown(a_stream_comes_through_a_proxy_at_once, handle_open,
						handle_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
