/* What happened, in order and in sentences; and families and texts as JSON. */
#include "tests/lib/test.h"

#include "../kin.h"
#include "api/json/json_family.h"
#include "api/json/json_household.h"
#include "api/json/timeline.h"
#include "shaped.h"
#include "store/log/events.h"
#include "store/messaging/media.h"
#include "store/people/households.h"

static int open_kin(void **state)
{
	struct kin *kin = calloc(1, sizeof(*kin));
	struct user ana = { .id = { 5 }, .email = "ana@maple.example", .name = "Ana 100%", .role = ROLE_LIAISON };

	assert_non_null(kin);
	kin_new(kin);
	assert_fine(user_add(kin->db, &ana));
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

/* The sentences of promise 20, newest last, in one array that the caller frees. */
static json_t *told(struct kin *kin)
{
	json_t *object = json_object();
	AUTO(arena) arena;

	arena_init(&arena, 8 << 20);
	assert_fine(timeline_add_events(kin->db, 20, &arena, object));
	return object;
}

static void keep(struct kin *kin, int64_t id, const char *what, const char *actor, const char *detail)
{
	struct event event = { .id = id, .at = noon + id, .what = what, .actor = actor, .promise = { 20 },
			       .message = { 31 }, .contact = { 1 }, .staff = { 5 }, .detail = str_of(detail) };

	assert_fine(event_keep(kin->db, &event));
}

static const char *sentence(const json_t *object, size_t no)
{
	return json_string_value(json_object_get(json_array_get(json_object_get(object, "events"), no), "sentence"));
}

static void an_event_is_a_sentence_with_who_whom_and_why(void **state)
{
	static const struct { const char *what, *actor, *detail, *sentence; } rows[] = {
		{ "message.inbound", "family", "input", "the family's message came in (message 31, input)" },
		{ "promise.opened", "rule", "built-in", "a promise was opened: an answer is owed, Ana 100% has it (built-in)" },
		{ "promise.taken", "staff:5", "", "Ana 100% took it; Ana 100% has it now" },
		{ "promise.note", "staff:5", "she rang", "Ana 100% noted: she rang" },
		{ "promise.note", "staff:5", "100% sure: %a %m %d", "Ana 100% noted: 100% sure: %a %m %d" },
		{ "promise.answered", "staff:77", "", "staff member 77 answered" },
		{ "promise.answered", "ctl:root", "", "ctl:root answered" },
		{ "promise.answered", "staff:x", "", "staff:x answered" },
		{ "promise.excused", "staff:5", "", "Ana 100% excused it (no reason was given)" },
		{ "promise.kept", "provider", "", "the promise is kept: the answer reached the phone" },
		{ "promise.hurried", "ctl:root", "", "ctl:root had its next step taken now" },
		{ "weather.changed", "staff:5", "rain", "weather.changed by Ana 100%" },
	};
	struct kin *kin = *state;
	AUTO_JSON *object;

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		keep(kin, 100 + (int64_t)i, rows[i].what, rows[i].actor, rows[i].detail);
	object = told(kin);
	assert_int_equal(json_array_size(json_object_get(object, "events")), COUNT_OF(rows));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_string_equal(sentence(object, i), rows[i].sentence);
		assert_shaped(json_array_get(json_object_get(object, "events"), i), "Event");
	}
}

static void nobody_is_called_so(void **state)
{
	struct kin *kin = *state;
	struct event event = { .id = 100, .at = noon, .what = "promise.opened", .actor = "rule", .promise = { 20 },
			       .detail = STR("built-in") };
	AUTO_JSON *object;

	assert_fine(event_keep(kin->db, &event));
	object = told(kin);
	assert_string_equal(sentence(object, 0), "a promise was opened: an answer is owed, nobody has it (built-in)");
}

static void what_happened_stands_in_the_order_of_its_ids(void **state)
{
	struct kin *kin = *state;
	int64_t last = 0;
	json_t *event;
	size_t i;
	AUTO_JSON *object;

	for (int64_t id = 130; id > 100; id--)
		keep(kin, id, "promise.note", "staff:5", "a note");
	object = told(kin);
	json_array_foreach(json_object_get(object, "events"), i, event) {
		assert_true(json_number(event, "id", 0) > last);
		last = json_number(event, "id", 0);
	}
	assert_int_equal(last, 130);
}

static void a_promise_without_a_past_has_none(void **state)
{
	AUTO_JSON *object = told(*state);
	AUTO(arena) arena;

	arena_init(&arena, 8 << 20);
	assert_fine(timeline_add_messages(((struct kin *)*state)->db, (struct promise_id){ 20 }, &arena, object));
	assert_int_equal(json_array_size(json_object_get(object, "events")), 0);
	assert_int_equal(json_array_size(json_object_get(object, "messages")), 0);
}

static void without_memory_it_is_too_large_and_not_half(void **state)
{
	struct kin *kin = *state;
	AUTO_JSON *object = json_object();
	AUTO(arena) arena;

	arena_init(&arena, 16);
	assert_fault(timeline_add_events(kin->db, 20, &arena, object), FAULT_TOO_LARGE);
	assert_fault(timeline_add_messages(kin->db, (struct promise_id){ 20 }, &arena, object), FAULT_TOO_LARGE);
}

/* --- texts ------------------------------------------------------------------------------ */

static json_t *shape_message(struct kin *kin, const struct message *message)
{
	json_t *shape = NULL;

	assert_fine(json_family_message(kin->db, message, &shape));
	assert_shaped(shape, "Message");
	return shape;
}

static void a_text_that_was_heard_has_a_meaning_and_its_pictures(void **state)
{
	static const char *const words[] = { "waiting", "kept", "failed" };
	struct kin *kin = *state;
	struct message heard = kin_heard(30, "\xc2\xbfHay clases?");
	const json_t *pictures;
	AUTO_JSON *shape;

	heard.media_count = 3;
	assert_fine(message_add_inbound(kin->db, STR("AC1"), STR("SM1"), &heard));
	for (int i = 0; i < 3; i++) {
		struct media media = { .message = heard.id, .no = i, .url = "https://example.org/a", .type = "image/jpeg",
				       .state = MEDIA_WAITING };

		assert_fine(media_add(kin->db, &media));
		media.state = i == 0 ? MEDIA_WAITING : i == 1 ? MEDIA_KEPT : MEDIA_FAILED;
		assert_fine(media_put(kin->db, &media));
	}
	shape = shape_message(kin, &heard);
	assert_word(shape, "direction", "in");
	assert_word(shape, "meaning", "input");
	assert_word(shape, "kind", NULL);
	assert_word(shape, "author", NULL);
	assert_word(shape, "delivery", NULL);
	pictures = json_object_get(shape, "media");
	assert_int_equal(json_array_size(pictures), 3);
	for (size_t i = 0; i < 3; i++)
		assert_word(json_array_get(pictures, i), "state", words[i]);
	/* where the provider keeps it is for us alone */
	assert_null(json_object_get(json_array_get(pictures, 0), "url"));
}

static void a_text_of_ours_has_its_author_and_its_way(void **state)
{
	struct kin *kin = *state;
	struct message said = kin_said(31, "S\xc3\xad");
	struct delivery delivery;
	AUTO_JSON *queued;
	AUTO_JSON *sent;

	assert_fine(delivery_queue(kin->db, &said, noon + HOUR_MS, WAIT_NIGHT));
	queued = shape_message(kin, &said);
	assert_word(queued, "kind", "answer");
	assert_word(queued, "meaning", NULL);
	assert_word(json_object_get(queued, "author"), "name", "Ana 100%");
	assert_word(json_object_get(queued, "delivery"), "state", "queued");
	assert_word(json_object_get(queued, "delivery"), "provider_id", NULL);
	assert_true(json_str(json_object_get(queued, "delivery"), "held_until").size > 0);
	assert_fine(delivery_get(kin->db, said.id, &delivery));
	delivery.state = DELIVERY_SENT;
	delivery.sent_at = noon + 2;
	delivery.error_code = 30003;
	assert_fine(delivery_put(kin->db, &delivery));
	sent = shape_message(kin, &said);
	/* what left is held by nothing */
	assert_word(json_object_get(sent, "delivery"), "held_until", NULL);
	assert_int_equal(json_number(json_object_get(sent, "delivery"), "error_code", 0), 30003);
}

/* --- families ---------------------------------------------------------------------------- */

static void a_contact_has_its_numbers_hours_and_household(void **state)
{
	struct kin *kin = *state;
	struct household vega = { .id = { 40 }, .name = "Vega", .groups = "migrant", .created_at = noon };
	struct contact contact;
	AUTO_JSON *with = NULL;
	AUTO_JSON *without = NULL;

	assert_fine(household_add(kin->db, &vega));
	assert_fine(contact_get(kin->db, (struct contact_id){ 1 }, &contact));
	assert_fine(json_family_contact(kin->db, &contact, &without));
	assert_shaped(without, "Contact");
	assert_word(without, "household", NULL);
	assert_word(json_object_get(without, "hours"), "from", "09:00");
	assert_word(json_object_get(without, "hours"), "to", "20:00");
	assert_int_equal(json_array_size(json_object_get(without, "numbers")), 1);
	contact.household = vega.id;
	contact.own_from = contact.own_to;
	assert_fine(json_family_contact(kin->db, &contact, &with));
	assert_word(json_object_get(with, "household"), "name", "Vega");
	assert_word(with, "hours", NULL);
}

static void a_household_that_is_gone_is_named_by_its_id_alone(void **state)
{
	AUTO_JSON *object = json_object();

	json_household_name(((struct kin *)*state)->db, object, (struct household_id){ 99 });
	assert_word(json_object_get(object, "household"), "id", "99");
	assert_word(json_object_get(object, "household"), "name", NULL);
}

static void a_household_has_its_guardians_students_and_their_schools_once(void **state)
{
	static const char *const names[] = { "Luz", "Mar", "Sol" }, *const schools[] = { "North", "North", "" };
	struct kin *kin = *state;
	struct household vega = { .id = { 40 }, .name = "Vega", .groups = "migrant,late", .shares = true };
	struct contact rosa;
	AUTO_JSON *shape = NULL;

	assert_fine(household_add(kin->db, &vega));
	assert_fine(contact_get(kin->db, (struct contact_id){ 1 }, &rosa));
	rosa.household = vega.id;
	assert_fine(contact_put(kin->db, &rosa));
	for (int i = 0; i < 3; i++) {
		struct student student = { .id = { 50 + i }, .household = vega.id, .created_at = noon };
		AUTO_JSON *one;

		str_put(student.name, sizeof(student.name), str_of(names[i]));
		str_put(student.school, sizeof(student.school), str_of(schools[i]));
		assert_fine(student_add(kin->db, &student));
		one = json_household_student(kin->db, &student);
		assert_word(one, "name", names[i]);
		assert_word(one, "school", schools[i][0] ? schools[i] : NULL);
		assert_word(json_object_get(one, "household"), "name", "Vega");
	}
	assert_fine(json_household(kin->db, &vega, &shape));
	assert_int_equal(json_array_size(json_object_get(shape, "guardians")), 1);
	assert_int_equal(json_array_size(json_object_get(shape, "students")), 3);
	assert_int_equal(json_array_size(json_object_get(shape, "schools")), 1);
	assert_int_equal(json_array_size(json_object_get(shape, "groups")), 2);
	assert_true(json_is_true(json_object_get(shape, "shares")));
}

int main(void)
{
#define KIN_TEST(name) cmocka_unit_test_setup_teardown(name, open_kin, close_kin)
	const struct CMUnitTest tests[] = {
		KIN_TEST(an_event_is_a_sentence_with_who_whom_and_why),
		KIN_TEST(nobody_is_called_so),
		KIN_TEST(what_happened_stands_in_the_order_of_its_ids),
		KIN_TEST(a_promise_without_a_past_has_none),
		KIN_TEST(without_memory_it_is_too_large_and_not_half),
		KIN_TEST(a_text_that_was_heard_has_a_meaning_and_its_pictures),
		KIN_TEST(a_text_of_ours_has_its_author_and_its_way),
		KIN_TEST(a_contact_has_its_numbers_hours_and_household),
		KIN_TEST(a_household_that_is_gone_is_named_by_its_id_alone),
		KIN_TEST(a_household_has_its_guardians_students_and_their_schools_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
