/* Names of the version before: told beside today's for one version, and the same value. */
#include "tests/lib/test.h"

#include "house.h"

static int open_house(void **state)
{
	struct house *house = house_new();

	*state = house;
	assert_int_equal(house_text(house, "SM1", "+13125550123", "hola"), 200);
	return 0;
}

static int close_house(void **state)
{
	struct house *house = *state;

	house_free(&house);
	return 0;
}

static json_t *get(struct house *house, const char *target)
{
	return house_json(house, &(struct ask){ .method = "GET", .target = target,
						.is_control = true }, 200);
}

struct pair {
	const char *before, *name;
};

static void expect_pairs(const json_t *object, const struct pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const json_t *before = json_object_get(object, pairs[i].before);
		const json_t *today = json_object_get(object, pairs[i].name);

		if (!before || !today || !json_equal(before, today))
			fail_msg("%s is not what %s is", pairs[i].before, pairs[i].name);
	}
}

static const json_t *first(const json_t *list)
{
	return json_array_get(json_object_get(list, "items"), 0);
}

static void a_line_a_number_and_an_audit_row_tell_both_names(void **state)
{
	static const struct pair line[] = {
		{ "is_swept", "is_polled" }, { "can_sweep", "can_poll" }, { "swept_at", "polled_at" },
		{ "last_heard_at", "last_inbound_at" },
	};
	static const struct pair number[] = { { "heard_at", "inbound_at" } };
	static const struct pair audit[] = { { "act", "command" } };
	struct house *house = *state;
	json_t *lines = get(house, "/api/v1/lines");
	json_t *contacts = get(house, "/api/v1/contacts");
	json_t *rows;
	const json_t *numbers = json_object_get(first(contacts), "numbers");

	expect_pairs(first(lines), line, COUNT_OF(line));
	assert_true(json_is_string(json_object_get(first(lines), "last_inbound_at")));
	expect_pairs(json_array_get(numbers, 0), number, COUNT_OF(number));
	assert_true(json_is_string(json_object_get(json_array_get(numbers, 0), "inbound_at")));
	json_decref(house_json(house, &(struct ask){ .method = "POST", .target = "/control/clock",
			       .body = STR("{\"advance\": \"4h\"}"), .is_control = true }, 200));
	rows = get(house, "/api/v1/audit");
	expect_pairs(first(rows), audit, COUNT_OF(audit));
	assert_true(str_is(json_str(first(rows), "command"), "clock.advance"));
	json_decref(rows);
	json_decref(contacts);
	json_decref(lines);
}

static void the_status_counts_under_both_names(void **state)
{
	static const struct pair counts[] = {
		{ "heard", "inbound" }, { "heard_repeats", "inbound_repeats" },
		{ "heard_by_sweep", "inbound_by_poll" }, { "sweeps", "inbound_polls" },
	};
	struct house *house = *state;
	json_t *status = get(house, "/control/status");

	expect_pairs(json_object_get(status, "counts"), counts, COUNT_OF(counts));
	assert_int_equal(json_number(json_object_get(status, "counts"), "inbound", 0), 1);
	json_decref(status);
}

static void metrics_count_under_both_names(void **state)
{
	static const char *const lines[] = {
		"\nhearback_inbound_total 1\n", "\nhearback_heard_total 1\n",
		"\nhearback_inbound_polls_total 0\n", "\nhearback_sweeps_total 0\n",
		"\nhearback_signatures_refused_total{adapter=\"main\"} 0\n", "\nhearback_refused_signatures_total 0\n",
		"\nhearback_line_polled{line=\"", "\nhearback_line_swept{line=\"",
	};
	struct house *house = *state;
	AUTO(answer) metrics;

	assert_int_equal(house_ask(house, &(struct ask){ .method = "GET", .target = "/metrics" },
				   &metrics), 200);
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		if (str_find(metrics.body, str_of(lines[i])) == metrics.body.size)
			fail_msg("no %s", lines[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_line_a_number_and_an_audit_row_tell_both_names,
						open_house, close_house),
		cmocka_unit_test_setup_teardown(the_status_counts_under_both_names, open_house, close_house),
		cmocka_unit_test_setup_teardown(metrics_count_under_both_names, open_house, close_house),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
