/* Structs of the house as JSON: each shape is the one that the document promises. */
#include "tests/lib/test.h"

#include "../kin.h"
#include "api/json/json_core.h"
#include "shaped.h"
#include "store/log/audit.h"
#include "store/log/events.h"
#include "store/people/notices.h"
#include "store/promises/ladder_rungs.h"

static int open_kin(void **state)
{
	struct kin *kin = calloc(1, sizeof(*kin));
	struct user ana = { .id = { 5 }, .email = "ana@maple.example", .name = "Ana", .role = ROLE_LIAISON };
	struct user bea = { .id = { 6 }, .email = "bea@maple.example", .role = ROLE_LIAISON };

	assert_non_null(kin);
	kin_new(kin);
	assert_fine(user_add(kin->db, &ana));
	assert_fine(user_add(kin->db, &bea));
	*state = kin;
	return 0;
}

static int close_kin(void **state)
{
	struct kin *kin = *state;

	kin_done(kin);
	free(kin);
	return 0;
}

static void an_open_promise_has_its_shape_and_no_more_than_is_known(void **state)
{
	struct kin *kin = *state;
	struct promise promise = kin_promise(20, 1);
	AUTO_JSON *shape = json_core_promise(kin->db, &promise);

	assert_shaped(shape, "Promise");
	assert_word(shape, "id", "20");
	assert_word(shape, "state", "open");
	assert_word(json_object_get(shape, "contact"), "name", "Rosa");
	assert_true(json_is_false(json_object_get(shape, "is_late")));
	for (size_t i = 0; i < 8; i++) {
		static const char *const unknown[] = { "owner", "follows", "excuse", "person", "ladder",
						       "topic", "school", "closed_at" };

		assert_word(shape, unknown[i], NULL);
	}
}

/* A name when there is one, the address when not, null when nobody knows them any more. */
static void an_owner_is_named_as_well_as_can_be(void **state)
{
	static const struct { int64_t id; const char *name; } rows[] = {
		{ 5, "Ana" }, { 6, "bea@maple.example" }, { 77, NULL },
	};
	struct kin *kin = *state;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct promise promise = kin_promise(20, i == 2 ? 78 : 1);
		AUTO_JSON *shape;

		promise.owner.n = rows[i].id;
		shape = json_core_promise(kin->db, &promise);
		assert_word(json_object_get(shape, "owner"), "name", rows[i].name);
		assert_word(json_object_get(shape, "contact"), "name", i == 2 ? NULL : "Rosa");
	}
}

static void an_excused_late_promise_says_why_and_who_signed(void **state)
{
	struct kin *kin = *state;
	struct promise promise = kin_promise(20, 1);
	AUTO_JSON *shape;

	promise.state = PROMISE_EXCUSED;
	promise.late_at = noon + 1;
	promise.closed_at = noon + 2;
	promise.excused_by.n = 5;
	snprintf(promise.excuse, sizeof(promise.excuse), "in_person");
	snprintf(promise.excuse_note, sizeof(promise.excuse_note), "at the door");
	shape = json_core_promise(kin->db, &promise);
	assert_shaped(shape, "Promise");
	assert_true(json_is_true(json_object_get(shape, "is_late")));
	assert_word(json_object_get(shape, "excuse"), "reason", "in_person");
	assert_word(json_object_get(shape, "excuse"), "note", "at the door");
	assert_word(json_object_get(json_object_get(shape, "excuse"), "by"), "name", "Ana");
}

/* The reason is a code for programs and a sentence for people; both are of one table. */
static void every_reason_to_look_at_a_promise_has_code_and_sentence(void **state)
{
	struct kin *kin = *state;

	for (int reason = PERSON_NONE + 1; reason < PERSON_REASON_COUNT; reason++) {
		struct promise promise = kin_promise(20, 1);
		const json_t *person;
		AUTO_JSON *shape;

		promise.person_at = noon;
		promise.person_reason = (enum person_reason)reason;
		snprintf(promise.person_detail, sizeof(promise.person_detail), "a detail");
		shape = json_core_promise(kin->db, &promise);
		assert_shaped(shape, "Promise");
		person = json_object_get(shape, "person");
		assert_word(person, "code", person_reason_word((enum person_reason)reason));
		assert_true(json_str(person, "sentence").size > 0);
		assert_true(str_equals(json_str(person, "sentence"), json_str(person, "reason")));
	}
}

static void the_rung_taken_last_is_told_with_what_comes_behind_it(void **state)
{
	struct kin *kin = *state;
	struct promise promise = kin_promise(20, 1);

	assert_fine(promise_add(kin->db, &promise));
	for (int rung = 0; rung < RUNG_COUNT; rung++) {
		struct rung_row row = { .promise = promise.id, .no = rung + 1, .answer = { 31 },
					.rung = (enum rung)rung, .next = (enum rung)(rung + 1),
					.why = "nobody answered there", .at = noon };
		const json_t *ladder;
		AUTO_JSON *shape;

		promise.rung = rung + 1;
		assert_fine(ladder_rung_add(kin->db, &row));
		shape = json_core_promise(kin->db, &promise);
		assert_shaped(shape, "Promise");
		ladder = json_object_get(shape, "ladder");
		assert_word(ladder, "rung", rung_word((enum rung)rung));
		assert_word(ladder, "next", rung + 1 == RUNG_COUNT ? NULL : rung_word((enum rung)(rung + 1)));
		assert_int_equal(json_number(ladder, "no", 0), rung + 1);
		assert_word(ladder, "why", "nobody answered there");
	}
}

/* JSON as JSON, words as a string, nothing as null; what only looks like JSON is words. */
static void the_detail_of_a_row_is_told_as_what_it_is(void **state)
{
	static const struct { const char *kept, *told; } rows[] = {
		{ "", "null" }, { "{\"promise\":\"7\"}", "{\"promise\":\"7\"}" }, { "{}", "{}" },
		{ "accepted", "\"accepted\"" }, { "{broken", "\"{broken\"" }, { "[1]", "\"[1]\"" },
		{ "\xc2\xbfqu\xc3\xa9?", "\"\xc2\xbfqu\xc3\xa9?\"" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct event event = { .id = 1, .at = noon, .what = "promise.note", .actor = "staff:5",
				       .detail = str_of(rows[i].kept) };
		struct audit_row row = { .no = 3, .at = noon, .actor = "staff:5", .command = "promise.note",
					 .detail = event.detail };
		AUTO_JSON *told = json_core_event(&event);
		AUTO_JSON *audited = json_core_audit(&row);
		AUTO(buf) text;

		buf_init(&text, 256);
		json_write(json_object_get(told, "detail"), &text);
		assert_string_equal(buf_text(&text), rows[i].told);
		assert_true(json_equal(json_object_get(told, "detail"), json_object_get(audited, "detail")));
		assert_shaped(audited, "AuditRow");
	}
}

static void names_in_one_string_are_a_list(void **state)
{
	static const struct { const char *joined; size_t count; } rows[] = {
		{ "", 0 }, { "es", 1 }, { "es,so", 2 }, { "es,,so,", 2 }, { ",", 0 }, { "\xc3\x89lise", 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO_JSON *names = json_core_names(rows[i].joined);

		assert_int_equal(json_array_size(names), rows[i].count);
	}
}

static void a_user_is_told_without_what_opens_a_door(void **state)
{
	struct user user = { .id = { 5 }, .email = "ana@maple.example", .name = "Ana", .role = ROLE_LIAISON,
			     .languages = "es,so", .schools = "North,South", .capacity = 3, .created_at = noon };
	AUTO_JSON *active = json_core_user(&user);
	AUTO_JSON *left;

	(void)state;
	user.disabled_at = noon + 1;
	left = json_core_user(&user);
	assert_shaped(active, "User");
	assert_true(json_is_true(json_object_get(active, "is_active")));
	assert_word(active, "disabled_at", NULL);
	assert_word(active, "phone", NULL);
	assert_int_equal(json_array_size(json_object_get(active, "schools")), 2);
	assert_shaped(left, "User");
	assert_true(json_is_false(json_object_get(left, "is_active")));
	assert_null(json_object_get(left, "token"));
}

static void a_notice_says_since_when_it_was_seen(void **state)
{
	struct notice notice = { .id = 4, .promise = { 20 }, .what = "promise.late", .at = noon };
	AUTO_JSON *fresh = json_core_notice(&notice);
	AUTO_JSON *seen;

	(void)state;
	notice.seen_at = noon + 1;
	notice.promise.n = 0;
	seen = json_core_notice(&notice);
	assert_shaped(fresh, "Notice");
	assert_shaped(seen, "Notice");
	assert_word(fresh, "seen_at", NULL);
	assert_word(seen, "promise", NULL);
	assert_true(json_str(seen, "seen_at").size > 0);
}

static void what_waits_says_for_what_in_code_and_sentence(void **state)
{
	(void)state;
	for (int reason = WAIT_NONE; reason < WAIT_REASON_COUNT; reason++) {
		AUTO_JSON *shape = json_object();

		json_core_waits(shape, (enum wait_reason)reason);
		if (reason == WAIT_NONE) {
			assert_word(shape, "waits", NULL);
			assert_word(shape, "waits_for", NULL);
			continue;
		}
		assert_word(json_object_get(shape, "waits"), "code", wait_reason_word((enum wait_reason)reason));
		assert_true(str_equals(json_str(json_object_get(shape, "waits"), "sentence"),
				       json_str(shape, "waits_for")));
	}
}

static void counts_are_told_by_their_own_names(void **state)
{
	struct promise_counts promises = { 1, 2, 3, 4, 5, 6, 7 };
	struct outbox_counts outbox = { 1, 2, 3, 4, 5 };
	AUTO_JSON *owed = json_core_promise_counts(&promises);
	AUTO_JSON *queued = json_core_outbox_counts(&outbox);

	(void)state;
	assert_int_equal(json_number(owed, "waiting", 0), promises.waiting);
	assert_int_equal(json_number(owed, "kept_late", 0), promises.kept_late);
	assert_int_equal(json_number(owed, "unowned", 0), promises.unowned);
	assert_int_equal(json_object_size(owed), 7);
	assert_int_equal(json_number(queued, "unknown", 0), outbox.unknown);
	assert_int_equal(json_number(queued, "needs_person", 0), outbox.needs_person);
	assert_int_equal(json_object_size(queued), 5);
}

int main(void)
{
#define KIN_TEST(name) cmocka_unit_test_setup_teardown(name, open_kin, close_kin)
	const struct CMUnitTest tests[] = {
		KIN_TEST(an_open_promise_has_its_shape_and_no_more_than_is_known),
		KIN_TEST(an_owner_is_named_as_well_as_can_be),
		KIN_TEST(an_excused_late_promise_says_why_and_who_signed),
		KIN_TEST(every_reason_to_look_at_a_promise_has_code_and_sentence),
		KIN_TEST(the_rung_taken_last_is_told_with_what_comes_behind_it),
		cmocka_unit_test(the_detail_of_a_row_is_told_as_what_it_is),
		cmocka_unit_test(names_in_one_string_are_a_list),
		cmocka_unit_test(a_user_is_told_without_what_opens_a_door),
		cmocka_unit_test(a_notice_says_since_when_it_was_seen),
		cmocka_unit_test(what_waits_says_for_what_in_code_and_sentence),
		cmocka_unit_test(counts_are_told_by_their_own_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
