#include "tests/lib/test.h"

#include "house.h"

#include "schema.h"
#include "tests/lib/commands.h"
#include "wire/endpoint.h"

/* /promises/{id}/take -> /promises/1/take: nothing there has that id. */
static void fill(const char *path, char into[128])
{
	size_t at = 0;

	for (const char *c = path; *c; c++) {
		if (*c == '{') {
			into[at++] = '1';
			c = strchr(c, '}');
			continue;
		}
		into[at++] = *c;
	}
	into[at] = '\0';
}

static int knock(struct house *house, const struct route_row *route, const char *token, bool is_control)
{
	AUTO(answer) answer;
	char target[128];

	fill(route->path, target);
	return house_ask(house, &(struct ask){ .method = http_method_word(route->method),
			 .target = target, .token = token, .is_control = is_control,
			 /* whoever may listen is refused for this, and not kept for ever */
			 .extra = "Last-Event-ID: x\r\n" }, &answer);
}

static void every_door_lets_in_its_role_and_those_above_and_nobody_else(void **state)
{
	static const struct {
		const char *email, *role;
		enum access access;
	} people[] = {
		{ "viewer@example.org", "viewer", ACCESS_VIEWER },
		{ "liaison@example.org", "liaison", ACCESS_LIAISON },
		{ "administrator@example.org", "administrator", ACCESS_ADMINISTRATOR },
	};
	char tokens[COUNT_OF(people)][TOKEN_SIZE];
	struct house *house = house_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(people); i++)
		house_user(house, people[i].email, people[i].role, tokens[i]);
	for (const struct route_row *route = routes_rows(); route->path; route++) {
		if (!(route->at & AT_PUBLIC) || route->access == ACCESS_OPEN)
			continue;
		assert_int_equal(knock(house, route, NULL, false), 401);
		assert_int_equal(knock(house, route, "0123456789abcdef0123456789abcdef", false), 401);
		for (size_t i = 0; i < COUNT_OF(people); i++) {
			int status = knock(house, route, tokens[i], false);

			if ((status == 403) != (people[i].access < route->access) || status == 401 ||
			    status >= 500)
				fail_msg("%s as %s: %d", route->name, people[i].role, status);
		}
	}
	house_free(&house);
}

static void the_control_socket_needs_no_token_and_the_public_one_has_no_control(void **state)
{
	struct house *house = house_new();

	(void)state;
	for (const struct route_row *route = routes_rows(); route->path; route++) {
		int public = knock(house, route, NULL, false);
		int control = knock(house, route, NULL, true);

		if (!(route->at & AT_PUBLIC) && public != 404)
			fail_msg("%s is public: %d", route->name, public);
		if (!(route->at & AT_CONTROL) && control != 404)
			fail_msg("%s is on the control socket: %d", route->name, control);
		if (route->at & AT_CONTROL && (control == 401 || control == 403))
			fail_msg("%s is shut on the control socket: %d", route->name, control);
	}
	assert_int_equal(house->drains, 1);
	assert_int_equal(house->reloads, 1);
	house_free(&house);
}

static void every_row_names_what_happens_behind_it(void **state)
{
	size_t count = 0;

	(void)state;
	for (const struct route_row *route = routes_rows(); route->path; route++, count++) {
		assert_true(route->look || route->act);
		assert_true(route->access < ACCESS_COUNT);
		assert_true(route->at >= AT_PUBLIC && route->at <= AT_BOTH);
		assert_true(route->body_ceiling > 0);
		if (strncmp(route->path, "/api/", 5) == 0 && strcmp(route->name, "openapi") != 0)
			assert_true(route->access > ACCESS_OPEN);
		if (strncmp(route->path, "/control/", 9) == 0) {
			assert_int_equal(route->access, ACCESS_ADMINISTRATOR);
			assert_int_equal(route->at, AT_CONTROL);
		}
		for (const struct route_row *other = routes_rows(); other != route; other++)
			assert_false(other->method == route->method &&
				     strcmp(other->path, route->path) == 0);
	}
	assert_int_equal(count, routes_count());
}

static json_t *document_of(struct house *house)
{
	return house_json(house, &(struct ask){ .method = "GET",
			  .target = "/api/v1/openapi.json" }, 200);
}

/* --- routes and commands ----------------------------------------------------------------- */

static const struct route_row *route_of(const struct command_row *row)
{
	for (const struct route_row *route = routes_rows(); route->path; route++)
		if (route->command == row)
			return route;
	return NULL;
}

static void every_command_can_be_reached_by_a_route(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(command_rows); i++)
		if (!route_of(command_rows[i]))
			fail_msg("no route leads to %s", command_rows[i]->word);
}

static void a_route_to_a_command_changes_something_and_leaves_the_audit_to_it(void **state)
{
	(void)state;
	for (const struct route_row *route = routes_rows(); route->path; route++) {
		if (!route->command)
			continue;
		assert_non_null(route->act);
		assert_null(route->audit);
		assert_true(route->method != HTTP_GET);
	}
}

/* The socket's routes may ask more than the command: only administrators come by it. */
static void a_route_asks_for_the_role_of_its_command(void **state)
{
	(void)state;
	for (const struct route_row *route = routes_rows(); route->path; route++) {
		if (!route->command)
			continue;
		if (route->at & AT_PUBLIC)
			assert_int_equal(route->access, access_of(route->command->role));
		assert_true(route->access >= access_of(route->command->role));
	}
}

static void what_changes_the_ledger_is_a_command_or_has_an_audit_word(void **state)
{
	/* the provider signs; a document is only looked at */
	static const char *const others[] = { "hook_message", "hook_message_status", "rules_check",
					      "rules_replay" };

	(void)state;
	for (const struct route_row *route = routes_rows(); route->path; route++) {
		bool is_other = false;

		for (size_t i = 0; i < COUNT_OF(others); i++)
			is_other |= strcmp(route->name, others[i]) == 0;
		if (route->method != HTTP_GET && !is_other && !route->command && !route->audit)
			fail_msg("%s changes something, and nobody writes who did", route->name);
	}
}

/* G13: what a family wrote is shown by these alone, and each look has its row. */
static void who_looks_at_a_conversation_is_written_down(void **state)
{
	static const char *const views[] = { "promise", "message", "control_trace" };
	size_t found = 0;

	(void)state;
	for (const struct route_row *route = routes_rows(); route->path; route++)
		for (size_t i = 0; i < COUNT_OF(views); i++)
			if (strcmp(route->name, views[i]) == 0) {
				assert_non_null(route->audit);
				assert_string_equal(route->audit, "conversation.view");
				found++;
			}
	assert_int_equal(found, COUNT_OF(views));
}

static void roles_rise_and_each_has_its_word(void **state)
{
	(void)state;
	assert_true(access_of(ROLE_VIEWER) > ACCESS_OPEN);
	assert_true(access_of(ROLE_LIAISON) > access_of(ROLE_VIEWER));
	assert_true(access_of(ROLE_ADMINISTRATOR) > access_of(ROLE_LIAISON));
	for (int role = 0; role < ROLE_COUNT; role++)
		assert_string_equal(access_word(access_of((enum role)role)),
				    role_word((enum role)role));
	assert_string_equal(access_word(ACCESS_OPEN), "open");
}

static void lower(const char *word, char into[8])
{
	size_t i = 0;

	for (; word[i]; i++)
		into[i] = (char)(word[i] | 0x20);
	into[i] = '\0';
}

static void the_document_has_each_public_route_with_its_role_and_no_other(void **state)
{
	struct house *house = house_new();
	json_t *document = document_of(house);
	json_t *paths = json_object_get(document, "paths");
	size_t described = 0, served = 0;
	const char *path;
	json_t *item;

	(void)state;
	assert_true(str_is(json_str(document, "openapi"), "3.1.0"));
	json_object_foreach(paths, path, item)
		described += json_object_size(item);
	for (const struct route_row *route = routes_rows(); route->path; route++) {
		char method[8];
		const json_t *operation;

		if (!(route->at & AT_PUBLIC))
			continue;
		lower(http_method_word(route->method), method);
		operation = json_object_get(json_object_get(paths, route->path), method);
		if (!operation)
			fail_msg("%s is not described", route->name);
		assert_true(str_is(json_str(operation, "operationId"), route->name));
		assert_true(str_is(json_str(operation, "x-role"), access_word(route->access)));
		assert_non_null(json_object_get(operation, "responses"));
		served++;
	}
	assert_int_equal(served, described);
	json_decref(document);
	house_free(&house);
}

static void check_refs(const json_t *document, json_t *value)
{
	const char *name;
	json_t *member;

	if (json_is_object(value)) {
		schema_resolve(document, value);
		json_object_foreach(value, name, member)
			check_refs(document, member);
	}
	for (size_t i = 0; i < json_array_size(value); i++)
		check_refs(document, json_array_get(value, i));
}

static void every_reference_in_the_document_leads_somewhere(void **state)
{
	struct house *house = house_new();
	json_t *document = document_of(house);

	(void)state;
	check_refs(document, document);
	json_decref(document);
	house_free(&house);
}

static void a_disabled_user_is_out_at_once_though_remembered(void **state)
{
	char token[TOKEN_SIZE];
	struct house *house = house_new();
	AUTO(answer) before;
	AUTO(answer) after;

	(void)state;
	house_user(house, "ana@example.org", "liaison", token);
	assert_int_equal(house_ask(house, &(struct ask){ .method = "GET", .token = token,
			 .target = "/api/v1/promises" }, &before), 200);
	json_decref(house_json(house, &(struct ask){ .method = "POST", .is_control = true,
			       .target = "/api/v1/users/ana@example.org/disable" }, 200));
	assert_int_equal(house_ask(house, &(struct ask){ .method = "GET", .token = token,
			 .target = "/api/v1/promises" }, &after), 401);
	assert_true(str_find(after.head, STR("WWW-Authenticate: Bearer")) < after.head.size);
	house_free(&house);
}

/* Nothing that waits for a reader, or that takes a token, may sit where families' texts belong. */
static void places_are_kept_for_webhooks_and_health_alone(void **state)
{
	int kept = 0;

	(void)state;
	for (const struct route_row *route = routes_rows(); route->path; route++) {
		bool is_expected = !strncmp(route->path, "/hooks/", 7) ||
				   !strcmp(route->path, "/healthz") || !strcmp(route->path, "/readyz");

		assert_int_equal(route->is_kept, is_expected);
		assert_true(!route->is_kept || (route->access == ACCESS_OPEN && !route->look));
	}
	for (const struct endpoint *endpoint = routes_public(); endpoint->path; endpoint++)
		kept += routes_is_kept(endpoint);
	assert_int_equal(kept, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_names_what_happens_behind_it),
		cmocka_unit_test(every_command_can_be_reached_by_a_route),
		cmocka_unit_test(a_route_to_a_command_changes_something_and_leaves_the_audit_to_it),
		cmocka_unit_test(a_route_asks_for_the_role_of_its_command),
		cmocka_unit_test(what_changes_the_ledger_is_a_command_or_has_an_audit_word),
		cmocka_unit_test(who_looks_at_a_conversation_is_written_down),
		cmocka_unit_test(roles_rise_and_each_has_its_word),
		/* behind what the table says by itself: a wrong row ends in an assert of its handler */
		cmocka_unit_test(every_door_lets_in_its_role_and_those_above_and_nobody_else),
		cmocka_unit_test(the_control_socket_needs_no_token_and_the_public_one_has_no_control),
		cmocka_unit_test(the_document_has_each_public_route_with_its_role_and_no_other),
		cmocka_unit_test(every_reference_in_the_document_leads_somewhere),
		cmocka_unit_test(a_disabled_user_is_out_at_once_though_remembered),
		cmocka_unit_test(places_are_kept_for_webhooks_and_health_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
