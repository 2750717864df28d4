#include "handler_room.h"

#define CHECK "/api/v1/rules/check"
#define DRAFT "/api/v1/rules/draft"
#define MOVE "/api/v1/rules/move"
#define PUBLISH "/api/v1/rules/publish"
#define REPLAY "/api/v1/rules/replay"
#define RULES "/api/v1/rules"

#define GOOD "topics: {buses: [bus, baska]}\nrules:\n" \
	"  - {name: buses, when: {topic: buses}, answer_within: 2 school hours," \
	" steps: [{after: at once, do: assign, to: ana@example.org}, {after: deadline, do: escalate, tier: 1}]}\n" \
	"  - {name: rest, answer_within: 6 school hours," \
	" steps: [{after: at once, do: assign, to: role liaison}, {after: deadline, do: escalate, tier: 1}]}\n"
/* An error in line 2, a warning in line 3. */
#define BAD "rules:\n  - {name: a, when: {hours: never}, answer_within: 1 school day}\n" \
	"  - {name: rest, answer_within: 6 school hours}\n"

static json_t *ask_with(struct handler *handler, const char *path, json_t *body, int status)
{
	char *text = json_dumps(body, 0);
	json_t *reply = ask(handler, handler->administrator, path, "POST", path, text, status);

	free(text);
	json_decref(body);
	return reply;
}

static json_t *send_document(struct handler *handler, const char *path, const char *document, int status)
{
	return ask_with(handler, path, json_pack("{s:s}", "document", document), status);
}

static void a_document_is_checked_and_every_finding_has_its_place(void **state)
{
	struct handler *handler = *state;
	const json_t *finding;
	json_t *reply = send_document(handler, CHECK, GOOD, 200);

	expect_word(reply, "outcome", "fine");
	assert_int_equal(json_array_size(json_object_get(reply, "findings")), 0);
	json_decref(reply);
	reply = send_document(handler, CHECK, BAD, 200);
	expect_word(reply, "outcome", "refused");
	assert_false(json_is_true(json_object_get(reply, "is_fine")));
	finding = json_array_get(json_object_get(reply, "findings"), 0);
	expect_word(finding, "severity", "error");
	expect_word(finding, "rule", "a");
	expect_word(finding, "field", "hours");
	assert_int_equal(json_number(finding, "line", 0), 2);
	json_decref(reply);
	json_decref(send_document(handler, CHECK, "", 400));
	json_decref(house_json(handler->house, &(struct ask){ .method = "POST", .target = CHECK,
			       .token = handler->viewer, .body = STR("{\"document\": \"x\"}") }, 403));
}

static void a_draft_is_kept_with_its_mistakes_and_not_published_with_them(void **state)
{
	struct handler *handler = *state;
	json_t *reply;

	json_decref(ask_with(handler, PUBLISH, json_object(), 404));
	reply = send_document(handler, DRAFT, BAD, 200);
	expect_word(reply, "outcome", "refused");
	expect_word(reply, "state", "draft");
	json_decref(reply);
	reply = ask_with(handler, PUBLISH, json_object(), 400);
	assert_non_null(strstr(json_str(json_object_get(reply, "error"), "message").at, "line 2"));
	json_decref(reply);
	json_decref(ask_with(handler, REPLAY, json_object(), 400));
	reply = get(handler, handler->viewer, RULES, RULES);
	assert_int_equal(json_number(reply, "version", 0), 1);
	json_decref(reply);
	reply = send_document(handler, DRAFT, GOOD, 200);
	expect_word(reply, "outcome", "fine");
	json_decref(reply);
	reply = ask_with(handler, PUBLISH, json_pack("{s:s}", "note", "buses first"), 200);
	assert_int_equal(json_number(reply, "version", 0), 2);
	expect_word(reply, "state", "in force");
	json_decref(reply);
}

static void versions_are_shown_published_again_and_planned(void **state)
{
	struct handler *handler = *state;
	json_t *reply;

	json_decref(send_document(handler, PUBLISH, GOOD, 200));
	reply = get(handler, handler->viewer, RULES, RULES);
	expect_word(reply, "document", GOOD);
	expect_word(json_array_get(json_object_get(reply, "topics"), 0), "name", "buses");
	assert_int_equal(json_array_size(json_object_get(reply, "items")), 2);
	json_decref(reply);
	reply = ask_with(handler, PUBLISH, json_pack("{s:s,s:s}", "version", "1", "at", "2026-03-09T14:00:00Z"), 200);
	expect_word(reply, "state", "scheduled");
	assert_int_equal(json_number(reply, "version", 0), 3);
	json_decref(reply);
	reply = get(handler, handler->viewer, "/api/v1/rules/history", "/api/v1/rules/history?limit=2");
	assert_int_equal(json_array_size(json_object_get(reply, "items")), 2);
	assert_true(json_str(reply, "next").size > 0);
	json_decref(reply);
	json_decref(ask_with(handler, PUBLISH, json_pack("{s:s}", "version", "99"), 404));
	json_decref(ask_with(handler, PUBLISH, json_pack("{s:s}", "version", "-1"), 400));
	json_decref(ask_with(handler, PUBLISH, json_pack("{s:s,s:s}", "version", "1", "document", GOOD), 400));
	json_decref(ask_with(handler, PUBLISH, json_pack("{s:s,s:s}", "version", "1", "at", "soon"), 400));
	json_decref(house_json(handler->house, &(struct ask){ .method = "GET", .token = handler->viewer,
			       .target = RULES "?version=77" }, 404));
	json_decref(house_json(handler->house, &(struct ask){ .method = "GET", .token = handler->viewer,
			       .target = RULES "?version=x" }, 400));
}

/* The promise of a text, by its place in the list: newest first. */
static const json_t *promise_at(const json_t *list, size_t i)
{
	return json_array_get(json_object_get(list, "items"), i);
}

static void a_topic_is_shown_and_narrows_the_list(void **state)
{
	struct handler *handler = *state;
	json_t *list;

	json_decref(send_document(handler, PUBLISH, GOOD, 200));
	assert_int_equal(house_text(handler->house, "SM1", "+13125550121", "Where is the bus?"), 200);
	assert_int_equal(house_text(handler->house, "SM2", "+13125550122", "Who teaches art?"), 200);
	list = get(handler, handler->viewer, "/api/v1/promises", "/api/v1/promises");
	assert_true(json_is_null(json_object_get(promise_at(list, 0), "topic")));
	expect_word(promise_at(list, 1), "topic", "buses");
	json_decref(list);
	list = get(handler, handler->viewer, "/api/v1/promises", "/api/v1/promises?topic=buses&state=waiting");
	assert_int_equal(json_array_size(json_object_get(list, "items")), 1);
	json_decref(list);
	list = get(handler, handler->viewer, "/api/v1/promises", "/api/v1/promises?topic=trams");
	assert_int_equal(json_array_size(json_object_get(list, "items")), 0);
	json_decref(list);
}

static void promises_are_moved_after_a_preview_that_changes_nothing(void **state)
{
	struct handler *handler = *state;
	json_t *reply;
	char id[32];

	assert_int_equal(house_text(handler->house, "SM1", "+13125550121", "Where is the bus?"), 200);
	newest(handler, id);
	json_decref(send_document(handler, PUBLISH, GOOD, 200));
	for (int is_real = 0; is_real < 2; is_real++) {
		const json_t *item;

		reply = ask_with(handler, MOVE, is_real ? json_pack("{s:s}", "all", "1") :
				 json_pack("{s:s,s:s}", "all", "1", "preview", "1"), 200);
		assert_int_equal(json_number(reply, "to", 0), 2);
		assert_int_equal(json_number(reply, "moved", 0), 1);
		item = promise_at(reply, 0);
		expect_word(item, "promise", id);
		expect_word(json_object_get(item, "from"), "name", "everything else");
		expect_word(json_object_get(item, "to"), "name", "buses");
		json_decref(reply);
	}
	reply = ask_with(handler, MOVE, json_pack("{s:s,s:s}", "promises", id, "to", "2"), 200);
	assert_int_equal(json_number(reply, "unchanged", 0), 1);
	json_decref(reply);
	reply = ask_with(handler, MOVE, json_pack("{s:s}", "promises", "7"), 200);
	expect_word(json_array_get(json_object_get(reply, "refused"), 0), "reason", "there is no such promise");
	json_decref(reply);
	reply = ask_with(handler, MOVE, json_pack("{s:s,s:s}", "rule", "everything else", "to", "1"), 200);
	assert_int_equal(json_number(reply, "moved", 0), 0);
	json_decref(reply);
	json_decref(send_document(handler, PUBLISH, GOOD, 200));
	json_decref(ask_with(handler, PUBLISH, json_pack("{s:s,s:s}", "version", "1", "at", "2026-03-09T14:00:00Z"), 200));
	json_decref(ask_with(handler, MOVE, json_pack("{s:s,s:s}", "all", "1", "to", "4"), 409));
	json_decref(ask_with(handler, MOVE, json_pack("{s:s,s:s}", "all", "1", "to", "44"), 404));
	json_decref(ask_with(handler, MOVE, json_object(), 400));
}

static void replay_counts_languages_schools_rules_and_load(void **state)
{
	struct handler *handler = *state;
	const json_t *group;
	json_t *reply;

	assert_int_equal(house_text(handler->house, "SM1", "+13125550121", "Where is the bus?"), 200);
	assert_int_equal(house_text(handler->house, "SM2", "+13125550122", "Who teaches art?"), 200);
	reply = send_document(handler, REPLAY, GOOD, 200);
	assert_int_equal(json_number(reply, "inputs", 0), 2);
	assert_int_equal(json_number(reply, "no_specific_rule", 0), 1);
	group = json_array_get(json_object_get(reply, "schools"), 0);
	assert_true(json_is_null(json_object_get(group, "school")));
	assert_int_equal(json_number(group, "inputs", 0), 2);
	assert_int_equal(json_array_size(json_object_get(reply, "load")), 1);
	expect_word(json_array_get(json_object_get(reply, "load"), 0), "person", "ana@example.org");
	json_decref(reply);
	json_decref(ask_with(handler, REPLAY, json_pack("{s:s,s:s}", "document", GOOD, "days", "0"), 400));
	json_decref(send_document(handler, REPLAY, BAD, 400));
}

int main(void)
{
#define HANDLE_TEST(name) cmocka_unit_test_setup_teardown(name, handle_open, handle_close)
	const struct CMUnitTest tests[] = {
		HANDLE_TEST(a_document_is_checked_and_every_finding_has_its_place),
		HANDLE_TEST(a_draft_is_kept_with_its_mistakes_and_not_published_with_them),
		HANDLE_TEST(versions_are_shown_published_again_and_planned),
		HANDLE_TEST(a_topic_is_shown_and_narrows_the_list),
		HANDLE_TEST(promises_are_moved_after_a_preview_that_changes_nothing),
		HANDLE_TEST(replay_counts_languages_schools_rules_and_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
