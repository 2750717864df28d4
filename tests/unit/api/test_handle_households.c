#include "handler_room.h"

#define HOMES "/api/v1/households"
#define HOME "/api/v1/households/{id}"
#define STUDENTS "/api/v1/students"
#define STUDENT "/api/v1/students/{id}"

/* The id of what was made. */
static void make(struct handler *handler, const char *path, const char *body, char id[32])
{
	json_t *made = ask(handler, handler->liaison, path, "POST", path, body, 201);

	str_put(id, 32, json_str(made, "id"));
	assert_true(id[0]);
	json_decref(made);
}

static void done(json_t *reply)
{
	json_decref(reply);
}

static size_t count_of(struct handler *handler, const char *path, const char *target)
{
	json_t *list = get(handler, handler->viewer, path, target);
	size_t count = json_array_size(json_object_get(list, "items"));

	json_decref(list);
	return count;
}

static void a_household_is_made_found_and_changed(void **state)
{
	struct handler *handler = *state;
	char id[32], target[128];
	json_t *home;

	make(handler, HOMES, "{\"name\": \" P\xc3\xa9rez \", \"groups\": \"migrant; ELL,\", \"shares\": true}", id);
	home = get(handler, handler->viewer, HOME, "/api/v1/households/P%C3%A9rez");
	expect_word(home, "id", id);
	expect_word(home, "name", "P\xc3\xa9rez");
	assert_int_equal(json_array_size(json_object_get(home, "groups")), 2);
	assert_true(json_is_true(json_object_get(home, "shares")));
	json_decref(home);
	snprintf(target, sizeof(target), "/api/v1/households/%s", id);
	done(ask(handler, handler->liaison, HOME, "PATCH", target,
		 "{\"name\": \"Vega\", \"shares\": \"no\", \"groups\": null}", 200));
	home = get(handler, handler->viewer, HOME, target);
	expect_word(home, "name", "Vega");
	assert_int_equal(json_array_size(json_object_get(home, "groups")), 0);
	assert_true(json_is_false(json_object_get(home, "shares")));
	json_decref(home);
	assert_int_equal(count_of(handler, HOMES, "/api/v1/households?q=VEG"), 1);
	assert_int_equal(count_of(handler, HOMES, "/api/v1/households?q=P%C3%A9rez"), 0);
}

static void what_makes_no_household_is_refused_with_its_field(void **state)
{
	static const struct { const char *path, *method, *target, *body; int status; const char *field; } bad[] = {
		{ HOMES, "POST", HOMES, "{}", 400, "name" },
		{ HOMES, "POST", HOMES, "{\"name\": \"  \"}", 400, "name" },
		{ HOMES, "POST", HOMES, "{\"name\": \"Vega\"}", 409, "name" },
		{ HOMES, "POST", HOMES, "{\"name\": \"X\", \"shares\": \"maybe\"}", 400, "shares" },
		{ HOMES, "POST", HOMES, "{\"name\": \"X\", \"shares\": 1}", 400, "shares" },
		{ HOME, "PATCH", "/api/v1/households/Nobody", "{}", 404, NULL },
		{ HOME, "PATCH", "/api/v1/households/Vega", "{\"name\": \"\"}", 400, "name" },
		{ HOME, "PATCH", "/api/v1/households/Vega", "{\"name\": \"Other\"}", 409, "name" },
		{ STUDENTS, "POST", STUDENTS, "{\"name\": \"Luz\"}", 400, "household" },
		{ STUDENTS, "POST", STUDENTS, "{\"household\": \"Vega\"}", 400, "name" },
		{ STUDENTS, "POST", STUDENTS, "{\"household\": \"Nobody\", \"name\": \"Luz\"}", 400, "household" },
		{ STUDENTS, "POST", STUDENTS, "{\"household\": \"Vega\", \"name\": \"Luz\", \"school\": \"A, B\"}", 400, "school" },
		{ STUDENT, "PATCH", "/api/v1/students/7", "{\"school\": \"A\"}", 404, NULL },
		{ STUDENT, "DELETE", "/api/v1/students/7", NULL, 404, NULL },
	};
	struct handler *handler = *state;
	char id[32];

	make(handler, HOMES, "{\"name\": \"Vega\"}", id);
	make(handler, HOMES, "{\"name\": \"Other\"}", id);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		json_t *refusal = house_json(handler->house, &(struct ask){ .method = bad[i].method,
			.target = bad[i].target, .token = handler->liaison,
			.body = str_of(bad[i].body) }, bad[i].status);
		struct str field = json_str(json_object_get(refusal, "error"), "field");

		if (bad[i].field && !str_is(field, bad[i].field))
			fail_msg("%zu: %.*s, not %s", i, STR_ARG(field), bad[i].field);
		json_decref(refusal);
	}
	assert_int_equal(count_of(handler, STUDENTS, STUDENTS), 0);
}

static void a_student_comes_moves_and_leaves(void **state)
{
	struct handler *handler = *state;
	char home[32], student[32], target[64];
	json_t *list, *one;

	make(handler, HOMES, "{\"name\": \"Vega\"}", home);
	make(handler, HOMES, "{\"name\": \"Other\"}", home);
	make(handler, STUDENTS, "{\"household\": \"Vega\", \"name\": \"Luz\", \"school\": \"North\"}", student);
	done(house_json(handler->house, &(struct ask){ .method = "POST", .target = STUDENTS,
			.token = handler->liaison, .body = STR("{\"household\": \"Vega\", \"name\": \"Luz\"}") }, 409));
	snprintf(target, sizeof(target), "/api/v1/students/%s", student);
	done(ask(handler, handler->liaison, STUDENT, "PATCH", target,
		 "{\"household\": \"Other\", \"school\": \"South\"}", 200));
	assert_int_equal(count_of(handler, STUDENTS, "/api/v1/students?school=North"), 0);
	list = get(handler, handler->viewer, STUDENTS, "/api/v1/students?school=South");
	one = json_array_get(json_object_get(list, "items"), 0);
	expect_word(one, "name", "Luz");
	expect_word(json_object_get(one, "household"), "id", home);
	json_decref(list);
	list = get(handler, handler->viewer, "/api/v1/schools", "/api/v1/schools");
	one = json_array_get(json_object_get(list, "items"), 0);
	expect_word(one, "name", "South");
	assert_int_equal(json_number(one, "students", 0), 1);
	json_decref(list);
	done(house_json(handler->house, &(struct ask){ .method = "DELETE", .target = target,
			.token = handler->viewer }, 403));
	done(ask(handler, handler->liaison, STUDENT, "DELETE", target, NULL, 200));
	assert_int_equal(count_of(handler, STUDENTS, STUDENTS), 0);
}

static void a_contact_joins_by_id_or_name_and_leaves(void **state)
{
	static const char path[] = "/api/v1/contacts/{id}", rosa[] = "/api/v1/contacts/%2B13125550101";
	struct handler *handler = *state;
	char home[32], body[96];
	json_t *contact;

	make(handler, HOMES, "{\"name\": \"Vega\"}", home);
	done(ask(handler, handler->liaison, "/api/v1/contacts", "POST", "/api/v1/contacts",
		 "{\"phone\": \"+13125550101\", \"name\": \"Rosa\", \"household\": \"Vega\"}", 201));
	contact = get(handler, handler->viewer, path, rosa);
	expect_word(json_object_get(contact, "household"), "name", "Vega");
	json_decref(contact);
	done(ask(handler, handler->liaison, path, "PATCH", rosa, "{\"household\": null}", 200));
	contact = get(handler, handler->viewer, path, rosa);
	assert_true(json_is_null(json_object_get(contact, "household")));
	json_decref(contact);
	snprintf(body, sizeof(body), "{\"household\": \"%s\"}", home);
	done(ask(handler, handler->liaison, path, "PATCH", rosa, body, 200));
	contact = get(handler, handler->viewer, HOME, "/api/v1/households/Vega");
	expect_word(json_array_get(json_object_get(contact, "guardians"), 0), "name", "Rosa");
	json_decref(contact);
	/* what is not said stays */
	done(ask(handler, handler->liaison, path, "PATCH", rosa, "{\"name\": \"Rosa V\"}", 200));
	contact = get(handler, handler->viewer, path, rosa);
	expect_word(json_object_get(contact, "household"), "id", home);
	json_decref(contact);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_household_is_made_found_and_changed, handle_open, handle_close),
		cmocka_unit_test_setup_teardown(what_makes_no_household_is_refused_with_its_field, handle_open, handle_close),
		cmocka_unit_test_setup_teardown(a_student_comes_moves_and_leaves, handle_open, handle_close),
		cmocka_unit_test_setup_teardown(a_contact_joins_by_id_or_name_and_leaves, handle_open, handle_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
