#include "handler_room.h"

static void a_liaison_takes_notes_answers_and_all_is_seen_in_order(void **state)
{
	struct handler *handler = *state;
	char id[32], target[128];
	json_t *reply, *whole, *message;

	assert_int_equal(house_text(handler->house, "SM1", "+13125550123",
				    "\xc2\xbfHay clases ma\xc3\xb1""ana?"), 200);
	newest(handler, id);
	snprintf(target, sizeof(target), "/api/v1/promises/%s/take", id);
	reply = ask(handler, handler->liaison, "/api/v1/promises/{id}/take", "POST", target, NULL, 200);
	expect_word(reply, "state", "taken");
	json_decref(reply);
	snprintf(target, sizeof(target), "/api/v1/promises/%s/note", id);
	json_decref(ask(handler, handler->liaison, "/api/v1/promises/{id}/note", "POST", target,
			"{\"text\": \"asked the principal\"}", 200));
	snprintf(target, sizeof(target), "/api/v1/promises/%s/answer", id);
	reply = ask(handler, handler->liaison, "/api/v1/promises/{id}/answer", "POST", target,
		    "{\"text\": \"S\xc3\xad, a las ocho.\", \"language\": \"es-US\"}", 200);
	expect_word(reply, "state", "answered");
	assert_true(json_str(reply, "message").size > 0);
	snprintf(target, sizeof(target), "/api/v1/messages/%.*s", STR_ARG(json_str(reply, "message")));
	json_decref(reply);
	message = get(handler, handler->viewer, "/api/v1/messages/{id}", target);
	expect_word(message, "kind", "answer");
	expect_word(message, "language", "es");
	expect_word(json_object_get(message, "delivery"), "state", "queued");
	json_decref(message);
	snprintf(target, sizeof(target), "/api/v1/promises/%s", id);
	whole = get(handler, handler->viewer, "/api/v1/promises/{id}", target);
	expect_word(json_array_get(json_object_get(whole, "messages"), 0), "direction", "in");
	assert_true(json_array_size(json_object_get(whole, "messages")) >= 3);
	assert_true(json_array_size(json_object_get(whole, "events")) >= 5);
	json_decref(whole);
	json_decref(house_json(handler->house, &(struct ask){ .method = "POST", .token = handler->viewer,
			       .target = target }, 405));
}

static bool has_act(const json_t *rows, const char *command, const char *detail)
{
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);

		if (str_is(json_str(row, "command"), command) &&
		    (!detail || str_is(json_str(json_object_get(row, "detail"), "promise"), detail)))
			return true;
	}
	return false;
}

static void that_a_conversation_was_seen_is_in_the_audit_log(void **state)
{
	struct handler *handler = *state;
	char id[32], target[128];
	json_t *rows;

	assert_int_equal(house_text(handler->house, "SM1", "+13125550123", "hola"), 200);
	newest(handler, id);
	rows = get(handler, handler->administrator, "/api/v1/audit", "/api/v1/audit");
	assert_false(has_act(json_object_get(rows, "items"), "conversation.view", NULL));
	json_decref(rows);
	snprintf(target, sizeof(target), "/api/v1/promises/%s", id);
	json_decref(get(handler, handler->viewer, "/api/v1/promises/{id}", target));
	rows = get(handler, handler->administrator, "/api/v1/audit", "/api/v1/audit");
	assert_true(has_act(json_object_get(rows, "items"), "conversation.view", id));
	assert_true(has_act(json_object_get(rows, "items"), "token.add", NULL));
	json_decref(rows);
	rows = house_json(handler->house, &(struct ask){ .method = "GET", .is_control = true,
			  .target = "/control/audit/verify" }, 200);
	assert_true(json_is_true(json_object_get(rows, "is_whole")));
	json_decref(rows);
}

/* When it cannot be written down, it is not shown. */
static void a_view_that_cannot_be_audited_is_not_shown(void **state)
{
	struct handler *handler = *state;
	char id[32], target[128];
	AUTO(answer) answer;

	assert_int_equal(house_text(handler->house, "SM1", "+13125550123", "hola rosa"), 200);
	newest(handler, id);
	writer_stop(handler->house->core->writer);
	snprintf(target, sizeof(target), "/api/v1/promises/%s", id);
	assert_int_equal(house_ask(handler->house, &(struct ask){ .method = "GET", .target = target,
			 .token = handler->viewer }, &answer), 503);
	assert_true(str_find(answer.body, STR("hola")) == answer.body.size);
}

static void lists_are_paged_by_opaque_cursors_without_gap_or_repeat(void **state)
{
	struct handler *handler = *state;
	char target[128] = "/api/v1/promises?limit=3", phone[32], sid[32];
	int64_t last = INT64_MAX;
	int seen = 0, pages = 0;

	for (int i = 0; i < 8; i++) {
		snprintf(phone, sizeof(phone), "+1312555%04d", 200 + i);
		snprintf(sid, sizeof(sid), "SM%d", i);
		assert_int_equal(house_text(handler->house, sid, phone, "hello there"), 200);
	}
	for (; target[0]; pages++) {
		json_t *list = get(handler, handler->viewer, "/api/v1/promises", target);
		json_t *items = json_object_get(list, "items");
		struct str next = json_str(list, "next");

		for (size_t i = 0; i < json_array_size(items); i++, seen++) {
			int64_t id = json_number(json_array_get(items, i), "id", 0);

			assert_true(id < last);
			last = id;
		}
		target[0] = '\0';
		if (next.size)
			snprintf(target, sizeof(target), "/api/v1/promises?limit=3&cursor=%.*s",
				 STR_ARG(next));
		json_decref(list);
	}
	assert_int_equal(seen, 8);
	assert_int_equal(pages, 3);
}

static void lists_can_be_narrowed(void **state)
{
	static const struct {
		const char *query;
		size_t count;
	} queries[] = {
		{ "state=waiting", 2 }, { "state=taken", 1 }, { "state=kept", 0 },
		{ "language=es", 1 }, { "owner=me", 1 }, { "owner=ana@example.org", 1 },
		{ "due_before=2020-01-01T00:00:00Z", 0 },
		{ "due_before=2030-01-01T00:00:00Z", 2 },
	};
	struct handler *handler = *state;
	char id[32], target[128];

	assert_int_equal(house_text(handler->house, "SM1", "+13125550123",
				    "\xc2\xbfHay clases ma\xc3\xb1""ana en la escuela?"), 200);
	assert_int_equal(house_text(handler->house, "SM2", "+13125550124",
				    "Is there school tomorrow morning?"), 200);
	newest(handler, id);
	snprintf(target, sizeof(target), "/api/v1/promises/%s/take", id);
	json_decref(ask(handler, handler->administrator, "/api/v1/promises/{id}/take", "POST", target,
			NULL, 200));
	for (size_t i = 0; i < COUNT_OF(queries); i++) {
		json_t *list;

		snprintf(target, sizeof(target), "/api/v1/promises?%s", queries[i].query);
		list = get(handler, handler->administrator, "/api/v1/promises", target);
		if (json_array_size(json_object_get(list, "items")) != queries[i].count)
			fail_msg("%s: %zu", queries[i].query,
				 json_array_size(json_object_get(list, "items")));
		json_decref(list);
	}
}

/* Full reports only at the control socket: no role and no word of the query opens them. */
static void a_report_hides_from_all_but_the_control_socket(void **state)
{
	static const char path[] = "/api/v1/reports/promises";
	struct handler *handler = *state;
	const char *tokens[] = { handler->viewer, handler->liaison, handler->administrator };
	char where[256] = "";
	json_t *reply;

	for (int i = 0; i < 3; i++) {
		char sid[16], phone[32];

		snprintf(sid, sizeof(sid), "SM%d", i);
		snprintf(phone, sizeof(phone), "+1312555017%d", i);
		assert_int_equal(house_text(handler->house, sid, phone, "hola"), 200);
	}
	reply = house_json(handler->house, &(struct ask){ .method = "GET", .target = path,
						       .is_control = true }, 200);
	if (!schema_fits(handler->document, schema_of(handler->document, path, "get", 200), reply, where))
		fail_msg("%s: %s", path, where);
	assert_int_equal(json_number(json_object_get(reply, "total"), "opened", -1), 3);
	assert_false(json_is_true(json_object_get(reply, "hides_small")));
	json_decref(reply);
	/* a month on */
	clock_advance(handler->house->clock, 30 * DAY_MS);
	for (size_t i = 0; i < COUNT_OF(tokens); i++) {
		reply = get(handler, tokens[i], path, "/api/v1/reports/promises?by=channel&hide_small=1");
		assert_true(json_is_true(json_object_get(reply, "hides_small")));
		expect_word(reply, "from", "2026-03-01");
		assert_int_equal(json_number(json_object_get(reply, "total"), "opened", -1), 0);
		assert_int_equal(json_array_size(json_object_get(reply, "groups")), 0);
		assert_string_equal(json_string_value(json_array_get(
			json_object_get(reply, "months_left_out"), 0)), "2026-03");
		json_decref(reply);
	}
	json_decref(house_json(handler->house, &(struct ask){ .method = "GET", .target = path }, 401));
}

static void errors_have_one_shape_and_name_the_field(void **state)
{
	static const struct {
		const char *method, *target, *body;
		int status;
		const char *code, *field;
	} asks[] = {
		{ "GET", "/api/v1/promises/17", NULL, 404, "not_found", "" },
		{ "GET", "/api/v1/promises/rosa", NULL, 404, "not_found", "" },
		{ "GET", "/api/v1/promises?state=lost", NULL, 400, "invalid", "state" },
		{ "GET", "/api/v1/promises?limit=0", NULL, 400, "invalid", "limit" },
		{ "GET", "/api/v1/promises?limit=201", NULL, 400, "invalid", "limit" },
		{ "GET", "/api/v1/promises?cursor=17", NULL, 400, "invalid", "cursor" },
		{ "GET", "/api/v1/promises?due_before=soon", NULL, 400, "invalid", "due_before" },
		{ "GET", "/api/v1/promises?owner=ana", NULL, 400, "invalid", "owner" },
		{ "GET", "/api/v1/promises?x=%zz", NULL, 400, "invalid", "" },
		{ "GET", "/api/v1/reports/promises?by=mood", NULL, 400, "invalid", "by" },
		{ "GET", "/api/v1/reports/promises?from=2026-02-30", NULL, 400, "invalid", "from" },
		{ "GET", "/api/v1/reports/promises?to=soon", NULL, 400, "invalid", "to" },
		{ "GET", "/api/v1/reports/promises?from=2026-03-01", NULL, 400, "invalid", "from" },
		{ "GET", "/api/v1/reports/promises?hide_small=0", NULL, 400, "invalid", "hide_small" },
		{ "POST", "/api/v1/promises/17/answer", "{\"text\": \"hola\"}", 404, "not_found", "" },
		{ "POST", "/api/v1/promises/17/answer", "{\"text\": \"  \"}", 400, "invalid", "text" },
		{ "POST", "/api/v1/promises/17/answer", "{}", 400, "invalid", "text" },
		{ "POST", "/api/v1/promises/17/answer", "{\"text\": 5}", 400, "invalid", "text" },
		{ "POST", "/api/v1/promises/17/answer", "{\"text\": \"a\", \"txt\": 1}", 400, "invalid", "" },
		{ "POST", "/api/v1/promises/17/answer", "{\"text\": \"a\", \"text\": \"b\"}", 400, "invalid", "" },
		{ "POST", "/api/v1/promises/17/answer", "[]", 400, "invalid", "" },
		{ "POST", "/api/v1/promises/17/answer", "{\"text\": \"a\", \"language\": \"tlh\"}", 400, "invalid", "language" },
		{ "POST", "/api/v1/promises/17/excuse", "{\"reason\": \"tired\"}", 400, "invalid", "reason" },
		{ "POST", "/api/v1/messages", "{\"to\": \"12\", \"text\": \"a\"}", 400, "invalid", "to" },
		{ "POST", "/api/v1/messages", "{\"to\": \"911\", \"text\": \"a\"}", 400, "invalid", "to" },
		{ "POST", "/api/v1/messages", "{\"to\": \"+13125550177\", \"text\": \"a\", \"purpose\": \"fun\"}", 400, "invalid", "purpose" },
		{ "POST", "/api/v1/messages", "{\"to\": \"+13125550177\", \"text\": \"a\"}", 404, "not_found", "" },
		{ "POST", "/api/v1/users", "{\"email\": \"no\", \"role\": \"viewer\"}", 400, "invalid", "email" },
		{ "POST", "/api/v1/users", "{\"email\": \"a@b.c\", \"role\": \"king\"}", 400, "invalid", "role" },
		{ "POST", "/api/v1/users", "{\"email\": \"ana@example.org\", \"role\": \"viewer\"}", 409, "conflict", "" },
		{ "POST", "/api/v1/users", "{\"email\": \"a@b.c\", \"role\": \"viewer\", \"languages\": \"es,tlh\"}", 400, "invalid", "languages" },
		{ "POST", "/api/v1/lines/17/pause", "{\"reason\": \"a\"}", 404, "not_found", "" },
		{ "POST", "/api/v1/lines/+13125550100/pause", "{}", 400, "invalid", "reason" },
		{ "POST", "/api/v1/contacts", "{\"phone\": \"+13125550188\", \"zone\": \"Mars/Base\"}", 400, "invalid", "zone" },
		{ "PATCH", "/api/v1/contacts/+13125550188", "{}", 404, "not_found", "" },
		{ "PUT", "/api/v1/contacts/17", "{}", 400, "invalid", "" },
		{ "PUT", "/api/v1/contacts/+13125550188", "{\"hours\": {\"from\": \"8\"}}", 400, "invalid", "hours" },
	};
	struct handler *handler = *state;

	for (size_t i = 0; i < COUNT_OF(asks); i++) {
		json_t *reply = house_json(handler->house, &(struct ask){ .method = asks[i].method,
					   .target = asks[i].target, .token = handler->administrator,
					   .body = str_of(asks[i].body) }, asks[i].status);
		json_t *error = json_object_get(reply, "error");

		expect_word(error, "code", asks[i].code);
		assert_true(json_str(error, "message").size > 0);
		if (!str_is(json_str(error, "field"), asks[i].field))
			fail_msg("%s %s %s: field %.*s", asks[i].method, asks[i].target,
				 asks[i].body ? asks[i].body : "", STR_ARG(json_str(error, "field")));
		json_decref(reply);
	}
}

static void contacts_are_added_changed_found_and_shown(void **state)
{
	struct handler *handler = *state;
	json_t *reply, *found;

	json_decref(ask(handler, handler->liaison, "/api/v1/contacts", "POST", "/api/v1/contacts",
			"{\"phone\": \"(312) 555-0111\", \"name\": \"Amina\", \"language\": \"so\","
			" \"hours\": {\"from\": \"18:00\", \"to\": \"20:30\"}}", 201));
	json_decref(house_json(handler->house, &(struct ask){ .method = "POST", .token = handler->liaison,
			       .target = "/api/v1/contacts",
			       .body = STR("{\"phone\": \"+13125550111\"}") }, 409));
	json_decref(ask(handler, handler->liaison, "/api/v1/contacts/{id}", "PATCH",
			"/api/v1/contacts/+13125550111", "{\"zone\": \"America/Denver\", \"hours\": null}", 200));
	found = get(handler, handler->viewer, "/api/v1/contacts", "/api/v1/contacts?q=Amin");
	assert_int_equal(json_array_size(json_object_get(found, "items")), 1);
	reply = json_array_get(json_object_get(found, "items"), 0);
	expect_word(reply, "name", "Amina");
	expect_word(reply, "language_source", "staff");
	expect_word(reply, "zone", "America/Denver");
	assert_true(json_is_null(json_object_get(reply, "hours")));
	json_decref(found);
	reply = ask(handler, handler->liaison, "/api/v1/messages", "POST", "/api/v1/messages",
		    "{\"to\": \"+13125550111\", \"text\": \"Berri waa fasax.\"}", 202);
	assert_true(json_str(reply, "message").size > 0);
	json_decref(reply);
	assert_int_equal(house_text(handler->house, "SM1", "+13125550111", "JOOJI"), 200);
	reply = house_json(handler->house, &(struct ask){ .method = "POST", .token = handler->liaison,
			   .target = "/api/v1/messages",
			   .body = STR("{\"to\": \"+13125550111\", \"text\": \"Berri?\"}") }, 422);
	expect_word(json_object_get(reply, "error"), "code", "stopped");
	json_decref(reply);
	found = get(handler, handler->viewer, "/api/v1/contacts/{id}", "/api/v1/contacts/+13125550111");
	assert_true(json_is_true(json_object_get(json_array_get(json_object_get(found, "numbers"), 0),
						 "is_stopped")));
	json_decref(found);
}

static void lines_users_and_notices_have_the_promised_shape(void **state)
{
	struct handler *handler = *state;
	json_t *reply;

	json_decref(get(handler, handler->viewer, "/api/v1/lines", "/api/v1/lines"));
	reply = ask(handler, handler->administrator, "/api/v1/lines/{id}/pause", "POST",
		    "/api/v1/lines/+13125550100/pause", "{\"reason\": \"carrier trouble\"}", 200);
	assert_true(json_is_true(json_object_get(reply, "is_paused")));
	expect_word(reply, "pause_reason", "carrier trouble");
	json_decref(reply);
	reply = ask(handler, handler->administrator, "/api/v1/lines/{id}/resume", "POST",
		    "/api/v1/lines/+13125550100/resume", NULL, 200);
	assert_false(json_is_true(json_object_get(reply, "is_paused")));
	json_decref(reply);
	reply = get(handler, handler->administrator, "/api/v1/users", "/api/v1/users?limit=2");
	assert_int_equal(json_array_size(json_object_get(reply, "items")), 2);
	assert_true(json_str(reply, "next").size > 0);
	json_decref(reply);
	json_decref(ask(handler, handler->administrator, "/api/v1/users", "POST", "/api/v1/users",
			"{\"email\": \"li@example.org\", \"role\": \"liaison\", \"name\": \"Li\","
			" \"languages\": \"zh-TW, vi\", \"phone\": \"312-555-0190\"}", 201));
	json_decref(ask(handler, handler->administrator, "/api/v1/users/{id}/tokens", "POST",
			"/api/v1/users/li@example.org/tokens", NULL, 201));
	json_decref(ask(handler, handler->administrator, "/api/v1/users/{id}/disable", "POST",
			"/api/v1/users/li@example.org/disable", NULL, 200));
	json_decref(house_json(handler->house, &(struct ask){ .method = "POST",
			       .token = handler->administrator,
			       .target = "/api/v1/users/li@example.org/tokens" }, 409));
	assert_int_equal(house_text(handler->house, "SM1", "+13125550123", "Xin ch\xc3\xa0o c\xc3\xa1""c b\xe1\xba\xa1n"), 200);
	json_decref(get(handler, handler->administrator, "/api/v1/notices", "/api/v1/notices"));
	json_decref(get(handler, handler->administrator, "/api/v1/audit", "/api/v1/audit?limit=3"));
}

static void an_excused_promise_cannot_be_excused_again(void **state)
{
	struct handler *handler = *state;
	char id[32], target[128];
	json_t *whole;

	assert_int_equal(house_text(handler->house, "SM1", "+13125550123", "buy gold now"), 200);
	newest(handler, id);
	snprintf(target, sizeof(target), "/api/v1/promises/%s/excuse", id);
	json_decref(ask(handler, handler->liaison, "/api/v1/promises/{id}/excuse", "POST", target,
			"{\"reason\": \"spam\", \"note\": \"an advertisement\"}", 200));
	json_decref(house_json(handler->house, &(struct ask){ .method = "POST", .token = handler->liaison,
			       .target = target, .body = STR("{\"reason\": \"spam\"}") }, 409));
	snprintf(target, sizeof(target), "/api/v1/promises/%s", id);
	whole = get(handler, handler->viewer, "/api/v1/promises/{id}", target);
	expect_word(json_object_get(whole, "excuse"), "reason", "spam");
	expect_word(json_object_get(whole, "excuse"), "note", "an advertisement");
	json_decref(whole);
}

int main(void)
{
#define HANDLE_TEST(name) cmocka_unit_test_setup_teardown(name, handle_open, handle_close)
	const struct CMUnitTest tests[] = {
		HANDLE_TEST(a_liaison_takes_notes_answers_and_all_is_seen_in_order),
		HANDLE_TEST(that_a_conversation_was_seen_is_in_the_audit_log),
		HANDLE_TEST(a_view_that_cannot_be_audited_is_not_shown),
		HANDLE_TEST(lists_are_paged_by_opaque_cursors_without_gap_or_repeat),
		HANDLE_TEST(lists_can_be_narrowed),
		HANDLE_TEST(a_report_hides_from_all_but_the_control_socket),
		HANDLE_TEST(errors_have_one_shape_and_name_the_field),
		HANDLE_TEST(contacts_are_added_changed_found_and_shown),
		HANDLE_TEST(lines_users_and_notices_have_the_promised_shape),
		HANDLE_TEST(an_excused_promise_cannot_be_excused_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
