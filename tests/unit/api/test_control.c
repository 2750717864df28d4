#include "tests/lib/test.h"

#include <pwd.h>

#include "house.h"

static int open_house(void **state)
{
	*state = house_new();
	return 0;
}

static int close_house(void **state)
{
	struct house *house = *state;

	house_free(&house);
	return 0;
}

static json_t *control(struct house *house, const char *method, const char *target,
		       const char *body, int status)
{
	return house_json(house, &(struct ask){ .method = method, .target = target,
			  .body = str_of(body), .is_control = true }, status);
}

static bool has(struct str text, const char *part)
{
	return str_find(text, str_of(part)) < text.size;
}

static void status_tells_what_an_operator_asks(void **state)
{
	struct house *house = *state;
	json_t *status;

	assert_int_equal(house_text(house, "SM1", "+13125550123", "hola"), 200);
	status = control(house, "GET", "/control/status", NULL, 200);
	assert_true(str_is(json_str(status, "version"), "1.2.3"));
	assert_true(json_is_false(json_object_get(status, "is_ready")));
	assert_true(json_is_true(json_object_get(json_object_get(status, "clock"), "is_practice")));
	assert_true(json_number(status, "store_bytes", 0) > 4096);
	assert_int_equal(json_number(json_object_get(status, "counts"), "inbound", 0), 1);
	assert_int_equal(json_array_size(json_object_get(status, "lines")), 1);
	assert_true(json_number(json_object_get(status, "outbox"), "queued", 0) > 0);
	json_decref(status);
}

static bool is_said(const json_t *trace, const char *part)
{
	const json_t *events = json_object_get(trace, "events");

	for (size_t i = 0; i < json_array_size(events); i++)
		if (has(json_str(json_array_get(events, i), "sentence"), part))
			return true;
	return false;
}

/* The whole story, by the promise's id, a message's and the provider's. */
static void a_trace_is_found_by_any_id_and_says_sentences(void **state)
{
	struct house *house = *state;
	char target[128], message[32];
	json_t *list, *trace, *events;

	assert_int_equal(house_text(house, "SMabc", "+13125550123", "hola"), 200);
	list = control(house, "GET", "/api/v1/promises", NULL, 200);
	snprintf(target, sizeof(target), "/control/trace/%.*s",
		 STR_ARG(json_str(json_array_get(json_object_get(list, "items"), 0), "id")));
	json_decref(list);
	trace = control(house, "GET", target, NULL, 200);
	events = json_object_get(trace, "events");
	assert_true(json_array_size(events) >= 3);
	for (size_t i = 0; i < json_array_size(events); i++)
		assert_false(has(json_str(json_array_get(events, i), "sentence"), "%"));
	str_put(message, sizeof(message),
		json_str(json_array_get(json_object_get(trace, "messages"), 0), "id"));
	json_decref(trace);
	snprintf(target, sizeof(target), "/control/trace/%s", message);
	trace = control(house, "GET", target, NULL, 200);
	assert_true(is_said(trace, "the family's message came in") && is_said(trace, message));
	assert_true(json_is_object(json_object_get(trace, "promise")));
	json_decref(trace);
	trace = control(house, "GET", "/control/trace/SMabc", NULL, 200);
	assert_true(str_is(json_str(json_array_get(json_object_get(trace, "messages"), 0), "id"),
			   message));
	json_decref(trace);
	json_decref(control(house, "GET", "/control/trace/SMnone", NULL, 404));
	json_decref(control(house, "GET", "/control/trace/17", NULL, 404));
}

static void a_route_is_explained_for_families_and_strangers(void **state)
{
	struct house *house = *state;
	json_t *route;

	assert_int_equal(house_text(house, "SM1", "+13125550123",
				    "\xc2\xbfHay clases ma\xc3\xb1""ana en la escuela?"), 200);
	route = control(house, "GET", "/control/route?number=312-555-0123&purpose=school", NULL, 200);
	assert_true(json_is_true(json_object_get(route, "is_known")));
	assert_true(str_is(json_str(route, "language"), "es"));
	assert_true(str_is(json_str(route, "line_number"), HOUSE_LINE));
	assert_true(json_str(route, "why").size > 0);
	json_decref(route);
	route = control(house, "GET", "/control/route?number=%2B13125550199", NULL, 200);
	assert_true(json_is_false(json_object_get(route, "is_known")));
	assert_true(str_is(json_str(route, "language"), "en"));
	json_decref(route);
	json_decref(control(house, "GET", "/control/route?number=12", NULL, 400));
	json_decref(control(house, "GET", "/control/route", NULL, 400));
}

static void the_clock_is_advanced_and_the_act_is_audited(void **state)
{
	struct house *house = *state;
	int64_t before = clock_now(house->clock);
	json_t *reply;

	json_decref(control(house, "GET", "/control/clock", NULL, 200));
	json_decref(control(house, "POST", "/control/clock", "{\"advance\": \"4h\"}", 200));
	assert_int_equal(clock_now(house->clock) - before, 4 * HOUR_MS);
	json_decref(control(house, "POST", "/control/clock", "{\"advance\": \"4 hours\"}", 400));
	json_decref(control(house, "POST", "/control/clock", "{\"advance\": \"500d\"}", 400));
	json_decref(control(house, "POST", "/control/clock", "{}", 400));
	assert_int_equal(clock_now(house->clock) - before, 4 * HOUR_MS);
	reply = control(house, "GET", "/api/v1/audit", NULL, 200);
	assert_int_equal(json_array_size(json_object_get(reply, "items")), 1);
	assert_true(str_is(json_str(json_array_get(json_object_get(reply, "items"), 0), "command"),
			   "clock.advance"));
	json_decref(reply);
}

static void a_real_clock_is_not_advanced(void **state)
{
	struct house *house = *state;
	struct clock *practice = house->core->clock;
	json_t *refusal;

	house->core->clock = clock_new_real();
	refusal = control(house, "POST", "/control/clock", "{\"advance\": \"4h\"}", 409);
	assert_true(has(json_str(json_object_get(refusal, "error"), "message"), "real"));
	json_decref(refusal);
	clock_free(&house->core->clock);
	house->core->clock = practice;
}

static void a_backup_is_a_ledger_that_opens(void **state)
{
	struct house *house = *state;
	char body[160], address[160];
	struct promise_counts counts;
	struct note note;
	struct db *db;

	assert_int_equal(house_text(house, "SM1", "+13125550123", "hola"), 200);
	snprintf(body, sizeof(body), "{\"path\": \"%s/copy.db\"}", house->folder);
	json_decref(control(house, "POST", "/control/backup", body, 200));
	snprintf(address, sizeof(address), "sqlite:%s/copy.db", house->folder);
	assert_int_equal(db_open(address, DB_WRITE, &db, &note), FAULT_NONE);
	assert_int_equal(promise_count(db, &counts), FAULT_NONE);
	assert_int_equal(counts.waiting, 1);
	db_close(&db);
	json_decref(control(house, "POST", "/control/backup", "{\"path\": \"copy.db\"}", 400));
}

/* The copy takes its name when it is whole: over the ledger's own it would end the ledger. */
static void a_backup_never_takes_the_place_of_the_ledger(void **state)
{
	static const char *const names[] = { "hearback.db", "hearback.db-wal", "./hearback.db",
					     "linked.db" };
	struct house *house = *state;
	char body[160], link_name[96], own[96];
	json_t *refusal;

	snprintf(own, sizeof(own), "%s/hearback.db", house->folder);
	snprintf(link_name, sizeof(link_name), "%s/linked.db", house->folder);
	assert_int_equal(link(own, link_name), 0);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		snprintf(body, sizeof(body), "{\"path\": \"%s/%s\"}", house->folder, names[i]);
		refusal = control(house, "POST", "/control/backup", body, 409);
		assert_true(has(json_str(json_object_get(refusal, "error"), "message"),
				"name another file"));
		json_decref(refusal);
	}
	assert_int_equal(house_text(house, "SM1", "+13125550123", "hola"), 200);
	assert_int_equal(house_waiting(house), 1);
}

static void lines_say_the_addresses_to_paste(void **state)
{
	struct house *house = *state;
	json_t *lines = control(house, "GET", "/control/lines", NULL, 200);
	json_t *line = json_array_get(json_object_get(lines, "items"), 0);

	assert_true(str_is(json_str(line, "message_webhook"),
			   HOUSE_URL "/hooks/main/message#rc=5&rp=all"));
	assert_true(json_str(line, "message_fallback").size > 0);
	json_decref(lines);
}

static void the_queue_shows_what_waits_and_a_promise_can_be_hurried(void **state)
{
	struct house *house = *state;
	char target[128];
	json_t *reply;

	assert_int_equal(house_text(house, "SM1", "+13125550123", "hola"), 200);
	reply = control(house, "GET", "/control/queue", NULL, 200);
	assert_true(json_array_size(json_object_get(reply, "items")) > 0);
	json_decref(reply);
	reply = control(house, "GET", "/api/v1/promises", NULL, 200);
	snprintf(target, sizeof(target), "/control/promises/%.*s/now",
		 STR_ARG(json_str(json_array_get(json_object_get(reply, "items"), 0), "id")));
	json_decref(reply);
	json_decref(control(house, "POST", target, NULL, 200));
	json_decref(control(house, "POST", "/control/promises/17/now", NULL, 404));
}

static void health_ready_and_metrics_say_the_truth(void **state)
{
	struct house *house = *state;
	AUTO(answer) health;
	AUTO(answer) metrics;
	json_t *ready;

	assert_int_equal(house_ask(house, &(struct ask){ .method = "GET", .target = "/healthz" },
				   &health), 200);
	ready = house_json(house, &(struct ask){ .method = "GET", .target = "/readyz" }, 503);
	assert_int_equal(json_array_size(json_object_get(ready, "reasons")), 1);
	json_decref(ready);
	house->core->is_ready = true;
	ready = house_json(house, &(struct ask){ .method = "GET", .target = "/readyz" }, 200);
	json_decref(ready);
	assert_int_equal(house_text(house, "SM1", "+13125550123", "hola"), 200);
	assert_int_equal(house_ask(house, &(struct ask){ .method = "GET", .target = "/metrics" },
				   &metrics), 200);
	assert_true(has(metrics.body, "\nhearback_inbound_total 1\n"));
	assert_true(has(metrics.body, "\nhearback_promises{state=\"waiting\"} 1\n"));
	assert_true(has(metrics.body, "\nhearback_ready 1\n"));
	assert_true(has(metrics.body, "hearback_client_window{adapter=\"main\"} 4\n"));
	assert_true(has(metrics.body, "\nhearback_connections "));
	assert_false(has(metrics.body, "+1312"));
}

/* Every line is a comment or "hearback_name{labels} number". */
static void metrics_are_lines_that_prometheus_reads(void **state)
{
	struct house *house = *state;
	AUTO(answer) answer;
	struct str rest, line;
	int count = 0;

	house_ask(house, &(struct ask){ .method = "GET", .target = "/metrics" }, &answer);
	rest = answer.body;
	assert_true(str_ends(rest, STR("\n")));
	while (str_next(&rest, '\n', &line)) {
		struct str name = STR_NONE;
		int64_t value;

		if (line.size == 0 || str_starts(line, STR("# HELP hearback_")) ||
		    str_starts(line, STR("# TYPE hearback_")))
			continue;
		assert_true(str_starts(line, STR("hearback_")));
		assert_true(str_next(&line, ' ', &name));
		assert_int_equal(str_number(line, INT64_MIN, INT64_MAX, &value), FAULT_NONE);
		count++;
	}
	assert_true(count > 30);
}

static void the_practice_phones_are_at_the_carrier(void **state)
{
	struct house *house = *state;
	AUTO(answer) answer;

	assert_int_equal(house_ask(house, &(struct ask){ .method = "GET", .target = "/practice" },
				   &answer), 302);
	assert_true(has(answer.head, "Location: http://127.0.0.1:9999/"));
}

static void who_comes_by_the_socket_signs_with_their_name(void **state)
{
	char path[96], address[112], expected[160], request[] =
		"POST /control/reload HTTP/1.1\r\nHost: hearback\r\nConnection: close\r\n"
		"Content-Length: 0\r\n\r\n";
	struct house *house = *state;
	const struct passwd *me = getpwuid(geteuid());
	struct note note = { .text = "" };
	json_t *rows;
	AUTO(answer) answer;

	assert_non_null(me);
	snprintf(path, sizeof(path), "%s/control.sock", house->folder);
	snprintf(address, sizeof(address), "unix:%s", path);
	assert_int_equal(server_listen(house->control, address, NULL, &note), FAULT_NONE);
	house_exchange_at(house, house_connect_path(path), str_of(request), &answer);
	assert_int_equal(answer.status, 200);
	assert_int_equal(house->reloads, 1);
	rows = control(house, "GET", "/api/v1/audit", NULL, 200);
	snprintf(expected, sizeof(expected), "ctl:%s", me->pw_name);
	assert_true(str_is(json_str(json_array_get(json_object_get(rows, "items"), 0), "actor"),
			   expected));
	json_decref(rows);
}

int main(void)
{
#define HOUSE_TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(status_tells_what_an_operator_asks),
		HOUSE_TEST(a_trace_is_found_by_any_id_and_says_sentences),
		HOUSE_TEST(a_route_is_explained_for_families_and_strangers),
		HOUSE_TEST(the_clock_is_advanced_and_the_act_is_audited),
		HOUSE_TEST(a_real_clock_is_not_advanced),
		HOUSE_TEST(a_backup_is_a_ledger_that_opens),
		HOUSE_TEST(a_backup_never_takes_the_place_of_the_ledger),
		HOUSE_TEST(lines_say_the_addresses_to_paste),
		HOUSE_TEST(the_queue_shows_what_waits_and_a_promise_can_be_hurried),
		HOUSE_TEST(health_ready_and_metrics_say_the_truth),
		HOUSE_TEST(metrics_are_lines_that_prometheus_reads),
		HOUSE_TEST(the_practice_phones_are_at_the_carrier),
		HOUSE_TEST(who_comes_by_the_socket_signs_with_their_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
