/* Staff and emergencies over HTTP: each answer has the shape that openapi.json promises. */
#include "handler_room.h"

#define ANA "/api/v1/users/ana@example.org"

static void a_week_zone_capacity_and_schools_are_set_and_taken_back(void **state)
{
	struct handler *handler = *state;
	json_t *user = ask(handler, handler->administrator, "/api/v1/users/{id}", "PATCH", ANA,
			   "{\"week\": \"mon-fri 08:00-12:00\", \"zone\": \"America/Denver\","
			   " \"capacity\": 3, \"schools\": \"North; South\", \"name\": \"Ana\"}", 200);

	expect_word(user, "week", "mon-fri 08:00-12:00");
	expect_word(user, "zone", "America/Denver");
	assert_int_equal(json_number(user, "capacity", 0), 3);
	assert_int_equal(json_array_size(json_object_get(user, "schools")), 2);
	json_decref(user);
	user = ask(handler, handler->administrator, "/api/v1/users/{id}", "PATCH", ANA,
		   "{\"week\": \"\", \"zone\": \"\", \"capacity\": 0, \"schools\": \"\"}", 200);
	assert_true(json_is_null(json_object_get(user, "week")));
	assert_true(json_is_null(json_object_get(user, "zone")));
	assert_int_equal(json_array_size(json_object_get(user, "schools")), 0);
	expect_word(user, "name", "Ana");
	json_decref(user);
}

static void what_no_week_zone_or_role_can_be_is_refused_by_its_member(void **state)
{
	static const struct { const char *body, *field; } rows[] = {
		{ "{\"week\": \"mon 12:00-08:00\"}", "week" }, { "{\"zone\": \"Maple\"}", "zone" },
		{ "{\"capacity\": -1}", "capacity" }, { "{\"capacity\": 10001}", "capacity" },
		{ "{\"capacity\": \"x\"}", "capacity" }, { "{\"role\": \"boss\"}", "role" },
		{ "{\"languages\": \"tlh\"}", "languages" }, { "{\"phone\": \"12\"}", "phone" },
	};
	struct handler *handler = *state;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		json_t *refusal = ask(handler, handler->administrator, "/api/v1/users/{id}", "PATCH", ANA,
				      rows[i].body, 400);

		expect_word(json_object_get(refusal, "error"), "field", rows[i].field);
		json_decref(refusal);
	}
}

static void an_absence_is_kept_listed_and_ended(void **state)
{
	struct handler *handler = *state;
	json_t *list;

	json_decref(ask(handler, handler->administrator, "/api/v1/users/{id}/absences", "POST", ANA "/absences",
			"{\"from\": \"2026-03-09\", \"to\": \"2026-03-10\", \"reason\": \"training\"}", 201));
	json_decref(ask(handler, handler->administrator, "/api/v1/users/{id}/absences", "POST", ANA "/absences",
			"{\"from\": \"now\", \"to\": \"2026-03-04\"}", 201));
	list = get(handler, handler->administrator, "/api/v1/users/{id}/absences", ANA "/absences");
	assert_int_equal(json_array_size(json_object_get(list, "items")), 2);
	json_decref(list);
	json_decref(ask(handler, handler->administrator, "/api/v1/users/{id}/back", "POST", ANA "/back", NULL, 200));
	list = get(handler, handler->administrator, "/api/v1/users/{id}/absences", ANA "/absences");
	/* who is back is not away now; what is to come stays */
	assert_int_equal(json_array_size(json_object_get(list, "items")), 1);
	expect_word(json_array_get(json_object_get(list, "items"), 0), "reason", "training");
	json_decref(list);
}

static void who_is_absent_takes_nothing(void **state)
{
	struct handler *handler = *state;
	char id[32], target[128];

	assert_int_equal(house_text(handler->house, "SM1", "+13125550123", "\xc2\xbfHay clases ma\xc3\xb1""ana?"), 200);
	newest(handler, id);
	json_decref(ask(handler, handler->administrator, "/api/v1/users/{id}/absences", "POST", ANA "/absences",
			"{\"from\": \"now\", \"to\": \"2026-03-04\"}", 201));
	snprintf(target, sizeof(target), "/api/v1/promises/%s/take", id);
	json_decref(ask(handler, handler->liaison, "/api/v1/promises/{id}/take", "POST", target, NULL, 409));
}

/* --- emergencies -------------------------------------------------------------------- */

static void ask_for(struct handler *handler, const char *text, char into[32])
{
	char body[200];
	json_t *asked;

	snprintf(body, sizeof(body), "{\"to\": \"+13125550123\", \"text\": \"%s\"}", text);
	asked = ask(handler, handler->administrator, "/api/v1/emergencies", "POST", "/api/v1/emergencies", body, 202);
	expect_word(asked, "state", "open");
	str_put(into, 32, json_str(asked, "emergency"));
	json_decref(asked);
}

static void decide(struct handler *handler, const char *token, const char *id, const char *act, int status)
{
	char path[64], target[128];

	snprintf(path, sizeof(path), "/api/v1/emergencies/{id}/%s", act);
	snprintf(target, sizeof(target), "/api/v1/emergencies/%s/%s", id, act);
	json_decref(ask(handler, token, path, "POST", target, NULL, status));
}

static void an_emergency_takes_two_who_are_not_the_same(void **state)
{
	struct handler *handler = *state;
	char other[TOKEN_SIZE], id[32];
	json_t *list, *item;

	house_user(handler->house, "second@example.org", "administrator", other);
	assert_int_equal(house_text(handler->house, "SM1", "+13125550123", "hola"), 200);
	clock_advance(handler->house->clock, DAY_MS);
	ask_for(handler, "There is a fire.", id);
	decide(handler, handler->administrator, id, "approve", 409);
	decide(handler, other, id, "approve", 200);
	decide(handler, other, id, "reject", 409);
	decide(handler, other, "17", "approve", 404);
	list = get(handler, handler->administrator, "/api/v1/emergencies", "/api/v1/emergencies");
	item = json_array_get(json_object_get(list, "items"), 0);
	expect_word(item, "state", "approved");
	expect_word(item, "text", "There is a fire.");
	assert_true(json_str(item, "message").size > 0);
	assert_false(json_equal(json_object_get(item, "asked_by"), json_object_get(item, "decided_by")));
	json_decref(list);
}

/* The list says so before any clock has written it down. */
static void an_hour_later_it_is_too_late(void **state)
{
	struct handler *handler = *state;
	char other[TOKEN_SIZE], id[32];
	json_t *list;

	house_user(handler->house, "second@example.org", "administrator", other);
	assert_int_equal(house_text(handler->house, "SM1", "+13125550123", "hola"), 200);
	ask_for(handler, "There is a fire.", id);
	clock_advance(handler->house->clock, HOUR_MS);
	list = get(handler, handler->administrator, "/api/v1/emergencies", "/api/v1/emergencies");
	expect_word(json_array_get(json_object_get(list, "items"), 0), "state", "expired");
	json_decref(list);
	decide(handler, other, id, "approve", 409);
}

static void to_whom_is_said_once(void **state)
{
	static const struct { const char *body, *field; } rows[] = {
		{ "{\"text\": \"Fire\"}", "to" },
		{ "{\"text\": \"Fire\", \"to\": \"+13125550123\", \"contact\": \"7\"}", "to" },
		{ "{\"text\": \"Fire\", \"contact\": \"rosa\"}", "contact" },
		{ "{\"text\": \"Fire\", \"to\": \"12\"}", "to" },
		{ "{\"to\": \"+13125550123\"}", "text" },
	};
	struct handler *handler = *state;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		json_t *refusal = ask(handler, handler->administrator, "/api/v1/emergencies", "POST",
				      "/api/v1/emergencies", rows[i].body, 400);

		expect_word(json_object_get(refusal, "error"), "field", rows[i].field);
		json_decref(refusal);
	}
	json_decref(ask(handler, handler->administrator, "/api/v1/emergencies", "POST", "/api/v1/emergencies",
			"{\"text\": \"Fire\", \"contact\": \"17\"}", 404));
}

/* --- calendars ------------------------------------------------------------------------ */

static json_t *calendar(struct handler *handler, const char *query, const char *events, int status)
{
	char target[128], body[1024];

	snprintf(target, sizeof(target), "/control/calendar%s", query);
	snprintf(body, sizeof(body), "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n%sEND:VCALENDAR\r\n", events);
	return house_json(handler->house, &(struct ask){ .method = "POST", .target = target, .type = "text/calendar",
			  .body = str_of(body), .is_control = true }, status);
}

#define CLOSED(uid, day, name) \
	"BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTART;VALUE=DATE:" day "\r\nSUMMARY:" name "\r\nEND:VEVENT\r\n"

static int64_t shown(struct handler *handler)
{
	json_t *all = house_json(handler->house, &(struct ask){ .method = "GET", .target = "/control/calendar",
				 .is_control = true }, 200);
	int64_t count = (int64_t)json_array_size(json_object_get(all, "items"));

	json_decref(all);
	return count;
}

static void expect_changes(json_t *told, int64_t added, int64_t removed, int64_t same)
{
	assert_int_equal(json_number(told, "added_count", -1), added);
	assert_int_equal(json_number(told, "removed_count", -1), removed);
	assert_int_equal(json_number(told, "unchanged", -1), same);
	json_decref(told);
}

static void a_calendar_tells_what_it_adds_and_what_it_takes(void **state)
{
	struct handler *handler = *state;

	expect_changes(calendar(handler, "?preview=1", CLOSED("1", "20260310", "Fair"), 200), 1, 0, 0);
	assert_int_equal(shown(handler), 0);
	expect_changes(calendar(handler, "", CLOSED("1", "20260310", "Fair") CLOSED("2", "20260312", "Ball"), 200), 2, 0, 0);
	expect_changes(calendar(handler, "", CLOSED("2", "20260312", "Ball") CLOSED("3", "20260313", "Rest"), 200), 1, 1, 1);
	expect_changes(calendar(handler, "", CLOSED("2", "20260312", "Dance") CLOSED("3", "20260313", "Rest"), 200), 1, 1, 1);
	assert_int_equal(shown(handler), 2);
	expect_changes(calendar(handler, "?school=North", CLOSED("1", "20260310", "Fair"), 200), 1, 0, 0);
	assert_int_equal(shown(handler), 3);
	expect_changes(calendar(handler, "", "", 200), 0, 2, 0);
	assert_int_equal(shown(handler), 1);
}

static void a_calendars_school_is_one_school(void **state)
{
	static const char *const wrong[] = { "?school=North,South", "?school=%ff",
		"?school=NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN" };
	struct handler *handler = *state;

	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		json_t *refusal = calendar(handler, wrong[i], CLOSED("1", "20260310", "Fair"), 400);

		expect_word(json_object_get(refusal, "error"), "field", "school");
		json_decref(refusal);
	}
	json_decref(calendar(handler, "", CLOSED("1", "20260230", "Fair"), 400));
	assert_int_equal(shown(handler), 0);
}

int main(void)
{
#define HANDLE_TEST(name) cmocka_unit_test_setup_teardown(name, handle_open, handle_close)
	const struct CMUnitTest tests[] = {
		HANDLE_TEST(a_week_zone_capacity_and_schools_are_set_and_taken_back),
		HANDLE_TEST(what_no_week_zone_or_role_can_be_is_refused_by_its_member),
		HANDLE_TEST(an_absence_is_kept_listed_and_ended),
		HANDLE_TEST(who_is_absent_takes_nothing),
		HANDLE_TEST(an_emergency_takes_two_who_are_not_the_same),
		HANDLE_TEST(an_hour_later_it_is_too_late),
		HANDLE_TEST(to_whom_is_said_once),
		HANDLE_TEST(a_calendar_tells_what_it_adds_and_what_it_takes),
		HANDLE_TEST(a_calendars_school_is_one_school),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
